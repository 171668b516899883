//! Texts: the content of the files that a site is made of, and places in them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use memchr::memmem;

/// One file's content as read, without a byte order mark.
#[derive(Debug, Clone)]
pub struct Text {
    /// The path from the site's root, with `/` between its parts.
    pub path: String,
    /// What the file says; broken UTF-8 has been replaced and reported.
    pub content: String,
    /// Whether some of it was broken: then its name is all that can be relied on.
    pub damaged: bool,
}

/// Names one text of a [`Texts`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(u32);

/// All texts of a site, in the order of their paths by bytes.
///
/// Most of them stay on disk: once a file has been read into its types, only what is to be shown of it is asked for
/// again.
#[derive(Debug, Default)]
pub struct Texts {
    root: PathBuf,
    all: Vec<Kept>,
}

#[derive(Debug)]
enum Kept {
    Here(Text),
    /// A file, where its path as such does not lead to it from the root; what was seen in it, and what it says.
    OnDisk {
        path: Box<str>,
        file: Option<Box<Path>>,
        seen: OnceLock<Seen>,
        again: OnceLock<Option<Box<Text>>>,
    },
}

/// What tells whether a file has changed.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    length: usize,
    hash: u64,
}

impl Seen {
    fn of(bytes: &[u8]) -> Self {
        let hash = foldhash::fast::FixedState::default().hash_one(bytes);
        Seen { length: bytes.len(), hash }
    }
}

/// Stands in for a file that is no longer what was read.
static NOTHING: Text = Text { path: String::new(), content: String::new(), damaged: false };

impl Texts {
    /// No texts yet, of a site in a folder.
    pub fn of(root: &Path) -> Self {
        Texts { root: root.to_owned(), all: Vec::new() }
    }

    /// Adds a text. Those that are to be numbered by path are added in that order.
    pub fn add(&mut self, text: Text) -> TextId {
        self.push(Kept::Here(text))
    }

    /// Adds a text that stays on disk.
    pub fn add_file(&mut self, path: &str, file: &Path) -> TextId {
        let is_usual = self.place(path).as_os_str() == file.as_os_str();
        self.push(Kept::OnDisk {
            path: path.into(),
            file: (!is_usual).then(|| file.into()),
            seen: OnceLock::new(),
            again: OnceLock::new(),
        })
    }

    fn push(&mut self, text: Kept) -> TextId {
        let id =
            TextId(u32::try_from(self.all.len()).expect("fewer than four thousand million files"));
        self.all.push(text);
        id
    }

    /// The path of a text, from the site's root.
    pub fn path(&self, id: TextId) -> &str {
        match &self.all[id.0 as usize] {
            Kept::Here(text) => &text.path,
            Kept::OnDisk { path, .. } => path,
        }
    }

    /// Reads a text, and remembers no more than what it was.
    ///
    /// # Errors
    /// Where the disk does not give it.
    pub fn read(&self, id: TextId) -> Result<Cow<'_, Text>> {
        match &self.all[id.0 as usize] {
            Kept::Here(text) => Ok(Cow::Borrowed(text)),
            Kept::OnDisk { path, file, seen, .. } => {
                let file = self.file(path, file.as_deref());
                let bytes =
                    read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                seen.get_or_init(|| Seen::of(&bytes));
                Ok(Cow::Owned(Text::new(String::from(&**path), bytes)))
            }
        }
    }

    /// A text, to be shown; what is on disk is read once more, and is empty if it is no longer what it was.
    pub fn get(&self, id: TextId) -> &Text {
        match &self.all[id.0 as usize] {
            Kept::Here(text) => text,
            Kept::OnDisk { path, file, seen, again } => {
                let again = again.get_or_init(|| {
                    let bytes = read(&self.file(path, file.as_deref())).ok()?;
                    let is_same = seen.get().is_none_or(|seen| *seen == Seen::of(&bytes));
                    is_same.then(|| Text::new(String::from(&**path), bytes).into())
                });
                again.as_deref().unwrap_or(&NOTHING)
            }
        }
    }

    /// Whether a text can no longer be shown: its file has changed since it was read, or is gone.
    pub fn is_lost(&self, id: TextId) -> bool {
        std::ptr::eq(self.get(id), &NOTHING)
    }

    fn file<'f>(&self, path: &str, file: Option<&'f Path>) -> Cow<'f, Path> {
        file.map_or_else(|| self.place(path).into(), Cow::Borrowed)
    }

    /// Where a path from the site's root usually is.
    fn place(&self, path: &str) -> PathBuf {
        let mut place = PathBuf::with_capacity(self.root.as_os_str().len() + 1 + path.len());
        place.push(&self.root);
        place.push(path);
        place
    }

    /// The ids of all texts, in order.
    pub fn ids(&self) -> impl Iterator<Item = TextId> + use<> {
        (0..self.all.len() as u32).map(TextId)
    }

    /// Every text with its id, in order.
    #[cfg(any(test, feature = "bench"))]
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &Text)> {
        self.ids().map(|id| (id, self.get(id)))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }
}

