//! The exact driver: a serde deserializer over a [`Tree`] that notes every problem at its place and goes on.
//!
//! serde gives up at the first error, so a file is read in passes. A pass that meets an error notes it, marks the
//! map's entry or the list's item that it lies in as broken, and the next pass leaves that out. Until a pass goes
//! through, lists are taken up where the last one stopped, so that many problems in a long list take no more time
//! than few; the last pass then reads everything that can be read.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::leaf::{Complaint, EITHER, EXTRA, INDEXED, Leaf, MUST, SET};
use super::syntax;
use super::tree::{Kind, Tree};
use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place, Rule, did_you_mean, nearest, rule};
use crate::text::TextId;

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

struct Reader<'t> {
    tree: &'t Tree<'t>,
    found: RefCell<Found>,
}

/// What the passes have found so far; nodes by their numbers in the tree.
#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
    told: HashSet<(usize, usize, &'static str, String)>,
    /// Maps whose keys have been checked, and lists whose items have.
    checked: HashSet<usize>,
    /// Entries of maps and items of lists that cannot be read.
    broken: HashMap<(usize, usize), Fate>,
    /// Required keys that maps lack.
    lacking: HashMap<usize, Vec<&'static str>>,
    /// How many items of a list have been read without an error.
    done: HashMap<usize, usize>,
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
enum Failure {
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

/// What leads to a value.
#[derive(Clone, Copy)]
enum Label {
    Root,
    /// A key of a map.
    Key(usize),
    /// A list that stands under a key, or under none.
    Item(Option<usize>),
}

/// One node, to be read.
#[derive(Clone, Copy)]
struct Value<'r> {
    reader: &'r Reader<'r>,
    node: usize,
    label: Label,
    /// Which item of a list it is, by the list as written.
    index: Option<usize>,
    /// Whether anything at all may stand here.
    extra: bool,
}

impl<'r> Value<'r> {
    fn tree(&self) -> &'r Tree<'r> {
        self.reader.tree
    }

    fn is_null(&self) -> bool {
        self.tree().is_null(self.node)
    }

    fn kind(&self) -> &'r Kind<'r> {
        &self.tree().node(self.node).kind
    }

    fn child(&self, node: usize, label: Label) -> Self {
        Value { node, label, index: None, ..*self }
    }

    fn item_label(&self) -> Label {
        match self.label {
            Label::Root => Label::Item(None),
            Label::Key(key) => Label::Item(Some(key)),
            Label::Item(key) => Label::Item(key),
        }
    }

    /// What is being read, in words.
    fn subject(&self) -> String {
        match self.label {
            Label::Root => "the file".to_owned(),
            Label::Key(key) => format!("`{}`", self.tree().text(key).unwrap_or("?")),
            Label::Item(Some(key)) => {
                format!("an item of `{}`", self.tree().text(key).unwrap_or("?"))
            }
            Label::Item(None) => "an item of the list".to_owned(),
        }
    }

    fn found(&self) -> &'static str {
        match self.kind() {
            Kind::Scalar { .. } if self.is_null() => "nothing",
            Kind::Scalar { .. } => "a text",
            Kind::List { .. } => "a list",
            Kind::Map { .. } => "a map",
        }
    }

    fn kind_error(&self, expected: impl fmt::Display) -> Failure {
        if self.is_null() {
            Failure::Broken
        } else {
            Failure::Kind { expected: expected.to_string() }
        }
    }

    /// Notes a failure at this value, unless that has been done.
    fn note(&self, failure: Failure) {
        let tree = self.tree();
        let shown = tree.shown(self.node);
        let (rule, range, message, help) = match failure {
            Failure::Again | Failure::Broken => return,
            _ if self.is_null() => return,
            Failure::Complaint(complaint) => {
                let range = complaint.range.map_or(shown, |inside| tree.inside(self.node, &inside));
                (complaint.rule, range, complaint.message, complaint.help)
            }
            Failure::Kind { expected } => {
                let message = format!("{} takes {expected}, not {}", self.subject(), self.found());
                let help = self.how_to_write(&expected);
                (rule::WRONG_TYPE, shown, message, help)
            }
            Failure::Variant { found, known } => {
                let message = format!("`{found}` is not one of: {}", known.join(", "));
                (rule::BAD_VALUE, shown, message, did_you_mean(&found, known.iter().copied()))
            }
            Failure::UnknownKey { .. } | Failure::Missing(_) => {
                (rule::BAD_VALUE, shown, format!("{} cannot be read", self.subject()), None)
            }
        };
        self.reader.tell(Problem { rule, range, message, help, also: None });
    }

    /// What to write where a value is of the wrong kind, if that is easy to say.
    fn how_to_write(&self, expected: &str) -> Option<String> {
        let source = self.reader.source(self.node);
        match self.kind() {
            Kind::Scalar { text, plain, .. } if matches!(self.label, Label::Root) => {
                let (key, value) =
                    text.split_once(':').filter(|_| *plain && !text.contains('\n'))?;
                Some(format!("write a space after the colon: `{key}: {}`", value.trim()))
            }
            Kind::Scalar { text, plain, .. } if expected == "a list" => {
                let Label::Key(key) = self.label else { return None };
                let bare = !plain || !text.contains([',', '[', ']', '{', '}']);
                let item = if bare { source?.to_owned() } else { syntax::quoted(source?) };
                Some(format!("write `{}: [{item}]`", self.tree().text(key)?))
            }
            Kind::Map { flow: true, .. } | Kind::List { flow: true, .. }
                if !expected.starts_with("a list") && !expected.starts_with("a map") =>
            {
                // EDTF has no white space.
                let is_date = expected == Date::WHAT;
                let text: String =
                    source?.chars().filter(|char| !is_date || *char != ' ').collect();
                Some(format!("write it in quotes: `{}`", syntax::quoted(&text)))
            }
            _ => None,
        }
    }

    /// Notes a key that a map lacks, and lets the next pass hand out a stand-in.
    fn missing(&self, field: &'static str, name: &str) -> Failure {
        let again = self
            .reader
            .found
            .borrow()
            .lacking
            .get(&self.node)
            .is_some_and(|lacking| lacking.contains(&field));
        if again {
            return Failure::Broken;
        }
        let entries: &[(usize, usize)] = match self.kind() {
            Kind::Map { entries, .. } => entries,
            _ => &[],
        };
        let tree = self.tree();
        let at = entries.iter().position(|(key, _)| tree.text(*key) == Some(field));
        // A key that was meant to be this one has been reported as unknown, and is no second mistake.
        let is_misspelt = entries.iter().enumerate().any(|(index, (key, _))| {
            let text = tree.text(*key).unwrap_or_default();
            self.reader.fate(self.node, index).is_some() && nearest(text, [field]).is_some()
        });
        let is_reported = at.map_or(is_misspelt, |at| self.reader.fate(self.node, at).is_some());
        if !is_reported {
            self.note_missing(field, name, at.map(|at| entries[at]));
        }
        self.reader.found.borrow_mut().lacking.entry(self.node).or_default().push(field);
        Failure::Again
    }

    fn note_missing(&self, field: &str, name: &str, empty: Option<(usize, usize)>) {
        let tree = self.tree();
        let (range, message, help) = match (empty, self.label) {
            (Some((key, value)), _) => {
                let help = match tree.text(value) {
                    Some(null) if !null.is_empty() => {
                        format!(
                            "write the text, or quote it if you mean the characters: `{field}: \"{null}\"`"
                        )
                    }
                    _ => format!("write `{field}: …`"),
                };
                (tree.shown(key), format!("`{field}` has no value"), help)
            }
            (None, label) => {
                let range = match label {
                    Label::Key(key) if self.is_null() => tree.shown(key),
                    _ => tree.shown(self.node),
                };
                let name = if name.is_empty() { "map" } else { name };
                let lacks = match name {
                    "settings" => format!("the settings have no `{field}`"),
                    _ => format!("this {name} has no `{field}`"),
                };
                (range, lacks, format!("add `{field}: …`"))
            }
        };
        self.reader.tell(Problem {
            rule: rule::MISSING_KEY,
            range,
            message,
            help: Some(help),
            also: None,
        });
    }

    /// Notes, once for each map, the keys that are no keys and those that stand twice.
    fn check_keys(&self, entries: &[(usize, usize)]) {
        if !self.reader.found.borrow_mut().checked.insert(self.node) {
            return;
        }
        let tree = self.tree();
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (index, (key, _)) in entries.iter().enumerate() {
            let problem = match tree.text(*key) {
                None => Problem {
                    rule: rule::WRONG_TYPE,
                    range: tree.shown(*key),
                    message: "a key is a text, not a list or a map".to_owned(),
                    help: self
                        .reader
                        .source(*key)
                        .map(|key| format!("write it in quotes: `{}`", syntax::quoted(key))),
                    also: None,
                },
                Some(text) => match first.get(text) {
                    None => {
                        first.insert(text, *key);
                        continue;
                    }
                    Some(other) => Problem {
                        rule: rule::DUPLICATE_KEY,
                        range: tree.shown(*key),
                        message: format!("`{text}` stands twice in one map"),
                        help: None,
                        also: Some((tree.shown(*other), "first written here".to_owned())),
                    },
                },
            };
            self.reader.tell(problem);
            self.reader.skip(self.node, index);
        }
    }

    /// Notes every key that is not among the known ones.
    fn note_unknown_keys(&self, entries: &[(usize, usize)], name: &str, known: &[&'static str]) {
        let tree = self.tree();
        for (index, (key, _)) in entries.iter().enumerate() {
            let Some(text) = tree.text(*key) else { continue };
            if known.contains(&text) || self.reader.fate(self.node, index).is_some() {
                continue;
            }
            let of = if name.is_empty() {
                "here".to_owned()
            } else {
                format!("of {}", with_article(name))
            };
            self.reader.tell(Problem {
                rule: rule::UNKNOWN_KEY,
                range: tree.shown(*key),
                message: format!("`{text}` is not a key {of}"),
                help: did_you_mean(text, known.iter().copied())
                    .or_else(|| Some(format!("the keys are: {}", known.join(", ")))),
                also: None,
            });
            self.reader.skip(self.node, index);
        }
    }

    /// Notes, once for each list, the items that say nothing.
    fn check_items(&self, items: &[usize]) {
        if !self.reader.found.borrow_mut().checked.insert(self.node) {
            return;
        }
        let tree = self.tree();
        for (index, item) in items.iter().enumerate() {
            if !tree.is_null(*item) {
                continue;
            }
            self.reader.skip(self.node, index);
            if self.extra {
                continue;
            }
            let text = tree.text(*item).unwrap_or("");
            let help = match text {
                "" => "write a value after the `-`, or remove it".to_owned(),
                _ => format!("quote it if you mean the characters: `\"{text}\"`"),
            };
            self.reader.tell(Problem {
                rule: rule::BAD_VALUE,
                range: tree.shown(*item),
                message: format!("{} is empty", self.child(*item, self.item_label()).subject()),
                help: Some(help),
                also: None,
            });
        }
    }

    /// `fields` are those of a struct; any other map has none.
    fn visit_map<'de, V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let entries: &[(usize, usize)] = match self.kind() {
            Kind::Map { entries, .. } => entries,
            _ => &[],
        };
        self.check_keys(entries);
        let lacking =
            self.reader.found.borrow().lacking.get(&self.node).cloned().unwrap_or_default();
        let next = if fields.is_some() { 0 } else { self.reader.begin(self.node) };
        let access =
            MapWalk { map: self, name, fields, entries, lacking, next, value: Next::StandIn };
        match visitor.visit_map(access) {
            Err(Failure::Missing(field)) => Err(self.missing(field, name)),
            result => result,
        }
    }

    fn visit_seq<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let items: &[usize] = match self.kind() {
            Kind::List { items, .. } => items,
            _ => &[],
        };
        self.check_items(items);
        visitor.visit_seq(ListWalk { list: self, items, next: self.reader.begin(self.node) })
    }
}

