//! A YAML file as a small tree with places: every scalar's text as written, every node's bytes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::syntax;
use crate::diagnostic::{Rule, rule};

/// More levels than this are refused.
pub const MAX_DEPTH: usize = 64;
/// More nodes than this, counting what aliases repeat, are refused.
const MAX_NODES: usize = 1_000_000;

/// What a YAML source says. An alias is the node that it names, so a node may stand in several places.
pub struct Tree<'s> {
    /// The source; the nodes' spans are bytes of it.
    pub source: &'s str,
    /// The outermost value; none in an empty file.
    pub root: Option<usize>,
    nodes: Vec<Node<'s>>,
}

/// One value or key.
pub struct Node<'s> {
    /// Its bytes in the source, without tag and anchor; a block scalar's begin with its content.
    pub span: Range<usize>,
    /// What it says.
    pub kind: Kind<'s>,
}

/// The three kinds of node.
pub enum Kind<'s> {
    /// A scalar; `plain` if it is unquoted and no tag says that it is text.
    Scalar { text: Cow<'s, str>, style: ScalarStyle, plain: bool },
    /// A list; `flow` if it is written `[…]`.
    List { items: Vec<usize>, flow: bool },
    /// A map of keys and values; `flow` if it is written `{…}`.
    Map { entries: Vec<(usize, usize)>, flow: bool },
}

/// What keeps a source from being read as YAML.
#[derive(Debug)]
pub struct Trouble {
    /// The rule it breaks.
    pub rule: Rule,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// Reads a source; with trouble, the tree holds what stands before it.
pub fn parse(source: &str) -> (Tree<'_>, Option<Trouble>) {
    let mut builder = Builder {
        tree: Tree { source, root: None, nodes: Vec::new() },
        bytes: Bytes::of(source),
        open: Vec::new(),
        anchors: HashMap::new(),
        weights: Vec::new(),
    };
    let trouble = builder.run().err();
    while let Some(open) = builder.open.pop() {
        builder.tree.nodes[open.node].span.end = builder.end_of(open.node);
        // Whatever is wrong with it, one trouble is enough.
        let _ = builder.place(open.node);
    }
    (builder.tree, trouble)
}

impl<'s> Tree<'s> {
    /// A node of this tree.
    pub fn node(&self, id: usize) -> &Node<'s> {
        &self.nodes[id]
    }

