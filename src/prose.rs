//! Prose: Markdown made into HTML once, with holes where a page has to say how things are reached from it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Rule, rule};
use crate::yaml::{Complaint, Leaf, leaf};

/// One text as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    html: Box<str>,
    holes: Box<[(u32, Hole)]>,
    /// What it links to and shows that the site itself has to hold.
    pub links: Box<[Link]>,
    /// What is wrong with it.
    pub problems: Box<[Problem]>,
}

/// What is missing at a place of the HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hole {
    /// The begin tag of the link of that number.
    Open(u32),
    /// The whole tag of the picture of that number.
    Picture(u32),
    /// What keeps this text's ids apart from those of other texts on the page.
    Scope,
}

/// A link into the site, or a picture of it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `event:ID` or `article:ID`: an entry.
    Entry(Box<str>),
    /// A file of the site: a Markdown file beside this one, a medium, or a page's address from the root.
    File(Box<str>),
}

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub rule: Rule,
    pub range: Range<usize>,
    pub message: String,
    pub help: &'static str,
}

/// A text of a sentence or a few: no headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
}

impl Prose {
    /// Makes HTML of Markdown; headings only where `headings` says so.
    pub fn new(markdown: &str, headings: bool) -> Self {
        Maker::new(&clean(markdown), headings).make()
    }

    /// The HTML for one page.
    pub fn fill(&self, with: &dyn Fill) -> String {
        let mut html = String::with_capacity(self.html.len() + self.holes.len() * 48);
        let mut from = 0;
        for (at, hole) in &self.holes {
            let at = *at as usize;
            html.push_str(&self.html[from..at]);
            match *hole {
                Hole::Open(number) => {
                    with.open(&mut html, number as usize, &self.links[number as usize])
                }
                Hole::Picture(number) => {
                    with.picture(&mut html, number as usize, &self.links[number as usize])
                }
                Hole::Scope => html.push_str(with.scope()),
            }
            from = at;
        }
        html.push_str(&self.html[from..]);
        html
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.html.trim().is_empty()
    }

