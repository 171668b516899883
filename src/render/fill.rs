//! Fills the holes of prose for one page: links from where it stands, pictures with their sizes.

use crate::config::percent;
use crate::prose::{Fill, Link, Target, escape, split_fragment};
use crate::site::{Article, Graphic, Passage};

use super::stage::Stage;

/// One page's way of reaching things.
pub struct PageFill<'s, 'a> {
    pub stage: &'s Stage<'a>,
    /// From the page to the site's root.
    pub root: &'s str,
    /// What the ids of this text begin with.
    pub scope: &'s str,
    /// On an article's own page: the anchor of each link that is tied to an event, by the link's number.
    pub said: Option<&'s [Option<String>]>,
}

impl Fill for PageFill<'_, '_> {
    fn open(&self, html: &mut String, number: usize, link: &Link) {
        let said = self.said.and_then(|anchors| anchors.get(number)).and_then(Option::as_ref);
        html.push_str("<a");
        if let Some(anchor) = said {
            html.push_str(" class=\"said\" id=\"");
            escape(html, anchor);
            html.push('"');
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
        let Target::File(path) = &link.target else { return };
        if self.stage.site().media.get(&**path).is_some_and(|file| file.size.is_none()) {
            html.push_str("<a href=\"");
            html.push_str(self.root);
            escape(html, &percent(path));
            html.push_str("\">");
            escape(html, &link.words);
            html.push_str("</a>");
            return;
        }
        if let Some(graphic) = self.stage.site().graphic.get(&**path) {
            self.graphic(html, path, link, graphic);
            return;
        }
        html.push_str("<img src=\"");
        html.push_str(self.root);
        escape(html, &percent(path));
        html.push('"');
        if let Some((width, height)) =
            self.stage.site().media.get(&**path).and_then(|file| file.size)
        {
            let smaller = self.stage.pictures.get(&**path).map_or(&[][..], Vec::as_slice);
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

    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Entry(id) => {
                let entry = self.stage.site().ids.get(&**id).copied()?;
                Some(self.stage.entry_href(entry))
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

/// The anchors of an article's links that passages begin with, by the number of the link.
pub fn anchors(stage: &Stage<'_>, article: &Article) -> Vec<Option<String>> {
    let mut anchors = vec![None; article.body.links.len()];
    for (link, passage) in &article.said {
        let passage = &article.passages[*passage as usize];
        if passage.link == Some(*link) {
            anchors[*link as usize] = Some(anchor(stage, passage));
        }
    }
    anchors
}
