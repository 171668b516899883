//! Documents: events, articles, pages and registries as their authors wrote them, typed but not yet linked.

mod origins;
mod texts;

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::config::{Config, Key, Language, Status, Weight};
use crate::date::{Date, Stamp};
use crate::diagnostic::{Place, rule};
use crate::prose::{Body, Brief};
use crate::text::TextId;
use crate::yaml::{
    Complaint, Either, Entries, Extra, Flag, Items, Leaf, Local, Must, Number, OneOrMore, Step,
    Words, leaf,
};

pub use self::origins::{fold, independent};
pub use self::texts::{Found, Texts};

/// Everything that was read.
#[derive(Debug)]
pub struct Documents {
    /// The settings.
    pub config: Config,
    /// Where the settings stand.
    pub config_text: TextId,
    /// Events, by file and place in it.
    pub events: Vec<Document<EventFields>>,
    /// Articles, by file.
    pub articles: Vec<Document<ArticleFields>>,
    /// Free pages, by file.
    pub pages: Vec<Document<PageFields>>,
    /// Further timelines, by file.
    pub timelines: Vec<Document<TimelineFields>>,
    /// `places.yaml`, by key.
    pub places: Vec<(String, PlaceFields)>,
    /// `actors.yaml`, by key.
    pub actors: Vec<(String, ActorFields)>,
    /// `sources.yaml`, by key.
    pub sources: Vec<(String, SourceFields)>,
    /// What could not be read.
    pub unread: Unread,
    /// Markdown files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Keys of registries whose entries could not be read.
    pub broken_keys: BrokenKeys,
    /// Where the three registries stand.
    pub registry_texts: RegistryTexts,
}

impl Documents {
    /// The files that sources name as their local copies, from `content/` on.
    pub fn copies(&self) -> BTreeSet<&str> {
        fn full(source: &Either<Words, SourceFields>) -> Option<&SourceFields> {
            match source {
                Either::Full(source) => Some(source),
                Either::Name(_) => None,
            }
        }
        let events = self.events.iter().flat_map(|event| &event.fields.sources.0);
        let articles = self.articles.iter().filter_map(|article| article.fields.source.as_ref());
        let brought = events.map(|(_, source)| source).chain(articles).filter_map(full);
        let registered = self.sources.iter().map(|(_, source)| source);
        let copies = registered.chain(brought).filter_map(|source| source.copy.as_ref());
        copies.map(|path| path.0.as_str()).collect()
    }
}

/// Where the registries stand, if there are any.
#[derive(Debug, Default, Clone, Copy)]
pub struct RegistryTexts {
    pub places: Option<TextId>,
    pub actors: Option<TextId>,
    pub sources: Option<TextId>,
}

/// Keys of registries whose entries could not be read: what names them names something.
#[derive(Debug, Default)]
pub struct BrokenKeys {
    pub places: Vec<String>,
    pub actors: Vec<String>,
    pub sources: Vec<String>,
}

/// One thing that was written, with where it stands.
#[derive(Debug)]
pub struct Document<T> {
    /// Where its fields stand.
    pub at: At,
    /// The fields.
    pub fields: T,
    /// The Markdown below a front matter, and where it begins.
    pub body: Option<(usize, Body)>,
    /// The file's name without its ending.
    pub stem: String,
}

/// Where the fields of a document stand: a file, or an item of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file.
    pub text: TextId,
    /// Which item of the file's list.
    pub item: Option<usize>,
}

impl At {
    /// The place of a value below these fields.
    pub fn value<const N: usize>(self, path: [Step; N]) -> Place {
        Place::value(self.text, self.path(path))
    }

    /// The place of a key below these fields.
    pub fn key(self, key: &str) -> Place {
        Place::key(self.text, self.path([Step::from(key)]))
    }

    /// The path of a value below these fields, from the top of the file.
    pub fn path<const N: usize>(self, path: [Step; N]) -> Vec<Step> {
        self.item.map(Step::Item).into_iter().chain(path).collect()
    }
}

