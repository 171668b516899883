//! The site: everything that was written, linked; nothing that one thing names is missing from it.

mod supports;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use foldhash::fast::RandomState;
use thin_vec::ThinVec;

use crate::config::{Config, Key, Status, Weight};
use crate::date::{Date, Stamp};
use crate::diagnostic::Place;
use crate::document::{
    ActorFields, At, Count, Filter, Origin, Origins, Precision, Relation, SourceFields, each_once,
};
use crate::prose::{Body, Brief, Prose};
use crate::spool::Spool;
use crate::text::{MediaFile, TextId};
use crate::yaml::{Extra, Items, Local, Rare, Words};

pub use supports::Supports;

/// The pages at the top of a site that Dateline makes itself, by their ids: no free page may have one of them.
pub const OWN_PAGES: [&str; 5] = ["index", "sources", "corrections", "status", "404"];

/// Everything that is published, linked.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// Where the settings stand.
    pub config_text: TextId,
    /// Events, by file and place in it.
    pub events: Vec<Event>,
    /// Articles, by file.
    pub articles: Vec<Article>,
    /// Tags, actors, places and the terms of declared taxonomies.
    pub terms: Vec<Term>,
    /// Sources: those of the registry first, then those given with events.
    pub sources: Vec<Source>,
    /// Who stands behind them.
    pub origins: Origins,
    /// What rests on them.
    pub supports: Supports,
    /// Free pages, by file.
    pub pages: Vec<Page>,
    /// Further timelines, by file.
    pub timelines: Vec<Further>,
    /// Media by their path under `content/`.
    pub media: BTreeMap<String, MediaFile>,
    /// Where each medium is first used.
    pub media_used: BTreeMap<String, Place>,
    /// Media that some event calls graphic, be it published or not.
    pub graphic: BTreeMap<String, Graphic>,
    /// Files to be copied as they are, by the path that they get.
    pub statics: BTreeMap<String, PathBuf>,
    /// Old ids and what they lead to now.
    pub aliases: Vec<(String, EntryId)>,
    /// What was left out, in the order of files.
    pub withheld: Vec<Withheld>,
    /// The ids of those entries, with where they are written.
    pub kept_back: BTreeMap<String, Place>,
    /// Every published entry by its id and its old ids.
    pub ids: HashMap<Box<str>, EntryId, RandomState>,
    /// Pages that texts link to by their address, with who does.
    pub addresses: Vec<(Place, String)>,
    /// Where the long texts are that are not in memory.
    pub spool: Arc<Spool>,
}

/// Something that was written and is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// An entry's id; the address of a free page or a further timeline.
    pub name: String,
    pub why: WithheldFor,
}

/// Why something is not published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WithheldFor {
    Draft,
    /// Until when, as written.
    Embargo(String),
    /// What the gate asks for and the event does not have.
    Gate(Vec<Lack>),
}

/// Something that the gate asks for and an event does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    Status { has: Option<Status>, least: Status },
    Sources { has: usize, least: u64 },
    Origins { has: usize, least: u64 },
}

impl fmt::Display for Lack {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lack::Status { has: None, least } => {
                write!(to, "no status, `{}` is the least", least.key())
            }
            Lack::Status { has: Some(has), least } => {
                write!(to, "status `{}` below `{}`", has.key(), least.key())
            }
            Lack::Sources { has, least } => write!(to, "{has} of {least} sources"),
            Lack::Origins { has, least } => write!(to, "{has} of {least} independent origins"),
        }
    }
}

impl fmt::Display for WithheldFor {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WithheldFor::Draft => to.write_str("draft"),
            WithheldFor::Embargo(until) => write!(to, "embargo until {until}"),
            WithheldFor::Gate(lacks) => {
                let lacks: Vec<String> = lacks.iter().map(Lack::to_string).collect();
                write!(to, "gate ({})", lacks.join(", "))
            }
        }
    }
}

/// What stands on a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryId {
    Event(u32),
    Article(u32),
}

