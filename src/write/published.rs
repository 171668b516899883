//! What is published, as its record tells. Of what was not made by Dateline a record knows nothing.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail};

use super::live::outrun;
use super::manifest::{self, Files, Found, Record};
use super::standing::{Standing, cannot_read, resolve};
use super::{platform, seal};
use crate::output::Paths;

/// The site in a folder, read before another one is made.
pub struct Published {
    /// The folder; `None` where there is nothing yet.
    pub root: Option<Metadata>,
    /// When its record was last written.
    modified: Option<SystemTime>,
    /// The hash of the record's bytes.
    pub record: Option<blake3::Hash>,
    /// When the last build began to look at what it left as it was: what was written since, or at that moment, may be
    /// something else. `None` where that is not known for certain.
    pub sealed: Option<SystemTime>,
    /// Its files; none where nobody knows them.
    pub files: Files,
    /// Whether there is a record that says nothing.
    pub is_damaged: bool,
    /// All that is in the folder, once somebody has looked.
    pub standing: Option<Standing>,
}

impl Published {
    /// Reads the record of a folder.
    ///
    /// # Errors
    /// The disk's, and a record of a newer Dateline.
    pub fn read(target: &Path) -> anyhow::Result<Self> {
        let root = root(target)?.filter(Metadata::is_dir);
        let found = match root {
            Some(_) => manifest::read(target)?,
            None => None,
        };
        let bytes = found.as_ref().map(|found| &found.bytes[..]);
        let (files, is_damaged) = match manifest::parse(bytes, target)? {
            Record::Missing => (Files::default(), false),
            Record::Damaged => (Files::default(), true),
            Record::Files(files) => (files, false),
        };
        let record = bytes.map(blake3::hash);
        let modified = found.and_then(|Found { modified, .. }| modified);
        let sealed = modified
            .zip(record)
            .and_then(|(modified, record)| seal::is_sealed(record, modified).then_some(modified));
        Ok(Published { root, modified, record, sealed, files, is_damaged, standing: None })
    }

    /// Looks at all that is in the folder, too, since another site is to take this one's place. Where the record is
    /// damaged, that has to wait until it is known which files the other one has.
    ///
    /// # Errors
    /// The disk's.
    pub fn surveyed(mut self, target: &Path) -> anyhow::Result<Self> {
        if !self.is_damaged {
            self.standing = Some(Standing::survey(&resolve(target)?, &mut self)?);
        }
        Ok(self)
    }

    /// The paths of its files.
    pub fn paths(&self) -> &Paths {
        self.standing.as_ref().map_or(&self.files.paths, |standing| standing.ours.paths())
    }

    /// Refuses to go on where the folder is not the one that was read.
    ///
    /// # Errors
    /// That, and the disk's.
    pub fn refuse_another(&self, target: &Path) -> anyhow::Result<()> {
        let found = root(target)?;
        let [found, read] = [&found, &self.root].map(|root| root.as_ref().map(platform::identity));
        let is_same = found == read && manifest::modified(target)? == self.modified;
        if is_same { Ok(()) } else { bail!(outrun(target)) }
    }
}

fn root(target: &Path) -> anyhow::Result<Option<Metadata>> {
    match fs::metadata(target) {
        Ok(root) => Ok(Some(root)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| cannot_read(target)),
    }
}