fn with_article(name: &str) -> String {
    if name == "settings" {
        return "the settings".to_owned();
    }
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { .. } if self.is_null() => Err(Failure::Broken),
            Kind::Scalar { text, plain, .. } => match (&**text, self.extra && *plain) {
                ("true" | "True" | "TRUE", true) => visitor.visit_bool(true),
                ("false" | "False" | "FALSE", true) => visitor.visit_bool(false),
                (text, _) => visitor.visit_str(text),
            },
            Kind::List { .. } => self.visit_seq(visitor),
            Kind::Map { .. } => self.visit_map("", None, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { text, .. } if !self.is_null() => visitor.visit_str(text),
            _ => Err(self.kind_error(&visitor as &dyn de::Expected)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match (name, self.kind()) {
            (SET, Kind::List { .. }) => match self.tree().set(self.node) {
                Some(set) => visitor.visit_str(&set),
                None => visitor.visit_newtype_struct(self),
            },
            (EXTRA, _) => visitor.visit_newtype_struct(Value { extra: true, ..self }),
            (EITHER, Kind::Scalar { .. }) => self.deserialize_str(visitor),
            (EITHER, Kind::Map { .. }) => visitor.visit_some(self),
            (EITHER, Kind::List { .. }) => Err(self.kind_error(&visitor as &dyn de::Expected)),
            (INDEXED, _) => match self.index {
                Some(index) => visitor.visit_map(IndexedWalk { index, item: Some(self) }),
                None => visitor.visit_newtype_struct(self),
            },
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::List { .. } => self.visit_seq(visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_seq(visitor),
            _ => Err(self.kind_error("a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Map { .. } => self.visit_map("", None, visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_map("", None, visitor),
            _ => Err(self.kind_error("a map")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Map { .. } => self.visit_map(name, Some(fields), visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_map(name, Some(fields), visitor),
            _ => Err(self.kind_error("a map")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { text, .. } if !self.is_null() => {
                visitor.visit_enum(IntoDeserializer::<Failure>::into_deserializer(&**text))
            }
            _ => Err(self.kind_error(format!("one of: {}", variants.join(", ")))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The value after the key that was handed out last.
#[derive(Clone, Copy)]
enum Next {
    Entry(usize),
    StandIn,
}

struct MapWalk<'r> {
    map: Value<'r>,
    name: &'static str,
    fields: Option<&'static [&'static str]>,
    entries: &'r [(usize, usize)],
    lacking: Vec<&'static str>,
    next: usize,
    value: Next,
}

impl MapWalk<'_> {
    /// Whether an entry is left out: a broken one, and a struct's field that has no value. A key that is no field is
    /// handed out even then, to be found unknown.
    fn leaves_out(&self, index: usize) -> bool {
        let tree = self.map.tree();
        let (key, value) = self.entries[index];
        let Some(text) = tree.text(key) else { return true };
        self.map.reader.fate(self.map.node, index) == Some(Fate::Skip)
            || self.fields.is_some_and(|fields| tree.is_null(value) && fields.contains(&text))
    }

    fn refuse_key(&self, index: usize, failure: Failure) -> Failure {
        let reader = self.map.reader;
        match failure {
            Failure::UnknownKey { known } => {
                self.map.note_unknown_keys(self.entries, self.name, known)
            }
            failure => {
                let key = self.entries[index].0;
                self.map.child(key, Label::Key(key)).note(failure);
            }
        }
        reader.skip(self.map.node, index);
        Failure::Again
    }
}

impl<'de> de::MapAccess<'de> for MapWalk<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        while self.next < self.entries.len() && self.leaves_out(self.next) {
            self.map.reader.done(self.map.node, self.next);
            self.next += 1;
        }
        let Some((key, _)) = self.entries.get(self.next) else {
            let Some(name) = self.lacking.pop() else { return Ok(None) };
            self.value = Next::StandIn;
            return seed
                .deserialize(IntoDeserializer::<Failure>::into_deserializer(name))
                .map(Some);
        };
        let index = self.next;
        self.next += 1;
        self.value = Next::Entry(index);
        let text = self.map.tree().text(*key).unwrap_or("");
        match seed.deserialize(IntoDeserializer::<Failure>::into_deserializer(text)) {
            Ok(key) => Ok(Some(key)),
            Err(failure) => Err(self.refuse_key(index, failure)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Next::Entry(index) = self.value else { return seed.deserialize(StandIn) };
        let reader = self.map.reader;
        let (key, node) = self.entries[index];
        let value = self.map.child(node, Label::Key(key));
        let fate = reader.fate(self.map.node, index);
        let result =
            if fate.is_none() { seed.deserialize(value) } else { seed.deserialize(StandIn) };
        let failure = match result {
            Ok(read) => {
                reader.done(self.map.node, index);
                return Ok(read);
            }
            Err(Failure::Again) => return Err(Failure::Again),
            Err(failure) => failure,
        };
        value.note(failure);
        let next = if fate.is_none() && !value.is_null() { Fate::StandIn } else { Fate::Skip };
        reader.found.borrow_mut().broken.insert((self.map.node, index), next);
        Err(Failure::Again)
    }
}

struct ListWalk<'r> {
    list: Value<'r>,
    items: &'r [usize],
    next: usize,
}

impl<'de> de::SeqAccess<'de> for ListWalk<'_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failure> {
        let reader = self.list.reader;
        while self.next < self.items.len() && reader.fate(self.list.node, self.next).is_some() {
            reader.done(self.list.node, self.next);
            self.next += 1;
        }
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        let item = Value { index: Some(index), ..self.list.child(*item, self.list.item_label()) };
        match seed.deserialize(item) {
            Ok(read) => {
                reader.done(self.list.node, index);
                Ok(Some(read))
            }
            Err(Failure::Again) => Err(Failure::Again),
            Err(failure) => {
                item.note(failure);
                reader.skip(self.list.node, index);
                Err(Failure::Again)
            }
        }
    }
}

/// An item as a map of one entry, from its index to itself.
struct IndexedWalk<'r> {
    index: usize,
    item: Option<Value<'r>>,
}

impl<'de> de::MapAccess<'de> for IndexedWalk<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        seed.deserialize(IntoDeserializer::<Failure>::into_deserializer(self.index)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        self.item.take().map_or(Err(Failure::Broken), |item| seed.deserialize(item))
    }
}

/// What is handed out instead of a value that cannot be read: nothing, to every type that knows a nothing.
struct StandIn;

impl<'de> Deserializer<'de> for StandIn {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failure> {
        Err(Failure::Broken)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if name == MUST { visitor.visit_unit() } else { Err(Failure::Broken) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_none()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier
    }
}
