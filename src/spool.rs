//! A spool: long texts out of memory, in a file that has no name, until they are asked for again. Where few will be, those
//! that stand in a file of the site as they are stay there.

use std::borrow::Cow;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::digest::Digest;
use crate::text::{TextId, Texts};

/// So many bytes stay in memory before any go to disk; in the tests of steps next to none.
const ROOM: usize = if cfg!(test) { 1 } else { 6 << 20 };

/// So many bytes go to disk at once: to ask the system for each text takes longer than to copy it.
const GATHERED: usize = if cfg!(test) { 8 } else { 64 << 10 };

/// Keeps texts on disk. Where there is no disk for that, they stay in memory.
#[derive(Debug, Default)]
pub struct Spool {
    /// The files of the site, if texts stay in them.
    files: Option<Arc<Texts>>,
    /// The bytes that have stayed in memory.
    held: AtomicUsize,
    /// Made for the first text that finds no room; the system removes it with the last handle.
    file: OnceLock<Option<File>>,
    /// The last texts, on their way to the file.
    tail: Mutex<Tail>,
    /// Whether the file takes no more.
    is_full: AtomicBool,
    /// Why a text could not be read back.
    lost: OnceLock<io::Error>,
}

/// What the file will end with.
#[derive(Debug, Default)]
struct Tail {
    /// Where it goes.
    at: u64,
    bytes: Vec<u8>,
}

/// A text, wherever it is.
#[derive(Clone)]
pub enum Spooled {
    Here(Box<str>),
    /// On disk, and not only white space.
    Away(Box<Away>),
}

/// A text on disk.
#[derive(Clone)]
pub struct Away {
    spool: Arc<Spool>,
    /// The file of the site that it stands in; none of one in the spool's own.
    file: Option<TextId>,
    at: u64,
    length: usize,
    digest: Digest,
}

impl Spool {
    /// A spool that leaves texts where they are in these files.
    pub fn over(files: &Arc<Texts>) -> Self {
        Spool { files: Some(Arc::clone(files)), ..Spool::default() }
    }

    /// Whether all that was asked for was read back. What was not has been given as an empty text, so nothing that was
    /// made since may be published.
    ///
    /// # Errors
    /// The disk's.
    pub fn check(&self) -> io::Result<()> {
        match self.lost.get() {
            None => Ok(()),
            Some(error) => {
                Err(io::Error::new(error.kind(), format!("a text cannot be read back: {error}")))
            }
        }
    }

    /// Writes a text, unless it finds room in memory; where it stands.
    fn write(&self, text: &str) -> Option<u64> {
        let held = self.held.fetch_add(text.len(), Ordering::Relaxed);
        if held.saturating_add(text.len()) <= ROOM || self.is_full.load(Ordering::Relaxed) {
            return None;
        }
        let file = self.file.get_or_init(|| tempfile::tempfile().ok()).as_ref()?;
        let Ok(at) = self.tail().add(text.as_bytes(), file) else {
            self.is_full.store(true, Ordering::Relaxed);
            return None;
        };
        self.held.fetch_sub(text.len(), Ordering::Relaxed);
        Some(at)
    }

    fn tail(&self) -> MutexGuard<'_, Tail> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A text from a file of the site, if it is still the same.
    fn read_again(&self, file: TextId, whole: Range<usize>, known: Digest) -> String {
        let again = || {
            let files = self.files.as_ref().ok_or(io::ErrorKind::NotFound)?;
            let text = files.read(file).map_err(io::Error::other)?;
            match text.content.get(whole) {
                Some(part) if digest(part) == known => Ok(part.to_owned()),
                _ => Err(io::Error::other(format!(
                    "{} has been changed meanwhile; build again",
                    files.path(file)
                ))),
            }
        };
        self.or_lost(again())
    }

    /// What was read; nothing where that was not possible, and then why.
    fn or_lost(&self, text: io::Result<String>) -> String {
        text.unwrap_or_else(|error| {
            // The first is enough.
            let _ = self.lost.set(error);
            String::new()
        })
    }