/// Names one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// Names one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Something that happened.
#[derive(Debug)]
pub struct Event {
    pub at: At,
    pub id: Key,
    pub date: Date,
    pub date_note: Rare<Local<Brief>>,
    pub title: Local<Words>,
    pub summary: Option<Local<Brief>>,
    pub body: Option<Local<Body>>,
    /// Events that it does not begin before.
    pub after: ThinVec<Constraint>,
    /// Events that it does not begin after.
    pub before: ThinVec<Constraint>,
    pub status: Option<Status>,
    pub weight: Weight,
    pub places: ThinVec<TermId>,
    pub actors: ThinVec<TermId>,
    pub tags: ThinVec<TermId>,
    /// By the place of the taxonomy in the settings.
    pub taxonomies: ThinVec<(usize, Vec<TermId>)>,
    /// Its own, then those that only its accounts name.
    pub sources: ThinVec<SourceId>,
    /// Which items of its list its own sources are.
    pub source_items: Box<[u32]>,
    pub accounts: ThinVec<Account>,
    pub figures: ThinVec<Figure>,
    /// Where articles tell of it, by article and in the order of telling.
    pub told_in: ThinVec<Telling>,
    pub related: ThinVec<Related>,
    pub media: ThinVec<Medium>,
    pub corrections: ThinVec<Correction>,
    pub retracted: Rare<Local<Brief>>,
    pub note: Rare<Local<Brief>>,
    pub published: Option<Stamp>,
    pub updated: Option<Stamp>,
    pub extra: Extra,
}

/// A known order between two events.
#[derive(Debug, Clone, Copy)]
pub struct Constraint {
    /// The other event.
    pub event: u32,
    /// Which item of the list says so.
    pub item: usize,
}

/// How many, by the name of what is counted.
#[derive(Debug)]
pub struct Figure {
    pub name: String,
    pub count: Count,
    /// The places of its sources among the event's.
    pub sources: ThinVec<usize>,
}

/// Who says what.
#[derive(Debug)]
pub struct Account {
    /// Which item of the list it is.
    pub item: usize,
    pub by: Local<Words>,
    pub says: Option<Local<Brief>>,
    pub date: Option<Date>,
    pub figures: ThinVec<Figure>,
    /// Its place among the event's sources.
    pub source: Option<usize>,
}

/// Words of an article that tell of an event: quoted by the event, or linked by the article.
#[derive(Debug)]
pub struct Passage {
    /// The event.
    pub event: u32,
    /// The words, as bytes of the article's HTML; empty where a picture stands for them.
    pub words: Range<u32>,
    /// The sentence that they stand in, likewise.
    pub sentence: Range<u32>,
    /// Whether the sentence begins earlier, and whether it ends later.
    pub cut: (bool, bool),
    /// Which of the article's passages of this event it is, from 1.
    pub nth: u32,
    /// The number of the link that it begins with, if it begins with one.
    pub link: Option<u32>,
}

/// Names a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// The article.
    pub article: u32,
    /// Which of its passages.
    pub passage: u32,
}

/// A relation, seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related {
    /// Its kind.
    pub how: Relation,
    /// Whether the other end says it of this one.
    pub back: bool,
    /// The other end.
    pub entry: EntryId,
}

/// A picture or another file, shown with an event.
#[derive(Debug)]
pub struct Medium {
    /// Its path under `content/`; a key of the site's media.
    pub file: String,
    pub alt: Local<Words>,
    pub caption: Option<Local<Brief>>,
    pub credit: Local<Words>,
    pub licence: Option<Words>,
    /// What to tell readers before they see it, if it is graphic.
    pub warning: Option<Local<Words>>,
}

/// What is not to be shown without a click.
#[derive(Debug, Default)]
pub struct Graphic {
    /// What to tell readers before they see it, where nothing else is said with the picture itself.
    pub warning: Option<Local<Words>>,
}

/// What was put right, and when.
#[derive(Debug)]
pub struct Correction {
    pub date: Stamp,
    pub text: Local<Brief>,
}

/// An article.
#[derive(Debug)]
pub struct Article {
    pub at: At,
    pub id: Key,
    pub title: Local<Words>,
    pub date: Stamp,
    pub updated: Option<Stamp>,
    pub byline: Option<Local<Words>>,
    pub summary: Option<Local<Brief>>,
    pub body: Prose,
    /// Its words that tell of events, in the order of telling.
    pub passages: Vec<Passage>,
    /// Its links that do: the number of each, and of its passage.
    pub said: Vec<(u32, u32)>,
    pub tags: ThinVec<TermId>,
    pub actors: ThinVec<TermId>,
    pub places: ThinVec<TermId>,
    pub taxonomies: ThinVec<(usize, Vec<TermId>)>,
    pub source: Option<SourceId>,
    pub corrections: ThinVec<Correction>,
    /// Why it was withdrawn; then it is a tombstone.
    pub retracted: Option<Local<Brief>>,
    pub related: ThinVec<Related>,
    pub extra: Extra,
}

