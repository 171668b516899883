//! Prose: Markdown made into HTML once, with holes where a page has to say how things are reached from it.
//!
//! Long texts that link to nothing on the site wait as Markdown until a page shows them: a build over the last one shows few.

mod address;
mod comments;
mod html;
#[cfg(test)]
mod laws;
mod maker;
mod marks;
mod nearest;
mod notes;
mod outline;
mod reading;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use thin_vec::ThinVec;
use unicode_normalization::UnicodeNormalization;

use self::html::plain_text;
use self::maker::{Maker, clean};
use self::marks::{Insert, weave};
use crate::diagnostic::Rule;
use crate::digest::Digest;
use crate::spool::{Spool, Spooled};
use crate::text::TextId;
use crate::yaml::{Complaint, Leaf, leaf};

pub use self::marks::{Mark, Marked};
pub use self::nearest::Nearby;
pub use self::reading::{Hits, Reading, normalise};

/// One text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prose {
    /// Its HTML, or its Markdown while it waits.
    text: Spooled,
    /// What is missing in the HTML; none while it waits.
    holes: Option<ThinVec<(u32, Hole)>>,
    /// What it links to and shows that the site itself has to hold.
    pub links: ThinVec<Link>,
    /// What is wrong with it.
    pub problems: ThinVec<Problem>,
}

impl Default for Prose {
    fn default() -> Self {
        Prose::of(String::new())
    }
}

/// What is missing at a place of the HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Hole {
    /// The begin tag of the link of that number.
    Open(u32),
    /// The whole tag of the picture of that number.
    Picture(u32),
    /// What keeps this text's ids apart from those of other texts on the page.
    Scope,
}

/// A link into the site, or a picture of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it leads to, as written.
    pub target: Target,
    /// The words that it stands on, plain; of a picture, its alternative text.
    pub words: Box<str>,
    /// The title, if one was given.
    pub title: Option<Box<str>>,
    /// Where it stands in the Markdown.
    pub range: Range<usize>,
    /// Whether it is a picture.
    pub picture: bool,
}

/// What a link leads to, as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// `event:ID` or `article:ID`: an entry.
    Entry(Box<str>),
    /// A file of the site: a Markdown file beside this one, a medium, or a page's address from the root.
    File(Box<str>),
}

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    pub rule: Rule,
    pub range: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

/// A text of a sentence or a few: no headings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Brief(pub Prose);

/// A text with a structure of its own, below a page's heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body(pub Prose);

leaf!(Brief, Body);

impl AsRef<Prose> for Brief {
    fn as_ref(&self) -> &Prose {
        &self.0
    }
}

impl AsRef<Prose> for Body {
    fn as_ref(&self) -> &Prose {
        &self.0
    }
}

impl AsMut<Prose> for Brief {
    fn as_mut(&mut self) -> &mut Prose {
        &mut self.0
    }
}

impl AsMut<Prose> for Body {
    fn as_mut(&mut self) -> &mut Prose {
        &mut self.0
    }
}

impl Leaf for Brief {
    const WHAT: &'static str = "a text";
    const FREE: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        Ok(Brief(Prose::new(text, false)))
    }
}

impl Leaf for Body {
    const WHAT: &'static str = "a text";
    const FREE: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        Ok(Body(Prose::new(text, true)))
    }
}

/// How a page fills the holes.
pub trait Fill {
    /// Writes the begin tag of a link.
    fn open(&self, html: &mut String, number: usize, link: &Link);
    /// Writes a picture.
    fn picture(&self, html: &mut String, number: usize, link: &Link);
    /// What the ids of this text begin with.
    fn scope(&self) -> &str;
    /// Writes what stands before a stretch of marked words.
    fn mark(&self, _html: &mut String, _marked: &Marked) {}
    /// Writes what stands behind it.
    fn end_mark(&self, _html: &mut String, _marked: &Marked) {}
    /// Writes a link to what a mark is for, behind words that lead elsewhere.
    fn refer(&self, _html: &mut String, _mark: usize) {}
}

impl Prose {
    /// Makes HTML of Markdown; headings only where `headings` says so. Where there are, the text is a long one, and waits if
    /// it can.
    pub fn new(markdown: &str, headings: bool) -> Self {
        if is_plain(markdown) {
            return Prose::of(["<p>", markdown, "</p>\n"].concat());
        }
        if headings && can_wait(markdown) {
            return Prose { holes: None, ..Prose::of(markdown.to_owned()) };
        }
        Maker::new(&clean(markdown), headings).make()
    }

    /// Of HTML without holes.
    fn of(html: String) -> Self {
        let (links, problems) = Default::default();
        Prose { text: html.into(), holes: Some(ThinVec::new()), links, problems }
    }

