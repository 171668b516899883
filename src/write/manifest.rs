//! The record of what was published: one line per file in `.dateline.json`, which is also the marker
//! of a folder that is ours.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::digest::Digest;
use crate::output::{Paths, Sketch};

/// The name of the record, in the root of a published site.
pub const MARKER: &str = ".dateline.json";

/// Raised when an older Dateline could not read what this one writes.
const FORMAT: u64 = 3;

/// A published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Line")]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// Of its bytes; the default where an older record has none.
    pub digest: Digest,
    /// What it was made of, where that is known.
    pub sketch: Option<Sketch>,
}

/// What a record says of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    size: u64,
    digest: Option<Digest>,
    /// What the formats before 3 had instead of a digest: their files are ours, and none of them is believed.
    #[serde(rename = "hash")]
    _hash: Option<IgnoredAny>,
    sketch: Option<Sketch>,
}

impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        Entry { size: line.size, digest: line.digest.unwrap_or_default(), sketch: line.sketch }
    }
}

/// What a folder says about who made it.
#[derive(Debug)]
pub enum Record {
    /// There is no marker.
    Missing,
    /// The folder is ours, but we cannot tell which of its files are.
    Damaged,
    /// The folder is ours, with these files.
    Files(Files),
}

/// Files by path; the default is none.
#[derive(Debug, Default)]
pub struct Files {
    /// In order.
    pub paths: Paths,
    /// One for each of them.
    pub entries: Vec<Entry>,
}

/// A record as it lies in its folder.
pub struct Found {
    /// What it says.
    pub bytes: Vec<u8>,
    /// When it was last written; `None` where the file system does not know.
    pub modified: Option<SystemTime>,
}

/// The record of a folder; `None` where there is none.
///
/// # Errors
/// The disk's.
pub fn read(folder: &Path) -> anyhow::Result<Option<Found>> {
    let read = |mut file: File| {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let modified = file.metadata()?.modified().ok();
        io::Result::Ok(Found { bytes, modified })
    };
    opened(folder)?.map(read).transpose().with_context(|| cannot_read(folder))
}

/// When the record of a folder was last written; `None` where there is none, or the file system does not know.
///
/// # Errors
/// The disk's.
pub fn modified(folder: &Path) -> anyhow::Result<Option<SystemTime>> {
    let modified = opened(folder)?.map(|file| file.metadata()).transpose();
    let modified = modified.with_context(|| cannot_read(folder))?;
    Ok(modified.and_then(|metadata| metadata.modified().ok()))
}

/// Whether a folder has a record. Looks no further than to where it says its format.
///
/// # Errors
/// A record of a newer Dateline, which may mean more than we know, and the disk's.
pub fn is_there(folder: &Path) -> anyhow::Result<bool> {
    let Some(file) = opened(folder)? else { return Ok(false) };
    let mut start = Vec::new();
    file.take(64).read_to_end(&mut start).with_context(|| cannot_read(folder))?;
    if !start.starts_with(beginning().as_bytes()) {
        let found = read(folder)?;
        parse(found.as_ref().map(|found| &found.bytes[..]), folder)?;
    }
    Ok(true)
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
        files: Files,
    }
    let Some(bytes) = bytes else { return Ok(Record::Missing) };
    if !bytes.starts_with(beginning().as_bytes()) {
        let Ok(Head { dateline }) = serde_json::from_slice(bytes) else {
            return Ok(Record::Damaged);
        };
        if dateline > FORMAT {
            bail!(
                "{} was made by a newer Dateline (its record has format {dateline}, this version knows {FORMAT}); \
                 update Dateline or choose another --output",
                folder.display()
            );
        }
    }
    Ok(match serde_json::from_slice(bytes) {
        Ok(Whole { files }) => Record::Files(files),
        Err(_) => Record::Damaged,
    })
}

/// Writes a record of files in the order given, and answers its hash.
///
/// # Errors
/// Those of writing.
pub fn write<'a>(
    mut files: impl Iterator<Item = (&'a str, Entry)>,
    mut to: impl Write,
) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut put = |text: &[u8]| {
        hasher.update(text);
        to.write_all(text)
    };
    put(beginning().as_bytes())?;
    put(b" \"files\": {")?;
    let mut is_first = true;
    loop {
        let some: Vec<(&str, Entry)> = files.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let texts: Vec<io::Result<Vec<u8>>> = some.par_chunks(AT_ONCE / 16).map(lines).collect();
        for text in texts {
            // A comma stands before each but the first.
            put(&text?[usize::from(is_first)..])?;
            is_first = false;
        }
    }
    put(b"\n}}\n")?;
    Ok(hasher.finalize())
}

/// So many files are put down at a time, by all processors.
const AT_ONCE: usize = 1 << 14;

/// What a record says of some files, with a comma before each.
fn lines(files: &[(&str, Entry)]) -> io::Result<Vec<u8>> {
    let mut to = Vec::with_capacity(files.len() * 192);
    for (path, Entry { size, digest, sketch }) in files {
        to.write_all(b",\n")?;
        serde_json::to_writer(&mut to, path)?;
        write!(to, ": {{\"size\": {size}, \"digest\": \"{digest}\"")?;
        if let Some(sketch) = sketch {
            write!(to, ", \"sketch\": \"{}\"", sketch.0)?;
        }
        to.write_all(b"}")?;
    }
    Ok(to)
}

/// How every record that we write begins.
fn beginning() -> String {
    format!("{{\"dateline\": {FORMAT},")
}

fn opened(folder: &Path) -> anyhow::Result<Option<File>> {
    match File::open(folder.join(MARKER)) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| cannot_read(folder)),
    }
}

fn cannot_read(folder: &Path) -> String {
    format!("cannot read {}", folder.join(MARKER).display())
}

/// A text that is borrowed where nothing in it is escaped.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FilesVisitor)
    }
}

struct FilesVisitor;

impl<'de> Visitor<'de> for FilesVisitor {
    type Value = Files;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("files by path")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Files, M::Error> {
        let mut files = Files::default();
        while let Some((Text(path), entry)) = map.next_entry()? {
            if !files.push(&path, entry) {
                return in_any_order(files, path.into_owned(), entry, map);
            }
        }
        Ok(files)
    }
}

impl Files {
    fn push(&mut self, path: &str, entry: Entry) -> bool {
        let is_next = self.paths.push(path);
        if is_next {
            self.entries.push(entry);
        }
        is_next
    }
}

/// Goes on with a record whose lines somebody has moved; of two that name the same file the later one counts.
fn in_any_order<'de, M: MapAccess<'de>>(
    files: Files,
    path: String,
    entry: Entry,
    mut map: M,
) -> Result<Files, M::Error> {
    let until = files.paths.iter().map(str::to_owned).zip(files.entries.iter().copied());
    let mut all: BTreeMap<String, Entry> = until.collect();
    all.insert(path, entry);
    while let Some((Text(path), entry)) = map.next_entry()? {
        all.insert(path.into_owned(), entry);
    }
    let mut files = Files::default();
    for (path, entry) in &all {
        assert!(files.push(path, *entry), "a map is in order");
    }
    Ok(files)
}