/// What a list can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    Tag,
    Actor,
    Place,
    /// By the place of the taxonomy in the settings.
    Taxonomy(usize),
}

/// A tag, an actor, a place or a term of a declared taxonomy.
#[derive(Debug)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Its name in addresses.
    pub key: String,
    /// Its name as first written; that of the registry is in `registered`.
    pub written: String,
    /// What its registry says.
    pub registered: Registered,
    /// The place that this one lies in.
    pub within: Option<TermId>,
}

/// What a registry says of a term.
#[derive(Debug)]
pub enum Registered {
    Nothing,
    Place(Box<Gazetteer>),
    Actor(Box<ActorFields>),
}

/// What is published of a place of the gazetteer.
#[derive(Debug)]
pub struct Gazetteer {
    pub name: Option<Local<Words>>,
    pub country: Option<Local<Words>>,
    pub position: Option<Position>,
    pub aliases: Items<Words>,
    pub note: Option<Local<Brief>>,
}

/// Where a place is, no more exactly than its desk lets it be known; nothing else of a site knows more.
#[derive(Debug)]
pub struct Position {
    /// Degrees north of the equator: `35.9`.
    pub latitude: String,
    /// Degrees east of Greenwich: `-39.0`.
    pub longitude: String,
    pub precision: Precision,
}

impl Term {
    /// Its name in a language.
    pub fn title(&self, language: &str) -> &str {
        let name = match &self.registered {
            Registered::Nothing => None,
            Registered::Place(place) => place.name.as_ref(),
            Registered::Actor(actor) => actor.name.0.as_ref(),
        };
        name.and_then(|name| name.pick(language)).map_or(&self.written, |words| &words.0)
    }
}

/// Evidence.
#[derive(Debug)]
pub struct Source {
    /// Its key, if it is in the registry.
    pub key: Option<String>,
    /// What is known of it.
    pub fields: Box<SourceFields>,
}

impl Source {
    /// Whether it can be archived: it has an address, or has been archived already.
    fn is_online(&self) -> bool {
        self.fields.url.is_some() || self.is_archived()
    }

    /// Whether readers will find it once its address is gone.
    pub fn is_archived(&self) -> bool {
        self.fields.archived.is_some() || self.fields.copy.is_some()
    }
}

/// How many of the sources that published entries rest on have been archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Those with an archived copy, on the web or of the site's own.
    pub archived: usize,
    /// Those and the ones that have an address; what was never on the web cannot be archived.
    pub online: usize,
}

impl Coverage {
    /// The share in per cent, rounded down: 100 is all of them. None where there is nothing to archive.
    pub fn percent(self) -> Option<usize> {
        (self.archived * 100).checked_div(self.online)
    }
}

/// A free page.
#[derive(Debug)]
pub struct Page {
    pub id: Key,
    pub title: Local<Words>,
    pub summary: Option<Local<Brief>>,
    pub body: Prose,
    pub aliases: Vec<Key>,
    pub extra: Extra,
}

/// A further timeline of the same store.
#[derive(Debug)]
pub struct Further {
    pub id: Key,
    pub title: Local<Words>,
    pub summary: Option<Local<Brief>>,
    pub body: Prose,
    pub filter: LinkedFilter,
    pub aliases: Vec<Key>,
    pub extra: Extra,
}

/// A filter whose names have been found.
#[derive(Debug)]
pub struct LinkedFilter {
    /// For each kind that it names: the terms of which one is enough.
    pub terms: Vec<Vec<TermId>>,
    /// The span that an entry has to touch.
    pub span: Option<Date>,
}

impl LinkedFilter {
    /// A filter with the span of one as written.
    pub fn new(filter: &Filter) -> Self {
        LinkedFilter { terms: Vec::new(), span: filter.span.clone() }
    }
}

impl Site {
    /// The language of the site's own words.
    pub fn language(&self) -> &str {
        &self.config.language.0
    }

    /// One event.
    pub fn event(&self, id: u32) -> &Event {
        &self.events[id as usize]
    }

    /// One article.
    pub fn article(&self, id: u32) -> &Article {
        &self.articles[id as usize]
    }

