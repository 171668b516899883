//! The output: a sorted map from path to recipe, each recipe able to write itself at any time.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// A site as a plan: what to publish, and how to make each file of it.
#[derive(Default)]
pub struct Output<'a> {
    files: BTreeMap<String, Recipe<'a>>,
}

/// How one file comes to be; a pure function of the timeline and the theme.
pub enum Recipe<'a> {
    /// Written by a function.
    Make(Box<Make<'a>>),
    /// The bytes of a file on disk.
    Copy(PathBuf),
}

/// A function that writes one file.
pub type Make<'a> = dyn Fn(&mut dyn Write) -> Result<(), Failure> + Send + Sync + 'a;

/// Why a recipe could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// A template's mistake that only shows when it renders; the place is in the template.
    Template(Box<TemplateFailure>),
    /// The disk's.
    Io(io::Error),
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

impl<'a> Output<'a> {
    /// Plans a file; `path` has `/` between its parts. Answers whether the path was free.
    #[must_use]
    pub fn plan(&mut self, path: impl Into<String>, recipe: Recipe<'a>) -> bool {
        self.files.insert(path.into(), recipe).is_none()
    }

    /// Whether a file is planned.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Recipe<'a>)> {
        self.files.iter().map(|(path, recipe)| (path.as_str(), recipe))
    }
}

impl Recipe<'_> {
    /// Carries the recipe out.
    ///
    /// # Errors
    /// A template's mistake, or the disk's.
    pub fn write(&self, to: &mut dyn Write) -> Result<(), Failure> {
        match self {
            Recipe::Make(make) => make(to),
            Recipe::Copy(path) => {
                let mut file = std::fs::File::open(path)?;
                io::copy(&mut file, to)?;
                Ok(())
            }
        }
    }
}
