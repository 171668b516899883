//! The folder in which a site waits to go live, on the same file system as the target.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;
use tempfile::TempDir;

use super::platform::{self, Folder};

/// How the names of our own passing files begin, where they have to be inside the target.
pub const INSIDE: &str = ".dateline-staging-";

/// Removes itself when it is dropped.
pub struct Staging {
    folder: TempDir,
    /// Whether it is the target's neighbour, so that the two can be exchanged.
    pub beside: bool,
    /// When it was made, by the clock of its file system.
    pub began: SystemTime,
    /// Locked as long as we live, so that a later build knows what was left behind.
    _alive: Option<File>,
}

impl Staging {
    /// Makes it beside the target; inside where that cannot be, or would be another device.
    ///
    /// # Errors
    /// Where there is room in neither place.
    pub fn new(target: &Path) -> anyhow::Result<Self> {
        let parent = parent(target);
        let prefix = beside_prefix(target);
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        sweep(parent, &prefix);
        if same_device(parent, target)
            && let Ok(folder) = make(parent, &prefix)
        {
            return Self::begin(folder, true);
        }
        fs::create_dir_all(target)
            .and_then(|()| make(target, INSIDE.as_ref()))
            .with_context(|| format!("cannot write into {}", target.display()))
            .and_then(|folder| Self::begin(folder, false))
    }

    fn begin(folder: TempDir, beside: bool) -> anyhow::Result<Self> {
        let began = fs::metadata(folder.path())
            .and_then(|metadata| metadata.modified())
            .with_context(|| format!("cannot read {}", folder.path().display()))?;
        Ok(Staging { _alive: lock(folder.path()), folder, beside, began })
    }

    /// Opens it.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(&self) -> anyhow::Result<Folder> {
        super::open(self.path())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the folder outlive the value.
    pub fn keep(&mut self) {
        self.folder.disable_cleanup(true);
    }

    /// Takes [`Staging::keep`] back.
    pub fn let_go(&mut self) {
        self.folder.disable_cleanup(false);
    }
}

/// The folder that holds the target.
pub fn parent(target: &Path) -> &Path {
    match target.parent() {
        Some(parent) if parent != Path::new("") => parent,
        Some(_) => Path::new("."),
        None => target,
    }
}

/// Removes what builds that were killed left in a folder; what a living build holds stays.
pub fn sweep(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if !begins_with(&entry.file_name(), prefix) {
            continue;
        }
        let path = entry.path();
        match entry.file_type() {
            // Removed while the lock is held, so that no two builds remove the same.
            Ok(kind) if kind.is_dir() => {
                if let Some(_lock) = lock(&path) {
                    let _ = fs::remove_dir_all(&path);
                }
            }
            Ok(kind) if kind.is_file() => {
                let _ = fs::remove_file(&path);
            }
            _ => {}
        }
    }
}

/// Whether a name begins so.
pub fn begins_with(name: &OsStr, prefix: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes())
}

fn beside_prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".dateline-");
    prefix
}

fn make(folder: &Path, prefix: &OsStr) -> std::io::Result<TempDir> {
    platform::as_any_folder(&mut tempfile::Builder::new()).prefix(prefix).tempdir_in(folder)
}

fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

fn same_device(parent: &Path, target: &Path) -> bool {
    match (fs::metadata(parent), fs::metadata(target)) {
        (Ok(parent), Ok(target)) => platform::identity(&parent).0 == platform::identity(&target).0,
        (_, missing) => missing.is_err(),
    }
}