    /// One term.
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    /// One source.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The events and articles that rest on a source.
    pub fn supports(&self, id: SourceId) -> &[EntryId] {
        self.supports.of(id)
    }

    /// The sources that something rests on.
    pub fn used_sources(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        let all = (0..).map(SourceId).zip(&self.sources);
        all.filter(|(id, _)| !self.supports(*id).is_empty())
    }

    /// How many sources have been archived.
    pub fn archive_coverage(&self) -> Coverage {
        let mut coverage = Coverage { archived: 0, online: 0 };
        for (_, source) in self.used_sources() {
            coverage.archived += usize::from(source.is_archived());
            coverage.online += usize::from(source.is_online());
        }
        coverage
    }

    /// The origins behind a source, as it writes them, with their numbers.
    pub fn origins_of(&self, id: SourceId) -> impl Iterator<Item = Origin<'_>> {
        self.origins.of(id.0 as usize, &self.source(id).fields)
    }

    /// The independent origins behind some sources, each once.
    pub fn independent_origins(&self, sources: &[SourceId]) -> Vec<&str> {
        each_once(sources.iter().flat_map(|id| self.origins_of(*id)))
    }

    /// How many independent origins are behind some sources.
    pub fn count_of_origins(&self, sources: &[SourceId]) -> usize {
        self.origins.count(sources.iter().map(|id| id.0 as usize))
    }

    /// An entry's id.
    pub fn entry_id(&self, entry: EntryId) -> &str {
        match entry {
            EntryId::Event(id) => &self.event(id).id.0,
            EntryId::Article(id) => &self.article(id).id.0,
        }
    }

    /// An entry's date.
    pub fn entry_date(&self, entry: EntryId) -> &Date {
        match entry {
            EntryId::Event(id) => &self.event(id).date,
            EntryId::Article(id) => self.article(id).date.date(),
        }
    }

    /// An entry's title in the site's language.
    pub fn entry_title(&self, entry: EntryId) -> &str {
        let title = match entry {
            EntryId::Event(id) => &self.event(id).title,
            EntryId::Article(id) => &self.article(id).title,
        };
        title.pick(self.language()).map_or("", |words| &words.0)
    }

    /// Where an entry stands in the files.
    pub fn entry_at(&self, entry: EntryId) -> At {
        match entry {
            EntryId::Event(id) => self.event(id).at,
            EntryId::Article(id) => self.article(id).at,
        }
    }

    /// Every term of an entry, each once.
    pub fn entry_terms(&self, entry: EntryId) -> impl Iterator<Item = TermId> {
        let (tags, actors, places, taxonomies) = match entry {
            EntryId::Event(id) => {
                let event = self.event(id);
                (&event.tags, &event.actors, &event.places, &event.taxonomies)
            }
            EntryId::Article(id) => {
                let article = self.article(id);
                (&article.tags, &article.actors, &article.places, &article.taxonomies)
            }
        };
        tags.iter()
            .chain(actors)
            .chain(places)
            .chain(taxonomies.iter().flat_map(|(_, terms)| terms))
            .copied()
    }

    /// What was put right of an entry, as its file has it.
    pub fn corrections(&self, entry: EntryId) -> &[Correction] {
        match entry {
            EntryId::Event(id) => &self.event(id).corrections,
            EntryId::Article(id) => &self.article(id).corrections,
        }
    }

    /// The newest correction of an entry.
    pub fn newest_correction(&self, entry: EntryId) -> Option<&Correction> {
        self.corrections(entry).iter().max_by_key(|one| self.config.instant(&one.date))
    }

    /// Whether an entry has been withdrawn: it keeps its address and stands on no list.
    pub fn is_retracted(&self, entry: EntryId) -> bool {
        match entry {
            EntryId::Event(id) => self.event(id).status == Some(Status::Retracted),
            EntryId::Article(id) => self.article(id).retracted.is_some(),
        }
    }

    /// When a withdrawn entry was withdrawn: its last change, or its newest correction where it names none.
    pub fn retracted_on(&self, entry: EntryId) -> Option<&Stamp> {
        let updated = match entry {
            EntryId::Event(id) => self.event(id).updated.as_ref(),
            EntryId::Article(id) => self.article(id).updated.as_ref(),
        };
        updated.or_else(|| self.newest_correction(entry).map(|one| &one.date))
    }
}
