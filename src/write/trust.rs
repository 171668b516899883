//! Whether a file of the last build is what the new site has at its path.

use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::cursor::Cursor;
use super::manifest::Entry;
use super::platform::Folder;
use super::standing::Standing;

/// What is believed of the last build: what its record says of files that were last written before a time. All others
/// are read.
pub struct Trust<'a> {
    folder: Folder,
    standing: &'a Standing,
    before: Option<SystemTime>,
}

/// Looks for what the new site has among what stands.
pub struct Looker<'a> {
    trust: &'a Trust<'a>,
    cursor: Cursor<'a>,
}

impl<'a> Trust<'a> {
    /// Trusts a build as far as its times allow. `now` is what time it is on its file system: a record from the future
    /// says that the clock was set back, and that no time means anything.
    ///
    /// # Errors
    /// The disk's, where a folder is there and cannot be opened.
    pub fn of(
        standing: &'a Standing,
        target: &Path,
        now: SystemTime,
    ) -> anyhow::Result<Option<Self>> {
        if standing.root.is_none() {
            return Ok(None);
        }
        let before = standing.sealed.filter(|sealed| *sealed <= now);
        Ok(Some(Trust { folder: super::open(target)?, standing, before }))
    }

    /// Begins to look.
    pub fn looker(&'a self) -> Looker<'a> {
        Looker { trust: self, cursor: Cursor::new(&self.folder) }
    }
}

impl<'a> Looker<'a> {
    /// Whether a file is already there, with these bytes.
    pub fn finds(&mut self, path: &'a str, entry: Entry, bytes: &[u8]) -> bool {
        let Trust { standing, before, .. } = self.trust;
        if standing.ours.entry(path) != Some(entry) {
            return false;
        }
        let (folder, name) = self.cursor.find(path);
        let Ok(look) = folder.look(name) else { return false };
        if look.size != Some(entry.size) {
            return false;
        }
        let is_older = look.modified.zip(*before).is_some_and(|(written, limit)| written < limit);
        is_older || folder.read(name).and_then(|file| is_same(file, bytes)).unwrap_or(false)
    }
}

/// Compares without holding the file in memory.
fn is_same(mut file: impl Read, bytes: &[u8]) -> io::Result<bool> {
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
