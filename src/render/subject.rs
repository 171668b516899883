//! Subjects: what a list is about, and the page that says so above its entries.

use std::cell::OnceCell;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::config::{Direction, percent};
use crate::output::{Failure, Near, Sheet};
use crate::prose::Prose;
use crate::site::{Registered, TermId, TermKind};
use crate::timeline::Timeline;
use crate::wording::Wording;

use super::captions::own_href;
use super::cards::Rooted;
use super::drawing::{Plot, drawing};
use super::fill::PageFill;
use super::headings::{YearKey, year_heading, year_name};
use super::list::{Beside, Node, first_year_from, years};
use super::made::Html;
use super::opening::Opening;
use super::stage::{Stage, root};
use super::view::{DrawingView, EraView, FactView, Link, PositionView, TimelineView};

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Everything.
    Front,
    /// A year.
    Year(YearKey),
    /// A tag, an actor, a place, a term.
    Term(TermId),
    /// A further timeline.
    Further(usize),
}

/// One page of a list.
pub struct ListPage {
    subject: Subject,
    /// Which part of the list, if it is one.
    title: Option<String>,
    shown: Vec<u32>,
    /// Of a divided list every entry with the page that its card stands on, by its place in `leaves`.
    placed: Vec<(u32, u32)>,
    leaves: Vec<String>,
    count: usize,
    parts: Vec<Link>,
    whole: Option<Link>,
    beside: Beside,
}

impl ListPage {
    /// The page of a node, which is `whole` or a part of it.
    pub fn new(
        stage: &Stage<'_>,
        node: &Node,
        whole: Option<&Node>,
        beside: Beside,
        subject: Subject,
    ) -> Self {
        let (mut placed, mut leaves) = (Vec::new(), Vec::new());
        if !node.parts.is_empty() {
            node.each_leaf(&mut |leaf| {
                placed
                    .extend(leaf.positions.iter().map(|position| (*position, leaves.len() as u32)));
                leaves.push(percent(&leaf.path).into_owned());
            });
            placed.sort_unstable();
        }
        let shown = node.shown(stage);
        stage.cards.expect(&shown);
        ListPage {
            subject,
            placed,
            leaves,
            title: node.title.clone().filter(|_| whole.is_some()),
            shown,
            count: node.positions.len(),
            parts: in_order(stage, node.parts.iter().map(Node::link).collect()),
            whole: whole.map(Node::link),
            beside,
        }
    }

    /// Where it is to be made: near its first entry, but for a divided list, which counts entries from everywhere.
    pub fn near(&self) -> Near {
        match (self.shown.first(), self.placed.is_empty()) {
            (Some(first), true) => Near::Entry(*first),
            _ => Near::Nothing,
        }
    }

    /// Writes it.
    pub fn write(&self, stage: &Stage<'_>, path: &str, to: &mut dyn Sheet) -> Result<(), Failure> {
        let root = root(path);
        let about = about(stage, self.subject, root);
        let heading = match &self.title {
            Some(part) if self.subject == Subject::Front => part.clone(),
            Some(part) => match self.subject {
                // A part of a year names the year itself.
                Subject::Year(_) => part.clone(),
                _ => format!("{}: {part}", about.heading),
            },
            None => about.heading.clone(),
        };
        let (undated, years) = years(stage, &self.shown, (path, &heading), self.parts.is_empty());
        let view = TimelineView {
            heading: &heading,
            above: about.above.as_deref(),
            intro_html: about.intro_html.filter(|_| self.title.is_none()),
            facts: if self.title.is_none() { about.facts } else { Vec::new() },
            count_text: stage.words().count("entries", self.count),
            eras: if self.subject == Subject::Front {
                eras(stage, &self.shown, path)
            } else {
                Vec::new()
            },
            drawing: Strip { stage, page: self, root, drawing: OnceCell::new() },
            selection: !self.parts.is_empty(),
            parts: self.parts.clone(),
            undated,
            years,
            earlier: self.beside.earlier.clone(),
            later: self.beside.later.clone(),
            extra: match self.subject {
                Subject::Further(index) => Some(&stage.site().timelines[index].extra),
                Subject::Front | Subject::Year(_) | Subject::Term(_) => None,
            },
            whole: self.whole.clone().map(|link| match link.title.is_empty() {
                true => Link { title: about.heading.clone(), ..link },
                false => link,
            }),
        };
        let (kind, template) = match self.subject {
            Subject::Front | Subject::Further(_) => ("timeline", "timeline.html"),
            Subject::Year(_) | Subject::Term(_) => ("list", "list.html"),
        };
        let title = (self.subject != Subject::Front).then_some(heading.as_str());
        let href = percent(path);
        let page = stage.page(kind, &href, title, about.description)?;
        stage.render(&mut Rooted::new(to, root), template, &page, "timeline", &view)?;
        stage.cards.release(&self.shown);
        Ok(())
    }

