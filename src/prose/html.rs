//! The HTML that was made here, piece by piece.

use std::ops::Range;

use super::{Hole, NOTES_TAG, REFERENCE_TAG};

/// A piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'h> {
    /// Text, escaped.
    Text,
    /// The begin tag of an element within a line.
    Open,
    /// The end tag of one.
    Close,
    /// The begin tag of a link; of one into the site it is yet to be filled in, and then it has a number.
    Link(Option<u32>),
    /// The end tag of a link.
    EndLink,
    /// A line's end.
    Break,
    /// A picture, yet to be filled in.
    Picture,
    /// What a page adds to the text: a reference to a note, or the way back from one, from its begin to its end.
    Aside,
    /// A tag of a block: its name, with a `/` in front where it ends.
    Block(&'h str),
    /// The begin tag of the notes.
    Notes,
}

/// The pieces of HTML with holes, in order; those of holes are empty.
pub fn pieces<'h>(html: &'h str, holes: &'h [(u32, Hole)]) -> Pieces<'h> {
    Pieces { html, holes, at: 0 }
}

pub struct Pieces<'h> {
    html: &'h str,
    holes: &'h [(u32, Hole)],
    at: usize,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = (Range<usize>, Piece<'h>);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(((at, hole), rest)) = self.holes.split_first()
            && *at as usize <= self.at
        {
            self.holes = rest;
            match hole {
                Hole::Open(number) => return Some((self.at..self.at, Piece::Link(Some(*number)))),
                Hole::Picture(_) => return Some((self.at..self.at, Piece::Picture)),
                Hole::Scope => {}
            }
        }
        let from = self.at;
        let rest = &self.html[from..];
        let (length, piece) = match rest.as_bytes().first()? {
            b'<' => tag(rest),
            _ => {
                let hole = self.holes.first().map_or(rest.len(), |(at, _)| *at as usize - from);
                (rest.find('<').unwrap_or(rest.len()).min(hole), Piece::Text)
            }
        };
        self.at = from + length;
        // Those in tags are of attributes.
        let inside = self.holes.partition_point(|(at, _)| (*at as usize) < self.at);
        self.holes = &self.holes[inside..];
        Some((from..self.at, piece))
    }
}

/// The tag that HTML begins with, and its length.
fn tag(html: &str) -> (usize, Piece<'_>) {
    let end = html.find('>').map_or(html.len(), |at| at + 1);
    let tag = html[1..end].trim_end_matches('>');
    let until = |close: &str| html.find(close).map_or(html.len(), |at| at + close.len());
    if tag.starts_with(REFERENCE_TAG) {
        return (until("</sup>"), Piece::Aside);
    }
    if tag.starts_with("a class=\"footnote-back\"") {
        return (until("</a>"), Piece::Aside);
    }
    let name = tag.split([' ', '\n']).next().unwrap_or(tag);
    let piece = match name {
        "a" => Piece::Link(None),
        "/a" => Piece::EndLink,
        "br" => Piece::Break,
        "em" | "strong" | "del" | "code" => Piece::Open,
        "/em" | "/strong" | "/del" | "/code" => Piece::Close,
        _ if tag == NOTES_TAG => Piece::Notes,
        other => Piece::Block(other),
    };
    (end, piece)
}

/// The text of HTML, with a space at each begin and end of a block, without the notes below it.
pub fn plain_text(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    for (range, piece) in pieces(html, &[]) {
        match piece {
            Piece::Text => push_unescaped(&mut plain, &html[range]),
            Piece::Break | Piece::Block(_) => plain.push(' '),
            Piece::Notes => break,
            _ => {}
        }
    }
    plain
}

const ENTITIES: [(&str, char); 5] =
    [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&amp;", '&')];

fn push_unescaped(plain: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = ENTITIES.into_iter().find(|(entity, _)| rest.starts_with(entity));
        let (entity, char) = found.unwrap_or(("&", '&'));
        plain.push(char);
        rest = &rest[entity.len()..];
    }
    plain.push_str(rest);
}

/// Calls for each character of escaped text, with the bytes that stand for it.
pub fn unescape(html: &str, mut each: impl FnMut(char, Range<usize>)) {
    let mut skip = 0;
    for (at, char) in html.char_indices() {
        if at < skip {
            continue;
        }
        let rest = &html[at..];
        let entity = match char {
            '&' => ENTITIES.into_iter().find(|(entity, _)| rest.starts_with(entity)),
            _ => None,
        };
        let (length, char) = match entity {
            Some((entity, char)) => (entity.len(), char),
            None => (char.len_utf8(), char),
        };
        skip = at + length;
        each(char, at..skip);
    }
}
