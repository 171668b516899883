//! Prose: Markdown made into HTML once, with holes where a page has to say how things are reached from it.

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
        Maker::new(markdown, headings).make()
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

    /// Its words without any markup, at most about `most` characters, cut between words.
    pub fn plain(&self, most: usize) -> String {
        let mut plain = String::new();
        let mut in_tag = false;
        for part in self.html.split_inclusive(['<', '>']) {
            if !in_tag {
                plain.push_str(part.strip_suffix('<').unwrap_or(part));
            }
            in_tag = match part.chars().last() {
                Some('<') => true,
                Some('>') => false,
                _ => in_tag,
            };
        }
        for (entity, text) in
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        {
            plain = plain.replace(entity, text);
        }
        let mut words = String::new();
        for word in plain.split_whitespace() {
            if words.chars().count() + word.chars().count() > most {
                words.push('…');
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        words
    }
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

/// Marks a hole while the HTML is being made: Markdown's text never holds this character.
const MARK: char = '\0';

struct Maker<'a> {
    markdown: &'a str,
    headings: bool,
    links: Vec<Link>,
    problems: Vec<Problem>,
    ids: BTreeSet<String>,
    /// Links within the text, to be checked when all its headings are known.
    anchors: Vec<(String, Range<usize>)>,
    notes: Notes<'a>,
}

/// Footnotes: numbered as they are first referred to, set below the text.
#[derive(Default)]
struct Notes<'a> {
    numbers: BTreeMap<String, usize>,
    references: Vec<usize>,
    bodies: BTreeMap<String, (Range<usize>, Vec<Event<'a>>)>,
}

impl<'a> Maker<'a> {
    fn new(markdown: &'a str, headings: bool) -> Self {
        Maker {
            markdown,
            headings,
            links: Vec::new(),
            problems: Vec::new(),
            ids: BTreeSet::new(),
            anchors: Vec::new(),
            notes: Notes::default(),
        }
    }

    fn make(mut self) -> Prose {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let events: Vec<_> = Parser::new_ext(self.markdown, options).into_offset_iter().collect();
        let events = self.rewrite(events);
        let mut marked = String::with_capacity(self.markdown.len() * 5 / 4);
        html::push_html(&mut marked, events.into_iter());
        self.push_notes(&mut marked);
        self.check_anchors();
        let (html, holes) = unmark(&marked);
        Prose {
            html: html.into(),
            holes: holes.into(),
            links: self.links.into(),
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
        let shift = heading_shift(&events);
        let mut out: Vec<Event<'a>> = Vec::with_capacity(events.len());
        let mut open_notes: Vec<(String, Range<usize>, Vec<Event<'a>>)> = Vec::new();
        let mut open_links: Vec<Option<usize>> = Vec::new();
        let mut pictures: Vec<usize> = Vec::new();
        let mut table = Table::default();
        let mut level = 1;
        let mut heading_words = words_of_headings(&events).into_iter();
        for (event, range) in events {
            if let Event::Text(text) | Event::Code(text) = &event {
                for index in open_links.iter().flatten().chain(&pictures) {
                    let words = &mut self.links[*index].words;
                    *words = format!("{words}{text}").into();
                }
            }
            if !pictures.is_empty()
                && !matches!(event, Event::End(TagEnd::Image) | Event::Start(Tag::Image { .. }))
            {
                continue;
            }
            let event = match event {
                Event::Html(text) | Event::InlineHtml(text) => {
                    let shown = text.trim().chars().take(40).collect::<String>();
                    self.problem(
                        rule::RAW_HTML,
                        range,
                        format!("`{shown}` is HTML, which is shown as text"),
                        "write it in Markdown, or write `&lt;` for a `<` that is meant as a character",
                    );
                    Event::Text(text)
                }
                Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
                Event::Start(Tag::Heading { level: written, id, .. }) => {
                    let words = heading_words.next().unwrap_or_default();
                    if self.headings {
                        level = (heading_number(written) + shift).clamp(2, (level + 1).min(6));
                        let id = self.unique_id(id.as_deref().unwrap_or(&words));
                        Event::Html(format!("<h{level} id=\"{MARK}S{MARK}{id}\">").into())
                    } else {
                        Event::Html("<p><strong>".into())
                    }
                }
                Event::End(TagEnd::Heading(_)) if self.headings => {
                    Event::Html(format!("</h{level}>\n").into())
                }
                Event::End(TagEnd::Heading(_)) => Event::Html("</strong></p>\n".into()),
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    let (event, number) = self.open_link(link_type, &dest_url, &title, range);
                    open_links.push(number);
                    event
                }
                Event::End(TagEnd::Link) => {
                    if let Some(Some(number)) = open_links.pop()
                        && self.links[number].words.trim().is_empty()
                    {
                        let range = self.links[number].range.clone();
                        self.problem(
                            rule::EMPTY_LINK,
                            range,
                            "this link has no words",
                            "write `[words](address)`",
                        );
                    }
                    Event::Html("</a>".into())
                }
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let number = self.picture(&dest_url, &title, range);
                    pictures.push(number);
                    continue;
                }
                Event::End(TagEnd::Image) => {
                    let Some(number) = pictures.pop() else { continue };
                    if !pictures.is_empty() {
                        continue;
                    }
                    if self.links[number].words.trim().is_empty() {
                        let range = self.links[number].range.clone();
                        self.problem(
                            rule::MISSING_ALT,
                            range,
                            "this picture has no alternative text",
                            "say in brackets what it shows: `![A map of …](media/map.png)`",
                        );
                    }
                    Event::Html(format!("{MARK}P{number}{MARK}").into())
                }
                // HTML's own way to write them, which the validator asks for.
                Event::HardBreak => Event::Html("<br>\n".into()),
                Event::Rule => Event::Html("<hr>\n".into()),
                Event::FootnoteReference(label) => Event::Html(self.notes.refer(&label).into()),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open_notes.push((label.to_string(), range, std::mem::take(&mut out)));
                    continue;
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, range, before)) = open_notes.pop() {
                        let body = std::mem::replace(&mut out, before);
                        self.notes.bodies.insert(label, (range, body));
                    }
                    continue;
                }
                other => match table.rewrite(other) {
                    Some(event) => event,
                    None => continue,
                },
            };
            out.push(event);
        }
        out
    }

    fn open_link(
        &mut self,
        kind: LinkType,
        url: &str,
        title: &str,
        range: Range<usize>,
    ) -> (Event<'a>, Option<usize>) {
        let target = match classify(url, kind) {
            Address::Outside(address) => {
                let mut tag = String::from("<a href=\"");
                escape(&mut tag, &address);
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
                let mut tag = format!("<a href=\"#{MARK}S{MARK}");
                escape(&mut tag, id);
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

    fn picture(&mut self, url: &str, title: &str, range: Range<usize>) -> usize {
        let target = match classify(url, LinkType::Inline) {
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
        let title = (!title.is_empty()).then(|| title.into());
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
        let mut id = base.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        id
    }

    fn push_notes(&mut self, marked: &mut String) {
        let mut notes = std::mem::take(&mut self.notes);
        let mut in_order: Vec<(usize, String)> =
            notes.numbers.iter().map(|(label, number)| (*number, label.clone())).collect();
        in_order.sort();
        if !in_order.is_empty() {
            marked.push_str("<div class=\"footnotes\">\n<ol>\n");
        }
        for (number, label) in &in_order {
            let Some((_, events)) = notes.bodies.remove(label) else { continue };
            let mut body = String::new();
            html::push_html(&mut body, events.into_iter());
            let mut back = String::new();
            for reference in 1..=notes.references[*number - 1] {
                let at = reference_id(*number, reference);
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
        if !in_order.is_empty() {
            marked.push_str("</ol>\n</div>\n");
        }
        for (label, (range, _)) in notes.bodies {
            self.problem(
                rule::UNUSED_FOOTNOTE,
                range,
                format!("nothing refers to the footnote `[^{label}]`, so it is left out"),
                "write `[^LABEL]` in the text, where the footnote belongs",
            );
        }
    }
}

impl Notes<'_> {
    fn refer(&mut self, label: &str) -> String {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_owned()).or_insert(next);
        if number > self.references.len() {
            self.references.push(0);
        }
        self.references[number - 1] += 1;
        let id = reference_id(number, self.references[number - 1]);
        format!(
            "<sup class=\"footnote-reference\" id=\"{MARK}S{MARK}{id}\"><a href=\"#{MARK}S{MARK}fn:{number}\">{number}</a></sup>"
        )
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{reference}") }
}

/// A table's cells need their alignment as a class.
#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Table {
    fn rewrite<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
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
            other => return Some(other),
        };
        Some(Event::Html(html))
    }
}

/// How far down headings move so that the highest of a text is an `h2`.
fn heading_shift(events: &[(Event<'_>, Range<usize>)]) -> i32 {
    let highest = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(heading_number(*level)),
            _ => None,
        })
        .min();
    2 - highest.unwrap_or(2)
}

fn heading_number(level: HeadingLevel) -> i32 {
    level as i32
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
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some(words) = all.last_mut() {
                    words.push_str(text);
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

fn unmark(marked: &str) -> (String, Vec<(u32, Hole)>) {
    let mut html = String::with_capacity(marked.len());
    let mut holes = Vec::new();
    for (index, part) in marked.split(MARK).enumerate() {
        // Marks come in pairs, so every second part is what a hole is for.
        if index % 2 == 0 {
            html.push_str(part);
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
    fn slugs_keep_every_script() {
        assert_eq!(slug("Hay'at Tahrir al-Sham (HTS)"), "hayat-tahrir-al-sham-hts");
        assert_eq!(slug("دير الزور"), "دير-الزور");
    }
}
