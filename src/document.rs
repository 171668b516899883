//! Documents: events, articles, pages and registries as their authors wrote them, typed but not yet linked.

mod count;
mod figure;
mod origins;
mod sources;
mod texts;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{Config, Key, Status, Weight};
use crate::date::{Date, Stamp};
use crate::diagnostic::Place;
use crate::prose::{Body, Brief};
use crate::spool::Spool;
use crate::text::TextId;
use crate::yaml::{Either, Entries, Extra, Flag, Items, Local, Must, Rare, Step, Words};

pub use self::count::{Count, Together, together};
pub use self::figure::Figure;
pub use self::origins::{Origin, Origins, each_once, fold, independent};
pub use self::sources::{Brought, SourceFields};
pub use self::texts::{Found, Texts};
pub use self::values::{Latitude, Longitude, WebAddress};

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
    /// The files that sources name as their local copies, from `content/` on.
    pub copies: BTreeSet<String>,
    /// Where the long texts are that are not in memory.
    pub spool: Arc<Spool>,
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
    pub fields: Box<T>,
    /// The Markdown below a front matter, and where it begins.
    pub body: Option<(usize, Body)>,
    /// The file's name without its ending.
    pub stem: String,
    /// Whether any of its texts leads into the site or shows something of it.
    pub links: bool,
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
    pub fn value(self, path: impl IntoIterator<Item = Step>) -> Place {
        Place::value(self.text, self.path(path))
    }

    /// The place of a key below these fields.
    pub fn key(self, key: &str) -> Place {
        Place::key(self.text, self.path([Step::from(key)]))
    }

    /// The path of a value below these fields, from the top of the file.
    pub fn path(self, path: impl IntoIterator<Item = Step>) -> Vec<Step> {
        self.item.map(Step::Item).into_iter().chain(path).collect()
    }
}

/// The fields of an event.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "event", deny_unknown_fields)]
pub struct EventFields {
    /// The permalink, `events/ID.html`: lower-case letters, digits and hyphens, the same for ever.
    pub id: Must<Key>,
    /// When it happened, in EDTF: what is known and no more.
    pub date: Must<Date>,
    /// Why the date is what it is; brief Markdown.
    #[serde(default)]
    pub date_note: Rare<Local<Brief>>,
    /// What happened, in a line.
    pub title: Must<Local<Words>>,
    /// One to three sentences of Markdown, for the card and the page.
    pub summary: Option<Local<Brief>>,
    /// The long text, Markdown; not together with Markdown below a front matter.
    pub body: Option<Local<Body>>,
    /// Ids of events that it does not begin before, where the dates cannot say it.
    #[serde(default)]
    pub after: Items<Words>,
    /// Ids of events that do not begin before it, where the dates cannot say it.
    #[serde(default)]
    pub before: Items<Words>,
    /// How sure the desk is.
    pub status: Option<Status>,
    /// How much the eye should rest on it: 1 is a brief, 5 a headline.
    #[serde(default)]
    pub weight: Weight,
    /// Where it happened: keys, names or aliases of `places.yaml`, or free names.
    #[serde(default)]
    pub places: Items<Words>,
    /// Who acted: keys, names or aliases of `actors.yaml`, or free names.
    #[serde(default)]
    pub actors: Items<Words>,
    /// What it is filed under; each tag has a list page.
    #[serde(default)]
    pub tags: Items<Words>,
    /// What it is filed under in the taxonomies that the settings declare: `{weapon: [rifle]}`.
    #[serde(default)]
    pub taxonomies: Entries<Items<Words>>,
    /// What it rests on: keys of `sources.yaml`, or sources in full.
    #[serde(default)]
    pub sources: Items<Either<Words, Brought>>,
    /// Who says what, where they differ.
    #[serde(default)]
    pub accounts: Items<AccountFields>,
    /// Counts by name, each a number or a range: `{killed: 2, wounded: {low: 18, high: 21}}`.
    #[serde(default)]
    pub figures: Entries<Figure>,
    /// Where our own articles tell of it.
    #[serde(default)]
    pub passages: Items<PassageFields>,
    /// Events or articles that it is related to.
    #[serde(default)]
    pub related: Items<RelationFields>,
    /// Pictures and other files.
    #[serde(default)]
    pub media: Items<MediaFields>,
    /// What was put right, and when.
    #[serde(default)]
    pub corrections: Items<CorrectionFields>,
    /// Why the event was withdrawn; only with `status: retracted`.
    #[serde(default)]
    pub retracted: Rare<Local<Brief>>,
    /// A public remark on method; brief Markdown.
    #[serde(default)]
    pub note: Rare<Local<Brief>>,
    /// Anything for the desk alone: never in the output.
    #[expect(dead_code, reason = "for the desk alone: nothing may read it")]
    pub internal: Option<Extra>,
    /// When it went on the site: a day or a moment. Never confused with `date`.
    pub published: Option<Stamp>,
    /// When it was last changed: a day or a moment.
    pub updated: Option<Stamp>,
    /// Not published before this day or moment.
    pub embargo: Option<Stamp>,
    /// Not published, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// Old ids; their addresses lead to this one.
    #[serde(default)]
    pub aliases: Vec<Key>,
    /// Anything for a theme of your own, as `event.extra`.
    #[serde(default)]
    pub extra: Extra,
}

