//! The output: a sorted map from path to recipe, each recipe able to write itself at any time.

mod paths;
mod sketch;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use rayon::prelude::*;

pub use paths::Paths;
pub use sketch::Sketch;

/// A site as a plan: what to publish, and how to make each file of it.
#[derive(Default)]
pub struct Output<'a> {
    files: BTreeMap<String, Planned<'a>>,
}

/// A planned file.
pub struct Planned<'a> {
    pub recipe: Recipe<'a>,
    /// Where it is to be made.
    pub near: Near,
}

/// Where a file stands among those that are made. Those that are made of the same are made near each other, so that it is
/// still at hand: a site of many entries is larger than what a processor keeps near itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// What is made of the entries from a place of the timeline on.
    Entry(u32),
    /// All else, which is made last.
    Nothing,
}

/// How one file comes to be; a pure function of the timeline and the theme.
pub enum Recipe<'a> {
    /// Written by a function.
    Make(Box<Make<'a>>),
    /// The bytes of a file on disk.
    Copy(PathBuf),
}

/// A function that writes one file, of which it is told the path.
pub type Make<'a> = dyn Fn(&str, &mut dyn Sheet) -> Result<(), Failure> + Send + Sync + 'a;

/// What a file is written on.
pub trait Sheet: Write {
    /// Takes down what the file will be made of, before any of it is written. Answers whether a file that was made of the
    /// same stands there already: then nothing has to be written.
    fn stands(&mut self, sketch: Sketch) -> bool;
}

/// Holds whatever is written.
impl Sheet for Vec<u8> {
    fn stands(&mut self, _: Sketch) -> bool {
        false
    }
}

/// Why a recipe could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// What only shows when it is carried out, and is the author's to put right.
    Mistake(Box<Mistake>),
    /// The disk's.
    Io(io::Error),
}

/// A mistake in what a site is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mistake {
    /// A template's, when it renders.
    Template(TemplateFailure),
    /// A picture whose pixels cannot be read.
    Picture(PictureFailure),
}

/// A picture that cannot be read, once however often it is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureFailure {
    /// The picture's path under `content/`.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

/// A mistake in a template, once per place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateFailure {
    /// The template's name.
    pub template: String,
    /// The bytes of it that are to blame.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// What is wrong.
    pub message: String,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

impl From<TemplateFailure> for Failure {
    fn from(failure: TemplateFailure) -> Self {
        Failure::Mistake(Box::new(Mistake::Template(failure)))
    }
}

impl From<PictureFailure> for Failure {
    fn from(failure: PictureFailure) -> Self {
        Failure::Mistake(Box::new(Mistake::Picture(failure)))
    }
}

impl<'a> Output<'a> {
    /// Plans a file; `path` has `/` between its parts. Answers whether the path was free.
    #[must_use]
    pub fn plan(&mut self, path: impl Into<String>, recipe: Recipe<'a>) -> bool {
        self.plan_near(path, recipe, Near::Nothing)
    }

    /// The same of a file that is to be made near others.
    #[must_use]
    pub fn plan_near(&mut self, path: impl Into<String>, recipe: Recipe<'a>, near: Near) -> bool {
        self.files.insert(path.into(), Planned { recipe, near }).is_none()
    }

    /// Plans many files, which takes less than to plan each by itself. Answers the paths that were not free: what was
    /// planned first stays.
    #[must_use]
    pub fn plan_all(&mut self, mut files: Vec<(String, Planned<'a>)>) -> Vec<String> {
        files.par_sort_by(|(one, _), (other, _)| one.cmp(other));
        let is_twice = |at: usize| at > 0 && files[at - 1].0 == files[at].0;
        let is_taken = |at: &usize| is_twice(*at) || self.contains(&files[*at].0);
        let taken = (0..files.len()).filter(is_taken).map(|at| files[at].0.clone()).collect();
        // A map of what is in order is made at once, and so is one of two maps.
        let mut all: BTreeMap<String, Planned<'a>> = files.into_iter().collect();
        all.append(&mut self.files);
        self.files = all;
        taken
    }

    /// Whether a file is planned.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Gives its memory back, all cores at once.
    pub fn discard(self) {
        self.files.into_par_iter().for_each(drop);
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Planned<'a>)> {
        self.files.iter().map(|(path, planned)| (path.as_str(), planned))
    }
}

impl Recipe<'_> {
    /// Carries the recipe of a path out.
    ///
    /// # Errors
    /// A mistake in a template or a picture, or the disk's.
    pub fn write(&self, path: &str, to: &mut dyn Sheet) -> Result<(), Failure> {
        match self {
            Recipe::Make(make) => make(path, to),
            Recipe::Copy(from) => {
                let mut file = std::fs::File::open(from)?;
                io::copy(&mut file, to)?;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_files_that_want_one_path_the_first_is_planned_and_the_others_are_told() {
        let copy = |from: &str| Recipe::Copy(from.into());
        let mut output = Output::default();
        assert!(output.plan("b", copy("first")));
        assert!(!output.contains("a"));
        let files = [("c", "1"), ("a", "2"), ("b", "3"), ("c", "4")];
        let planned = |recipe| Planned { recipe, near: Near::Nothing };
        let files = files.map(|(path, from)| (path.to_owned(), planned(copy(from))));
        assert_eq!(output.plan_all(files.into()), ["b", "c"]);
        let planned: Vec<&str> = output.iter().map(|(path, _)| path).collect();
        assert_eq!(planned, ["a", "b", "c"]);
        let b = output.iter().find(|(path, _)| *path == "b");
        let b = b.map(|(_, planned)| &planned.recipe);
        assert!(matches!(b, Some(Recipe::Copy(from)) if from.as_os_str() == "first"));
    }
}
