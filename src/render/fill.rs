//! Fills the holes of prose for one page: links from where it stands, pictures with their sizes.

use serde::{Serialize, Serializer};

use crate::config::percent;
use crate::prose::{Fill, Link, Mark, Marked, Prose, Target, escape, split_fragment};
use crate::site::{Article, EntryId, Graphic, Passage};

use super::made::Html;
use super::stage::Stage;

/// A Markdown text on a page, filled when a template is rendered.
#[derive(Clone)]
pub struct Filled<'s> {
    stage: &'s Stage<'s>,
    prose: &'s Prose,
    root: &'s str,
    scope: Box<str>,
}

impl<'s> Filled<'s> {
    /// A text for a page from which `root` leads to the site's root; `scope` keeps its ids apart from those of other
    /// texts there.
    pub fn new(stage: &'s Stage<'s>, prose: &'s Prose, root: &'s str, scope: &str) -> Self {
        Filled { stage, prose, root, scope: scope.into() }
    }
}

impl Filled<'_> {
    /// The text, filled.
    pub fn html(&self) -> String {
        self.prose.fill(&self.fill())
    }

    fn fill(&self) -> PageFill<'_, '_> {
        PageFill { stage: self.stage, root: self.root, scope: &self.scope, said: None }
    }
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return Html::from(self.html()).serialize(serializer);
        }
        (self.prose.digest(), self.prose.fillings(&self.fill())).serialize(serializer)
    }
}

/// One page's way of reaching things.
pub struct PageFill<'s, 'a> {
    pub stage: &'s Stage<'a>,
    /// From the page to the site's root.
    pub root: &'s str,
    /// What the ids of this text begin with.
    pub scope: &'s str,
    /// On an article's own page: the article, whose passages have anchors there.
    pub said: Option<&'s Article>,
}

impl Fill for PageFill<'_, '_> {
    fn open(&self, html: &mut String, number: usize, link: &Link) {
        html.push_str("<a");
        if let Some(passage) = self.passage_of_link(number) {
            html.push_str(" class=\"said\"");
            if passage.link == Some(number as u32) {
                self.id(html, passage);
            }
        }
        // What the link leads to may be left out for now: then its words stay, and lead nowhere.
        if let Some(address) = self.address(&link.target) {
            html.push_str(" href=\"");
            html.push_str(self.root);
            escape(html, &address);
            html.push('"');
        }
        if let Some(title) = &link.title {
            html.push_str(" title=\"");
            escape(html, title);
            html.push('"');
        }
        html.push('>');
    }