impl EventFields {
    /// Whether the event has been withdrawn.
    pub fn is_retracted(&self) -> bool {
        self.status == Some(Status::Retracted)
    }
}

/// Who says what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "account", deny_unknown_fields)]
pub struct AccountFields {
    /// Who says it.
    pub by: Must<Local<Words>>,
    /// What they say; brief Markdown.
    pub says: Option<Local<Brief>>,
    /// The date that they give, where it is another.
    pub date: Option<Date>,
    /// The figures that they give.
    #[serde(default)]
    pub figures: Entries<Figure>,
    /// The key, publisher or address of one of the sources of the event, or a further one.
    pub source: Option<Words>,
}

/// Words of an article that tell of an event (a W3C TextQuoteSelector).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "passage", deny_unknown_fields)]
pub struct PassageFields {
    /// The id of the article.
    pub article: Must<Words>,
    /// Its words, as they stand there.
    pub quote: Must<Words>,
    /// What stands before them, where the same words stand more than once.
    pub prefix: Option<Words>,
    /// What stands behind them, where the same words stand more than once.
    pub suffix: Option<Words>,
}

/// How an event is related to another.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "relation", deny_unknown_fields)]
pub struct RelationFields {
    /// The id of the other event or article.
    pub event: Must<Words>,
    /// What this one is to the other.
    #[serde(default)]
    pub how: Relation,
}

/// The kinds of relation; a closed vocabulary.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// This one led to the other.
    Causes,
    /// This one is part of the other.
    PartOf,
    /// The two cannot both be right.
    Contradicts,
    /// This one takes the place of the other.
    Supersedes,
    /// The other helps to understand this one.
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "medium", deny_unknown_fields)]
pub struct MediaFields {
    /// Its path below `content/`: `media/…`.
    pub file: Must<Words>,
    /// What it shows, for those who do not see it.
    pub alt: Must<Local<Words>>,
    /// What stands below it; brief Markdown.
    pub caption: Option<Local<Brief>>,
    /// Whose it is.
    pub credit: Must<Local<Words>>,
    /// On which terms it is used.
    pub licence: Option<Words>,
    /// Shown only after a click, and never on a card.
    pub graphic: Option<Flag>,
    /// What a reader should know before the click, instead of the usual words.
    pub warning: Option<Local<Words>>,
}

/// What was put right, and when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "correction", deny_unknown_fields)]
pub struct CorrectionFields {
    /// When it was put right: a day or a moment.
    pub date: Must<Stamp>,
    /// What was wrong, and what is right; brief Markdown.
    pub text: Must<Local<Brief>>,
}

/// The front matter of an article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "article", deny_unknown_fields)]
pub struct ArticleFields {
    /// The permalink, `articles/ID.html`; the name of the file if it is left out.
    pub id: Option<Key>,
    /// Its headline.
    pub title: Must<Local<Words>>,
    /// When it was published: a day or a moment.
    pub date: Must<Stamp>,
    /// When it was last changed: a day or a moment.
    pub updated: Option<Stamp>,
    /// Who wrote it.
    pub byline: Option<Local<Words>>,
    /// One to three sentences of Markdown.
    pub summary: Option<Local<Brief>>,
    /// What it is filed under; each tag has a list page.
    #[serde(default)]
    pub tags: Items<Words>,
    /// Of whom it tells: keys, names or aliases of `actors.yaml`, or free names.
    #[serde(default)]
    pub actors: Items<Words>,
    /// Of where it tells: keys, names or aliases of `places.yaml`, or free names.
    #[serde(default)]
    pub places: Items<Words>,
    /// What it is filed under in the taxonomies that the settings declare: `{weapon: [rifle]}`.
    #[serde(default)]
    pub taxonomies: Entries<Items<Words>>,
    /// The report that it retells: a key of `sources.yaml`, or a source in full.
    pub source: Option<Either<Words, Brought>>,
    /// What was put right, and when.
    #[serde(default)]
    pub corrections: Items<CorrectionFields>,
    /// Why it was withdrawn; its page is then a tombstone.
    pub retracted: Option<Local<Brief>>,
    /// Events or articles that it is related to.
    #[serde(default)]
    pub related: Items<RelationFields>,
    /// Not published, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// Not published before this day or moment.
    pub embargo: Option<Stamp>,
    /// Old ids; their addresses lead to this one.
    #[serde(default)]
    pub aliases: Vec<Key>,
    /// Anything for a theme of your own, as `article.extra`.
    #[serde(default)]
    pub extra: Extra,
}

