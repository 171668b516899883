//! What stands in the target before a build: files of ours, and files that are not ours to touch.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::mem;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, bail};
use foldhash::fast::RandomState;

use super::manifest::{self, Entry, Files, MARKER};
use super::plan::{Plan, folders_of};
use super::published::Published;
use super::{platform, staging};
use crate::output::Paths;

/// Paths are relative to the target.
#[derive(Default)]
pub struct Standing {
    /// The target itself; `None` where there is nothing yet.
    pub root: Option<Metadata>,
    /// The hash of the record's bytes.
    pub record: Option<blake3::Hash>,
    /// When the last build began to look at what it left as it was: what was written since, or at that moment, may be
    /// something else. `None` where that is not known for certain.
    pub sealed: Option<SystemTime>,
    /// The files of the last build.
    pub ours: Ours,
    /// Everything that Dateline did not make and is no folder, in order.
    pub foreign: Vec<PathBuf>,
    /// Every folder, parents first.
    pub folders: Vec<Folder>,
    /// The folders that have to stay because of what is not ours.
    pub kept: BTreeSet<PathBuf>,
    /// Whether another folder could take this one's place: nothing is mounted in it, nothing locked
    /// against writing, and we do not stand in it ourselves.
    pub is_exchangeable: bool,
}

/// The files of a build that is past.
#[derive(Default)]
pub struct Ours {
    files: Files,
    /// Which of them are there.
    there: Vec<bool>,
}

/// A folder in the target.
pub struct Folder {
    /// Relative to the target.
    pub path: PathBuf,
    /// As it was found.
    pub metadata: Metadata,
    /// Whether an earlier build made it.
    pub ours: bool,
}

/// The folder that a target means: a link is followed, a trailing slash means nothing.
///
/// # Errors
/// A file; a link that leads nowhere.
pub fn resolve(target: &Path) -> anyhow::Result<PathBuf> {
    let plain: PathBuf = target.components().collect();
    let Ok(metadata) = fs::symlink_metadata(&plain) else { return Ok(plain) };
    if metadata.is_symlink() || plain.file_name().is_none() {
        let real = fs::canonicalize(&plain)
            .with_context(|| format!("cannot follow the link {}", plain.display()))?;
        return if real.is_dir() { Ok(real) } else { bail!(no_folder(&plain)) };
    }
    if metadata.is_dir() { Ok(plain) } else { bail!(no_folder(&plain)) }
}

/// Refuses a folder that is somebody else's.
///
/// # Errors
/// That, and the disk's.
pub fn refuse(target: &Path) -> anyhow::Result<()> {
    if !target.is_dir() {
        return Ok(());
    }
    if manifest::is_there(target)? {
        return Ok(());
    }
    for entry in fs::read_dir(target).with_context(|| cannot_read(target))? {
        let name = entry.with_context(|| cannot_read(target))?.file_name();
        if name != ".git" && !is_passing(&name) {
            bail!(
                "{} is not empty and was not made by Dateline; choose another --output or empty it",
                target.display()
            );
        }
    }
    Ok(())
}

impl Standing {
    /// What was found in the target, of which the record has been read, and all else if nobody has looked yet.
    ///
    /// # Errors
    /// The disk's, and a target that is not the one whose record was read.
    pub fn of(target: &Path, plan: &Plan<'_>, mut published: Published) -> anyhow::Result<Self> {
        published.refuse_another(target)?;
        if let Some(standing) = published.standing.take() {
            return Ok(standing);
        }
        if published.is_damaged {
            // Paths that the site has were ours; all others may be anybody's and are left alone.
            published.files = Files {
                paths: plan.files.iter().map(|(path, _)| *path).collect(),
                entries: Vec::new(),
            };
        }
        Standing::survey(target, &mut published)
    }

    /// Looks at all that is in the target, and takes what its record says.
    ///
    /// # Errors
    /// The disk's.
    pub fn survey(target: &Path, published: &mut Published) -> anyhow::Result<Self> {
        let Published { root, record, sealed, files, .. } = published;
        let (record, sealed, files) = (*record, *sealed, mem::take(files));
        let Some(root) = root.clone() else { return Ok(Standing::default()) };
        let is_exchangeable = platform::is_open(&root) && !holds_working_directory(target);
        let mut standing = Standing { record, sealed, is_exchangeable, ..Standing::default() };
        let mut walk = Walk {
            device: platform::identity(&root).0,
            numbers: files.paths.iter().enumerate().map(|(number, path)| (path, number)).collect(),
            made: folders_of(files.paths.iter()),
            there: vec![false; files.paths.len()],
            standing: &mut standing,
        };
        walk.folder(target, &mut PathBuf::new())?;
        let there = walk.there;
        standing.foreign.sort();
        standing.folders.sort_by(|one, other| one.path.cmp(&other.path));
        standing.ours = Ours { files, there };
        standing.root = Some(root);
        Ok(standing)
    }