    fn drawing<'s>(&self, stage: &'s Stage<'_>, root: &str) -> Option<DrawingView<'s>> {
        let is_front = self.subject == Subject::Front;
        let year = match self.subject {
            Subject::Year(YearKey::Year(year)) if self.title.is_none() => Some(year),
            _ => None,
        };
        let all: Vec<u32>;
        let positions = match self.placed.is_empty() {
            true => &self.shown,
            false => {
                all = self.placed.iter().map(|(position, _)| *position).collect();
                &all
            }
        };
        let href = |position: u32| {
            let own = own_href(stage, stage.gist(position).entry);
            match self.placed.binary_search_by_key(&position, |(position, _)| *position) {
                Ok(at) => [root, &self.leaves[self.placed[at].1 as usize], &own].concat(),
                Err(_) => own,
            }
        };
        drawing(
            stage,
            &Plot {
                year,
                is_timeline: is_front || matches!(self.subject, Subject::Further(_)),
                is_front,
                positions,
                href: &href,
                is_whole: self.placed.is_empty(),
            },
        )
    }
}

/// The drawing of a list, made when a template is rendered.
pub struct Strip<'s> {
    stage: &'s Stage<'s>,
    page: &'s ListPage,
    root: &'s str,
    drawing: OnceCell<Option<DrawingView<'s>>>,
}

impl<'s> Strip<'s> {
    /// The drawing; none where there would be nothing to see.
    pub fn drawing(&self) -> Option<&DrawingView<'s>> {
        self.drawing.get_or_init(|| self.page.drawing(self.stage, self.root)).as_ref()
    }
}

/// In a sketch the entries that are drawn, and where they lead. Those whose cards stand on the page are in its sketch anyway.
impl Serialize for Strip<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.drawing().serialize(serializer);
        }
        let Strip { stage, page, root, .. } = self;
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element(&(root, &page.leaves))?;
        for (position, leaf) in &page.placed {
            list.serialize_element(&(stage.card(*position), leaf))?;
        }
        list.end()
    }
}

/// Links to parts of a list, the newest first where the site is so.
fn in_order(stage: &Stage<'_>, mut links: Vec<Link>) -> Vec<Link> {
    if stage.config().order == Direction::Newest {
        links.reverse();
    }
    links
}

struct About<'a> {
    heading: String,
    above: Option<String>,
    intro_html: Option<Html>,
    description: Option<Opening<'a>>,
    facts: Vec<FactView<'a>>,
}

fn about<'s>(stage: &'s Stage<'_>, subject: Subject, root: &str) -> About<'s> {
    let words = stage.words();
    let none = |heading: String, above: Option<String>| About {
        heading,
        above,
        intro_html: None,
        description: None,
        facts: Vec::new(),
    };
    match subject {
        Subject::Front => About {
            description: stage.opening(stage.config().summary.as_ref()),
            intro_html: stage.html(stage.config().summary.as_ref(), root, "site:about:"),
            ..none(stage.config().title().to_owned(), None)
        },
        Subject::Year(year) => {
            none(year_heading(stage.words(), year), Some(words.get("year").to_owned()))
        }
        Subject::Further(index) => {
            let further = &stage.site().timelines[index];
            let summary = stage.html(further.summary.as_ref(), root, "site:about:summary:");
            let body =
                further.body.fill(&PageFill { stage, root, scope: "site:about:", said: None });
            let intro = [summary.unwrap_or_default().as_str(), &body].concat();
            About {
                intro_html: (!intro.trim().is_empty()).then(|| intro.into()),
                description: stage.opening(further.summary.as_ref()),
                ..none(stage.say(&further.title).to_owned(), Some(words.get("timeline").to_owned()))
            }
        }
        Subject::Term(id) => about_term(stage, id, root),
    }
}

