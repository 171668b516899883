//! Whether a file of the last build is what the new site has at its path.

use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::bytes::Bytes;
use super::cursor::Cursor;
use super::manifest::Entry;
use super::platform::Folder;
use super::standing::Standing;
use crate::output::Sketch;

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
    /// The file that was made of the same, if it is there as the last build left it.
    pub fn made_of(&mut self, path: &'a str, sketch: Sketch) -> Option<Entry> {
        let entry = self.trust.standing.ours.entry(path)?;
        (entry.sketch == Some(sketch) && self.look(path, entry.size)? == Look::Older)
            .then_some(entry)
    }

    /// Whether the last build made a file of this path, and it is there.
    pub fn knows(&self, path: &str) -> bool {
        self.trust.standing.ours.entry(path).is_some()
    }

    /// Whether a file is already there, with these bytes.
    pub fn finds(&mut self, path: &'a str, new: Entry, bytes: &Bytes) -> bool {
        let recorded = self.trust.standing.ours.entry(path);
        if recorded.is_none_or(|old| (old.size, old.digest) != (new.size, new.digest)) {
            return false;
        }
        match self.look(path, new.size) {
            None => false,
            Some(Look::Older) => true,
            Some(Look::Younger) => {
                let (folder, name) = self.cursor.find(path);
                folder.read(name).and_then(|file| is_same(file, bytes)).unwrap_or(false)
            }
        }
    }

    /// Looks at a file; none where there is none of that size.
    fn look(&mut self, path: &'a str, size: u64) -> Option<Look> {
        let (folder, name) = self.cursor.find(path);
        let seen = folder.look(name).ok()?;
        if seen.size != Some(size) {
            return None;
        }
        let is_older =
            seen.modified.zip(self.trust.before).is_some_and(|(written, limit)| written < limit);
        Some(if is_older { Look::Older } else { Look::Younger })
    }
}

/// When a file was last written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Before the record, which therefore means this file.
    Older,
    /// Perhaps since.
    Younger,
}

/// Compares without holding the file in memory.
fn is_same(mut file: impl Read, bytes: &Bytes) -> io::Result<bool> {
    const PIECE: usize = 16 * 1024;
    let mut buffer = [0; PIECE];
    for part in bytes.parts().flat_map(|part| part.chunks(PIECE)) {
        let read = &mut buffer[..part.len()];
        file.read_exact(read)?;
        if read != part {
            return Ok(false);
        }
    }
    Ok(file.read(&mut buffer)? == 0)
}
