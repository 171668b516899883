//! Output -> public/: carries out every recipe, and puts all files live in one step or none of them.

mod live;
mod manifest;
mod platform;
mod staging;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;

use self::live::Way;
use self::manifest::{Entry, MARKER};
use self::staging::Staging;
use self::standing::Standing;
use crate::output::{Failure, Mistake, Output, Recipe};

/// What was written, for the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many files the site has.
    pub files: usize,
    /// How many of them are new or changed.
    pub written: usize,
    /// How many of them stayed as they were, with their times.
    pub unchanged: usize,
    /// How many files of the last build are gone.
    pub removed: usize,
    /// How large the whole site is.
    pub bytes: u64,
    /// How many files in the folder Dateline did not make and left alone.
    pub carried_over: usize,
    /// Whether readers saw either the old site or the new one and nothing between.
    pub in_one_step: bool,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Unwritten {
    /// Mistakes in templates and pictures, each once, from every recipe; the published site is as it was.
    Mistakes(Vec<Mistake>),
    /// The disk's trouble. The published site is as it was, or (where the file system cannot
    /// exchange two folders) partly new, and then the next build completes it.
    Disk(anyhow::Error),
}

impl From<anyhow::Error> for Unwritten {
    fn from(error: anyhow::Error) -> Self {
        Unwritten::Disk(error)
    }
}

/// Publishes the site into the folder `target`, which is made if it is missing.
///
/// Two builds at once do not mix: the one that finds the folder exchanged under it gives up. Only
/// where publishing goes file by file can they overlap, and then the next build puts it right.
///
/// # Errors
/// Mistakes in templates that show when they render, pictures that cannot be read; a folder that is not ours to write into; a
/// file in it that stands in the site's way; the disk's troubles.
pub fn write(output: &Output<'_>, target: &Path) -> Result<Written, Unwritten> {
    publish(output, target, Way::OneStep)
}

/// Carries out every recipe and throws the bytes away.
///
/// # Errors
/// Those of [`write()`] that have nothing to do with a target.
pub fn rehearse(output: &Output<'_>) -> Result<Written, Unwritten> {
    let plan = Plan::new(output)?;
    let sizes = carry_out(&plan, |_, bytes| Ok(bytes.len() as u64))?;
    Ok(Written {
        files: sizes.len(),
        written: 0,
        unchanged: 0,
        removed: 0,
        bytes: sizes.iter().sum(),
        carried_over: 0,
        in_one_step: false,
    })
}

/// Refuses a target that is not ours to write into, before any work is done.
///
/// Ours is a folder that is missing, empty (but for `.git`), or has our marker in it.
///
/// # Errors
/// A file at `target`; a folder of somebody else's; a marker of a newer Dateline.
pub fn refuse_foreign(target: &Path) -> anyhow::Result<()> {
    standing::refuse(&standing::resolve(target)?)
}

/// The files of the site that is published in a folder; none where nothing is, or nobody knows what.
///
/// # Errors
/// A marker of a newer Dateline, and the disk's troubles.
pub fn published(target: &Path) -> anyhow::Result<BTreeSet<String>> {
    manifest::paths(target)
}

/// What the site will hold.
struct Plan<'a> {
    output: &'a Output<'a>,
    files: Vec<(&'a str, &'a Recipe<'a>)>,
    folders: BTreeSet<&'a str>,
}

/// A file of the new site: what it is, and whether it has to be written.
struct Made {
    entry: Entry,
    fresh: bool,
}

/// A site that only waits to go live.
struct Staged<'a> {
    target: PathBuf,
    standing: Standing,
    staging: Staging,
    plan: Plan<'a>,
    /// One for each of the plan's files. Those that are fresh are in the staging folder.
    made: Vec<Made>,
}

fn publish(output: &Output<'_>, target: &Path, way: Way) -> Result<Written, Unwritten> {
    Ok(live::go_live(stage(output, target)?, way)?)
}

