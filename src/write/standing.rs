//! What stands in the target before a build: files of ours, and files that are not ours to touch.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::manifest::{self, Entry, MARKER, Record};
use super::{Plan, ancestors, platform, staging};

/// Paths are relative to the target.
#[derive(Default)]
pub struct Standing {
    /// The target itself; `None` where there is nothing yet.
    pub root: Option<Metadata>,
    /// The record's bytes.
    pub record: Option<Vec<u8>>,
    /// The files of the last build; no entry where the record is damaged.
    pub ours: BTreeMap<String, Option<Entry>>,
    /// Everything that Dateline did not make and is no folder.
    pub foreign: Vec<PathBuf>,
    /// Every folder, parents first.
    pub folders: Vec<Folder>,
    /// The folders that have to stay because of what is not ours.
    pub kept: BTreeSet<PathBuf>,
    /// Whether another folder could take this one's place: nothing is mounted in it, nothing locked
    /// against writing, and we do not stand in it ourselves.
    pub is_exchangeable: bool,
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
    let bytes = manifest::read(target)?;
    let Record::Missing = manifest::parse(bytes.as_deref(), target)? else { return Ok(()) };
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
    /// Looks at all that is in the target.
    ///
    /// # Errors
    /// The disk's, and a record of a newer Dateline.
    pub fn survey(target: &Path, plan: &Plan<'_>) -> anyhow::Result<Self> {
        let root = match fs::metadata(target) {
            Ok(root) => root,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::default()),
            Err(error) => return Err(error).with_context(|| cannot_read(target)),
        };
        let record = manifest::read(target)?;
        let mut files = match manifest::parse(record.as_deref(), target)? {
            Record::Missing => BTreeMap::new(),
            // Paths that the site has were ours; all others may be anybody's and are left alone.
            Record::Damaged => {
                plan.files.iter().map(|(path, _)| (path.to_string(), None)).collect()
            }
            Record::Files(files) => {
                files.into_iter().map(|(path, entry)| (path, Some(entry))).collect()
            }
        };
        let made = folders_of(files.keys());
        let is_exchangeable = platform::is_open(&root) && !holds_working_directory(target);
        let mut standing = Standing { record, is_exchangeable, ..Standing::default() };
        standing.walk(target, Path::new(""), &root, &mut files, &made)?;
        standing.root = Some(root);
        Ok(standing)
    }

    fn walk(
        &mut self,
        target: &Path,
        folder: &Path,
        root: &Metadata,
        files: &mut BTreeMap<String, Option<Entry>>,
        made: &BTreeSet<String>,
    ) -> anyhow::Result<()> {
        let here = target.join(folder);
        let mut entries = fs::read_dir(&here)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| cannot_read(&here))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let path = folder.join(&name);
            if is_passing(&name) {
                staging::sweep(&here, &name);
                continue;
            }
            let kind = entry.file_type().with_context(|| cannot_read(&entry.path()))?;
            let key = key(&path);
            if kind.is_dir() {
                let metadata = entry.metadata().with_context(|| cannot_read(&entry.path()))?;
                let ours = key.is_some_and(|key| made.contains(key.as_ref()));
                let (device, _) = platform::identity(&metadata);
                self.is_exchangeable &=
                    device == platform::identity(root).0 && platform::is_open(&metadata);
                if !ours {
                    self.stays(&path);
                }
                self.folders.push(Folder { path: path.clone(), metadata, ours });
                self.walk(target, &path, root, files, made)?;
            } else if path.as_os_str() == MARKER {
                continue;
            } else if kind.is_file()
                && let Some((path, entry)) = key.and_then(|key| files.remove_entry(key.as_ref()))
            {
                self.ours.insert(path, entry);
            } else {
                if let Some(folder) = path.parent() {
                    self.stays(folder);
                }
                self.foreign.push(path);
            }
        }
        Ok(())
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

    /// Whether a file is already there: by the record, and really.
    pub fn holds(&self, target: &Path, path: &str, entry: Entry, bytes: &[u8]) -> bool {
        self.ours.get(path).is_some_and(|old| *old == Some(entry))
            && is_same(&target.join(path), bytes).unwrap_or(false)
    }

    /// The files of the last build that the site no longer has.
    pub fn gone<'a>(&'a self, plan: &'a Plan<'_>) -> impl Iterator<Item = &'a str> {
        self.ours.keys().map(String::as_str).filter(|path| !plan.has_file(path))
    }
}

/// A relative path as the plan and the record would write it; `None` where they could not.
pub fn key(path: &Path) -> Option<Cow<'_, str>> {
    let path = path.to_str()?;
    Some(if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() })
}

fn folders_of<'a>(files: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for path in files {
        for folder in ancestors(path) {
            if !folders.insert(folder.to_owned()) {
                break;
            }
        }
    }
    folders
}

/// Compares without holding the file in memory.
fn is_same(path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = [0; 16 * 1024];
    for part in bytes.chunks(buffer.len()) {
        let read = &mut buffer[..part.len()];
        file.read_exact(read)?;
        if read != part {
            return Ok(false);
        }
    }
    Ok(file.read(&mut buffer)? == 0)
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

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

fn no_folder(path: &Path) -> String {
    format!("{} is not a folder; choose another --output or move it away", path.display())
}
