//! The exact driver: a serde deserializer over a [`Tree`] that notes every problem at its place and goes on.
//!
//! serde gives up at the first error, so a file is read in passes. A pass that meets an error notes it, marks the
//! map's entry or the list's item that it lies in as broken, and the next pass leaves that out. Until a pass goes
//! through, lists are taken up where the last one stopped, so that many problems in a long list take no more time
//! than few; the last pass then reads everything that can be read.

mod value;
mod walk;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use foldhash::fast::RandomState;
use serde::de::{self, DeserializeOwned};

use super::leaf::Complaint;
use super::tree::Tree;
use crate::diagnostic::{Diagnostics, Place, Rule, rule};
use crate::text::TextId;
use value::{Label, Value};

/// Reads a tree as a `T`, as far as it can be read, and notes everything that is wrong with it. `offset` is where
/// the tree's source begins in its text.
pub fn read<T: DeserializeOwned>(
    text: TextId,
    offset: usize,
    tree: &Tree<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let root = tree.root.filter(|root| !tree.is_null(*root))?;
    let reader = Reader { tree, found: RefCell::default() };
    let value = reader.read(root);
    let mut found = reader.found.into_inner();
    found.problems.sort_by_key(|problem| problem.range.start);
    for problem in found.problems {
        let place =
            |range: Range<usize>| Place::range(text, offset + range.start..offset + range.end);
        let note = diagnostics.error(problem.rule, place(problem.range), problem.message);
        note.help = problem.help;
        if let Some((range, label)) = problem.also {
            note.also(place(range), label);
        }
    }
    value
}

pub struct Reader<'t> {
    tree: &'t Tree<'t>,
    found: RefCell<Found>,
}

/// What the passes have found so far; nodes by their numbers in the tree.
#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
    told: HashSet<(usize, usize, &'static str, String), RandomState>,
    /// Maps whose keys have been checked, and lists whose items have.
    checked: HashSet<usize, RandomState>,
    /// Entries of maps and items of lists that cannot be read.
    broken: HashMap<(usize, usize), Fate, RandomState>,
    /// Required keys that maps lack.
    lacking: HashMap<usize, Vec<&'static str>, RandomState>,
    /// How many items of a list have been read without an error.
    done: HashMap<usize, usize, RandomState>,
    /// Whether this pass reads lists from their beginning.
    whole: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// Handed out as a stand-in, for the types that know one.
    StandIn,
    /// Not handed out.
    Skip,
}

struct Problem {
    rule: Rule,
    range: Range<usize>,
    message: String,
    help: Option<String>,
    also: Option<(Range<usize>, String)>,
}

/// Why a value could not be read.
#[derive(Debug)]
pub enum Failure {
    /// A problem was noted, and the next pass goes round it.
    Again,
    /// A value that cannot be read, for reasons that have been noted.
    Broken,
    /// The rest have still to be noted, by whoever knows the place.
    Complaint(Complaint),
    Kind {
        expected: String,
    },
    Variant {
        found: String,
        known: &'static [&'static str],
    },
    UnknownKey {
        known: &'static [&'static str],
    },
    Missing(&'static str),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Failure::Complaint(Complaint::decode(&message.to_string()))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Failure::Kind { expected: expected.to_string() }
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Failure::Variant { found: variant.to_owned(), known }
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Failure::UnknownKey { known }
    }

    fn missing_field(field: &'static str) -> Self {
        Failure::Missing(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Failure::Complaint(Complaint::new(
            rule::DUPLICATE_KEY,
            format!("`{field}` is given twice, by two names"),
        ))
    }
}

impl Reader<'_> {
    fn read<T: DeserializeOwned>(&self, root: usize) -> Option<T> {
        let node =
            Value { reader: self, node: root, label: Label::Root, index: None, extra: false };
        self.found.borrow_mut().whole = true;
        loop {
            match T::deserialize(node) {
                Ok(value) if self.found.borrow().whole => return Some(value),
                Ok(_) => self.found.borrow_mut().whole = true,
                Err(Failure::Again) => self.found.borrow_mut().whole = false,
                Err(failure) => {
                    node.note(failure);
                    return None;
                }
            }
        }
    }

    fn tell(&self, problem: Problem) {
        let mut found = self.found.borrow_mut();
        let key = (problem.range.start, problem.range.end, problem.rule.0, problem.message.clone());
        if found.told.insert(key) {
            found.problems.push(problem);
        }
    }

    fn fate(&self, node: usize, index: usize) -> Option<Fate> {
        self.found.borrow().broken.get(&(node, index)).copied()
    }

    fn skip(&self, node: usize, index: usize) {
        self.found.borrow_mut().broken.insert((node, index), Fate::Skip);
    }

    /// Where this pass begins to read a list, or a map that is no struct.
    fn begin(&self, node: usize) -> usize {
        let found = self.found.borrow();
        if found.whole { 0 } else { found.done.get(&node).copied().unwrap_or(0) }
    }

    /// Remembers that a part has been read, if all before it have.
    fn done(&self, node: usize, index: usize) {
        let mut found = self.found.borrow_mut();
        let done = found.done.entry(node).or_default();
        if *done == index {
            *done += 1;
        }
    }

    /// What a message shows of the source: short, on one line.
    fn source(&self, node: usize) -> Option<&str> {
        let source = &self.tree.source[self.tree.node(node).span.clone()];
        (!source.contains('\n') && source.len() <= 80 && !source.is_empty()).then_some(source)
    }
}