    fn read(&self, at: u64, length: usize) -> String {
        let read = || {
            if let Some(bytes) = self.tail().part(at, length) {
                return Ok(bytes);
            }
            let file = self.file.get().and_then(Option::as_ref).ok_or(io::ErrorKind::NotFound)?;
            let mut bytes = vec![0; length];
            platform::read(file, &mut bytes, at)?;
            Ok(bytes)
        };
        let text = read().and_then(|bytes| {
            String::from_utf8(bytes)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        });
        self.or_lost(text)
    }
}

impl Tail {
    /// Adds a text; where it stands in the file. What does not fit goes to disk.
    ///
    /// # Errors
    /// The disk's; what was there before stays.
    fn add(&mut self, text: &[u8], file: &File) -> io::Result<u64> {
        if self.bytes.len() + text.len() > GATHERED {
            platform::write(file, &self.bytes, self.at)?;
            self.at += self.bytes.len() as u64;
            self.bytes.clear();
        }
        let at = self.at + self.bytes.len() as u64;
        if text.len() > GATHERED {
            platform::write(file, text, at)?;
            self.at += text.len() as u64;
        } else {
            self.bytes.extend_from_slice(text);
        }
        Ok(at)
    }

    /// A part of it, if that has not gone to disk.
    fn part(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let start = usize::try_from(at.checked_sub(self.at)?).ok()?;
        Some(self.bytes[start..start + length].to_vec())
    }
}

impl Spooled {
    /// Leaves a text to the file that it stands in from a place on, if the spool does that.
    pub fn leave(&mut self, spool: &Arc<Spool>, file: TextId, start: usize) {
        let Spooled::Here(text) = self else { return };
        if spool.files.is_none() || is_blank(text) {
            return;
        }
        let (spool, file, at) = (Arc::clone(spool), Some(file), start as u64);
        let (length, digest) = (text.len(), digest(text));
        *self = Spooled::Away(Box::new(Away { spool, file, at, length, digest }));
    }

    /// Takes the text out of memory, if the spool has no room for it there.
    pub fn put_away(&mut self, spool: &Arc<Spool>) {
        let Spooled::Here(text) = self else { return };
        if is_blank(text) {
            return;
        }
        if let Some(at) = spool.write(text) {
            let (length, digest) = (text.len(), digest(text));
            let (spool, file) = (Arc::clone(spool), None);
            *self = Spooled::Away(Box::new(Away { spool, file, at, length, digest }));
        }
    }

    /// The text; empty if the disk does not give it back, which its spool tells.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Spooled::Here(text) => Cow::Borrowed(text),
            Spooled::Away(away) => Cow::Owned(away.read(0..away.length)),
        }
    }

    /// A part of the text, likewise.
    pub fn part(&self, range: Range<usize>) -> Cow<'_, str> {
        match self {
            Spooled::Here(text) => Cow::Borrowed(&text[range]),
            Spooled::Away(away) => {
                assert!(range.end <= away.length, "a part lies inside its text");
                Cow::Owned(away.read(range))
            }
        }
    }

    /// Whether it is only white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Spooled::Here(text) => is_blank(text),
            Spooled::Away(_) => false,
        }
    }

    /// What tells it from others, wherever they are.
    pub fn digest(&self) -> Digest {
        match self {
            Spooled::Here(text) => digest(text),
            Spooled::Away(away) => away.digest,
        }
    }
}

impl Away {
    /// A part of it; nothing if the disk does not give it back.
    fn read(&self, part: Range<usize>) -> String {
        let Some(file) = self.file else {
            return self.spool.read(self.at + part.start as u64, part.len());
        };
        // Only the whole can be compared with what it was.
        let start = self.at as usize;
        let whole = self.spool.read_again(file, start..start + self.length, self.digest);
        whole.get(part).map(str::to_owned).unwrap_or_default()
    }
}

impl Default for Spooled {
    fn default() -> Self {
        Spooled::Here(Box::default())
    }
}

impl From<String> for Spooled {
    fn from(text: String) -> Self {
        Spooled::Here(text.into())
    }
}

impl std::fmt::Debug for Spooled {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.text(), to)
    }
}

impl PartialEq for Spooled {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Spooled::Here(one), Spooled::Here(other)) => one == other,
            _ => self.digest() == other.digest(),
        }
    }
}