/// The fields of an event.
#[derive(Debug, Deserialize)]
#[serde(rename = "event", deny_unknown_fields)]
pub struct EventFields {
    pub id: Must<Key>,
    pub date: Must<Date>,
    pub date_note: Option<Local<Brief>>,
    pub title: Must<Local<Words>>,
    pub summary: Option<Local<Brief>>,
    pub body: Option<Local<Body>>,
    #[serde(default)]
    pub after: Items<Words>,
    #[serde(default)]
    pub before: Items<Words>,
    pub status: Option<Status>,
    #[serde(default)]
    pub weight: Weight,
    #[serde(default)]
    pub places: Items<Words>,
    #[serde(default)]
    pub actors: Items<Words>,
    #[serde(default)]
    pub tags: Items<Words>,
    #[serde(default)]
    pub taxonomies: Entries<Items<Words>>,
    #[serde(default)]
    pub sources: Items<Either<Words, SourceFields>>,
    #[serde(default)]
    pub accounts: Items<AccountFields>,
    #[serde(default)]
    pub figures: Entries<Figure>,
    #[serde(default)]
    pub passages: Items<PassageFields>,
    #[serde(default)]
    pub related: Items<RelationFields>,
    #[serde(default)]
    pub media: Items<MediaFields>,
    #[serde(default)]
    pub corrections: Items<CorrectionFields>,
    pub retracted: Option<Local<Brief>>,
    pub note: Option<Local<Brief>>,
    /// Never in the output.
    #[expect(dead_code, reason = "for the desk alone: nothing may read it")]
    pub internal: Option<Extra>,
    pub published: Option<Stamp>,
    pub updated: Option<Stamp>,
    pub embargo: Option<Stamp>,
    pub draft: Option<Flag>,
    #[serde(default)]
    pub aliases: Vec<Key>,
    #[serde(default)]
    pub extra: Extra,
}

/// A source: evidence for an event.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename = "source", deny_unknown_fields)]
pub struct SourceFields {
    pub publisher: Option<Words>,
    pub title: Option<Words>,
    pub url: Option<WebAddress>,
    pub published: Option<Date>,
    pub accessed: Option<Date>,
    pub archived: Option<WebAddress>,
    pub copy: Option<Words>,
    pub sha256: Option<Sha256>,
    /// Who stands behind it.
    pub origin: Option<OneOrMore<Words>>,
    pub author: Option<Words>,
    pub language: Option<Language>,
    pub link: Option<Flag>,
    pub note: Option<Local<Brief>>,
}

/// Who says what.
#[derive(Debug, Deserialize)]
#[serde(rename = "account", deny_unknown_fields)]
pub struct AccountFields {
    pub by: Must<Local<Words>>,
    pub says: Option<Local<Brief>>,
    pub date: Option<Date>,
    #[serde(default)]
    pub figures: Entries<Figure>,
    pub source: Option<Words>,
}

/// A number, or the range in which it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename = "figure", deny_unknown_fields)]
struct FigureFields {
    low: Option<Number<u64>>,
    best: Option<Number<u64>>,
    high: Option<Number<u64>>,
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Either::<Words, FigureFields>::deserialize(deserializer)? {
            Either::Name(text) => {
                let number =
                    Number::<u64>::read(&text.0).map_err(Complaint::into_error::<D::Error>)?;
                Ok(Figure { low: None, best: Some(number.0), high: None })
            }
            Either::Full(fields) => {
                let get = |field: Option<Number<u64>>| field.map(|number| number.0);
                Ok(Figure { low: get(fields.low), best: get(fields.best), high: get(fields.high) })
            }
        }
    }
}

/// Words of an article that tell of an event (a W3C TextQuoteSelector).
#[derive(Debug, Deserialize)]
#[serde(rename = "passage", deny_unknown_fields)]
pub struct PassageFields {
    pub article: Must<Words>,
    #[expect(dead_code, reason = "checked and kept; the words are not looked for yet")]
    pub quote: Must<Words>,
    #[expect(dead_code, reason = "as `quote`")]
    pub prefix: Option<Words>,
    #[expect(dead_code, reason = "as `quote`")]
    pub suffix: Option<Words>,
}

/// How an event is related to another.
#[derive(Debug, Deserialize)]
#[serde(rename = "relation", deny_unknown_fields)]
pub struct RelationFields {
    pub event: Must<Words>,
    #[serde(default)]
    pub how: Relation,
}

/// The kinds of relation; a closed vocabulary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    Causes,
    PartOf,
    Contradicts,
    Supersedes,
    #[default]
    Context,
}