    fn stays(&mut self, folder: &Path) {
        for folder in folder.ancestors() {
            if folder == Path::new("") || !self.kept.insert(folder.to_owned()) {
                break;
            }
        }
    }

    /// Refuses to build over a file that is not ours.
    ///
    /// # Errors
    /// The first such file, and what to do about it.
    pub fn refuse_in_the_way(&self, target: &Path, plan: &Plan<'_>) -> anyhow::Result<()> {
        let advice = "move it, or put it under content/static";
        for path in &self.foreign {
            let Some(name) = key(path) else { continue };
            let what = if plan.has_file(&name) {
                "file"
            } else if plan.has_folder(&name) {
                "folder"
            } else {
                continue;
            };
            bail!(
                "{} was not made by Dateline and the site has a {what} of that name; {advice}",
                target.join(path).display()
            );
        }
        for folder in &self.kept {
            if key(folder).is_some_and(|name| plan.has_file(&name)) {
                let inside = self.foreign.iter().find(|path| path.starts_with(folder));
                bail!(
                    "{} was not made by Dateline and the site has a file named `{}`; {advice}",
                    target.join(inside.unwrap_or(folder)).display(),
                    folder.display()
                );
            }
        }
        Ok(())
    }

    /// The files of the last build that the site no longer has.
    pub fn gone<'a>(&'a self, plan: &'a Plan<'_>) -> impl Iterator<Item = &'a str> {
        self.ours.iter().map(|(path, _)| path).filter(|path| !plan.has_file(path))
    }
}

impl Ours {
    /// Those that the record names.
    pub fn paths(&self) -> &Paths {
        &self.files.paths
    }

    /// Those that are there, by path; no entry where the record is damaged.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<Entry>)> {
        let all = self.files.paths.iter().zip(&self.there).enumerate();
        all.filter(|(_, (_, there))| **there)
            .map(|(number, (path, _))| (path, self.files.entries.get(number).copied()))
    }

    /// What the last build wrote at a path, if it is there.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        let number = self.files.paths.number(path).filter(|number| self.there[*number])?;
        self.files.entries.get(number).copied()
    }
}

/// A walk through the target.
struct Walk<'a> {
    device: u64,
    /// The files of the record.
    numbers: HashMap<&'a str, usize, RandomState>,
    /// The folders that it needed.
    made: BTreeSet<&'a str>,
    there: Vec<bool>,
    standing: &'a mut Standing,
}

impl Walk<'_> {
    /// Goes through a folder: the target itself, or the one with this path in it.
    fn folder(&mut self, target: &Path, path: &mut PathBuf) -> anyhow::Result<()> {
        let here = target.join(&path);
        let mut folders = Vec::new();
        for entry in fs::read_dir(&here).with_context(|| cannot_read(&here))? {
            let entry = entry.with_context(|| cannot_read(&here))?;
            let name = entry.file_name();
            if is_passing(&name) {
                staging::sweep(&here, &name);
                continue;
            }
            let kind = entry.file_type().with_context(|| cannot_read(&entry.path()))?;
            if kind.is_dir() {
                let metadata = entry.metadata().with_context(|| cannot_read(&entry.path()))?;
                folders.push((name, metadata));
                continue;
            }
            path.push(name);
            self.file(path, kind.is_file());
            path.pop();
        }
        for (name, metadata) in folders {
            path.push(name);
            let ours = key(path).is_some_and(|key| self.made.contains(key.as_ref()));
            self.standing.is_exchangeable &=
                platform::identity(&metadata).0 == self.device && platform::is_open(&metadata);
            if !ours {
                self.standing.stays(path);
            }
            self.standing.folders.push(Folder { path: path.clone(), metadata, ours });
            self.folder(target, path)?;
            path.pop();
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, is_plain: bool) {
        let key = key(path);
        if key.as_deref() == Some(MARKER) {
            return;
        }
        match key.and_then(|key| self.numbers.get(key.as_ref())).filter(|_| is_plain) {
            Some(number) => self.there[*number] = true,
            None => {
                if let Some(folder) = path.parent() {
                    self.standing.stays(folder);
                }
                self.standing.foreign.push(path.to_owned());
            }
        }
    }
}

/// A relative path as the plan and the record would write it; `None` where they could not.
pub fn key(path: &Path) -> Option<Cow<'_, str>> {
    let path = path.to_str()?;
    Some(if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() })
}

/// A shell that stands in the folder would be left in one that is gone.
fn holds_working_directory(target: &Path) -> bool {
    match (fs::canonicalize(target), std::env::current_dir()) {
        (Ok(target), Ok(here)) => here.starts_with(target),
        _ => false,
    }
}

fn is_passing(name: &OsStr) -> bool {
    staging::begins_with(name, staging::INSIDE.as_ref())
}

/// What to say of a path that could not be read.
pub fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

fn no_folder(path: &Path) -> String {
    format!("{} is not a folder; choose another --output or move it away", path.display())
}