impl Eq for Spooled {}

impl Hash for Spooled {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

#[cfg(unix)]
mod platform {
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::FileExt;

    pub fn write(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        file.write_all_at(bytes, at)
    }

    pub fn read(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
        file.read_exact_at(bytes, at)
    }
}

#[cfg(windows)]
mod platform {
    use std::fs::File;
    use std::io;
    use std::os::windows::fs::FileExt;

    pub fn write(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = file.seek_write(bytes, at)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            (bytes, at) = (&bytes[written..], at + written as u64);
        }
        Ok(())
    }

    pub fn read(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let read = file.seek_read(bytes, at)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            (bytes, at) = (&mut bytes[read..], at + read as u64);
        }
        Ok(())
    }
}

#[cfg(not(any(unix, windows)))]
mod platform {
    use std::fs::File;
    use std::io;

    pub fn write(_: &File, _: &[u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn read(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away(text: &str, spool: &Arc<Spool>) -> Spooled {
        let mut spooled = Spooled::from(text.to_owned());
        spooled.put_away(spool);
        spooled
    }

    #[test]
    fn what_is_away_reads_as_it_was() {
        let spool = Arc::new(Spool::default());
        let texts = ["one", "two", "zwei – 二", "three", "more than eight bytes", "six"];
        let spooled = texts.map(|text| away(text, &spool));
        for (text, spooled) in texts.iter().zip(&spooled) {
            assert!(matches!(spooled, Spooled::Away(_)));
            assert_eq!(spooled.text(), *text);
            assert_eq!(spooled.part(1..3), text[1..3]);
            assert_eq!(*spooled, Spooled::from((*text).to_owned()));
            assert_eq!(spooled.digest(), Spooled::from((*text).to_owned()).digest());
        }
        assert_ne!(spooled[0], spooled[1]);
        assert!(spool.check().is_ok());
    }

    #[test]
    fn what_stands_in_a_file_is_read_there_again_until_it_changes() {
        let site = tempfile::tempdir().unwrap();
        let path = site.path().join("a.md");
        std::fs::write(&path, "\u{feff}---\r\n\u{20ac}\r\n---\r\nWords – of it\r\n").unwrap();
        let mut texts = Texts::of(site.path());
        let file = texts.add_file("a.md", &path);
        let texts = Arc::new(texts);
        let content = texts.read(file).unwrap().content.clone();
        let start = content.find("Words").unwrap();
        let words = &content[start..];
        let spool = Arc::new(Spool::over(&texts));
        let mut spooled = Spooled::from(words.to_owned());
        spooled.leave(&spool, file, start);
        assert!(matches!(spooled, Spooled::Away(_)) && spool.file.get().is_none());
        assert_eq!((&*spooled.text(), &*spooled.part(0..5)), (words, "Words"));
        assert!(spool.check().is_ok());
        std::fs::write(&path, "---\n---\nOther words\n").unwrap();
        assert_eq!(spooled.text(), "");
        let error = spool.check().unwrap_err().to_string();
        assert!(error.contains("a.md has been changed meanwhile; build again"), "{error}");
        let mut kept = Spooled::from(words.to_owned());
        kept.leave(&Arc::new(Spool::default()), file, start);
        assert!(matches!(kept, Spooled::Here(_)));
    }

    #[test]
    fn what_says_nothing_stays() {
        let spool = Arc::new(Spool::default());
        assert!(away(" \n", &spool).is_blank() && spool.file.get().is_none());
    }

    #[test]
    fn without_a_file_texts_stay_in_memory() {
        let spool = Arc::new(Spool { file: OnceLock::from(None), ..Spool::default() });
        assert!(matches!(away("one", &spool), Spooled::Here(_)));
    }

    #[test]
    fn what_is_lost_is_told() {
        let spool = Arc::new(Spool::default());
        let [spooled, _] =
            ["one", "and what does not fit beside it"].map(|text| away(text, &spool));
        spool.file.get().unwrap().as_ref().unwrap().set_len(1).unwrap();
        assert_eq!(spooled.text(), "");
        assert_eq!(spool.check().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