    /// Its words without any markup or footnotes, at most about `most` characters, cut between words.
    pub fn plain(&self, most: usize) -> String {
        let mut words = String::new();
        let mut count = 0;
        for word in plain_text(&self.html).split_whitespace() {
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

/// The text of HTML that was made here, with a space at each begin and end of a block.
fn plain_text(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        unescape(&mut plain, text);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        // Nothing stands below the notes.
        if tag == NOTES_TAG {
            return plain;
        }
        rest = after;
        if tag.starts_with(REFERENCE_TAG) {
            rest = after.split_once("</sup>").map_or("", |(_, after)| after);
        } else if !matches!(tag.trim_start_matches('/'), "a" | "em" | "strong" | "del" | "code")
            && !tag.starts_with("a ")
        {
            plain.push(' ');
        }
    }
    unescape(&mut plain, rest);
    plain
}

fn unescape(plain: &mut String, html: &str) {
    let entities = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&amp;", '&')];
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (entity, char) =
            entities.into_iter().find(|(entity, _)| rest.starts_with(entity)).unwrap_or(("&", '&'));
        plain.push(char);
        rest = &rest[entity.len()..];
    }
    plain.push_str(rest);
}

/// A name as it stands in an address: letters and digits in lower case, all else a hyphen.
pub fn slug(name: &str) -> String {
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

/// An address without its fragment, and the fragment with its `#`.
pub fn split_fragment(address: &str) -> (&str, &str) {
    address.find('#').map_or((address, ""), |at| address.split_at(at))
}

/// Escapes a text for HTML, inside and outside of attributes.
pub fn escape(html: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

/// Puts a stand-in of the same length, so that places stay right, for each character that neither HTML nor XML can
/// hold.
fn clean(text: &str) -> Cow<'_, str> {
    let stands = |char: char| {
        matches!(char, '\n' | '\t' | '\r')
            || !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}')
    };
    if text.chars().all(stands) {
        return Cow::Borrowed(text);
    }
    let stand_in = |char: char| match char.len_utf8() {
        _ if stands(char) => char,
        1 => ' ',
        2 => '\u{a0}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// Marks a hole while the HTML is being made: a text that is clean never holds this character.
const MARK: char = '\0';

/// The begin tag of what holds the footnotes, without its brackets.
const NOTES_TAG: &str = "div class=\"footnotes\"";

/// How the begin tag of a reference to a footnote begins.
const REFERENCE_TAG: &str = "sup class=\"footnote-reference\"";

struct Maker<'a> {
    markdown: &'a str,
    headings: bool,
    links: Vec<Link>,
    problems: Vec<Problem>,
    ids: BTreeSet<String>,
    /// The number that the next heading of the same words gets.
    next_ids: BTreeMap<String, usize>,
    /// Links within the text, to be checked when all its headings are known.
    anchors: Vec<(String, Range<usize>)>,
    notes: Notes<'a>,
    words: Words,
    outline: Outline,
    table: Table,
}

impl<'a> Maker<'a> {
    fn new(markdown: &'a str, headings: bool) -> Self {
        Maker {
            markdown,
            headings,
            links: Vec::new(),
            problems: Vec::new(),
            ids: BTreeSet::new(),
            next_ids: BTreeMap::new(),
            anchors: Vec::new(),
            notes: Notes::default(),
            words: Words::default(),
            outline: Outline::default(),
            table: Table::default(),
        }
    }

    fn make(mut self) -> Prose {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let events: Vec<_> = Parser::new_ext(self.markdown, options).into_offset_iter().collect();
        self.check_references(&events);
        let mut events = self.rewrite(events);
        self.notes.number(&mut events);
        let mut marked = String::with_capacity(self.markdown.len() * 5 / 4);
        html::push_html(&mut marked, events.into_iter());
        self.push_notes(&mut marked);
        self.check_anchors();
        let (html, mut holes) = unmark(&marked);
        let links = shown_links(self.links, &mut holes);
        Prose {
            html: html.into(),
            holes: holes.into(),
            links: links.into(),
            problems: self.problems.into(),
        }
    }

    fn problem(
        &mut self,
        rule: Rule,
        range: Range<usize>,
        message: impl Into<String>,
        help: &'static str,
    ) {
        self.problems.push(Problem { rule, range, message: message.into(), help });
    }

    /// Rewrites what pulldown-cmark writes otherwise than our pages may have it: links, pictures, headings,
    /// tables without style attributes, raw HTML as text, footnotes with back-links and ids of their own.
    fn rewrite(&mut self, events: Vec<(Event<'a>, Range<usize>)>) -> Vec<Event<'a>> {
        let mut out: Vec<Event<'a>> = Vec::with_capacity(events.len());
        let mut heading_words = words_of_headings(&events).into_iter();
        for (event, range) in events {
            self.words.hear(&event);
            self.outline.follow(&event);
            if self.words.picture.is_some()
                && !matches!(event, Event::End(TagEnd::Image) | Event::Start(Tag::Image { .. }))
            {
                continue;
            }
            let event = match event {
                Event::Html(text) | Event::InlineHtml(text) => self.raw_html(text, range),
                Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let words = heading_words.next().unwrap_or_default();
                    self.open_heading(level, id.as_deref().unwrap_or(&words))
                }
                Event::End(TagEnd::Heading(_)) => self.close_heading(),
                // An address in angle brackets becomes a link even within a link's words, where HTML allows none.
                Event::Start(Tag::Link { .. }) if !self.words.links.is_empty() => {
                    self.words.open_link(None);
                    continue;
                }
                Event::End(TagEnd::Link) if self.words.links.len() > 1 => {
                    self.words.close_link();
                    continue;
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    let (event, number) = self.open_link(link_type, &dest_url, &title, range);
                    self.words.open_link(number);
                    event
                }
                Event::End(TagEnd::Link) => self.close_link(),
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    self.open_picture(&dest_url, &title, range);
                    continue;
                }
                Event::End(TagEnd::Image) => match self.close_picture() {
                    Some(event) => event,
                    None => continue,
                },
                // HTML's own way to write them, which the validator asks for.
                Event::HardBreak => Event::Html("<br>\n".into()),
                Event::Rule => Event::Html("<hr>\n".into()),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    self.notes.open(label, range, &mut out);
                    continue;
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    self.notes.close(&mut out);
                    continue;
                }
                other => self.table.rewrite(other),
            };
            out.push(event);
        }
        out
    }

    fn raw_html(&mut self, text: CowStr<'a>, range: Range<usize>) -> Event<'a> {
        let shown = text.trim().chars().take(40).collect::<String>();
        self.problem(
            rule::RAW_HTML,
            range,
            format!("`{shown}` is HTML, which is shown as text"),
            "write it in Markdown, or write `&lt;` for a `<` that is meant as a character",
        );
        Event::Text(text)
    }

    /// Whether headings are headings here: those of a footnote would stand in the outline where the note is written,
    /// but on the page where it is shown.
    fn has_headings(&self) -> bool {
        self.headings && self.notes.open.is_empty()
    }

    fn open_heading(&mut self, written: HeadingLevel, words: &str) -> Event<'a> {
        if !self.has_headings() {
            return Event::Html("<p><strong>".into());
        }
        let level = self.outline.add(written);
        let id = self.unique_id(words);
        Event::Html(format!("<h{level} id=\"{MARK}S{MARK}{id}\">").into())
    }

    fn close_heading(&self) -> Event<'a> {
        if !self.has_headings() {
            return Event::Html("</strong></p>\n".into());
        }
        Event::Html(format!("</h{}>\n", self.outline.level()).into())
    }

