//! Pieces -> nodes: the statements and expressions of Tera, version 2, that the built-in theme uses.

use super::scan::{Piece, scan};

/// A statement.
#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Show(Expr),
    /// Each branch with its condition, and what is said where none holds.
    If(Vec<(Expr, Vec<Node>)>, Vec<Node>),
    For {
        item: String,
        list: Expr,
        body: Vec<Node>,
    },
    Set(String, Expr),
    Capture(String, Vec<Node>),
    Include(String),
    Extends(String),
    Block(String, Vec<Node>),
    Component {
        name: String,
        arguments: Vec<String>,
        body: Vec<Node>,
    },
    Call {
        component: String,
        arguments: Vec<(String, Expr)>,
    },
}

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// A name, and fields of what it stands for.
    Path(Vec<String>),
    Text(String),
    Number(u64),
    List(Vec<Expr>),
    /// A field, or nothing, of an item of a list.
    Item(Box<Expr>, u64, Vec<String>),
    Filter(Box<Expr>, String, Vec<(String, Expr)>),
    StartsWith(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Equal(Box<Expr>, Box<Expr>),
    Greater(Box<Expr>, Box<Expr>),
    Concat(Box<Expr>, Box<Expr>),
}

/// Reads a template; its name is for what is said where that fails.
pub fn parse(name: &str, text: &str) -> Vec<Node> {
    let mut reader = Reader { template: name, pieces: scan(text).into_iter() };
    let (nodes, end) = reader.nodes();
    assert!(end.is_none(), "{name}: nothing was opened that {end:?} closes");
    nodes
}

struct Reader<'t> {
    template: &'t str,
    pieces: std::vec::IntoIter<Piece<'t>>,
}