    /// A scalar's text.
    pub fn text(&self, id: usize) -> Option<&str> {
        match &self.nodes[id].kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::List { .. } | Kind::Map { .. } => None,
        }
    }

    /// Whether a node says nothing: an unquoted `~` or `null`, or not a character.
    pub fn is_null(&self, id: usize) -> bool {
        match &self.nodes[id].kind {
            Kind::Scalar { text, plain: true, .. } => {
                matches!(&**text, "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// The bytes to show for a node: what spans many lines in block style is shown by its first line.
    pub fn shown(&self, id: usize) -> Range<usize> {
        let node = &self.nodes[id];
        match &node.kind {
            Kind::Map { entries, flow: false } if !entries.is_empty() => {
                self.nodes[entries[0].0].span.clone()
            }
            Kind::List { flow: false, .. } => {
                let line = self.source[node.span.clone()].lines().next().unwrap_or("");
                node.span.start..node.span.start + line.trim_end().len()
            }
            _ => node.span.clone(),
        }
    }

    /// The bytes of the source that say some bytes of a node's text.
    pub fn inside(&self, id: usize, inside: &Range<usize>) -> Range<usize> {
        let node = &self.nodes[id];
        let source = &self.source[node.span.clone()];
        let found = match &node.kind {
            Kind::Scalar { text, style, .. } => align(source, *style, text, inside),
            Kind::List { flow: true, .. } => {
                align(source, ScalarStyle::Plain, &self.set(id).unwrap_or_default(), inside)
            }
            _ => return self.shown(id),
        };
        node.span.start + found.start..node.span.start + found.end
    }

    /// What an unquoted `[1667, 1668]` says when it is taken for the text that it looks like.
    pub fn set(&self, id: usize) -> Option<String> {
        let Kind::List { items, flow: true } = &self.nodes[id].kind else { return None };
        let mut texts = Vec::new();
        for item in items {
            match &self.nodes[*item].kind {
                Kind::Scalar { text, plain: true, .. } if !text.is_empty() => texts.push(&**text),
                _ => return None,
            }
        }
        Some(format!("[{}]", texts.join(",")))
    }
}

/// A collection that has begun.
struct Open {
    node: usize,
    anchor: usize,
    key: Option<usize>,
}

/// How many nodes there are in a node, itself included, and on how many levels; aliases count as what they repeat.
#[derive(Clone, Copy)]
struct Weight {
    nodes: usize,
    levels: usize,
}

struct Builder<'s> {
    tree: Tree<'s>,
    bytes: Bytes,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
    weights: Vec<Weight>,
}

impl<'s> Builder<'s> {
    fn run(&mut self) -> Result<(), Trouble> {
        let mut documents = 0;
        // The parser takes white space that no line end follows for one more line.
        let last = self.tree.source.rfind('\n').map_or(0, |newline| newline + 1);
        let blank = self.tree.source[last..].trim().is_empty();
        let source = if blank { &self.tree.source[..last] } else { self.tree.source };
        for event in Parser::new_from_str(source) {
            let (event, span) = event.map_err(|error| {
                let at = self.bytes.at(error.marker().index());
                syntax::explain(self.tree.source, at, error.info())
            })?;
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(self.trouble(
                            rule::YAML_SYNTAX,
                            self.span(span),
                            "a file holds one document only, and `---` begins another",
                        ));
                    }
                }
                Event::Alias(anchor) => self.alias(anchor, span)?,
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(text, style, anchor, tag.as_deref(), span)?
                }
                Event::SequenceStart(anchor, _) => {
                    let flow = self.opens_with('[', span);
                    self.begin(Kind::List { items: Vec::new(), flow }, anchor, span)?;
                }
                Event::MappingStart(anchor, _) => {
                    let flow = self.opens_with('{', span);
                    self.begin(Kind::Map { entries: Vec::new(), flow }, anchor, span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span)?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    fn trouble(&self, rule: Rule, range: Range<usize>, message: &str) -> Trouble {
        Trouble { rule, range, message: message.to_owned(), help: None }
    }

    fn span(&self, span: Span) -> Range<usize> {
        let start = self.bytes.at(span.start.index());
        start..self.bytes.at(span.end.index()).max(start)
    }

    fn opens_with(&self, bracket: char, span: Span) -> bool {
        self.tree.source[self.span(span)].trim_end().ends_with(bracket)
    }

    fn scalar(
        &mut self,
        mut text: Cow<'s, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Trouble> {
        let mut range = self.span(span);
        if anchor > 0 || tag.is_some() {
            range = syntax::without_properties(self.tree.source, range, style);
        }
        if text.is_empty() && style == ScalarStyle::Plain {
            // The parser gives the next token's place; a list's empty item is shown by its dash.
            range = self.dash_before(range.start).unwrap_or(range.start..range.start);
        }
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if block
            && range.end == self.tree.source.len()
            && !self.tree.source.ends_with('\n')
            && text.ends_with('\n')
        {
            // The parser ends a file's last line for us, and libyaml does not.
            text.to_mut().pop();
        }
        range.end = range.start + self.tree.source[range.clone()].trim_end().len();
        let says_text = tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix == "str");
        let plain = style == ScalarStyle::Plain && !says_text;
        let node = self.push(Node { span: range, kind: Kind::Scalar { text, style, plain } });
        self.anchors.insert(anchor, node);
        self.place(node)
    }

    fn begin(&mut self, kind: Kind<'s>, anchor: usize, span: Span) -> Result<(), Trouble> {
        let mut range = self.span(span);
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(range));
        }
        let opening = self.tree.source[range.clone()].trim_end();
        if opening.ends_with(['[', '{']) {
            range.start += opening.len() - 1;
        }
        if matches!(kind, Kind::List { flow: false, .. })
            && !self.tree.source[range.start..].starts_with('-')
        {
            range = self.dash_before(range.start).unwrap_or(range);
        }
        let node = self.push(Node { span: range, kind });
        self.open.push(Open { node, anchor, key: None });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Trouble> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let node = &self.tree.nodes[open.node];
        let flow =
            matches!(node.kind, Kind::List { flow: true, .. } | Kind::Map { flow: true, .. });
        let end = if flow { self.bytes.at(span.start.index() + 1) } else { self.end_of(open.node) };
        self.tree.nodes[open.node].span.end = end.max(node.span.start);
        self.anchors.insert(open.anchor, open.node);
        self.place(open.node)
    }

    /// Where a block collection's last part ends.
    fn end_of(&self, node: usize) -> usize {
        let last = match &self.tree.nodes[node].kind {
            Kind::List { items, .. } => items.last(),
            Kind::Map { entries, .. } => entries.last().map(|(_, value)| value),
            Kind::Scalar { .. } => None,
        };
        last.map_or(self.tree.nodes[node].span.end, |last| self.tree.nodes[*last].span.end)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Trouble> {
        let range = self.span(span);
        if self.open.iter().any(|open| open.anchor == anchor) {
            return Err(self.trouble(
                rule::YAML_SYNTAX,
                range,
                "an alias cannot stand inside of what it repeats",
            ));
        }
        let Some(&node) = self.anchors.get(&anchor) else {
            return Err(self.trouble(rule::YAML_SYNTAX, range, "an alias of nothing"));
        };
        if self.open.len() + self.weights[node].levels > MAX_DEPTH + 1 {
            return Err(self.too_deep(range));
        }
        self.place(node).map_err(|trouble| Trouble { range, ..trouble })
    }

    /// The dash that stands before a byte, with nothing but white space between them.
    fn dash_before(&self, at: usize) -> Option<Range<usize>> {
        let before = self.tree.source[..at].trim_end();
        before.ends_with('-').then(|| before.len() - 1..before.len())
    }

    fn too_deep(&self, range: Range<usize>) -> Trouble {
        self.trouble(rule::TOO_DEEP, range, &format!("nested more than {MAX_DEPTH} levels deep"))
    }

    fn push(&mut self, node: Node<'s>) -> usize {
        self.tree.nodes.push(node);
        self.weights.push(Weight { nodes: 1, levels: 1 });
        self.tree.nodes.len() - 1
    }

    /// Puts a node that is complete where it belongs.
    fn place(&mut self, node: usize) -> Result<(), Trouble> {
        let Some(open) = self.open.last_mut() else {
            self.tree.root = self.tree.root.or(Some(node));
            return Ok(());
        };
        let weight = self.weights[node];
        let parent = &mut self.weights[open.node];
        parent.nodes = parent.nodes.saturating_add(weight.nodes);
        parent.levels = parent.levels.max(weight.levels + 1);
        let repeated = parent.nodes > MAX_NODES.max(self.tree.nodes.len());
        match &mut self.tree.nodes[open.node].kind {
            Kind::List { items, .. } => items.push(node),
            Kind::Map { entries, .. } => match open.key.take() {
                Some(key) => entries.push((key, node)),
                None => open.key = Some(node),
            },
            Kind::Scalar { .. } => {}
        }
        if repeated {
            return Err(self.trouble(
                rule::YAML_SYNTAX,
                0..0,
                "aliases repeat too much: more than a million values",
            ));
        }
        Ok(())
    }
}