    fn open_link(
        &mut self,
        kind: LinkType,
        url: &str,
        title: &str,
        range: Range<usize>,
    ) -> (Event<'a>, Option<usize>) {
        let target = match classify(&clean(url), kind) {
            Address::Outside(address) => {
                let mut tag = String::from("<a href=\"");
                escape(&mut tag, &encode(&address));
                tag.push('"');
                if !title.is_empty() {
                    tag.push_str(" title=\"");
                    escape(&mut tag, title);
                    tag.push('"');
                }
                tag.push('>');
                return (Event::Html(tag.into()), None);
            }
            Address::Anchor(id) => {
                self.anchors.push((id.to_owned(), range));
                let mut tag = String::from("<a href=\"#");
                // Ids with a colon are the page's own, whatever text on it links to them.
                if !id.contains(':') {
                    let _ = write!(tag, "{MARK}S{MARK}");
                }
                escape(&mut tag, &encode(id));
                tag.push_str("\">");
                return (Event::Html(tag.into()), None);
            }
            Address::Unsafe(scheme) => {
                self.problem(
                    rule::UNSAFE_LINK,
                    range,
                    format!("a link cannot begin with `{scheme}:`"),
                    "link to http:, https:, mailto: or tel:, to `event:ID`, or to a file of the site",
                );
                return (Event::Html("<a>".into()), None);
            }
            Address::Inside(target) => target,
        };
        let number = self.add_link(target, title, range, false);
        (Event::Html(format!("{MARK}L{number}{MARK}").into()), Some(number))
    }

    fn close_link(&mut self) -> Event<'a> {
        if let Some((number, words)) = self.words.close_link() {
            let link = &mut self.links[number];
            link.words = clean(words).into();
            if link.words.trim().is_empty() {
                let range = link.range.clone();
                self.problem(
                    rule::EMPTY_LINK,
                    range,
                    "this link has no words",
                    "write `[words](address)`",
                );
            }
        }
        Event::Html("</a>".into())
    }

    fn open_picture(&mut self, url: &str, title: &str, range: Range<usize>) {
        self.words.depth += 1;
        if self.words.picture.is_none() {
            let number = self.add_picture(url, title, range);
            self.words.open_picture(number);
        }
    }

    fn close_picture(&mut self) -> Option<Event<'a>> {
        let (number, words) = self.words.close_picture()?;
        let link = &mut self.links[number];
        link.words = clean(words).into();
        if link.words.trim().is_empty() {
            let range = link.range.clone();
            self.problem(
                rule::MISSING_ALT,
                range,
                "this picture has no alternative text",
                "say in brackets what it shows: `![A map of …](media/map.png)`",
            );
        }
        Some(Event::Html(format!("{MARK}P{number}{MARK}").into()))
    }

    fn add_picture(&mut self, url: &str, title: &str, range: Range<usize>) -> usize {
        let target = match classify(&clean(url), LinkType::Inline) {
            Address::Inside(target @ Target::File(_)) => target,
            _ => {
                self.problem(
                    rule::OUTSIDE_PICTURE,
                    range.clone(),
                    "a picture has to be a file of the site: no page of it asks another server for anything",
                    "put the file under content/media/ and write `![what it shows](media/FILE)`",
                );
                Target::File("".into())
            }
        };
        self.add_link(target, title, range, true)
    }

    fn add_link(
        &mut self,
        target: Target,
        title: &str,
        range: Range<usize>,
        picture: bool,
    ) -> usize {
        let title = (!title.is_empty()).then(|| clean(title).into());
        self.links.push(Link { target, words: "".into(), title, range, picture });
        self.links.len() - 1
    }

    fn check_anchors(&mut self) {
        for (id, range) in std::mem::take(&mut self.anchors) {
            // Ids with a colon are the page's own, which the text cannot know.
            if !self.ids.contains(&id) && !id.contains(':') {
                self.problem(
                    rule::BROKEN_ANCHOR,
                    range,
                    format!("this text has no heading `#{id}`"),
                    "a heading's anchor is its words in lower case with hyphens, or what `{#…}` behind it says",
                );
            }
        }
    }

    fn unique_id(&mut self, words: &str) -> String {
        let base = match slug(words) {
            empty if empty.is_empty() => "section".to_owned(),
            slug => slug,
        };
        let next = self.next_ids.entry(base.clone()).or_insert(1);
        let mut id = base.clone();
        loop {
            if *next > 1 {
                id = format!("{base}-{next}");
            }
            *next += 1;
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }

    /// Reports `[^LABEL]` where pulldown-cmark has left it as text, since there is no such footnote.
    fn check_references(&mut self, events: &[(Event<'a>, Range<usize>)]) {
        let mut in_code = false;
        let mut run = 0..0;
        for (event, range) in events {
            match event {
                Event::Text(_) if in_code => continue,
                Event::Text(_) if range.start == run.end => {
                    run.end = range.end;
                    continue;
                }
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ => {}
            }
            self.check_run(run);
            run = if matches!(event, Event::Text(_)) { range.clone() } else { 0..0 };
        }
        self.check_run(run);
    }

    /// The same for a run of text without markup.
    fn check_run(&mut self, run: Range<usize>) {
        let markdown = self.markdown;
        let mut from = run.start;
        // A backslash that is not text itself is what takes the bracket's meaning away.
        if markdown[run.clone()].starts_with('[') && markdown[..from].ends_with('\\') {
            from += 1;
        }
        while let Some(open) = markdown[from..run.end].find("[^").map(|at| from + at) {
            let rest = &markdown[open + 2..run.end];
            let Some(length) = rest.find(['[', ']']) else { return };
            from = open + 2 + length;
            let label = &rest[..length];
            if rest[length..].starts_with(']') && !label.trim().is_empty() {
                self.problem(
                    rule::UNKNOWN_FOOTNOTE,
                    open..from + 1,
                    format!("there is no footnote `[^{label}]`, so this is shown as text"),
                    "write the note below as `[^LABEL]: …`, or `\\[^` for a bracket that is meant as a character",
                );
            }
        }
    }

    fn push_notes(&mut self, marked: &mut String) {
        let mut notes = std::mem::take(&mut self.notes);
        if !notes.listed.is_empty() {
            let _ = writeln!(marked, "<{NOTES_TAG}>\n<ol>");
            for index in &notes.listed {
                notes.all[*index].push(marked);
            }
            marked.push_str("</ol>\n</div>\n");
        }
        for (index, note) in notes.all.into_iter().enumerate().filter(|(_, note)| note.number == 0)
        {
            let label = note.label;
            if notes.by_label.get(&fold(&label)) == Some(&index) {
                self.problem(
                    rule::UNUSED_FOOTNOTE,
                    note.range,
                    format!("nothing refers to the footnote `[^{label}]`, so it is left out"),
                    "write `[^LABEL]` in the text, where the footnote belongs",
                );
            } else {
                self.problem(
                    rule::UNUSED_FOOTNOTE,
                    note.range,
                    format!("there is a footnote `[^{label}]` already, so this one is left out"),
                    "give it a label of its own",
                );
            }
        }
    }
}

/// Footnotes: numbered as they are first referred to, the main text before the notes themselves, and set below it.
#[derive(Default)]
struct Notes<'a> {
    all: Vec<Note<'a>>,
    /// The first note of each folded label.
    by_label: BTreeMap<String, usize>,
    /// Notes that have begun, each with the events before it.
    open: Vec<Note<'a>>,
    /// Notes in the order of their numbers.
    listed: Vec<usize>,
}

struct Note<'a> {
    label: CowStr<'a>,
    range: Range<usize>,
    events: Vec<Event<'a>>,
    /// From 1 on; 0 as long as nothing that is shown refers to it.
    number: usize,
    references: usize,
}