impl Relation {
    /// The word that authors write.
    pub fn key(self) -> &'static str {
        match self {
            Relation::Causes => "causes",
            Relation::PartOf => "part-of",
            Relation::Contradicts => "contradicts",
            Relation::Supersedes => "supersedes",
            Relation::Context => "context",
        }
    }
}

/// A picture, or another file.
#[derive(Debug, Deserialize)]
#[serde(rename = "medium", deny_unknown_fields)]
pub struct MediaFields {
    pub file: Must<Words>,
    pub alt: Must<Local<Words>>,
    pub caption: Option<Local<Brief>>,
    pub credit: Must<Local<Words>>,
    pub licence: Option<Words>,
    pub graphic: Option<Flag>,
}

/// What was put right, and when.
#[derive(Debug, Deserialize)]
#[serde(rename = "correction", deny_unknown_fields)]
pub struct CorrectionFields {
    pub date: Must<Stamp>,
    pub text: Must<Local<Brief>>,
}

/// The front matter of an article.
#[derive(Debug, Deserialize)]
#[serde(rename = "article", deny_unknown_fields)]
pub struct ArticleFields {
    pub id: Option<Key>,
    pub title: Must<Local<Words>>,
    pub date: Must<Stamp>,
    pub updated: Option<Stamp>,
    pub byline: Option<Local<Words>>,
    pub summary: Option<Local<Brief>>,
    #[serde(default)]
    pub tags: Items<Words>,
    #[serde(default)]
    pub actors: Items<Words>,
    #[serde(default)]
    pub places: Items<Words>,
    #[serde(default)]
    pub taxonomies: Entries<Items<Words>>,
    pub source: Option<Either<Words, SourceFields>>,
    #[serde(default)]
    pub corrections: Items<CorrectionFields>,
    #[serde(default)]
    pub related: Items<RelationFields>,
    pub draft: Option<Flag>,
    pub embargo: Option<Stamp>,
    #[serde(default)]
    pub aliases: Vec<Key>,
    #[serde(default)]
    pub extra: Extra,
}

/// The front matter of a free page.
#[derive(Debug, Deserialize)]
#[serde(rename = "page", deny_unknown_fields)]
pub struct PageFields {
    pub id: Option<Key>,
    pub title: Must<Local<Words>>,
    pub summary: Option<Local<Brief>>,
    pub draft: Option<Flag>,
    #[serde(default)]
    pub aliases: Vec<Key>,
    #[serde(default)]
    pub extra: Extra,
}

/// The front matter of a further timeline.
#[derive(Debug, Deserialize)]
#[serde(rename = "timeline", deny_unknown_fields)]
pub struct TimelineFields {
    pub id: Option<Key>,
    pub title: Must<Local<Words>>,
    pub summary: Option<Local<Brief>>,
    #[serde(default)]
    pub filter: Filter,
    pub draft: Option<Flag>,
    #[serde(default)]
    pub aliases: Vec<Key>,
    #[serde(default)]
    pub extra: Extra,
}

/// Which entries a further timeline shows: within one key any name is enough, and every key has to agree.
#[derive(Debug, Default, Deserialize)]
#[serde(rename = "filter", deny_unknown_fields)]
pub struct Filter {
    #[serde(default)]
    pub tags: Items<Words>,
    #[serde(default)]
    pub actors: Items<Words>,
    #[serde(default)]
    pub places: Items<Words>,
    pub span: Option<Date>,
}

/// A place of the gazetteer.
#[derive(Debug, Deserialize)]
#[serde(rename = "place", deny_unknown_fields)]
pub struct PlaceFields {
    pub name: Must<Local<Words>>,
    pub country: Option<Local<Words>>,
    #[expect(dead_code, reason = "checked and kept; nothing is drawn of it yet")]
    pub lat: Option<Latitude>,
    #[expect(dead_code, reason = "as `lat`")]
    pub lon: Option<Longitude>,
    #[expect(dead_code, reason = "as `lat`")]
    pub precision: Option<Precision>,
    pub within: Option<Words>,
    #[serde(default)]
    pub aliases: Items<Words>,
    pub note: Option<Local<Brief>>,
}

/// Degrees north of the equator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latitude(pub f64);

