//! Nodes -> Rust: a function for each page, with everything that its template includes in place.
//!
//! A name of a template becomes a variable, `v_` and that name, which holds a reference, or none where there is nothing.
//! What each kind of value does when it is shown or asked for its truth is said by the traits of
//! `src/render/built_in/values.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::parse::{Expr, Node};

/// A page to be compiled.
pub struct Source {
    pub template: &'static str,
    /// Its view: the name and the type.
    pub view: (&'static str, &'static str),
}

/// A part of pages to be compiled.
pub struct Part {
    /// Of the function.
    pub name: &'static str,
    pub template: &'static str,
    /// The component, if it is not the template itself.
    pub component: Option<&'static str>,
    /// The name and the type.
    pub view: (&'static str, &'static str),
}

type Templates = BTreeMap<String, Vec<Node>>;

/// A component: what it is given, what it says, and the template that it stands in.
struct Component<'t> {
    arguments: &'t [String],
    body: &'t [Node],
    home: &'t str,
}

/// Writes all functions, and what decides on whether they may be used.
pub fn emit(templates: &Templates, pages: &[Source], parts: &[Part]) -> String {
    let mut all = String::new();
    let mut keys = Vec::new();
    for part in parts {
        let (name, _) = part.view;
        let mut emitter = Emitter::new(templates, &mut keys);
        emitter.takes(part.template);
        let body = match part.component {
            Some(component) => emitter.components[component].body,
            None => &templates[part.template],
        };
        emitter.nodes(body);
        let (code, made_of) = emitter.end();
        // What is a part of every page may show something of the site.
        let of_site = (name == "page").then_some(("site", "SiteView<'_>"));
        write_function(&mut all, part.name, of_site.iter().chain(&[part.view]), &code);
        write_made_of(&mut all, part.name, &made_of);
    }
    let mut by_view: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    for page in pages {
        let mut emitter = Emitter::new(templates, &mut keys);
        emitter.page(page.template);
        let (code, made_of) = emitter.end();
        let name = format!("page_{}", page.template.trim_end_matches(".html"));
        let shared = [("site", "SiteView<'_>"), ("page", "PageView<'_>")];
        write_function(&mut all, &name, shared.iter().chain(&[page.view]), &code);
        write_made_of(&mut all, &name, &made_of);
        by_view.entry(page.view.1).or_default().push((page.template, name));
    }
    by_view.iter().for_each(|(view, pages)| write_compiled(&mut all, view, pages));
    let _ = writeln!(all, "pub const KEYS: &[&str] = &{keys:?};");
    all
}

/// Writes a function that is given views, by their names and types.
fn write_function<'v>(
    all: &mut String,
    name: &str,
    views: impl Iterator<Item = &'v (&'static str, &'static str)> + Clone,
    code: &str,
) {
    let arguments: Vec<String> =
        views.clone().map(|(name, view)| format!(", {name}: &{view}")).collect();
    let _ = writeln!(
        all,
        "pub fn {name}(ink: &mut Ink<'_>, t: &[&str], words: &Wording{}) -> Result<()> {{",
        arguments.concat()
    );
    for (name, _) in views {
        let _ = writeln!(all, "let v_{name} = Some({name});");
    }
    all.push_str(code);
    all.push_str("Ok(())\n}\n");
}

fn write_made_of(all: &mut String, name: &str, made_of: &BTreeSet<&str>) {
    let name = name.to_uppercase();
    let _ = writeln!(all, "pub const {name}_MADE_OF: &[&str] = &{:?};", Vec::from_iter(made_of));
}

/// Writes what finds the functions of a view by its templates.
fn write_compiled(all: &mut String, view: &str, pages: &[(&str, String)]) {
    let other = "_ => unreachable!(\"a view has its templates\"),";
    let made_of = pages.iter().map(|(template, function)| {
        format!("{template:?} => {}_MADE_OF,", function.to_uppercase())
    });
    let write = pages.iter().map(|(template, function)| {
        format!("{template:?} => {function}(ink, t, words, site, page, self),")
    });
    let _ = writeln!(
        all,
        "impl Compiled for {view} {{
fn made_of(template: &str) -> &'static [&'static str] {{ match template {{ {} {other} }} }}
fn write(&self, template: &str, ink: &mut Ink<'_>, t: &[&str], words: &Wording, site: &SiteView<'_>, \
page: &PageView<'_>) -> Result<()> {{ match template {{ {} {other} }} }}
}}",
        made_of.collect::<String>(),
        write.collect::<String>(),
    );
}

/// Writes the body of a function.
struct Emitter<'t, 'k> {
    templates: &'t Templates,
    components: BTreeMap<&'t str, Component<'t>>,
    /// What a template puts in place of the blocks of the one that it extends.
    blocks: BTreeMap<&'t str, &'t [Node]>,
    code: String,
    /// Text that is not written yet: what comes next may be text too.
    text: String,
    /// The loops around what is being written, by their numbers.
    loops: Vec<usize>,
    /// So many variables have got a number.
    numbered: usize,
    /// The messages that are asked for, of all functions.
    keys: &'k mut Vec<String>,
    /// The templates that it is made of.
    made_of: BTreeSet<&'t str>,
}