    /// The text as HTML.
    fn made(&self) -> Cow<'_, Prose> {
        match self.holes {
            Some(_) => Cow::Borrowed(self),
            None => Cow::Owned(Maker::new(&clean(&self.text.text()), true).make()),
        }
    }

    /// Makes HTML of it now: for what is read part by part.
    pub fn settle(&mut self) {
        if let Cow::Owned(made) = self.made() {
            *self = made;
        }
    }

    /// Takes it out of memory, if the spool has no room for it there.
    pub fn put_away(&mut self, spool: &Arc<Spool>) {
        self.text.put_away(spool);
    }

    /// Takes it out of memory, to the file that its Markdown stands in from a place on, if it waits and the spool leaves such
    /// texts there.
    pub fn leave(&mut self, spool: &Arc<Spool>, file: TextId, start: usize) {
        if self.holes.is_none() {
            self.text.leave(spool, file, start);
        }
        self.put_away(spool);
    }

    /// What tells it, its holes not filled, from others.
    pub fn digest(&self) -> Digest {
        self.text.digest()
    }

    /// The HTML of a text that does not wait, its holes not filled; empty if the disk does not give it back.
    fn html(&self) -> Cow<'_, str> {
        self.text.text()
    }

    /// What is missing in that.
    fn holes(&self) -> &[(u32, Hole)] {
        self.holes.as_deref().unwrap_or_default()
    }

    /// The HTML for one page.
    pub fn fill(&self, with: &dyn Fill) -> String {
        self.fill_marked(with, &[])
    }

    /// The HTML for one page, with words of it marked.
    pub fn fill_marked(&self, with: &dyn Fill, marks: &[Mark]) -> String {
        let prose = self.made();
        let (own, holes) = (prose.html(), prose.holes());
        if own.is_empty() || holes.is_empty() && marks.is_empty() {
            return own.into_owned();
        }
        let (marked, inserts) = match marks {
            [] => Default::default(),
            marks => weave(&own, holes, marks),
        };
        let room = holes.len() * 48 + inserts.len() * 64;
        let mut html = String::with_capacity(own.len() + room);
        let mut from = 0;
        let mut inserts = inserts.into_iter().peekable();
        let mut holes = holes.iter().peekable();
        loop {
            let hole = holes.peek().map(|(at, _)| *at as usize);
            let insert = inserts.next_if(|(at, insert)| {
                hole.is_none_or(|hole| *at < hole || *at == hole && !insert.is_behind_holes())
            });
            let Some(at) = insert.as_ref().map(|(at, _)| *at).or(hole) else { break };
            html.push_str(&own[from..at]);
            from = at;
            match insert {
                Some((_, Insert::Begin(number))) => with.mark(&mut html, &marked[number]),
                Some((_, Insert::End(number))) => with.end_mark(&mut html, &marked[number]),
                Some((_, Insert::Refer(mark))) => with.refer(&mut html, mark),
                None => {
                    let (_, hole) = holes.next().expect("it has just been seen");
                    prose.fill_hole(*hole, &mut html, with);
                }
            }
        }
        html.push_str(&own[from..]);
        html
    }

    /// What one page fills the holes with, each behind the other.
    pub fn fillings(&self, with: &dyn Fill) -> String {
        let Some(holes) = &self.holes else {
            // Nothing else is missing in what can wait.
            return with.scope().to_owned();
        };
        let mut all = String::new();
        for (_, hole) in holes {
            self.fill_hole(*hole, &mut all, with);
            all.push('\0');
        }
        all
    }

    fn fill_hole(&self, hole: Hole, html: &mut String, with: &dyn Fill) {
        let link = |number: u32| (number as usize, &self.links[number as usize]);
        match hole {
            Hole::Open(number) => {
                let (number, link) = link(number);
                with.open(html, number, link);
            }
            Hole::Picture(number) => {
                let (number, link) = link(number);
                with.picture(html, number, link);
            }
            Hole::Scope => html.push_str(with.scope()),
        }
    }

    /// The text of a part of the HTML, as a reader reads it; white space at its ends is kept, folded.
    pub fn text(&self, part: Range<u32>) -> String {
        let prose = self.made();
        let part = prose.text.part(part.start as usize..part.end as usize);
        let mut folded = String::new();
        for char in plain_text(&part).chars() {
            match char.is_whitespace() {
                true if folded.ends_with(' ') => {}
                true => folded.push(' '),
                false => folded.push(char),
            }
        }
        folded
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_blank()
    }

    /// Its words without any markup or footnotes, at most about `most` characters, cut between words.
    pub fn plain(&self, most: usize) -> String {
        let prose = self.made();
        let html = prose.html();
        let mut words = String::with_capacity(most.min(html.len()));
        let mut count = 0;
        for word in plain_text(&html).split_whitespace() {
            let length = word.chars().count();
            if count + length > most {
                if words.is_empty() {
                    words.extend(word.chars().take(most));
                }
                words.push('…');
                break;
            }
            if !words.is_empty() {
                words.push(' ');
                count += 1;
            }
            words.push_str(word);
            count += length;
        }
        words
    }
}