/// The front matter of a free page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "page", deny_unknown_fields)]
pub struct PageFields {
    /// The permalink, `ID.html`; the name of the file if it is left out.
    pub id: Option<Key>,
    /// Its headline.
    pub title: Must<Local<Words>>,
    /// One to three sentences of Markdown.
    pub summary: Option<Local<Brief>>,
    /// Not published, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// Old ids; their addresses lead to this one.
    #[serde(default)]
    pub aliases: Vec<Key>,
    /// Anything for a theme of your own, as `page.extra`.
    #[serde(default)]
    pub extra: Extra,
}

/// The front matter of a further timeline.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "timeline", deny_unknown_fields)]
pub struct TimelineFields {
    /// The permalink, `timelines/ID.html`; the name of the file if it is left out.
    pub id: Option<Key>,
    /// Its headline.
    pub title: Must<Local<Words>>,
    /// One to three sentences of Markdown.
    pub summary: Option<Local<Brief>>,
    /// Which entries it shows; all if it is left out.
    #[serde(default)]
    pub filter: Filter,
    /// Not published, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// Old ids; their addresses lead to this one.
    #[serde(default)]
    pub aliases: Vec<Key>,
    /// Anything for a theme of your own, as `timeline.extra`.
    #[serde(default)]
    pub extra: Extra,
}

/// Which entries a further timeline shows: within one key any name is enough, and every key has to agree.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "filter", deny_unknown_fields)]
pub struct Filter {
    /// Entries with one of these tags.
    #[serde(default)]
    pub tags: Items<Words>,
    /// Entries with one of these actors.
    #[serde(default)]
    pub actors: Items<Words>,
    /// Entries with one of these places, or a place that lies in one.
    #[serde(default)]
    pub places: Items<Words>,
    /// Entries that touch this date.
    pub span: Option<Date>,
}

/// A place of the gazetteer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "place", deny_unknown_fields)]
pub struct PlaceFields {
    /// Its name, as pages show it.
    pub name: Must<Local<Words>>,
    /// The country that it lies in.
    pub country: Option<Local<Words>>,
    /// Degrees north of the equator, with a point: `35.95`; south of it negative.
    pub lat: Option<Latitude>,
    /// Degrees east of Greenwich, with a point: `39.01`; west of it negative.
    pub lon: Option<Longitude>,
    /// How exactly the position is known.
    pub precision: Option<Precision>,
    /// The place that it lies in, whose list shows its entries too.
    pub within: Option<Words>,
    /// Other names, which events may use.
    #[serde(default)]
    pub aliases: Items<Words>,
    /// A remark for its page; brief Markdown.
    pub note: Option<Local<Brief>>,
}

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The very spot.
    Exact,
    /// The city, town or village.
    City,
    /// The region or province.
    Region,
    /// The country alone.
    Country,
}

impl Precision {
    /// How many decimals of a degree may be known: about a kilometre, ten, a hundred.
    pub fn decimals(self) -> usize {
        match self {
            Precision::Exact => usize::MAX,
            Precision::City => 2,
            Precision::Region => 1,
            Precision::Country => 0,
        }
    }

    /// The word that authors write.
    pub fn key(self) -> &'static str {
        match self {
            Precision::Exact => "exact",
            Precision::City => "city",
            Precision::Region => "region",
            Precision::Country => "country",
        }
    }

    /// The message that says so of coordinates.
    pub fn message(self) -> &'static str {
        match self {
            Precision::Exact => "position_exact",
            Precision::City => "position_city",
            Precision::Region => "position_region",
            Precision::Country => "position_country",
        }
    }
}

/// Somebody who acts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "actor", deny_unknown_fields)]
pub struct ActorFields {
    /// Its name, as pages show it.
    pub name: Must<Local<Words>>,
    /// What kind of actor it is.
    pub kind: Option<ActorKind>,
    /// Other names, which events may use.
    #[serde(default)]
    pub aliases: Items<Words>,
    /// A remark for its page; brief Markdown.
    pub description: Option<Local<Brief>>,
    /// Addresses that say more.
    #[serde(default)]
    pub links: Vec<WebAddress>,
}

/// The kinds of actor; a closed vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A group, party, company or agency.
    Organisation,
    /// A state or its government.
    State,
    /// An armed force.
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
    /// Whether coordinates of places may be.
    pub coordinates: bool,
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

#[cfg(all(test, target_pointer_width = "64"))]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_much_of_is_small() {
        assert!(size_of::<EventFields>() <= 416, "{}", size_of::<EventFields>());
        assert!(size_of::<SourceFields>() <= 144, "{}", size_of::<SourceFields>());
    }
}