impl<'t> Reader<'t> {
    /// The nodes up to a tag that ends them or divides them, and that tag.
    fn nodes(&mut self) -> (Vec<Node>, Option<&'t str>) {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            let tag = match piece {
                Piece::Text(text) => {
                    nodes.push(Node::Text(text.to_owned()));
                    continue;
                }
                Piece::Show(inner) => {
                    nodes.push(self.tokens(inner).shown());
                    continue;
                }
                Piece::Tag(tag) => tag,
            };
            let (word, rest) = tag.split_once(' ').unwrap_or((tag, ""));
            if word.starts_with("end") || matches!(word, "else" | "elif") {
                return (nodes, Some(tag));
            }
            nodes.push(self.node(word, rest.trim()));
        }
        (nodes, None)
    }

    fn node(&mut self, word: &str, rest: &'t str) -> Node {
        match word {
            "if" => self.branches(rest),
            "for" => {
                let (item, list) = rest.split_once(" in ").expect("for ITEM in LIST");
                let list = self.tokens(list).whole();
                Node::For { item: item.trim().to_owned(), list, body: self.body() }
            }
            "set" => match rest.split_once('=') {
                Some((name, value)) => {
                    Node::Set(name.trim().to_owned(), self.tokens(value).whole())
                }
                None => Node::Capture(rest.to_owned(), self.body()),
            },
            "include" => Node::Include(unquoted(rest)),
            "extends" => Node::Extends(unquoted(rest)),
            "block" => Node::Block(rest.to_owned(), self.body()),
            "component" => {
                let (name, arguments) =
                    rest.trim_end_matches(')').split_once('(').expect("NAME(ARGUMENTS)");
                let arguments = arguments.split(',').map(str::trim);
                let arguments = arguments.filter(|one| !one.starts_with('@')).map(str::to_owned);
                Node::Component {
                    name: name.to_owned(),
                    arguments: arguments.collect(),
                    body: self.body(),
                }
            }
            _ => panic!("{}: there is no `{word}` here", self.template),
        }
    }

    fn branches(&mut self, first: &'t str) -> Node {
        let mut branches = Vec::new();
        let mut condition = first;
        loop {
            let (body, end) = self.nodes();
            branches.push((self.tokens(condition).whole(), body));
            match end.expect("endif") {
                "else" => return Node::If(branches, self.body()),
                end if end.starts_with("elif ") => condition = &end[5..],
                _ => return Node::If(branches, Vec::new()),
            }
        }
    }

    fn body(&mut self) -> Vec<Node> {
        self.nodes().0
    }

    fn tokens(&self, text: &'t str) -> Tokens<'t> {
        Tokens { template: self.template, text, rest: text.trim_start() }
    }
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

/// An expression, from its front to its end.
struct Tokens<'t> {
    template: &'t str,
    text: &'t str,
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    /// What stands in `{{ … }}`: an expression, or a component.
    fn shown(mut self) -> Node {
        if !self.takes("<") {
            return Node::Show(self.whole());
        }
        let component = self.name();
        let mut arguments = Vec::new();
        while !self.takes("/>") {
            let name = self.name();
            self.must_take("=");
            self.must_take("{");
            arguments.push((name, self.or()));
            self.must_take("}");
        }
        Node::Call { component, arguments }
    }

    fn whole(mut self) -> Expr {
        let expression = self.or();
        assert!(self.rest.is_empty(), "{}: `{}` in `{}`", self.template, self.rest, self.text);
        expression
    }

    fn or(&mut self) -> Expr {
        let mut left = self.and();
        while self.takes_word("or") {
            left = Expr::Or(left.into(), self.and().into());
        }
        left
    }

    fn and(&mut self) -> Expr {
        let mut left = self.not();
        while self.takes_word("and") {
            left = Expr::And(left.into(), self.not().into());
        }
        left
    }

    fn not(&mut self) -> Expr {
        match self.takes_word("not") {
            true => Expr::Not(self.not().into()),
            false => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Expr {
        let left = self.filtered();
        if self.takes("==") {
            Expr::Equal(left.into(), self.filtered().into())
        } else if self.takes("!=") {
            Expr::Not(Expr::Equal(left.into(), self.filtered().into()).into())
        } else if self.takes(">") {
            Expr::Greater(left.into(), self.filtered().into())
        } else if self.takes("~") {
            Expr::Concat(left.into(), self.filtered().into())
        } else if self.takes_word("is") {
            let test = self.name();
            assert_eq!(test, "starting_with", "{}: there is no such test here", self.template);
            let (_, pattern) = self.arguments().remove(0);
            Expr::StartsWith(left.into(), pattern.into())
        } else {
            left
        }
    }

    fn filtered(&mut self) -> Expr {
        let mut value = self.value();
        while self.takes("|") {
            let name = self.name();
            let arguments = if self.rest.starts_with('(') { self.arguments() } else { Vec::new() };
            value = Expr::Filter(value.into(), name, arguments);
        }
        value
    }

    fn value(&mut self) -> Expr {
        if self.takes("(") {
            let inner = self.or();
            self.must_take(")");
            return inner;
        }
        if self.takes("[") {
            let mut items = Vec::new();
            while !self.takes("]") {
                items.push(self.or());
                self.takes(",");
            }
            return Expr::List(items);
        }
        if self.takes("\"") {
            let (text, rest) = self.rest.split_once('"').expect("a quotation ends");
            self.rest = rest.trim_start();
            return Expr::Text(text.to_owned());
        }
        if self.rest.starts_with(|char: char| char.is_ascii_digit()) {
            return Expr::Number(self.name().parse().expect("a number"));
        }
        let mut path = vec![self.name()];
        while self.takes(".") {
            path.push(self.name());
        }
        if !self.takes("[") {
            return Expr::Path(path);
        }
        let index = self.name().parse().expect("the number of an item");
        self.must_take("]");
        let mut fields = Vec::new();
        while self.takes(".") {
            fields.push(self.name());
        }
        Expr::Item(Expr::Path(path).into(), index, fields)
    }

    fn arguments(&mut self) -> Vec<(String, Expr)> {
        self.must_take("(");
        let mut arguments = Vec::new();
        while !self.takes(")") {
            let name = self.name();
            self.must_take("=");
            arguments.push((name, self.or()));
            self.takes(",");
        }
        arguments
    }

    fn name(&mut self) -> String {
        let is_other = |char: char| !char.is_ascii_alphanumeric() && char != '_';
        let end = self.rest.find(is_other).unwrap_or(self.rest.len());
        assert!(end > 0, "{}: `{}` in `{}`", self.template, self.rest, self.text);
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        name.to_owned()
    }

    fn takes(&mut self, symbol: &str) -> bool {
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn takes_word(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word).filter(|rest| rest.starts_with(' ')) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn must_take(&mut self, symbol: &str) {
        let is_there = self.takes(symbol);
        assert!(is_there, "{}: no `{symbol}` before `{}`", self.template, self.rest);
    }
}
