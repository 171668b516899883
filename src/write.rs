//! Output -> public/: carries out every recipe, and puts all files live in one step or none of them.

mod bytes;
mod carry_out;
mod cursor;
mod file_by_file;
mod live;
mod manifest;
mod outflow;
mod plan;
mod platform;
mod published;
mod seal;
mod staging;
mod standing;
#[cfg(test)]
mod tests;
mod trust;

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Context;

use self::bytes::Bytes;
use self::carry_out::{Outlet, carry_out};
use self::cursor::Cursor;
use self::live::Way;
use self::manifest::Entry;
use self::outflow::Outflow;
use self::plan::{Plan, ancestors};
use self::platform::Folder;
pub use self::published::Published;
use self::staging::Staging;
use self::standing::Standing;
use self::trust::Trust;
use crate::output::{Mistake, Output};

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

/// What to make of the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// Its files stay where they are what the new site has.
    Kept,
    /// Every file is written anew.
    Replaced,
}

/// Publishes the site into the folder `target`, which is made if it is missing, in place of what was `published` there.
///
/// Two builds at once do not mix: the one that finds the folder exchanged under it gives up. Only
/// where publishing goes file by file can they overlap, and then the next build puts it right.
///
/// # Errors
/// Mistakes in templates that show when they render, pictures that cannot be read; a folder that is not ours to write into,
/// or in which another build has published since; a file in it that stands in the site's way; the disk's troubles.
pub fn write(
    output: &Output<'_>,
    target: &Path,
    published: Published,
    last: Last,
) -> Result<Written, Unwritten> {
    publish(output, target, published, last, Way::OneStep)
}

/// Carries out every recipe and throws the bytes away.
///
/// # Errors
/// Those of [`write()`] that have nothing to do with a target.
pub fn rehearse(output: &Output<'_>) -> Result<Written, Unwritten> {
    let plan = Plan::new(output)?;
    let keep = |(): &mut (), _: &str, bytes: &Bytes, _| Ok(bytes.len() as u64);
    let nowhere = |(): &mut (), _: &str| Some(Ok(Box::new(io::sink()) as Outlet));
    let sizes = carry_out(&plan, || (), |(), _, _| None, nowhere, keep)?;
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

/// Whether a site of ours stands in a folder.
pub fn stands(target: &Path) -> bool {
    manifest::is_there(target).unwrap_or(false)
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

fn publish(
    output: &Output<'_>,
    target: &Path,
    published: Published,
    last: Last,
    way: Way,
) -> Result<Written, Unwritten> {
    Ok(live::go_live(stage(output, target, published, last)?, way)?)
}

fn stage<'a>(
    output: &'a Output<'a>,
    target: &Path,
    published: Published,
    last: Last,
) -> Result<Staged<'a>, Unwritten> {
    let target = standing::resolve(target)?;
    standing::refuse(&target)?;
    let plan = Plan::new(output)?;
    let standing = Standing::of(&target, &plan, published)?;
    standing.refuse_in_the_way(&target, &plan)?;
    let staging = Staging::new(&target)?;
    let new = staging.open()?;
    let trust = match last {
        Last::Kept => Trust::of(&standing, &target, staging.began)?,
        Last::Replaced => None,
    };
    let outflow = Outflow::default();
    let begin = || (trust.as_ref().map(Trust::looker), Cursor::new(&new));
    let made = carry_out(
        &plan,
        begin,
        |(looker, _), path, sketch| {
            let entry = looker.as_mut()?.made_of(path, sketch)?;
            Some(Made { entry, fresh: false })
        },
        |(looker, cursor), path| {
            // What stands there already may be the same.
            let is_new = !looker.as_ref().is_some_and(|looker| looker.knows(path));
            is_new.then(|| Ok(Box::new(create(&new, cursor, path)?) as Outlet))
        },
        |(looker, cursor), path, bytes, sketch| {
            let entry = Entry { size: bytes.len() as u64, digest: bytes.digest(), sketch };
            if bytes.are_poured() {
                return Ok(Made { entry, fresh: true });
            }
            let fresh = !looker.as_mut().is_some_and(|looker| looker.finds(path, entry, bytes));
            if fresh {
                create(&new, cursor, path)
                    .and_then(|file| outflow.fill(file, bytes))
                    .with_context(|| cannot_write(&staging.path().join(path)))?;
            }
            Ok(Made { entry, fresh })
        },
    )?;
    drop(trust);
    Ok(Staged { target, standing, staging, plan, made })
}

/// Makes a file of a new site, and the folders that it lies in.
fn create<'c>(root: &Folder, cursor: &mut Cursor<'c>, path: &'c str) -> io::Result<File> {
    let (folder, name) = cursor.find(path);
    with_folders(root, path, || folder.create(name))
}

/// Does what needs the folders of a path; makes them where they are missing.
fn with_folders<T>(root: &Folder, path: &str, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match act() {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        result => return result,
    }
    let folders: Vec<&str> = ancestors(path).collect();
    for folder in folders.into_iter().rev() {
        match root.make_folder(folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    act()
}

fn open(folder: &Path) -> anyhow::Result<Folder> {
    Folder::open(folder).with_context(|| format!("cannot open {}", folder.display()))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
