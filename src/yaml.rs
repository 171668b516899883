//! YAML as written, with places: a file's serde types read it, and every problem is found at its place.
//!
//! A file's types are its one description, and three drivers feed them. The plain one reads the little of YAML that most
//! files need, several times faster than `serde_yaml`, which reads the rest; both stop at the first problem. Then the
//! exact driver reads the file once more, from a tree with places, as its author wrote it, and says what is wrong. So the
//! types take every scalar as text (a [`Leaf`]), never as a number, and never through an untagged enum.

mod leaf;
mod plain;
mod rare;
mod reader;
mod schema;
mod syntax;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostics, Found, Place, Spot};
use crate::text::{TextId, Texts};

pub(crate) use leaf::leaf;
pub use leaf::{
    Complaint, Either, Entries, Extra, Flag, Items, LANGUAGE_TAG, Leaf, Local, Must, Number,
    OneOrMore, Words, is_language_tag, read_leaf,
};
pub use rare::Rare;
pub use schema::{leaf_schema, or_nothing};
use tree::{Kind, Tree};

/// One step of a path through a YAML value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To the value of a map's key.
    Key(Box<str>),
    /// To an item of a list, from 0.
    Item(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Step::Key(key.into())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Item(index)
    }
}

/// Reads the YAML of a text, which begins at byte `offset` of its content, and notes everything that is wrong with it.
/// None if that leaves nothing, and, without a problem, if the source says nothing: it is empty, only comments or null.
pub fn read<T: DeserializeOwned>(
    text: TextId,
    offset: usize,
    source: &str,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    if says_nothing(source) {
        return None;
    }
    if let Ok(value) = plain::read(source) {
        return Some(value);
    }
    if is_tame(source)
        && let Ok(value) = serde_yaml::from_str(source)
    {
        return Some(value);
    }
    if let Some(trouble) = syntax::control_character(source) {
        note(trouble, text, offset, diagnostics);
    }
    let (tree, trouble) = tree::parse(source);
    if let Some(trouble) = trouble {
        note(trouble, text, offset, diagnostics);
        return None;
    }
    reader::read(text, offset, &tree, diagnostics)
}

fn note(trouble: tree::Trouble, text: TextId, offset: usize, diagnostics: &mut Diagnostics) {
    let place = Place::range(text, offset + trouble.range.start..offset + trouble.range.end);
    diagnostics.error(trouble.rule, place, trouble.message).help = trouble.help;
}

fn says_nothing(source: &str) -> bool {
    source.lines().all(|line| {
        line.trim_start().is_empty()
            || line.trim_start().starts_with('#')
            || line.trim_end() == "---"
    }) && source.lines().filter(|line| line.trim_end() == "---").count() < 2
}

/// Whether `serde_yaml` can be trusted with a source: it takes quadratic time where nesting is deep, and aliases can
/// make much out of little. Only a guess from the outside of texts, and on the safe side.
fn is_tame(source: &str) -> bool {
    let mut open: usize = 0;
    for line in source.lines() {
        let indent = line.bytes().take_while(|byte| b" -?:".contains(byte)).count();
        let mut before = (b' ', b' ');
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ if before.1 == b'&'
                    && b" \t[{,".contains(&before.0)
                    && !byte.is_ascii_whitespace() =>
                {
                    return false;
                }
                _ => {}
            }
            if indent + open > tree::MAX_DEPTH {
                return false;
            }
            before = (before.1, byte);
        }
    }
    true
}

/// Finds the bytes of places, reading each text at most once.
pub struct Finder<'a> {
    texts: &'a Texts,
    trees: BTreeMap<TextId, (usize, Tree<'a>)>,
}

impl<'a> Finder<'a> {
    /// A finder of places in these texts.
    pub fn new(texts: &'a Texts) -> Self {
        Finder { texts, trees: BTreeMap::new() }
    }

    /// Finds a place. Where its path does not lead all the way, the last value on it is shown instead.
    pub fn find(&mut self, place: &Place) -> Found {
        let range = match &place.spot {
            Spot::File => None,
            Spot::Range(range) => Some(range.clone()),
            Spot::Value { path, inside } => {
                let (offset, tree) = self.tree(place.text);
                Some(shift(value(tree, path, inside.as_ref()), *offset))
            }
            Spot::Key { path } => {
                let (offset, tree) = self.tree(place.text);
                Some(shift(key(tree, path), *offset))
            }
        };
        let range = range.filter(|_| !self.texts.is_lost(place.text));
        let content = &self.texts.get(place.text).content;
        Found { text: place.text, range: range.map(|range| clamp(content, &range)) }
    }

    fn tree(&mut self, text: TextId) -> &(usize, Tree<'a>) {
        let texts = self.texts;
        self.trees.entry(text).or_insert_with(|| {
            let (offset, source) = texts.get(text).yaml();
            (offset, tree::parse(source).0)
        })
    }
}

fn shift(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

fn clamp(content: &str, range: &Range<usize>) -> Range<usize> {
    let start = content.floor_char_boundary(range.start);
    start..content.ceil_char_boundary(range.end.min(content.len())).max(start)
}

fn value(tree: &Tree<'_>, path: &[Step], inside: Option<&Range<usize>>) -> Range<usize> {
    let (walked, at) = walk(tree, path);
    match (at, inside) {
        (Some(at), Some(inside)) if walked == path.len() => tree.inside(at.value, inside),
        (Some(at), _) => match at.key {
            Some(key) if tree.is_null(at.value) => tree.shown(key),
            _ => tree.shown(at.value),
        },
        (None, _) => 0..0,
    }
}

fn key(tree: &Tree<'_>, path: &[Step]) -> Range<usize> {
    match walk(tree, path) {
        (walked, Some(At { key: Some(key), .. })) if walked == path.len() => tree.shown(key),
        (_, Some(at)) => tree.shown(at.value),
        (_, None) => 0..0,
    }
}

/// Where a walk along a path has come to.
struct At {
    key: Option<usize>,
    value: usize,
}

/// How many steps of a path there are in a tree, and where they lead.
fn walk(tree: &Tree<'_>, path: &[Step]) -> (usize, Option<At>) {
    let Some(root) = tree.root else { return (0, None) };
    let mut at = At { key: None, value: root };
    for (walked, step) in path.iter().enumerate() {
        let next = match (step, &tree.node(at.value).kind) {
            (Step::Key(name), Kind::Map { entries, .. }) => entries
                .iter()
                .find(|(key, _)| tree.text(*key) == Some(name))
                .map(|(key, value)| At { key: Some(*key), value: *value }),
            (Step::Item(index), Kind::List { items, .. }) => {
                items.get(*index).map(|item| At { key: None, value: *item })
            }
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return (walked, Some(at)),
        }
    }
    (path.len(), Some(at))
}

#[cfg(test)]
mod tests;