/// From the parser's counts of characters to bytes.
enum Bytes {
    Same(usize),
    Table(Vec<usize>),
}

impl Bytes {
    fn of(source: &str) -> Self {
        if source.is_ascii() {
            return Bytes::Same(source.len());
        }
        Bytes::Table(source.char_indices().map(|(at, _)| at).chain([source.len()]).collect())
    }

    fn at(&self, index: usize) -> usize {
        match self {
            Bytes::Same(length) => index.min(*length),
            Bytes::Table(table) => table[index.min(table.len() - 1)],
        }
    }
}

/// The bytes of a scalar's source that say some bytes of its text. Both are walked side by side; white space in the
/// one stands for any in the other, for that is what folding and indentation change.
fn align(source: &str, style: ScalarStyle, text: &str, inside: &Range<usize>) -> Range<usize> {
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let mut at = usize::from(quoted).min(source.len());
    let mut start = None;
    let mut end = at;
    for (index, char) in text.char_indices() {
        if !char.is_whitespace() {
            while let Some(unit) = Unit::read(&source[at..], style)
                && unit.white
            {
                at += unit.length;
            }
        }
        if index + char.len_utf8() > inside.start && start.is_none() {
            start = Some(at);
            end = at;
        }
        if index >= inside.end {
            break;
        }
        match Unit::read(&source[at..], style) {
            Some(unit) if unit.white || !char.is_whitespace() => at += unit.length,
            _ => continue,
        }
        end = at;
    }
    let start = start.unwrap_or(end);
    start..end.max(start)
}

/// What stands for one character in a scalar's source.
struct Unit {
    length: usize,
    white: bool,
}

impl Unit {
    fn read(source: &str, style: ScalarStyle) -> Option<Unit> {
        let char = source.chars().next()?;
        if style == ScalarStyle::SingleQuoted && source.starts_with("''") {
            return Some(Unit { length: 2, white: false });
        }
        if style != ScalarStyle::DoubleQuoted || char != '\\' {
            return Some(Unit { length: char.len_utf8(), white: char.is_whitespace() });
        }
        let escape = source[1..].chars().next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let length = (1 + escape.len_utf8() + digits).min(source.len());
        let code = source.get(2..length).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let white = match code.filter(|_| digits > 0) {
            Some(code) => char::from_u32(code).is_some_and(char::is_whitespace),
            None => {
                escape.is_whitespace()
                    || matches!(escape, 'n' | 't' | 'r' | 'v' | 'f' | 'N' | '_' | 'L' | 'P')
            }
        };
        Some(Unit { length: source.ceil_char_boundary(length), white })
    }
}
