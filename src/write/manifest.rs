//! The record of what was published: one line per file in `.dateline.json`, which is also the marker
//! of a folder that is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Deserializer, de};

/// The name of the record, in the root of a published site.
pub const MARKER: &str = ".dateline.json";

/// Raised when an older Dateline could not read what this one writes.
const FORMAT: u64 = 1;

/// A published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// BLAKE3 of its bytes.
    #[serde(deserialize_with = "from_hex")]
    pub hash: blake3::Hash,
}

/// What a folder says about who made it.
#[derive(Debug)]
pub enum Record {
    /// There is no marker.
    Missing,
    /// The folder is ours, but we cannot tell which of its files are.
    Damaged,
    /// The folder is ours, with these files.
    Files(BTreeMap<String, Entry>),
}

/// The record's bytes; `None` where there is none.
///
/// # Errors
/// The disk's.
pub fn read(folder: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let path = folder.join(MARKER);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Understands a record.
///
/// # Errors
/// A record of a newer Dateline, which may mean more than we know.
pub fn parse(bytes: Option<&[u8]>, folder: &Path) -> anyhow::Result<Record> {
    #[derive(Deserialize)]
    struct Head {
        dateline: u64,
    }
    #[derive(Deserialize)]
    struct Whole {
        files: BTreeMap<String, Entry>,
    }
    let Some(bytes) = bytes else { return Ok(Record::Missing) };
    let Ok(Head { dateline }) = serde_json::from_slice(bytes) else { return Ok(Record::Damaged) };
    if dateline > FORMAT {
        bail!(
            "{} was made by a newer Dateline (its record has format {dateline}, this version knows {FORMAT}); \
             update Dateline or choose another --output",
            folder.display()
        );
    }
    Ok(match serde_json::from_slice(bytes) {
        Ok(Whole { files }) => Record::Files(files),
        Err(_) => Record::Damaged,
    })
}

/// The paths that a record names; none where there is no record, or none that can be read.
///
/// # Errors
/// The disk's, and a record of a newer Dateline.
pub fn paths(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    if !folder.is_dir() {
        return Ok(BTreeSet::new());
    }
    let files = match parse(read(folder)?.as_deref(), folder)? {
        Record::Missing | Record::Damaged => return Ok(BTreeSet::new()),
        Record::Files(files) => files,
    };
    Ok(files.into_keys().collect())
}

/// Puts a record in words, files in the order given.
pub fn format<'a>(files: impl Iterator<Item = (&'a str, Entry)>) -> String {
    let mut text = format!("{{\"dateline\": {FORMAT}, \"files\": {{");
    let mut comma = "";
    for (path, Entry { size, hash }) in files {
        let path = serde_json::Value::from(path);
        let hash = hash.to_hex();
        write!(text, "{comma}\n{path}: {{\"size\": {size}, \"hash\": \"{hash}\"}}")
            .expect("a string takes any text");
        comma = ",";
    }
    text.push_str("\n}}\n");
    text
}

fn from_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<blake3::Hash, D::Error> {
    let hex = String::deserialize(deserializer)?;
    blake3::Hash::from_hex(hex).map_err(de::Error::custom)
}