impl<'a> Notes<'a> {
    fn open(&mut self, label: CowStr<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        let events = std::mem::take(out);
        self.open.push(Note { label, range, events, number: 0, references: 0 });
    }

    fn close(&mut self, out: &mut Vec<Event<'a>>) {
        let Some(mut note) = self.open.pop() else { return };
        std::mem::swap(&mut note.events, out);
        self.by_label.entry(fold(&note.label)).or_insert(self.all.len());
        self.all.push(note);
    }

    /// Numbers the notes that the text leads to, directly or from note to note.
    fn number(&mut self, text: &mut [Event<'a>]) {
        self.refer_all(text);
        let mut next = 0;
        while let Some(index) = self.listed.get(next).copied() {
            let mut events = std::mem::take(&mut self.all[index].events);
            self.refer_all(&mut events);
            self.all[index].events = events;
            next += 1;
        }
    }

    fn refer_all(&mut self, events: &mut [Event<'a>]) {
        for event in events {
            if let Event::FootnoteReference(label) = event {
                *event = match self.refer(label) {
                    Some(html) => Event::Html(html.into()),
                    None => Event::Text(format!("[^{label}]").into()),
                };
            }
        }
    }

    fn refer(&mut self, label: &str) -> Option<String> {
        let index = *self.by_label.get(&fold(label))?;
        let note = &mut self.all[index];
        if note.number == 0 {
            self.listed.push(index);
            note.number = self.listed.len();
        }
        note.references += 1;
        let number = note.number;
        let id = reference_id(number, note.references);
        Some(format!(
            "<{REFERENCE_TAG} id=\"{MARK}S{MARK}{id}\"><a href=\"#{MARK}S{MARK}fn:{number}\">{number}</a></sup>"
        ))
    }
}

impl Note<'_> {
    fn push(&mut self, marked: &mut String) {
        let number = self.number;
        let mut body = String::new();
        html::push_html(&mut body, std::mem::take(&mut self.events).into_iter());
        let mut back = String::new();
        for reference in 1..=self.references {
            let at = reference_id(number, reference);
            let _ = write!(
                back,
                " <a class=\"footnote-back\" href=\"#{MARK}S{MARK}{at}\">↩\u{fe0e}</a>"
            );
        }
        let body = body.trim_end();
        let body = match body.strip_suffix("</p>") {
            Some(open) => format!("{open}{back}</p>"),
            None => format!("{body}<p>{back}</p>"),
        };
        let _ = writeln!(marked, "<li id=\"{MARK}S{MARK}fn:{number}\">{body}</li>");
    }
}

/// A footnote's label as pulldown-cmark compares it: by Unicode's full case folding, of which going down, up and down
/// again differs in nothing but the dotless i.
fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for char in label.chars() {
        match char {
            'ı' => folded.push(char),
            ascii if ascii.is_ascii() => folded.push(ascii.to_ascii_lowercase()),
            other => folded.extend(
                other.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase),
            ),
        }
    }
    folded
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{reference}") }
}