/// Whether a text is a line of words and nothing else, in which Markdown has nothing to find; most summaries are. A full
/// stop or a hyphen beside another one would be more than that, as would a number at the begin.
fn is_plain(markdown: &str) -> bool {
    /// Bytes that mean nothing to Markdown.
    const WORDS: [bool; 256] = {
        let mut words = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            words[byte] = (byte as u8).is_ascii_alphanumeric()
                || matches!(byte as u8, b' ' | b',' | b';' | b'?' | b'(' | b')' | b'%' | b'/');
            byte += 1;
        }
        words
    };
    let bytes = markdown.as_bytes();
    let mut before = b' ';
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.last().is_some_and(|last| *last != b' ')
        && bytes.iter().all(|byte| {
            let before = std::mem::replace(&mut before, *byte);
            WORDS[usize::from(*byte)] || matches!(byte, b'.' | b'-') && before != *byte
        })
}

/// Whether Markdown has in it neither what leads to something on the site nor what can be wrong, so that nobody has to know
/// its HTML before a page shows it: no HTML, no entity, no escape, and no bracket but around the words of a link to the web.
fn can_wait(markdown: &str) -> bool {
    let bytes = markdown.as_bytes();
    if memchr::memchr3(b'<', b'&', b'\\', bytes).is_some() {
        return false;
    }
    let mut rest = markdown;
    while let Some(open) = memchr::memchr2(b'[', b']', rest.as_bytes()) {
        let (before, inside) = (&rest[..open], &rest[open + 1..]);
        let is_link = rest.as_bytes()[open] == b'[' && !before.ends_with('!');
        let Some(close) = memchr::memchr(b']', inside.as_bytes()).filter(|_| is_link) else {
            return false;
        };
        let (words, behind) = inside.split_at(close);
        let address =
            behind.strip_prefix("](https://").or_else(|| behind.strip_prefix("](http://"));
        let is_plain = memchr::memchr2(b'[', b'^', words.as_bytes()).is_none();
        let Some(address) = address.filter(|_| is_plain) else { return false };
        let is_in_address = |char: char| {
            char.is_ascii_alphanumeric()
                || matches!(char, '/' | '.' | '-' | '_' | '?' | '=' | '%' | '#' | '+' | ',')
        };
        let Some(behind) = address.trim_start_matches(is_in_address).strip_prefix(')') else {
            return false;
        };
        rest = behind;
    }
    // What has no words may be nothing.
    bytes.iter().any(u8::is_ascii_alphanumeric)
}

/// A name as it stands in an address: letters and digits in lower case, all else a hyphen.
pub fn slug(name: &str) -> String {
    // Without letters of other scripts there is nothing to normalise, and most names have none.
    if name.is_ascii() {
        return ascii_slug(name);
    }
    let mut slug = String::with_capacity(name.len());
    for char in name.nfkc().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() || unicode_normalization::char::is_combining_mark(char) {
            slug.push(char);
        } else if matches!(char, '\'' | '’' | 'ʿ' | 'ʾ') {
            // An apostrophe joins: `Hay'at` is one word.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn ascii_slug(name: &str) -> String {
    /// What becomes of each byte: the letter or digit it is, a hyphen, or an apostrophe, which goes.
    const BECOMES: [u8; 256] = {
        let mut becomes = [b'-'; 256];
        let mut byte = 0;
        while byte < 128 {
            if (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'\'' {
                becomes[byte] = (byte as u8).to_ascii_lowercase();
            }
            byte += 1;
        }
        becomes
    };
    let mut slug = Vec::with_capacity(name.len());
    let mut is_between = false;
    for byte in name.bytes() {
        match BECOMES[usize::from(byte)] {
            b'-' => is_between = !slug.is_empty(),
            b'\'' => {}
            letter => {
                if is_between {
                    slug.push(b'-');
                    is_between = false;
                }
                slug.push(letter);
            }
        }
    }
    String::from_utf8(slug).expect("ASCII is UTF-8")
}

/// An address without its fragment, and the fragment with its `#`.
pub fn split_fragment(address: &str) -> (&str, &str) {
    address.find('#').map_or((address, ""), |at| address.split_at(at))
}

/// Escapes a text for HTML, inside and outside of attributes.
pub fn escape(html: &mut String, text: &str) {
    let is_special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    // Without a way out of the loop many bytes are looked at together.
    if !text.bytes().fold(false, |any, byte| any | is_special(byte)) {
        return html.push_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// Marks a hole while the HTML is being made: a text that is clean never holds this character.
const MARK: char = '\0';

/// The begin tag of what holds the footnotes, without its brackets.
const NOTES_TAG: &str = "div class=\"footnotes\"";

/// How the begin tag of a reference to a footnote begins.
const REFERENCE_TAG: &str = "sup class=\"footnote-reference\"";
