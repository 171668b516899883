//! A node that is read, and what is noted of it: where, what is wrong, and what to write instead.

use std::collections::HashMap;
use std::fmt;

use super::super::leaf::Leaf;
use super::super::syntax;
use super::super::tree::{Kind, Tree};
use super::{Failure, Problem, Reader};
use crate::date::Date;
use crate::diagnostic::{did_you_mean, nearest, rule};

/// What leads to a value.
#[derive(Clone, Copy)]
pub enum Label {
    Root,
    /// A key of a map.
    Key(usize),
    /// A list that stands under a key, or under none.
    Item(Option<usize>),
}

/// One node, to be read.
#[derive(Clone, Copy)]
pub struct Value<'r> {
    pub reader: &'r Reader<'r>,
    pub node: usize,
    pub label: Label,
    /// Which item of a list it is, by the list as written.
    pub index: Option<usize>,
    /// Whether anything at all may stand here.
    pub extra: bool,
}

impl<'r> Value<'r> {
    pub fn tree(&self) -> &'r Tree<'r> {
        self.reader.tree
    }

    pub fn is_null(&self) -> bool {
        self.tree().is_null(self.node)
    }

    pub fn kind(&self) -> &'r Kind<'r> {
        &self.tree().node(self.node).kind
    }

    pub fn child(&self, node: usize, label: Label) -> Self {
        Value { node, label, index: None, ..*self }
    }

    pub fn item_label(&self) -> Label {
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

    pub fn kind_error(&self, expected: impl fmt::Display) -> Failure {
        if self.is_null() {
            Failure::Broken
        } else {
            Failure::Kind { expected: expected.to_string() }
        }
    }

    /// Notes a failure at this value, unless that has been done.
    pub fn note(&self, failure: Failure) {
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
    pub fn missing(&self, field: &'static str, name: &str) -> Failure {
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
    pub fn check_keys(&self, entries: &[(usize, usize)]) {
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
    pub fn note_unknown_keys(
        &self,
        entries: &[(usize, usize)],
        name: &str,
        known: &[&'static str],
    ) {
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
    pub fn check_items(&self, items: &[usize]) {
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
}

fn with_article(name: &str) -> String {
    if name == "settings" {
        return "the settings".to_owned();
    }
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