    fn picture(&self, html: &mut String, _: usize, link: &Link) {
        let Target::File(written) = &link.target else { return };
        let (path, _) = split_fragment(written);
        let address = self.address(&link.target).unwrap_or_default();
        if self.stage.site().media.get(path).is_some_and(|file| file.size.is_none()) {
            html.push_str("<a href=\"");
            html.push_str(self.root);
            escape(html, &address);
            html.push_str("\">");
            escape(html, &link.words);
            html.push_str("</a>");
            return;
        }
        if let Some(graphic) = self.stage.site().graphic.get(path) {
            self.graphic(html, path, link, graphic);
            return;
        }
        html.push_str("<img src=\"");
        html.push_str(self.root);
        escape(html, &address);
        html.push('"');
        if let Some((width, height)) = self.stage.site().media.get(path).and_then(|file| file.size)
        {
            let smaller = self.stage.pictures.get(path).map_or(&[][..], Vec::as_slice);
            if !smaller.is_empty() {
                html.push_str(" srcset=\"");
                for (path, width) in smaller {
                    html.push_str(&format!("{}{} {width}w, ", self.root, percent(path)));
                }
                html.push_str(&format!(
                    "{}{} {width}w\" sizes=\"(min-width: 45rem) 40rem, 100vw\"",
                    self.root,
                    percent(path)
                ));
            }
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push_str(" alt=\"");
        escape(html, &link.words);
        if let Some(title) = &link.title {
            html.push_str("\" title=\"");
            escape(html, title);
        }
        html.push_str("\" loading=\"lazy\" decoding=\"async\">");
    }

    fn scope(&self) -> &str {
        self.scope
    }

    fn mark(&self, html: &mut String, marked: &Marked) {
        let mut begins = marked.begins.iter().map(|mark| self.passage(*mark));
        // A passage that begins with a link has its anchor there.
        let mut begins = begins.by_ref().filter(|passage| passage.link.is_none());
        match marked.to.map(|mark| self.passage(mark)) {
            Some(to) => {
                html.push_str("<a class=\"said\"");
                if let Some(passage) = begins.next() {
                    self.id(html, passage);
                }
                html.push_str(" href=\"");
                html.push_str(self.root);
                escape(html, self.stage.entry_href(EntryId::Event(to.event)));
                // One stop for the keyboard is enough for words that are divided.
                html.push_str(if marked.is_first { "\">" } else { "\" tabindex=\"-1\">" });
                html.push_str("<mark>");
            }
            None => {
                html.push_str("<mark");
                if let Some(passage) = begins.next() {
                    self.id(html, passage);
                }
                html.push('>');
            }
        }
        for passage in begins {
            html.push_str("<span");
            self.id(html, passage);
            html.push('>');
        }
    }

    fn end_mark(&self, html: &mut String, marked: &Marked) {
        let begins = marked.begins.iter().filter(|mark| self.passage(**mark).link.is_none());
        for _ in begins.skip(1) {
            html.push_str("</span>");
        }
        html.push_str(if marked.to.is_some() { "</mark></a>" } else { "</mark>" });
    }

    fn refer(&self, html: &mut String, mark: usize) {
        let event = EntryId::Event(self.passage(mark).event);
        html.push_str("<sup class=\"also-said\"><a href=\"");
        html.push_str(self.root);
        escape(html, self.stage.entry_href(event));
        html.push_str("\"><span aria-hidden=\"true\">*</span><span class=\"hidden\">");
        escape(html, self.stage.entry_title(event));
        html.push_str("</span></a></sup>");
    }
}

impl PageFill<'_, '_> {
    /// Leads to a picture that is not for everybody instead of showing it; where it stands on a link, or in a feed,
    /// which a reader may open anywhere, only its words stay.
    fn graphic(&self, html: &mut String, path: &str, link: &Link, graphic: &Graphic) {
        let words = self.stage.words();
        let what = graphic.warning.as_ref().map_or(&*link.words, |warning| self.stage.say(warning));
        let text = [words.get("graphic_warning"), words.get("colon"), what].concat();
        let is_on_link = html.rfind("<a").is_some_and(|open| !html[open..].contains("</a>"));
        if is_on_link || self.is_feed() {
            escape(html, &text);
            return;
        }
        html.push_str("<a class=\"graphic\" href=\"");
        html.push_str(self.root);
        escape(html, &percent(path));
        html.push_str("\"><b>");
        escape(html, &text);
        html.push_str("</b> <span>");
        escape(html, words.get("graphic_show"));
        html.push_str("</span></a>");
    }

    /// Only a feed's addresses are whole.
    fn is_feed(&self) -> bool {
        self.root.contains("://")
    }

    fn passage(&self, number: usize) -> &Passage {
        let article = self.said.expect("only the words of an article are marked");
        &article.passages[number]
    }

    fn passage_of_link(&self, link: usize) -> Option<&Passage> {
        let said = &self.said?.said;
        let found = said.binary_search_by_key(&(link as u32), |(link, _)| *link).ok()?;
        Some(self.passage(said[found].1 as usize))
    }

    fn id(&self, html: &mut String, passage: &Passage) {
        html.push_str(" id=\"");
        escape(html, &anchor(self.stage, passage));
        html.push('"');
    }

    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Entry(id) => {
                let entry = self.stage.site().ids.get(&**id).copied()?;
                Some(self.stage.entry_href(entry).to_owned())
            }
            Target::File(path) => {
                let (path, fragment) = split_fragment(path);
                // A colon stands in ids of pages, and means nothing in a fragment.
                let fragment = match fragment.strip_prefix('#') {
                    Some(id) => format!("#{}", percent(id).replace("%3A", ":").replace("%25", "%")),
                    None => String::new(),
                };
                Some(format!("{}{fragment}", percent(path)))
            }
        }
    }
}

/// The anchor of a passage: `said:ID` for an event's first in an article, `said:ID:2` for the second.
pub fn anchor(stage: &Stage<'_>, passage: &Passage) -> String {
    let id = &stage.site().event(passage.event).id.0;
    match passage.nth {
        1 => format!("said:{id}"),
        nth => format!("said:{id}:{nth}"),
    }
}

/// The passages of an article as marks.
pub fn marks(article: &Article) -> Vec<Mark> {
    let mut marks: Vec<Mark> = article
        .passages
        .iter()
        .map(|passage| Mark { words: passage.words.clone(), is_linked: false })
        .collect();
    for (_, passage) in &article.said {
        marks[*passage as usize].is_linked = true;
    }
    marks
}
