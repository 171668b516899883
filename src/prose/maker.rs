//! Markdown -> Prose: goes through pulldown-cmark's events once, and rewrites what our pages have otherwise.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::address::{Address, classify, encode};
use super::comments;
use super::notes::{Notes, fold};
use super::outline::{Outline, words, words_of_headings};
use super::table::Table;
use super::{Hole, Link, MARK, NOTES_TAG, Problem, Prose, Target, escape, slug};
use crate::diagnostic::{Rule, rule};

/// Stands for the scope of a text: an `S` between two [`MARK`]s, which [`unmark`] makes a hole of.
const SCOPE: &str = "\0S\0";

/// The begin tag of a heading of each level, up to its id.
const HEADINGS: [&str; 6] =
    ["<h1 id=\"", "<h2 id=\"", "<h3 id=\"", "<h4 id=\"", "<h5 id=\"", "<h6 id=\""];

/// The end tag of a heading of each level.
const HEADING_ENDS: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];

/// Puts a stand-in of the same length, so that places stay right, for each character that neither HTML nor XML can
/// hold.
pub fn clean(text: &str) -> Cow<'_, str> {
    let stands = |char: char| {
        matches!(char, '\n' | '\t' | '\r')
            || !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}')
    };
    // Of ASCII, and of all that begins with other bytes than these, it is plain at once; without a way out of the loop
    // many bytes are looked at together.
    let is_doubtful = |byte: u8| {
        (byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r'))
            || matches!(byte, 0x7f | 0xc2 | 0xef)
    };
    let doubtful = text.bytes().fold(false, |any, byte| any | is_doubtful(byte));
    if !doubtful || text.chars().all(stands) {
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

/// What our Markdown has besides CommonMark.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

pub struct Maker<'a> {
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
    pub fn new(markdown: &'a str, headings: bool) -> Self {
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

    pub fn make(mut self) -> Prose {
        // About as many as there are, so that none of them has to move when more come.
        let mut events = Vec::with_capacity(self.markdown.len() / 16);
        events.extend(Parser::new_ext(self.markdown, OPTIONS).into_offset_iter());
        let (events, unclosed) = comments::take_out(self.markdown, events);
        for range in unclosed {
            self.problem(
                rule::OPEN_COMMENT,
                range,
                "this comment has no end",
                "end it with `-->`, or write `\\<!--` for the characters themselves",
            );
        }
        self.check_references(&events);
        let mut events = self.rewrite(events);
        self.notes.number(&mut events);
        let mut marked = String::with_capacity(self.markdown.len() * 5 / 4);
        html::push_html(&mut marked, events.into_iter());
        self.push_notes(&mut marked);
        self.check_anchors();
        // Entities can say what the Markdown itself no longer holds.
        let is_clean = memchr::memchr(b'&', self.markdown.as_bytes()).is_none();
        let (html, mut holes) = unmark(marked, is_clean);
        let links = shown_links(self.links, &mut holes);
        Prose {
            text: html.into(),
            holes: Some(holes.into()),
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
        Event::Html([HEADINGS[level - 1], SCOPE, &id, "\">"].concat().into())
    }

    fn close_heading(&self) -> Event<'a> {
        if !self.has_headings() {
            return Event::Html("</strong></p>\n".into());
        }
        Event::Html(HEADING_ENDS[self.outline.level() - 1].into())
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
                let address = encode(&address);
                let mut tag = String::with_capacity("<a href=\"\">".len() + address.len());
                tag.push_str("<a href=\"");
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
                let mut tag = String::from("<a href=\"#");
                // Ids with a colon are the page's own, whatever text on it links to them.
                if !id.contains(':') {
                    tag.push_str(SCOPE);
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
        if memchr::memchr(b'^', self.markdown.as_bytes()).is_none() {
            return;
        }
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

/// Takes the marks out of HTML, which is cleaned unless it `is_clean`.
fn unmark(marked: String, is_clean: bool) -> (String, Vec<(u32, Hole)>) {
    let clean = |part| if is_clean { Cow::Borrowed(part) } else { clean(part) };
    let has_marks = memchr::memchr(MARK as u8, marked.as_bytes()).is_some();
    if !has_marks && matches!(clean(&marked), Cow::Borrowed(_)) {
        return (marked, Vec::new());
    }
    let mut html = String::with_capacity(marked.len());
    let mut holes = Vec::new();
    let marks = memchr::memchr_iter(MARK as u8, marked.as_bytes());
    let mut from = 0;
    for (index, to) in marks.chain([marked.len()]).enumerate() {
        let part = &marked[from..to];
        from = to + 1;
        // Marks come in pairs, so every second part is what a hole is for.
        if index % 2 == 0 {
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