/// Degrees east of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Longitude(pub f64);

leaf!(Latitude, Longitude);

impl Leaf for Latitude {
    const WHAT: &'static str = "degrees from -90 to 90";

    fn read(text: &str) -> Result<Self, Complaint> {
        degrees(text, 90.0, "latitude").map(Latitude)
    }
}

impl Leaf for Longitude {
    const WHAT: &'static str = "degrees from -180 to 180";

    fn read(text: &str) -> Result<Self, Complaint> {
        degrees(text, 180.0, "longitude").map(Longitude)
    }
}

fn degrees(text: &str, most: f64, what: &str) -> Result<f64, Complaint> {
    match Number::<f64>::read(text)?.0 {
        degrees if degrees.abs() <= most => Ok(degrees),
        _ => Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("there is no {what} {text}"),
            help: Some(format!("write degrees from -{most} to {most}, with a point: 35.95")),
            range: None,
        }),
    }
}

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Exact,
    City,
    Region,
    Country,
}

/// Somebody who acts.
#[derive(Debug, Deserialize)]
#[serde(rename = "actor", deny_unknown_fields)]
pub struct ActorFields {
    pub name: Must<Local<Words>>,
    pub kind: Option<ActorKind>,
    #[serde(default)]
    pub aliases: Items<Words>,
    pub description: Option<Local<Brief>>,
    #[serde(default)]
    pub links: Vec<WebAddress>,
}

/// The kinds of actor; a closed vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    Person,
    Organisation,
    State,
    Force,
}

impl ActorKind {
    /// The message that names it.
    pub fn message(self) -> &'static str {
        match self {
            ActorKind::Person => "kind_person",
            ActorKind::Organisation => "kind_organisation",
            ActorKind::State => "kind_state",
            ActorKind::Force => "kind_force",
        }
    }
}

/// An address on the web.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress(pub Box<str>);

leaf!(WebAddress);

impl Leaf for WebAddress {
    const WHAT: &'static str = "a web address";

    fn read(text: &str) -> Result<Self, Complaint> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let broken = |char: char| {
            char.is_whitespace() || char.is_control() || matches!(char, '<' | '>' | '"' | '\\')
        };
        if rest.is_some_and(|rest| {
            rest.starts_with(|char: char| char.is_alphanumeric() || char == '[')
        }) && !text.contains(broken)
        {
            return Ok(WebAddress(text.into()));
        }
        let position = text.find(broken);
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("`{text}` is not a web address"),
            help: Some(match position {
                Some(_) => {
                    "white space, quotes and angle brackets are written as %20, %22, %3C and %3E"
                        .into()
                }
                None => "write it whole, with `https://` or `http://`".into(),
            }),
            range: position.map(|at| at..at + text[at..].chars().next().map_or(1, char::len_utf8)),
        })
    }
}

/// A SHA-256 hash in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sha256(pub Box<str>);

leaf!(Sha256);

impl Leaf for Sha256 {
    const WHAT: &'static str = "a SHA-256 hash";

    fn read(text: &str) -> Result<Self, Complaint> {
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Sha256(text.to_ascii_lowercase().into()));
        }
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: "this is not a SHA-256 hash".into(),
            help: Some("write its 64 hexadecimal digits, as `sha256sum FILE` prints them".into()),
            range: None,
        })
    }
}

/// What could not be read: names that are missing for that reason are not the author's second mistake.
#[derive(Debug, Default, Clone)]
pub struct Unread {
    /// Whether the settings may say more than could be read.
    pub config: bool,
    /// Whether events or articles may be missing.
    pub entries: bool,
    /// Whether ids of events may be missing.
    pub ids: bool,
    /// Whether places may be.
    pub places: bool,
    /// Whether actors may be.
    pub actors: bool,
    /// Whether sources may be.
    pub sources: bool,
}

/// A Markdown file that could not be read: what is known of it all the same, so that nothing that links to it dangles.
#[derive(Debug)]
pub struct Unreadable {
    /// The file.
    pub text: TextId,
    /// What it would have been.
    pub kind: Kind,
    /// The file's name without its ending.
    pub stem: String,
    /// What a line `id: …` says, if it has one.
    pub id: Option<String>,
}

/// The kinds of Markdown file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Event,
    Article,
    Page,
    Timeline,
}