impl<'t, 'k> Emitter<'t, 'k> {
    fn new(templates: &'t Templates, keys: &'k mut Vec<String>) -> Self {
        let mut components = BTreeMap::new();
        for (home, nodes) in templates {
            for node in nodes {
                if let Node::Component { name, arguments, body } = node {
                    components.insert(name.as_str(), Component { arguments, body, home });
                }
            }
        }
        Emitter {
            templates,
            components,
            blocks: BTreeMap::new(),
            code: String::new(),
            text: String::new(),
            loops: Vec::new(),
            numbered: 0,
            keys,
            made_of: BTreeSet::new(),
        }
    }

    fn end(mut self) -> (String, BTreeSet<&'t str>) {
        self.write_text();
        (self.code, self.made_of)
    }

    fn takes(&mut self, template: &str) -> &'t [Node] {
        let (name, nodes) = self.templates.get_key_value(template).expect("it is there");
        self.made_of.insert(name);
        nodes
    }

    fn page(&mut self, template: &str) {
        let nodes = self.takes(template);
        let extended = nodes.iter().find_map(|node| match node {
            Node::Extends(parent) => Some(parent.as_str()),
            _ => None,
        });
        let Some(parent) = extended else { return self.nodes(nodes) };
        for node in nodes {
            if let Node::Block(name, body) = node {
                self.blocks.insert(name, body);
            }
        }
        self.page(parent);
    }

    fn nodes(&mut self, nodes: &'t [Node]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &'t Node) {
        match node {
            Node::Text(text) => self.text.push_str(text),
            Node::Show(expression) => self.show(expression),
            Node::If(branches, otherwise) => {
                self.write_text();
                for (index, (condition, body)) in branches.iter().enumerate() {
                    let otherwise = if index == 0 { "" } else { "} else " };
                    let condition = self.condition(condition);
                    self.line(&format!("{otherwise}if {condition} {{"));
                    self.inner(body);
                }
                if !otherwise.is_empty() {
                    self.line("} else {");
                    self.inner(otherwise);
                }
                self.line("}");
            }
            Node::For { item, list, body } => {
                self.write_text();
                let number = self.number();
                let list = self.value(list);
                self.line("{");
                self.line(&format!("let list_{number} = items({list});"));
                self.line(&format!(
                    "for (index_{number}, v_{item}) in list_{number}.iter().enumerate() {{"
                ));
                self.line(&format!("let v_{item} = Some(v_{item});"));
                self.loops.push(number);
                self.inner(body);
                self.loops.pop();
                self.line("} }");
            }
            Node::Set(name, expression) => {
                self.write_text();
                let value = self.value(expression);
                self.line(&format!("let v_{name} = {value};"));
            }
            Node::Capture(name, body) => {
                self.write_text();
                let number = self.number();
                self.line(&format!("let opened_{number} = ink.open(); {{"));
                self.inner(body);
                self.line(&format!("}} let made_{number} = ink.close(opened_{number});"));
                self.line(&format!("let v_{name} = Some(&made_{number});"));
            }
            Node::Include(template) => {
                self.write_text();
                self.line("{");
                let nodes = self.takes(template);
                self.inner(nodes);
                self.line("}");
            }
            Node::Block(name, body) => {
                let body = self.blocks.get(name.as_str()).copied().unwrap_or(body);
                self.write_text();
                self.line("{");
                self.inner(body);
                self.line("}");
            }
            Node::Call { component, arguments } => {
                self.write_text();
                self.call(component, arguments);
            }
            Node::Extends(_) | Node::Component { .. } => {}
        }
    }

    /// Nodes in braces of their own.
    fn inner(&mut self, nodes: &'t [Node]) {
        self.nodes(nodes);
        self.write_text();
    }

    fn call(&mut self, name: &str, given: &'t [(String, Expr)]) {
        let Component { arguments, body, home } = self.components[name];
        self.made_of.insert(home);
        self.line("{");
        // All at once: an argument may be called as what stands around it.
        let values: Vec<String> = arguments
            .iter()
            .map(|argument| {
                let (_, value) = given
                    .iter()
                    .find(|(name, _)| name == argument)
                    .unwrap_or_else(|| panic!("`{name}` is not given its `{argument}`"));
                self.value(value)
            })
            .collect();
        let arguments: Vec<String> = arguments.iter().map(|name| format!("v_{name}")).collect();
        self.line(&format!("let ({},) = ({},);", arguments.join(", "), values.join(", ")));
        self.inner(body);
        self.line("}");
    }

    fn show(&mut self, expression: &Expr) {
        self.write_text();
        let line = match expression {
            Expr::Path(_) | Expr::Item(..) => format!("ink.show({})?;", self.value(expression)),
            Expr::Or(one, other) => {
                let condition = self.condition(one);
                self.line(&format!("if {condition} {{"));
                self.show(one);
                self.line("} else {");
                self.show(other);
                "}".to_owned()
            }
            Expr::Filter(inner, name, _) if name == "safe" => {
                format!("ink.raw(&{})?;", self.words(inner))
            }
            other => format!("ink.escaped(&{})?;", self.words(other)),
        };
        self.line(&line);
    }

    /// Rust that is true or false.
    fn condition(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Path(path) if path[0] == "loop" => {
                let number = self.loops.last().expect("a loop around it");
                match path[1].as_str() {
                    "first" => format!("index_{number} == 0"),
                    "last" => format!("index_{number} + 1 == list_{number}.len()"),
                    other => panic!("there is no loop.{other} here"),
                }
            }
            Expr::Not(inner) => format!("!({})", self.condition(inner)),
            Expr::And(one, other) => {
                format!("({}) && ({})", self.condition(one), self.condition(other))
            }
            Expr::Or(one, other) => {
                format!("({}) || ({})", self.condition(one), self.condition(other))
            }
            Expr::Equal(one, other) => match (&**one, &**other) {
                (_, Expr::Number(number)) => format!("{} == {number}", self.length(one)),
                (Expr::Equal(..), Expr::Equal(..)) => {
                    format!("({}) == ({})", self.condition(one), self.condition(other))
                }
                _ => format!("{} == {}", self.words(one), self.words(other)),
            },
            Expr::Greater(one, other) => match **other {
                Expr::Number(number) => format!("{} > {number}", self.length(one)),
                _ => panic!("only lengths are compared here"),
            },
            Expr::StartsWith(one, other) => {
                format!("{}.starts_with(&*{})", self.words(one), self.words(other))
            }
            Expr::Filter(inner, name, _) if name == "trim" => {
                format!("!{}.trim().is_empty()", self.words(inner))
            }
            other => format!("is({})", self.value(other)),
        }
    }

    fn length(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Filter(inner, name, _) if name == "length" => {
                format!("items({}).len()", self.value(inner))
            }
            other => panic!("only lengths are compared here, not {other:?}"),
        }
    }

    /// Rust for a reference, or none.
    fn value(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Path(path) => match &path[..] {
                [t, key] if t == "t" => format!("Some(&t[{}])", self.key(key)),
                [first, fields @ ..] => field(format!("v_{first}"), fields),
                [] => unreachable!("a path has a name"),
            },
            Expr::Item(list, index, fields) => {
                let list = self.value(list);
                field(format!("items({list}).get({index})"), fields)
            }
            Expr::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.item(item)).collect();
                self.kept(&format!("[{}]", items.join(", ")))
            }
            other => {
                let words = self.words(other);
                self.kept(&words)
            }
        }
    }

    fn item(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Text(text) => format!("{text:?}"),
            other => self.value(other),
        }
    }

    /// Keeps what is made as long as what refers to it.
    fn kept(&mut self, made: &str) -> String {
        let number = self.number();
        self.line(&format!("let made_{number} = {made};"));
        format!("Some(&made_{number})")
    }

    /// Rust for a text that is not escaped.
    fn words(&mut self, expression: &Expr) -> String {
        match expression {
            Expr::Text(text) => format!("Cow::Borrowed({text:?})"),
            Expr::Concat(one, other) => {
                format!("concat(&{}, &{})", self.words(one), self.words(other))
            }
            Expr::Filter(inner, name, arguments) => match name.as_str() {
                "number" => format!("number(words, {})", self.value(inner)),
                "escape_html" => format!("escape(&{})", self.words(inner)),
                "fill" => {
                    let message = self.words(inner);
                    let mut values = Vec::new();
                    for (name, value) in arguments {
                        values.push(format!("({name:?}, &*{})", self.words(value)));
                    }
                    format!("fill(&{message}, &[{}])", values.join(", "))
                }
                other => panic!("there is no filter `{other}` here"),
            },
            other => format!("text({})", self.value(other)),
        }
    }

    fn key(&mut self, key: &str) -> usize {
        self.keys.iter().position(|known| known == key).unwrap_or_else(|| {
            self.keys.push(key.to_owned());
            self.keys.len() - 1
        })
    }

    fn number(&mut self) -> usize {
        self.numbered += 1;
        self.numbered
    }

    fn write_text(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.line(&format!("ink.raw({text:?})?;"));
        }
    }

    fn line(&mut self, line: &str) {
        self.code.push_str(line);
        self.code.push('\n');
    }
}

/// A field of a field of what a name stands for.
fn field(first: String, fields: &[String]) -> String {
    if fields.is_empty() {
        return first;
    }
    let inner = fields.iter().fold(first, |of, field| format!("Some(&peel({of})?.{field})"));
    format!("(|| {inner})()")
}