/// The words of the links and of the picture that are open.
#[derive(Default)]
struct Words {
    heard: String,
    /// The number of each open link, if it has one, and where its words begin.
    links: Vec<(Option<usize>, usize)>,
    /// The same of the outermost open picture: those in its alternative text are nothing but words.
    picture: Option<(usize, usize)>,
    /// How many pictures are open.
    depth: usize,
}

impl Words {
    fn hear(&mut self, event: &Event<'_>) {
        if self.links.is_empty() && self.picture.is_none() {
            self.heard.clear();
        } else if let Some(words) = words(event) {
            self.heard.push_str(words);
        }
    }

    fn open_link(&mut self, number: Option<usize>) {
        self.links.push((number, self.heard.len()));
    }

    fn close_link(&mut self) -> Option<(usize, &str)> {
        let (number, from) = self.links.pop()?;
        Some((number?, &self.heard[from..]))
    }

    fn open_picture(&mut self, number: usize) {
        self.picture = Some((number, self.heard.len()));
    }

    fn close_picture(&mut self) -> Option<(usize, &str)> {
        self.depth -= 1;
        let (number, from) = self.picture.take_if(|_| self.depth == 0)?;
        Some((number, &self.heard[from..]))
    }
}

/// What an event says.
fn words<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    }
}

/// The headings above a place: an `h2` is the highest, no level is skipped, and those of a block quote or of a list's
/// item are below the text's own.
#[derive(Default)]
struct Outline {
    /// The level as written and as shown.
    above: Vec<(HeadingLevel, usize)>,
    /// How many headings stood above each open block quote and item.
    blocks: Vec<usize>,
}

impl Outline {
    fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => self.blocks.push(self.above.len()),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => {
                self.above.truncate(self.blocks.pop().unwrap_or_default());
            }
            _ => {}
        }
    }

    fn add(&mut self, written: HeadingLevel) -> usize {
        let own = self.blocks.last().copied().unwrap_or_default();
        while self.above.len() > own && self.above.last().is_some_and(|last| last.0 >= written) {
            self.above.pop();
        }
        let level = (self.level() + 1).min(6);
        self.above.push((written, level));
        level
    }

    /// The level of the nearest heading above.
    fn level(&self) -> usize {
        self.above.last().map_or(1, |last| last.1)
    }
}

/// A table's cells need their alignment as a class.
#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Table {
    fn rewrite<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let html: CowStr<'a> = match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns = columns;
                "<div class=\"table\" tabindex=\"0\"><table>\n".into()
            }
            Event::End(TagEnd::Table) => "</tbody>\n</table></div>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.column) = (true, 0);
                "<thead>\n<tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"end\"",
                    Some(Alignment::Center) => " class=\"centre\"",
                    _ => "",
                };
                self.column += 1;
                if self.in_head {
                    format!("<th scope=\"col\"{class}>").into()
                } else {
                    format!("<td{class}>").into()
                }
            }
            Event::End(TagEnd::TableCell) => if self.in_head { "</th>" } else { "</td>" }.into(),
            other => return other,
        };
        Event::Html(html)
    }
}