/// Reads a file; most are read in one go, without a look at their size.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    /// Most files are smaller.
    const USUAL: usize = 1 << 14;
    let mut bytes = Vec::with_capacity(USUAL);
    let mut file = File::open(file)?;
    file.by_ref().take(USUAL as u64).read_to_end(&mut bytes)?;
    if bytes.len() == USUAL {
        // A long one finds its room at once, instead of moving from one to the next; the file may grow meanwhile.
        let rest = file.metadata()?.len().saturating_sub(USUAL as u64);
        bytes.reserve_exact(usize::try_from(rest).unwrap_or(0).saturating_add(1));
        file.take(u64::MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// What a site's folder holds.
#[derive(Debug, Default)]
pub struct Folder {
    /// What is read as text: settings, content, and the texts of its themes.
    pub texts: Arc<Texts>,
    /// Files under `content/media/`, by their path under `content/`.
    pub media: BTreeMap<String, MediaFile>,
    /// Files under `content/static/`, by their path under it.
    pub statics: BTreeMap<String, PathBuf>,
    /// Files under `themes/NAME/static/`, by name of the theme and path under it.
    pub theme_statics: BTreeMap<(String, String), Vec<u8>>,
}

/// A file under `content/media/`.
#[derive(Debug, Clone)]
pub struct MediaFile {
    /// Where it is on disk.
    pub disk: PathBuf,
    /// Width and height in pixels, as it is to be seen, where it is a picture that can be read.
    pub size: Option<(u32, u32)>,
    /// Its SHA-256 in lower-case hexadecimal digits, where a source names it as its copy.
    pub sha256: Option<Box<str>>,
    /// What it holds besides what it shows.
    pub contents: Contents,
}

/// What a file holds besides what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// Nothing, or a picture whose metadata Dateline removes.
    Plain,
    /// A picture that cannot be read: why, in half a sentence.
    Broken(String),
    /// A drawing that runs code or asks other servers: how, in half a sentence.
    Active(String),
    /// Something that Dateline cannot remove: what, in half a sentence.
    More(&'static str),
}

impl Text {
    /// What the bytes of a file say.
    pub fn new(path: String, mut bytes: Vec<u8>) -> Self {
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        match String::from_utf8(bytes) {
            Ok(content) => Text { path, content, damaged: false },
            Err(error) => {
                let content = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Text { path, content, damaged: true }
            }
        }
    }

    /// The YAML of this text and where it begins: the front matter of a Markdown file, else all of it.
    pub fn yaml(&self) -> (usize, &str) {
        if !self.is_markdown() {
            return (0, &self.content);
        }
        match self.front_matter() {
            Some(range) => (range.start, &self.content[range]),
            None => (0, ""),
        }
    }

    /// What stands below a front matter and where it begins.
    pub fn below(&self, front_matter: &Range<usize>) -> (usize, &str) {
        let start = line_end(&self.content, front_matter.end);
        (start, &self.content[start..])
    }

    /// Whether the file's name ends as Markdown's does.
    pub fn is_markdown(&self) -> bool {
        self.path.ends_with(".md")
    }

    /// Whether a front matter was opened with `---` and never closed.
    pub fn front_matter_is_open(&self) -> bool {
        opening(&self.content).is_some() && self.front_matter().is_none()
    }

    /// What stands between the two `---` lines on top; without them, or without the second, none.
    pub fn front_matter(&self) -> Option<Range<usize>> {
        let start = opening(&self.content)?;
        let mut at = start;
        loop {
            let rest = &self.content[at..];
            if is_fence(rest.split_inclusive('\n').next()?) {
                return Some(start..at);
            }
            at += memmem::find(rest.as_bytes(), b"\n---")? + 1;
        }
    }
}

fn opening(content: &str) -> Option<usize> {
    let first = content.split_inclusive('\n').next()?;
    is_fence(first).then_some(first.len())
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn line_end(content: &str, from: usize) -> usize {
    content[from..].find('\n').map_or(content.len(), |at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text { path: "a.md".into(), content: content.into(), damaged: false }
    }

    #[test]
    fn front_matter_and_body_are_found_with_either_line_ending() {
        for newline in ["\n", "\r\n"] {
            let text = text(&["---", "title: A", "---", "Body", ""].join(newline));
            assert_eq!(text.yaml().1.trim(), "title: A");
            let front_matter = text.front_matter().unwrap();
            assert_eq!(text.below(&front_matter).1.trim(), "Body");
        }
    }

    #[test]
    fn only_whole_lines_of_three_hyphens_end_a_front_matter() {
        let fields = |content| text(content).front_matter().map(|at| content[at].to_owned());
        assert_eq!(fields("---\n---\nBody").as_deref(), Some(""));
        assert_eq!(fields("---\na: b\n----\nc: d\n--- \n").as_deref(), Some("a: b\n----\nc: d\n"));
        assert_eq!(fields("---\na: b ---\n --- \n---").as_deref(), Some("a: b ---\n --- \n"));
        assert_eq!(fields("---\na: b\n--- c\n"), None);
    }

    #[test]
    fn a_file_is_shown_as_long_as_it_is_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut texts = Texts::of(folder.path());
        let ids = ["same.md", "changed.md", "gone.md"].map(|name| {
            let file = folder.path().join(name);
            std::fs::write(&file, "\u{feff}Said").unwrap();
            texts.add_file(name, &file)
        });
        for id in ids {
            assert_eq!(texts.read(id).unwrap().content, "Said");
        }
        std::fs::write(folder.path().join("changed.md"), "\u{feff}Sung").unwrap();
        std::fs::remove_file(folder.path().join("gone.md")).unwrap();
        let shown =
            ids.map(|id| (texts.path(id), texts.get(id).content.as_str(), texts.is_lost(id)));
        assert_eq!(
            shown,
            [("same.md", "Said", false), ("changed.md", "", true), ("gone.md", "", true)]
        );
    }

    #[test]
    fn a_front_matter_without_an_end_is_told_from_none() {
        assert!(!text("Body").front_matter_is_open());
        assert!(text("---\ntitle: A\n").front_matter_is_open());
    }
}
