//! Texts: the content of the files that a site is made of, and places in them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

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
#[derive(Debug, Default)]
pub struct Texts {
    all: Vec<Text>,
}

impl Texts {
    /// Adds a text. Those that are to be numbered by path are added in that order.
    pub fn add(&mut self, text: Text) -> TextId {
        let id =
            TextId(u32::try_from(self.all.len()).expect("fewer than four thousand million files"));
        self.all.push(text);
        id
    }

    /// The text of an id that this collection gave out.
    pub fn get(&self, id: TextId) -> &Text {
        &self.all[id.0 as usize]
    }

    /// Every text with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TextId, &Text)> {
        self.all.iter().enumerate().map(|(index, text)| (TextId(index as u32), text))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }
}

/// What a site's folder holds.
#[derive(Debug, Default)]
pub struct Folder {
    /// What is read as text: settings, content, and the texts of its themes.
    pub texts: Texts,
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

    /// The Markdown below the front matter and where it begins.
    pub fn body(&self) -> (usize, &str) {
        let start = match self.front_matter() {
            Some(range) => line_end(&self.content, range.end),
            None => 0,
        };
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
        for line in self.content[start..].split_inclusive('\n') {
            if is_fence(line) {
                return Some(start..at);
            }
            at += line.len();
        }
        None
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
            assert_eq!(text.body().1.trim(), "Body");
        }
    }

    #[test]
    fn a_text_without_front_matter_is_all_body() {
        assert_eq!(text("Body").body(), (0, "Body"));
        assert!(text("---\ntitle: A\n").front_matter_is_open());
    }
}