fn stage<'a>(output: &'a Output<'a>, target: &Path) -> Result<Staged<'a>, Unwritten> {
    let target = standing::resolve(target)?;
    standing::refuse(&target)?;
    let plan = Plan::new(output)?;
    let standing = Standing::survey(&target, &plan)?;
    standing.refuse_in_the_way(&target, &plan)?;
    let staging = Staging::new(&target)?;
    make_folders(staging.path(), &plan)?;
    let made = carry_out(&plan, |path, bytes| {
        let entry = Entry { size: bytes.len() as u64, hash: blake3::hash(bytes) };
        let fresh = !standing.holds(&target, path, entry, bytes);
        if fresh {
            write_new(&staging.path().join(path), bytes)?;
        }
        Ok(Made { entry, fresh })
    })?;
    Ok(Staged { target, standing, staging, plan, made })
}

/// Carries out all recipes in parallel and hands each file's bytes to `keep`.
///
/// Memory: the largest file, once per thread. The buffer belongs to a run of files and not to a
/// thread, since a recipe that itself waits for rayon lets its thread begin another run.
fn carry_out<T: Send>(
    plan: &Plan<'_>,
    keep: impl Fn(&str, &[u8]) -> anyhow::Result<T> + Sync,
) -> Result<Vec<T>, Unwritten> {
    let run = (plan.files.len() / (rayon::current_num_threads() * 16)).clamp(1, 64);
    let runs = plan
        .files
        .par_chunks(run)
        .map(|files| {
            let mut bytes = Vec::new();
            let mut results = Vec::with_capacity(files.len());
            for (path, recipe) in files {
                bytes.clear();
                results.push(match recipe.write(&mut bytes) {
                    Ok(()) => Ok(keep(path, &bytes)?),
                    Err(Failure::Mistake(mistake)) => Err(*mistake),
                    Err(Failure::Io(error)) => return Err(cannot_make(path, recipe, error)),
                });
            }
            Ok(results)
        })
        .collect::<anyhow::Result<Vec<_>>>()?;

    let mut kept = Vec::with_capacity(plan.files.len());
    let mut failures = BTreeSet::new();
    for result in runs.into_iter().flatten() {
        match result {
            Ok(value) => kept.push(value),
            Err(failure) => {
                failures.insert(failure);
            }
        }
    }
    if failures.is_empty() {
        Ok(kept)
    } else {
        Err(Unwritten::Mistakes(failures.into_iter().collect()))
    }
}

fn cannot_make(path: &str, recipe: &Recipe<'_>, error: std::io::Error) -> anyhow::Error {
    match recipe {
        Recipe::Make(_) => anyhow!(error).context(format!("cannot make {path}")),
        Recipe::Copy(from) => anyhow!(error).context(format!("cannot read {}", from.display())),
    }
}

impl<'a> Plan<'a> {
    fn new(output: &'a Output<'a>) -> anyhow::Result<Self> {
        let files: Vec<_> = output.iter().collect();
        let mut folders = BTreeSet::new();
        for (path, _) in &files {
            if let Some(part) = path.split('/').find(|part| !is_fit(part)) {
                bail!("the site cannot have the file `{path}`: `{part}` cannot be a name in it");
            }
            if *path == MARKER {
                bail!(
                    "the site cannot have the file `{path}`: Dateline keeps its own records there"
                );
            }
            for folder in ancestors(path) {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        if let Some(both) = folders.iter().find(|folder| output.contains(folder)) {
            bail!("the site cannot have both a file and a folder named `{both}`");
        }
        Ok(Plan { output, files, folders })
    }

    fn has_file(&self, path: &str) -> bool {
        self.output.contains(path)
    }

    fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }
}

fn is_fit(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && !part.contains(['\0', '\\'])
        && !part.starts_with(staging::INSIDE)
}

/// The folders that a path lies in, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

fn make_folders(root: &Path, plan: &Plan<'_>) -> anyhow::Result<()> {
    for folder in &plan.folders {
        make_folder(&root.join(folder))?;
    }
    Ok(())
}

fn make_folder(path: &Path) -> anyhow::Result<()> {
    match fs::create_dir(path) {
        Err(error) if !path.is_dir() => {
            Err(error).with_context(|| format!("cannot make the folder {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}