/// The plain words of each heading, in order.
fn words_of_headings(events: &[(Event<'_>, Range<usize>)]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut inside = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                all.push(String::new());
                inside = true;
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            other if inside => {
                if let Some(all) = all.last_mut() {
                    all.push_str(words(other).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    all
}

enum Address<'a> {
    Outside(String),
    Anchor(&'a str),
    Inside(Target),
    Unsafe(&'a str),
}

fn classify(url: &str, kind: LinkType) -> Address<'_> {
    if kind == LinkType::Email {
        return Address::Outside(format!("mailto:{url}"));
    }
    if let Some(id) = url.strip_prefix('#') {
        return Address::Anchor(id);
    }
    match url.split_once(':') {
        Some(("event" | "article", id)) => Address::Inside(Target::Entry(id.into())),
        Some((scheme, _))
            if scheme.starts_with(|char: char| char.is_ascii_alphabetic())
                && scheme.chars().all(is_scheme) =>
        {
            match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" | "tel" => Address::Outside(url.to_owned()),
                _ => Address::Unsafe(scheme),
            }
        }
        _ if url.starts_with("//") => Address::Outside(format!("https:{url}")),
        _ => Address::Inside(Target::File(url.trim_start_matches('/').into())),
    }
}

fn is_scheme(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.')
}

/// An address with every character that may not stand in a URL escaped (URL Standard, "URL code points").
fn encode(address: &str) -> String {
    let path = address.find("://").map_or(0, |scheme| {
        let host = scheme + 3;
        address[host..].find(['/', '?', '#']).map_or(address.len(), |length| host + length)
    });
    let mut encoded = String::with_capacity(address.len());
    for (at, char) in address.char_indices() {
        let stands = match char {
            // Around an IPv6 address.
            '[' | ']' => at < path,
            '%' => is_escape(&address.as_bytes()[at..]),
            ascii if ascii.is_ascii() => {
                ascii.is_ascii_alphanumeric() || "!#$&'()*+,-./:;=?@_~".contains(ascii)
            }
            other => !other.is_whitespace() && !other.is_control(),
        };
        if stands {
            encoded.push(char);
            continue;
        }
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// The links that the HTML holds, in its order and numbered by it: those of a footnote that is left out are nowhere.
fn shown_links(links: Vec<Link>, holes: &mut [(u32, Hole)]) -> Vec<Link> {
    let mut links: Vec<Option<Link>> = links.into_iter().map(Some).collect();
    let mut shown = Vec::with_capacity(links.len());
    for (_, hole) in holes {
        if let Hole::Open(number) | Hole::Picture(number) = hole {
            shown.extend(links[*number as usize].take());
            *number = shown.len() as u32 - 1;
        }
    }
    shown
}

fn unmark(marked: &str) -> (String, Vec<(u32, Hole)>) {
    let mut html = String::with_capacity(marked.len());
    let mut holes = Vec::new();
    for (index, part) in marked.split(MARK).enumerate() {
        // Marks come in pairs, so every second part is what a hole is for.
        if index % 2 == 0 {
            // Entities can say what the Markdown itself no longer holds.
            html.push_str(&clean(part));
            continue;
        }
        let number = part.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
        let hole = match part.as_bytes().first() {
            Some(b'L') => Hole::Open(number),
            Some(b'P') => Hole::Picture(number),
            _ => Hole::Scope,
        };
        holes.push((u32::try_from(html.len()).expect("a text of less than four gigabytes"), hole));
    }
    (html, holes)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain(&'static str);

    impl Fill for Plain {
        fn open(&self, html: &mut String, _: usize, link: &Link) {
            let _ = write!(html, "<a href=\"{:?}\">", link.target);
        }
        fn picture(&self, html: &mut String, _: usize, link: &Link) {
            let _ = write!(html, "<img alt=\"{}\">", link.words);
        }
        fn scope(&self) -> &str {
            self.0
        }
    }

    fn body(markdown: &str) -> String {
        Prose::new(markdown, true).fill(&Plain(""))
    }

    fn rules(markdown: &str) -> Vec<&'static str> {
        Prose::new(markdown, true).problems.iter().map(|problem| problem.rule.0).collect()
    }

    #[test]
    fn links_to_events_know_their_words_and_where_they_stand() {
        let markdown = "The leader [broke with *al-Qaeda*](event:split) then.";
        let prose = Prose::new(markdown, true);
        let link = &prose.links[0];
        assert_eq!(
            (link.target.clone(), &*link.words),
            (Target::Entry("split".into()), "broke with al-Qaeda")
        );
        assert_eq!(&markdown[link.range.clone()], "[broke with *al-Qaeda*](event:split)");
    }

    #[test]
    fn headings_begin_at_the_second_level_skip_none_and_have_unique_ids() {
        let html = body("# One\n\n### One\n\n# *Two* {#deux}");
        assert_eq!(
            html,
            "<h2 id=\"one\">One</h2>\n<h3 id=\"one-2\">One</h3>\n<h2 id=\"deux\"><em>Two</em></h2>\n"
        );
    }

    #[test]
    fn footnotes_link_there_and_back_and_carry_the_scope() {
        let html = Prose::new("A[^x] b[^x].\n\n[^x]: Note.\n", false).fill(&Plain("e:"));
        assert!(html.contains("id=\"e:fnref:1\"><a href=\"#e:fn:1\">1</a>"), "{html}");
        assert!(html.contains("id=\"e:fnref:1:2\""), "{html}");
        assert!(
            html.contains(
                "<li id=\"e:fn:1\"><p>Note. <a class=\"footnote-back\" href=\"#e:fnref:1\">"
            ),
            "{html}"
        );
        assert_eq!(rules("[^x]: Note.\n"), ["unused-footnote"]);
    }

    #[test]
    fn tables_have_no_style_attribute() {
        let html = body("| a | b |\n|---|--:|\n| 1 | 2 |\n");
        assert!(
            html.contains("<th scope=\"col\" class=\"end\">b</th>") && !html.contains("style"),
            "{html}"
        );
    }

    #[test]
    fn raw_html_is_shown_and_never_passed_on() {
        assert!(!body("a <script>alert(1)</script>\n\n<div>\n\nb").contains("<script"));
        assert_eq!(rules("a <b>c</b>"), ["raw-html", "raw-html"]);
    }

    #[test]
    fn scripts_and_foreign_pictures_are_refused() {
        assert_eq!(rules("[a](javascript:alert)"), ["unsafe-link"]);
        assert_eq!(rules("![a](https://example.org/a.png)"), ["outside-picture"]);
        assert_eq!(rules("![](media/a.png)"), ["missing-alt"]);
        assert_eq!(rules("[a](#b-c)\n\n## B c\n"), [""; 0]);
        assert_eq!(rules("[a](#d)\n\n## B c\n"), ["broken-anchor"]);
    }

    #[test]
    fn the_plain_words_are_without_markup() {
        let prose = Prose::new("A *b* & c <d>.\n\nE f g.", false);
        assert_eq!(prose.plain(100), "A b & c <d>. E f g.");
        assert_eq!(prose.plain(9), "A b & c…");
    }

    #[test]
    fn control_characters_never_reach_the_html_and_move_no_place() {
        let markdown = "\0L99\0 `\0` [a\0b](event:x \"t\0\u{1}\")\n\n    \0P7\0\n\n\
                        [c](<https://e.org/\0\u{1f}>) &#0;&#1;&#x1f;\u{ffff}\u{7f} [d](event:d)";
        let prose = Prose::new(markdown, true);
        let html = prose.fill(&Plain(""));
        assert!(html.chars().all(|char| char == '\n' || !char.is_control()), "{html:?}");
        assert!(html.contains("<p>L99 ") && html.contains("https://e.org/%20%20"), "{html}");
        assert_eq!(&*prose.links[0].words, "a b");
        assert_eq!(&markdown[prose.links[1].range.clone()], "[d](event:d)");
        let link = &Prose::new("[a&#1;b](event:x&#2; \"t&#3;\")", true).links[0];
        assert_eq!((&*link.words, link.title.as_deref()), ("a b", Some("t ")));
        assert_eq!(link.target, Target::Entry("x ".into()));
    }

    #[test]
    fn words_stay_apart_where_a_line_breaks() {
        let prose = Prose::new("[killed a\nsoldier](event:x) ![a\\\nb](media/a.png)", true);
        assert_eq!(&*prose.links[0].words, "killed a soldier");
        assert_eq!(&*prose.links[1].words, "a b");
        assert_eq!(body("One\ntwo\n===\n"), "<h2 id=\"one-two\">One\ntwo</h2>\n");
    }

    #[test]
    fn footnote_labels_are_one_in_every_case() {
        for markdown in ["A[^Z].\n\n[^z]: Note.\n", "A[^straße ς].\n\n[^STRASSE Σ]: Note.\n"] {
            let html = body(markdown);
            assert!(html.contains("<li id=\"fn:1\"><p>Note. "), "{html}");
            assert_eq!(rules(markdown), [""; 0]);
        }
    }

    #[test]
    fn footnotes_are_numbered_from_the_text_outward() {
        let html =
            body("[^a]: A, see[^c].\n\n[^c]: C, see[^b].\n\nText[^b] and[^a].\n\n[^b]: B.\n");
        let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text} in {html}"));
        assert!(at("fn:1\"><p>B. ") < at("fn:2\"><p>A, see"), "{html}");
        assert!(at("fn:2\"><p>A, see") < at("fn:3\"><p>C, see"), "{html}");
        assert!(
            html.contains("href=\"#fnref:1:2\"") && html.contains("id=\"fnref:1:2\""),
            "{html}"
        );
    }

    #[test]
    fn a_footnote_of_a_footnote_that_is_left_out_is_left_out() {
        let markdown = "Text.\n\n[^a]: See[^b] [this](event:x).\n\n[^b]: And[^a].\n";
        let prose = Prose::new(markdown, true);
        assert_eq!(prose.fill(&Plain("")), "<p>Text.</p>\n");
        assert_eq!(prose.links.len(), 0);
        assert_eq!(rules(markdown), ["unused-footnote", "unused-footnote"]);
    }

    #[test]
    fn the_first_of_two_footnotes_with_one_label_is_shown() {
        let markdown = "Text[^a].\n\n[^a]: First.\n\n[^A]: Second.\n";
        assert!(body(markdown).contains("First.") && !body(markdown).contains("Second."));
        assert_eq!(rules(markdown), ["unused-footnote"]);
    }

    #[test]
    fn a_reference_to_no_footnote_is_reported_outside_of_code() {
        let markdown = "*é* [^typo], `[^code]`, \\[^escaped], \\\\[^b c]\n\n    [^block]\n";
        let prose = Prose::new(markdown, true);
        let found: Vec<_> =
            prose.problems.iter().map(|one| (one.rule.0, &markdown[one.range.clone()])).collect();
        assert_eq!(found, [("unknown-footnote", "[^typo]"), ("unknown-footnote", "[^b c]")]);
        assert!(prose.fill(&Plain("")).contains("[^typo]"));
        assert_eq!(rules("> - A[^q] [x^] [^] b[\n>\n> [^q]: Note\n"), [""; 0]);
    }

    #[test]
    fn the_plain_words_leave_out_footnotes_and_keep_blocks_apart() {
        let markdown = "ab[^n] *c*d\n\n- e\n- f `g`\n\n| one | two |\n|---|---|\n| 3&lt; | &amp;lt; |\n\n[^n]: N.";
        assert_eq!(Prose::new(markdown, true).plain(99), "ab cd e f g one two 3< &lt;");
        assert_eq!(Prose::new("a\\\nb\n# c\n***\nd", true).plain(99), "a b c d");
        assert_eq!(Prose::new("abcdef", true).plain(3), "abc…");
    }

    #[test]
    fn equal_headings_are_numbered_in_one_go() {
        let prose = Prose::new(&"# A\n".repeat(20_000), true);
        assert!(prose.html.ends_with("a-20000\">A</h2>\n"));
        let html = body("# A {#a-2}\n# A\n# A\n");
        assert!(html.contains("id=\"a-2\"") && html.contains("id=\"a\"") && html.contains("a-3"));
    }

    #[test]
    fn a_picture_may_be_what_a_link_stands_on() {
        let prose = Prose::new("[![alt](media/x.png)](event:y)", true);
        assert_eq!(
            prose.fill(&Plain("")),
            "<p><a href=\"Entry(\"y\")\"><img alt=\"alt\"></a></p>\n"
        );
        let words: Vec<_> = prose.links.iter().map(|link| &*link.words).collect();
        assert_eq!(words, ["alt", "alt"]);
        assert_eq!(prose.problems.len(), 0);
    }

    #[test]
    fn an_address_in_the_words_of_a_link_is_only_words() {
        let prose = Prose::new("[a <https://x.y> b](event:z)", true);
        let html = "<p><a href=\"Entry(\"z\")\">a https://x.y b</a></p>\n";
        assert_eq!(prose.fill(&Plain("")), html);
        assert_eq!(&*prose.links[0].words, "a https://x.y b");
    }

    #[test]
    fn pictures_in_the_words_of_a_picture_are_words_in_one_go() {
        let deep = format!("{}a{}", "![b ".repeat(4_000), "](media/x.png)".repeat(4_000));
        let prose = Prose::new(&deep, true);
        assert_eq!(prose.links.len(), 1);
        assert_eq!(prose.links[0].words.len(), 8_001);
    }

    #[test]
    fn addresses_hold_only_what_a_url_may() {
        let html = body("[x](<https://[::1]/a b[c]{%20}%zz\"é#d e>) [y](<#f g:>)");
        assert!(
            html.contains("href=\"https://[::1]/a%20b%5Bc%5D%7B%20%7D%25zz%22é#d%20e\""),
            "{html}"
        );
        assert!(html.contains("href=\"#f%20g:\""), "{html}");
        let html = body("<https://e.org/a?b=c&d='e'~(f),*g>");
        assert!(html.contains("href=\"https://e.org/a?b=c&amp;d='e'~(f),*g\""), "{html}");
    }

    #[test]
    fn headings_in_blocks_are_below_those_around_them() {
        let levels = |markdown: &str| -> String {
            body(markdown).split("<h").skip(1).filter_map(|tag| tag.chars().next()).collect()
        };
        assert_eq!(levels("## A\n\n> # B\n>\n> #### C\n\n## D\n\n- ###### E\n\n### F\n"), "234233");
        assert_eq!(levels("> ## A\n\n- - # B\n  - # C\n\n# D\n\n### E\n"), "22223");
        assert_eq!(levels("## A\n\n## B\n\n# C\n"), "222");
        assert_eq!(levels("# 1\n> # 2\n>> # 3\n>>> # 4\n>>>> # 5\n>>>>> # 6\n"), "234566");
        assert_eq!(levels("# A[^n]\n\n[^n]:\n    ## N\n\n### B\n"), "23");
    }

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("Hay'at Tahrir al-Sham (HTS)"), "hayat-tahrir-al-sham-hts");
        assert_eq!(slug("دير الزور"), "دير-الزور");
    }
}