fn about_term<'s>(stage: &'s Stage<'_>, id: TermId, root: &str) -> About<'s> {
    let words = stage.words();
    let term = stage.site().term(id);
    let above = match term.kind {
        TermKind::Tag => words.get("tag"),
        TermKind::Actor => words.get("actor"),
        TermKind::Place => words.get("place"),
        TermKind::Taxonomy(index) => stage.config().taxonomies[index].0.as_str(),
    };
    let mut facts = Vec::new();
    let mut fact = |label: &str, text: String, url: Option<String>, href: Option<String>| {
        let label = words.get(label).to_owned();
        facts.push(FactView { label, text, url, href, position: None });
    };
    let (intro_html, description) = match &term.registered {
        Registered::Nothing => (None, None),
        Registered::Place(place) => {
            if let Some(country) = &place.country {
                fact("country", stage.say(country).to_owned(), None, None);
            }
            if let Some(outer) = term.within {
                let link = stage.term_link(outer);
                fact("part_of_place", link.title, None, Some(link.href));
            }
            aliases(&place.aliases, words, &mut fact);
            facts.extend(place.position.as_ref().map(|position| FactView {
                label: words.get("coordinates").to_owned(),
                text: words.position(position),
                url: None,
                href: None,
                position: Some(PositionView {
                    latitude: &position.latitude,
                    longitude: &position.longitude,
                    precision: position.precision.key(),
                }),
            }));
            (
                stage.html(place.note.as_ref(), root, "site:about:"),
                stage.opening(place.note.as_ref()),
            )
        }
        Registered::Actor(actor) => {
            if let Some(kind) = actor.kind {
                fact("kind", words.get(kind.message()).to_owned(), None, None);
            }
            aliases(&actor.aliases, words, &mut fact);
            for link in &actor.links {
                fact("links", link.0.to_string(), Some(link.0.to_string()), None);
            }
            (
                stage.html(actor.description.as_ref(), root, "site:about:"),
                stage.opening(actor.description.as_ref()),
            )
        }
    };
    About {
        heading: term.title(stage.site().language()).to_owned(),
        above: Some(above.to_owned()),
        intro_html,
        description,
        facts,
    }
}

fn aliases(
    aliases: &crate::yaml::Items<crate::yaml::Words>,
    words: &Wording,
    fact: &mut impl FnMut(&str, String, Option<String>, Option<String>),
) {
    let names: Vec<&str> = aliases.0.iter().map(|(_, words)| words.0.as_str()).collect();
    if !names.is_empty() {
        fact("also_known_as", names.join(words.get("comma")), None, None);
    }
}

/// Eras, each linked to where it begins.
fn eras<'s>(stage: &'s Stage<'_>, shown: &[u32], path: &str) -> Vec<EraView<'s>> {
    let config = stage.config();
    let all: Vec<u32> = (0..stage.timeline.entries.len() as u32).collect();
    config
        .eras
        .iter()
        .filter_map(|era| {
            let (id, title, date) =
                (era.id.0.as_ref()?, era.title.0.as_ref()?, era.date.0.as_ref()?);
            let ends = date.latest().year().unwrap_or(i64::MAX);
            let is_inside = |year: &YearKey| !matches!(year, YearKey::Year(year) if *year > ends);
            let year = first_year_from(stage, &all, date.begin()).filter(is_inside);
            let href = year.map(|year| {
                let name = year_name(year);
                match shown.len() == all.len() {
                    true => format!("{}#year:{name}", percent(path)),
                    false => format!("years/{}.html", percent(&name)),
                }
            });
            Some(EraView {
                id: id.0.clone(),
                title: stage.say(title).to_owned(),
                date: stage.date(date),
                href,
            })
        })
        .collect()
}

/// The entries of a further timeline.
pub fn matching(timeline: &Timeline<'_>, listed: &[Vec<u32>], index: usize) -> Vec<u32> {
    let filter = &timeline.site.timelines[index].filter;
    let mut positions: Vec<u32> = (0..timeline.entries.len() as u32).collect();
    for any_of in &filter.terms {
        let mut wanted: Vec<u32> =
            any_of.iter().flat_map(|term| &listed[term.0 as usize]).copied().collect();
        wanted.sort_unstable();
        positions.retain(|position| wanted.binary_search(position).is_ok());
    }
    if let Some(span) = &filter.span {
        positions.retain(|position| {
            let placed = timeline.at(*position);
            let latest = timeline.site.entry_date(placed.entry).latest();
            placed.begin <= span.latest() && latest >= span.earliest()
        });
    }
    positions
}

/// A page's text without headings of its own.
pub fn body_html(stage: &Stage<'_>, body: &Prose, root: &str) -> String {
    body.fill(&PageFill { stage, root, scope: "", said: None })
}
