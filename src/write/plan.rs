//! What the site will hold: files by path, and the folders that they need.

use std::collections::BTreeSet;

use anyhow::bail;
use rayon::prelude::*;

use super::manifest::MARKER;
use super::staging;
use crate::output::{Near, Output, Recipe};

/// A site's files, with the certainty that they can lie beside each other.
pub struct Plan<'a> {
    output: &'a Output<'a>,
    /// By path.
    pub files: Vec<(&'a str, &'a Recipe<'a>)>,
    /// The numbers of all of them, in the order in which they are best made.
    pub order: Vec<u32>,
    /// Every folder, by path.
    pub folders: BTreeSet<&'a str>,
}

impl<'a> Plan<'a> {
    /// Takes in what is to be published.
    ///
    /// # Errors
    /// Paths that cannot be.
    pub fn new(output: &'a Output<'a>) -> anyhow::Result<Self> {
        let files: Vec<_> = output.iter().map(|(path, planned)| (path, &planned.recipe)).collect();
        if let Some(error) = files.par_iter().find_map_first(|(path, _)| check(path).err()) {
            return Err(error);
        }
        let folders = folders_of(files.iter().map(|(path, _)| *path));
        if let Some(both) = folders.iter().find(|folder| output.contains(folder)) {
            bail!("the site cannot have both a file and a folder named `{both}`");
        }
        Ok(Plan { output, files, order: order(output), folders })
    }

    /// Whether the site has a file.
    pub fn has_file(&self, path: &str) -> bool {
        self.output.contains(path)
    }

    /// Whether the site has a folder.
    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }
}

/// So many entries are near each other. What is made of them stays at hand, and of each folder several files follow each
/// other.
const STRETCH: u32 = 1024;

/// The numbers of all files by what they are near to, and then by path.
fn order(output: &Output<'_>) -> Vec<u32> {
    let stretch = |near| match near {
        Near::Entry(position) => Near::Entry(position / STRETCH),
        Near::Nothing => Near::Nothing,
    };
    let mut all: Vec<(Near, u32)> = output
        .iter()
        .zip(0..)
        .map(|((_, planned), number)| (stretch(planned.near), number))
        .collect();
    all.par_sort_unstable();
    all.into_iter().map(|(_, number)| number).collect()
}

/// Refuses a path that no file of a site can have.
fn check(path: &str) -> anyhow::Result<()> {
    if let Some(part) = path.split('/').find(|part| !is_fit(part)) {
        bail!("the site cannot have the file `{path}`: `{part}` cannot be a name in it");
    }
    if path == MARKER {
        bail!("the site cannot have the file `{path}`: Dateline keeps its own records there");
    }
    Ok(())
}

fn is_fit(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && memchr::memchr2(b'\0', b'\\', part.as_bytes()).is_none()
        && !part.starts_with(staging::INSIDE)
}

/// Every folder that files lie in.
pub fn folders_of<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    let mut last = "";
    for path in paths {
        // Files of one folder follow each other.
        let Some((within, _)) = path.rsplit_once('/') else { continue };
        if within == last {
            continue;
        }
        last = within;
        for folder in ancestors(path) {
            if !folders.insert(folder) {
                break;
            }
        }
    }
    folders
}

/// The folders that a path lies in, the nearest first.
pub fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Recipe;

    #[test]
    fn files_near_one_stretch_of_the_timeline_are_made_together_and_all_others_last() {
        let files = [
            ("a", Near::Nothing),
            ("b/1", Near::Entry(STRETCH)),
            ("b/2", Near::Entry(5)),
            ("c", Near::Entry(2 * STRETCH)),
            ("d", Near::Entry(0)),
            ("e", Near::Entry(2 * STRETCH - 1)),
            ("f", Near::Nothing),
        ];
        let mut output = Output::default();
        for (path, near) in files {
            assert!(output.plan_near(path, Recipe::Copy(path.into()), near));
        }
        let plan = Plan::new(&output).unwrap();
        let paths = |numbers: &[u32]| {
            numbers.iter().map(|number| plan.files[*number as usize].0).collect::<Vec<_>>()
        };
        assert_eq!(paths(&plan.order), ["b/2", "d", "b/1", "e", "c", "a", "f"]);
        assert!(plan.files.is_sorted_by_key(|(path, _)| *path), "the record is by path");
    }
}
