//! Bytes of texts -> lines and columns: each text is looked through once, however many problems it has.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Found;
use crate::text::{TextId, Texts};

/// A place as editors count: both from 1, the column in characters (Unicode code points).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A part of a text; its end is just behind its last character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub start: Position,
    pub end: Position,
    pub bytes: Range<usize>,
}

/// The lines of texts, found when they are first asked for.
pub struct Lines<'t> {
    texts: &'t Texts,
    known: BTreeMap<TextId, Index>,
}

impl<'t> Lines<'t> {
    pub fn new(texts: &'t Texts) -> Self {
        Lines { texts, known: BTreeMap::new() }
    }

    /// Where something that was found stands; none for a file as such.
    pub fn region(&mut self, found: &Found) -> Option<Region> {
        let range = found.range.clone()?;
        Some(Region {
            start: self.position(found.text, range.start),
            end: self.position(found.text, range.end),
            bytes: range,
        })
    }

    /// The line and column of a byte.
    pub fn position(&mut self, text: TextId, byte: usize) -> Position {
        let content = self.texts.get(text).content.as_str();
        self.known.entry(text).or_insert_with(|| Index::new(content)).position(content, byte)
    }
}

/// So many bytes are counted through for a column, at most.
const STRIDE: usize = 512;

struct Index {
    /// The byte that each line begins with.
    lines: Vec<usize>,
    /// How many characters begin before each multiple of `STRIDE`: a whole file may stand on one line.
    characters: Vec<usize>,
}

impl Index {
    fn new(content: &str) -> Self {
        let newlines = content.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        let mut before = 0;
        for chunk in content.as_bytes().chunks(STRIDE) {
            before += begun(chunk);
            characters.push(before);
        }
        Index { lines, characters }
    }

    fn position(&self, content: &str, byte: usize) -> Position {
        let byte = byte.min(content.len());
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines[line - 1];
        let column = self.before(content, byte) - self.before(content, start) + 1;
        Position { line, column }
    }

    /// How many characters begin before a byte.
    fn before(&self, content: &str, byte: usize) -> usize {
        let stride = byte / STRIDE;
        self.characters[stride] + begun(&content.as_bytes()[stride * STRIDE..byte])
    }
}

/// How many characters begin in some bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Text;

    fn texts(content: &str) -> (Texts, TextId) {
        let mut texts = Texts::default();
        let id = texts.add(Text { path: "a.yaml".into(), content: content.into(), damaged: false });
        (texts, id)
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let (texts, id) = texts("a: ü\r\nقصة: 𝄞x\n");
        let mut lines = Lines::new(&texts);
        let at = |lines: &mut Lines<'_>, byte| {
            let Position { line, column } = lines.position(id, byte);
            (line, column)
        };
        let content = &texts.get(id).content;
        assert_eq!(at(&mut lines, 0), (1, 1));
        assert_eq!(at(&mut lines, content.find('ü').unwrap()), (1, 4));
        assert_eq!(at(&mut lines, content.find('ق').unwrap()), (2, 1));
        assert_eq!(at(&mut lines, content.find('x').unwrap()), (2, 7));
        assert_eq!(at(&mut lines, content.len()), (3, 1));
    }

    proptest! {
        #[test]
        fn an_index_says_what_counting_from_the_start_says(
            content in "([a-zü𝄞\n]|\r\n| ){0,3000}", part in 0.0..=1.0f64,
        ) {
            let mut byte = (content.len() as f64 * part) as usize;
            while !content.is_char_boundary(byte) {
                byte -= 1;
            }
            let (texts, id) = texts(&content);
            let before = &content[..byte];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            prop_assert_eq!(Lines::new(&texts).position(id, byte), Position { line, column });
        }
    }
}
