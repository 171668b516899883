//! Views: what each template sees; one struct per kind of page, small, typed and borrowed.
//!
//! Every template sees `site` ([`SiteView`]), `t` (the messages of `i18n/LANGUAGE.yaml`, by key), `page`
//! ([`PageView`]) and the fields of its own kind. An `href` counts from the site's root and is escaped for a URL;
//! a template writes `{{ page.root }}{{ it.href }}`. A field whose name ends in `_html` is HTML,
//! which no template escapes again.

mod drawing;

use serde::Serialize;

use super::cards::Card;
use super::fill::Filled;
use super::made::{Html, Made};
use super::moments::Moment;
use super::opening::Opening;
use super::subject::Strip;
use super::tally::Tally;
use super::why::Sentence;
use crate::yaml::Extra;

pub use drawing::{
    BandPartView, BandView, BarView, BreakView, DrawingView, EdgeView, MarkView, TickView,
    TitleView,
};

/// The site, in every template as `site`.
#[derive(Serialize)]
pub struct SiteView<'a> {
    pub title: &'a str,
    /// A BCP 47 tag, for `lang`.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// With a slash at its end.
    pub base_url: Option<&'a str>,
    pub licence: Option<&'a str>,
    /// Where to write to, as a link.
    pub contact: Option<String>,
    /// Whether `feed.xml` is made.
    pub feed: bool,
    /// Whether `corrections.xml` is made.
    pub corrections_feed: bool,
    /// The timeline, the years, articles, tags, actors, places, …: those that the site has.
    pub sections: Vec<Link>,
    /// Further timelines and free pages.
    pub pages: Vec<Link>,
    /// The newest publication date in the content.
    pub as_of: Option<Made<DateView>>,
    /// Where statuses are explained, each at its own word (`status.html#confirmed`); none where no page does.
    pub status_href: Option<&'static str>,
    /// What the marks on its timeline and lists mean, from the surest on: those statuses that an entry there has.
    pub statuses: Vec<Made<StatusView>>,
    pub theme_options: &'a Extra,
    pub version: &'static str,
}

/// The page being made, in every template as `page`.
#[derive(Serialize, Clone)]
pub struct PageView<'a> {
    /// `timeline`, `event`, `article`, `tombstone`, `list`, `index`, `sources`, `status`, `corrections`, `free`, `missing` or
    /// `redirect`.
    pub kind: &'static str,
    /// Without the site's name; none on the front page.
    pub title: Option<&'a str>,
    /// Plain text of a sentence or two.
    pub description: Option<Opening<'a>>,
    /// From this page to the site's root: nothing, `../`, `../../`.
    pub root: &'a str,
    /// From the root to this page, as in links.
    pub href: &'a str,
    /// `header.html` and `footer.html`, rendered ([`FurnitureView`]).
    pub header_html: Html,
    pub footer_html: Html,
    pub canonical: Option<String>,
    /// Whether search engines are asked not to list it.
    pub noindex: bool,
}

/// `header.html` and `footer.html`, what stands around every page, in these two as `page`: rendered once for all pages
/// that lie equally deep, so that nothing of a single page can be in them but its place in the navigation.
#[derive(Serialize)]
pub struct FurnitureView<'a> {
    /// As of [`PageView`].
    pub root: &'a str,
    /// The page, if it is one of those in the navigation; else nothing.
    pub href: &'a str,
    /// Whether it is the front page.
    pub front: bool,
}

/// A name that leads somewhere.
#[derive(Debug, Serialize, Clone)]
pub struct Link {
    pub title: String,
    pub href: String,
    /// How many entries are behind it, where that is told.
    pub count: Option<usize>,
}

/// A date in words and for machines.
#[derive(Serialize, Clone)]
pub struct DateView {
    /// As its author wrote it; for `data-edtf`.
    pub edtf: String,
    /// In the site's language, never more precise than the author.
    pub text: String,
    /// The same as `<time>` or `<span>`, as the component `date` of `date.html` writes it.
    pub html: Html,
    /// For `<time datetime>`, only where HTML allows the value.
    pub datetime: Option<String>,
    /// The same in the site's further calendars, where it is known to the day and they reach there.
    pub others: Vec<String>,
}

/// Another date of an event, by someone who differs.
#[derive(Serialize, Clone)]
pub struct RivalDateView<'a> {
    /// Its `text` lacks the year that it shares with the event's own date.
    pub date: Moment<'a>,
    pub by: &'a str,
}

/// One of the closed vocabulary of statuses.
#[derive(Serialize, Clone)]
pub struct StatusView {
    /// `confirmed`, `reported`, `claimed`, `disputed` or `retracted`.
    pub key: &'static str,
    pub label: String,
    /// What the word means, as a sentence.
    pub meaning: String,
}

/// `event.html`: one event.
#[derive(Serialize)]
pub struct EventView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub date: Moment<'a>,
    /// What accounts say of its date, where they differ from it.
    pub rival_dates: Vec<RivalDateView<'a>>,
    pub date_note_html: Option<Filled<'a>>,
    pub status: Option<Made<StatusView>>,
    /// 1 to 5.
    pub weight: u8,
    pub summary_html: Option<Filled<'a>>,
    pub body_html: Option<Filled<'a>>,
    pub places: Vec<Made<PlaceView>>,
    pub actors: Vec<Made<Link>>,
    pub tags: Vec<Made<Link>>,
    pub taxonomies: Vec<TermsView<'a>>,
    pub figures: Vec<FigureView>,
    pub accounts: Vec<AccountView<'a>>,
    /// The dates and figures of accounts side by side, where two at least give any.
    pub comparison: Option<ComparisonView<'a>>,
    pub sources: Vec<SourceView<'a>>,
    /// The independent origins behind the sources, each once.
    pub origins: Vec<&'a str>,
    /// "4 sources, 2 independent", in words.
    pub sources_text: Option<Tally<'a>>,
    /// The articles that tell of it, each with its words.
    pub articles: Vec<MentionView<'a>>,
    /// By kind; those of a kind in the order of time.
    pub related: Vec<RelationView<'a>>,
    /// The entries that took its place.
    pub superseded_by: Vec<EntryLink<'a>>,
    pub media: Vec<MediaView<'a>>,
    /// The newest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// When it was last corrected.
    pub corrected: Option<Moment<'a>>,
    pub note_html: Option<Filled<'a>>,
    pub published: Option<Moment<'a>>,
    pub updated: Option<Moment<'a>>,
    /// The neighbours on the timeline.
    pub earlier: Option<EntryLink<'a>>,
    pub later: Option<EntryLink<'a>>,
    /// Where it stands on the timeline.
    pub on_timeline: String,
    /// Why it stands there, in sentences.
    pub why_html: Vec<Sentence<'a>>,
    /// Where to report an error, with the id filled in.
    pub report_href: Option<String>,
    pub extra: &'a Extra,
}

/// `tombstone.html`: an event or an article that was withdrawn. Nothing of what it said is here, its title included.
#[derive(Serialize)]
pub struct TombstoneView<'a> {
    /// `event` or `article`: what it was.
    pub kind: &'static str,
    pub id: &'a str,
    /// Of an article when it was published.
    pub date: Moment<'a>,
    /// When it was withdrawn.
    pub withdrawn: Option<Moment<'a>>,
    /// Why.
    pub reason_html: Html,
    /// The entries that took its place.
    pub superseded_by: Vec<EntryLink<'a>>,
    pub corrections: Vec<CorrectionView<'a>>,
    /// Of an event.
    pub published: Option<Moment<'a>>,
    pub report_href: Option<String>,
}

/// A place of an event.
#[derive(Serialize)]
pub struct PlaceView {
    pub title: String,
    pub href: String,
    pub country: Option<String>,
}

/// The terms of one declared taxonomy.
#[derive(Serialize)]
pub struct TermsView<'a> {
    pub name: &'a str,
    pub terms: Vec<Made<Link>>,
}

/// A number, in words: "between 18 and 21 wounded".
#[derive(Serialize)]
pub struct FigureView {
    pub name: String,
    /// Of an event, also whether its accounts differ, or who alone says it.
    pub text: String,
    /// Whether accounts differ.
    pub differs: bool,
    /// The numbers of its sources in the page's list, from 1; of what only accounts give, those of the accounts.
    pub sources: Vec<usize>,
}

/// Who says what, where they differ.
#[derive(Serialize)]
pub struct AccountView<'a> {
    pub by: &'a str,
    pub says_html: Option<Filled<'a>>,
    /// Its own date, where it gives another.
    pub date: Option<Moment<'a>>,
    pub figures: Vec<FigureView>,
    /// The number of its source in the page's list, from 1; its anchor is `source:N`.
    pub source: Option<usize>,
    /// The publisher of its source, or without one the title.
    pub source_name: Option<&'a str>,
}

/// What accounts give of dates and figures, side by side.
#[derive(Serialize)]
pub struct ComparisonView<'a> {
    /// Whether any of them gives a date.
    pub dates: bool,
    /// What is counted: "Killed"; one for each column.
    pub figures: Vec<String>,
    /// Those that give anything.
    pub rows: Vec<ComparedView<'a>>,
}

/// An account in a comparison.
#[derive(Serialize)]
pub struct ComparedView<'a> {
    pub by: &'a str,
    /// As of the account.
    pub source: Option<usize>,
    pub date: Option<Moment<'a>>,
    /// For each column what it says, in numbers alone: "between 20 and 40"; none where it says nothing.
    pub figures: Vec<Option<FigureView>>,
}

/// A source, on an event's page and in the bibliography.
#[derive(Serialize)]
pub struct SourceView<'a> {
    /// Its number in the page's list, from 1; on an event's page its anchor is `source:N`.
    pub number: usize,
    /// Its anchor in the bibliography, `source:KEY`, which further sources do not change.
    pub anchor: String,
    /// Its key in the registry, if it is named there.
    pub key: Option<&'a str>,
    pub publisher: Option<&'a str>,
    pub title: Option<&'a str>,
    /// Where to read it; none where it is to be named only.
    pub url: Option<&'a str>,
    /// A BCP 47 tag.
    pub language: Option<&'a str>,
    /// In the bibliography: whether it has an address, and no copy of any kind.
    pub unarchived: bool,
    /// None of most sources.
    pub more: Option<Box<MoreView<'a>>>,
    /// In the bibliography: what it supports.
    pub events: Vec<EntryLink<'a>>,
}

/// What there is to say of a source besides who published what, and where it is read.
///
/// It stands apart since few sources have any of it, and each field that a view has costs time, empty ones too.
#[derive(Serialize, Default)]
pub struct MoreView<'a> {
    /// Whether there is an address that is not to be linked to.
    pub not_linked: bool,
    pub author: Option<&'a str>,
    /// The wires or bodies behind it, other than its publisher.
    pub origins: Vec<&'a str>,
    pub published: Option<Moment<'a>>,
    pub accessed: Option<Moment<'a>>,
    /// An archived copy's address; none where it is to be named only.
    pub archived: Option<&'a str>,
    /// A local copy, from the root.
    pub copy: Option<String>,
    /// The SHA-256 of the local copy, compared with the file, where the source gives it.
    pub sha256: Option<&'a str>,
    /// Its first twelve digits.
    pub sha256_short: Option<&'a str>,
    pub note_html: Option<Filled<'a>>,
    /// On an entry's page: "also supports 4 other entries", and where these are listed, its place in the bibliography.
    pub others: Option<Link>,
}

/// An entry named in passing.
#[derive(Serialize)]
pub struct EntryLink<'a> {
    pub title: &'a str,
    pub href: &'a str,
    pub date: Moment<'a>,
    pub status: Option<Made<StatusView>>,
}

/// An article that tells of an event.
#[derive(Serialize)]
pub struct MentionView<'a> {
    pub title: &'a str,
    pub href: &'a str,
    pub date: Moment<'a>,
    /// Its words, in the order of telling.
    pub passages: Vec<PassageView>,
}

/// Words of an article that tell of an event, in their sentence.
#[derive(Serialize)]
pub struct PassageView {
    /// To the words.
    pub href: String,
    /// The words, plain.
    pub words: String,
    /// What the sentence says before them, if anything, up to the white space between.
    pub before: String,
    /// What it says behind them.
    pub behind: String,
}

/// The entries that one is related to in one way.
#[derive(Serialize)]
pub struct RelationView<'a> {
    /// The word that authors write: `part-of`, `causes` …
    pub kind: &'static str,
    /// Whether the others say it of this one.
    pub back: bool,
    /// "Part of", "Led to" … in words.
    pub how: &'a str,
    /// In the order of time.
    pub entries: Vec<EntryLink<'a>>,
}

/// A picture, or another file to download.
#[derive(Serialize, Clone)]
pub struct MediaView<'a> {
    pub href: String,
    /// Whether it is a picture; else a file.
    pub picture: bool,
    /// Smaller versions: from the root, with their widths in pixels; without the original. None for small pictures.
    pub smaller: Vec<SizeView>,
    pub width: u32,
    pub height: u32,
    pub alt: &'a str,
    pub caption_html: Option<Filled<'a>>,
    pub credit: &'a str,
    pub licence: Option<&'a str>,
    /// Not to be shown without a click.
    pub graphic: bool,
    /// What to tell readers before they see it.
    pub warning: Option<&'a str>,
}

/// A smaller version of a picture.
#[derive(Serialize, Clone)]
pub struct SizeView {
    pub href: String,
    pub width: u32,
}

/// A correction, or in the record the withdrawal of an entry.
#[derive(Serialize)]
pub struct CorrectionView<'a> {
    /// Its anchor on the page of what it corrects: `correction:2026-02-24`.
    pub id: String,
    /// None only of a withdrawal.
    pub date: Option<Moment<'a>>,
    pub text_html: Html,
}

/// `article.html`: one article.
#[derive(Serialize)]
pub struct ArticleView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub date: Moment<'a>,
    pub updated: Option<Moment<'a>>,
    pub byline: Option<&'a str>,
    pub summary_html: Option<Html>,
    /// Words tied to an event stand in `<a class="said" id="said:EVENT" href="…">`.
    pub body_html: Html,
    /// The events that it tells of, in the order of time.
    pub events: Vec<TellsOfView<'a>>,
    pub tags: Vec<Made<Link>>,
    pub actors: Vec<Made<Link>>,
    pub places: Vec<Made<PlaceView>>,
    pub taxonomies: Vec<TermsView<'a>>,
    /// The report that it retells.
    pub source: Option<SourceView<'a>>,
    pub corrections: Vec<CorrectionView<'a>>,
    /// When it was last corrected.
    pub corrected: Option<Moment<'a>>,
    pub related: Vec<RelationView<'a>>,
    pub superseded_by: Vec<EntryLink<'a>>,
    pub earlier: Option<EntryLink<'a>>,
    pub later: Option<EntryLink<'a>>,
    pub on_timeline: String,
    /// Why it stands there, in sentences.
    pub why_html: Vec<Sentence<'a>>,
    pub report_href: Option<String>,
    pub extra: &'a Extra,
}

/// An event in an article's list.
#[derive(Serialize)]
pub struct TellsOfView<'a> {
    pub id: &'a str,
    pub entry: EntryLink<'a>,
    /// The anchor of its words on the same page, without `#`.
    pub words: String,
    /// Further words that tell of it: their anchors, and the numbers that stand for them, from 2.
    pub more: Vec<SpotView>,
}

/// A further place of an article that tells of an event.
#[derive(Serialize)]
pub struct SpotView {
    /// The anchor, without `#`.
    pub words: String,
    pub number: String,
}

/// `card.html`: an event or an article on a timeline; rendered once for all pages.
#[derive(Serialize)]
pub struct CardView<'a> {
    /// Stands for the way from a page to the site's root, and is filled in when the card stands on one.
    pub root: &'a str,
    /// `event` or `article`.
    pub kind: &'static str,
    /// Also the card's anchor.
    pub id: &'a str,
    pub title: &'a str,
    pub href: &'a str,
    pub date: Moment<'a>,
    pub status: Option<Made<StatusView>>,
    pub weight: u8,
    /// Of an article.
    pub byline: Option<&'a str>,
    pub summary_html: Option<Filled<'a>>,
    /// The first picture of an event of weight 5 that may be shown.
    pub picture: Option<MediaView<'a>>,
    /// None where there is none of it.
    pub meta: Option<MetaView<'a>>,
}

/// What a card tells of an entry below its summary.
#[derive(Serialize, Default)]
pub struct MetaView<'a> {
    /// What accounts say of its date, where they differ from it.
    pub rival_dates: Vec<RivalDateView<'a>>,
    pub places: Vec<Made<PlaceView>>,
    pub figures: Vec<FigureView>,
    /// "4 sources, 2 independent".
    pub sources_text: Option<Tally<'a>>,
    /// "2 accounts differ"; none where a figure says so.
    pub accounts_text: Option<String>,
    /// "5 articles tell of it".
    pub articles_text: Option<String>,
    /// Whether another entry took its place.
    pub superseded: bool,
    /// When it was last corrected.
    pub corrected: Option<Moment<'a>>,
}

/// `timeline.html` (front page, further timelines) and `list.html` (a year, a tag, an actor, a place, a term).
#[derive(Serialize)]
pub struct TimelineView<'a> {
    pub heading: &'a str,
    /// What is being listed, as a word above the heading: "Tag", "Actor", "Place", the taxonomy's name.
    pub above: Option<&'a str>,
    /// A registry's description, a further timeline's text.
    pub intro_html: Option<Html>,
    /// Facts of a registry entry: country, aliases, kind, links.
    pub facts: Vec<FactView<'a>>,
    /// How many entries there are in all, in words.
    pub count_text: String,
    pub eras: Vec<EraView<'a>>,
    /// None where there would be nothing to see.
    pub drawing: Strip<'a>,
    /// Where the list is too long for one page: its parts, each with its count. Then `years` holds the weightiest only.
    pub parts: Vec<Link>,
    /// Whether `years` is a selection.
    pub selection: bool,
    /// Too wide to place.
    pub undated: Vec<Card<'a>>,
    pub years: Vec<YearView<'a>>,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
    /// The list that this is a part of.
    pub whole: Option<Link>,
    /// Of a further timeline.
    pub extra: Option<&'a Extra>,
}

/// A fact about a registry entry.
#[derive(Serialize)]
pub struct FactView<'a> {
    pub label: String,
    pub text: String,
    /// On the web.
    pub url: Option<String>,
    /// On the site.
    pub href: Option<String>,
    /// Of a place: where it is, for machines.
    pub position: Option<PositionView<'a>>,
}

/// Coordinates, rounded to what may be known of them.
#[derive(Serialize)]
pub struct PositionView<'a> {
    /// Degrees, south and west with a minus: `35.9`.
    pub latitude: &'a str,
    pub longitude: &'a str,
    /// `exact`, `city`, `region` or `country`.
    pub precision: &'static str,
}

/// An era, with where it begins on this page or site.
#[derive(Serialize)]
pub struct EraView<'a> {
    pub id: String,
    pub title: String,
    pub date: Moment<'a>,
    pub href: Option<String>,
}

/// A year on a timeline.
#[derive(Serialize)]
pub struct YearView<'a> {
    /// Its anchor, `year:2014`.
    pub id: &'a str,
    /// "2014", "44 BC", "open start".
    pub heading: &'a str,
    /// Nothing; `hidden` where the page's own heading says the same; or `long` where it is more than a number.
    pub look: &'static str,
    /// The year's own page.
    pub href: Option<&'a str>,
    /// "two years later", where nothing happened in between.
    pub silence: Option<String>,
    pub months: Vec<MonthView<'a>>,
}

/// A month on a timeline, or the entries of a year that are not known to the month.
#[derive(Serialize)]
pub struct MonthView<'a> {
    /// Its anchor, `month:2014-06` or `month:2014-unknown`; none where it stands a second time.
    pub id: Option<&'a str>,
    /// "June", or "2014, day unknown".
    pub heading: &'a str,
    /// HTML.
    pub cards: Vec<Card<'a>>,
}

/// `index.html` of tags, actors, places, years, articles, terms: a list of lists. Its template is `index.html`.
#[derive(Serialize)]
pub struct IndexView<'a> {
    pub heading: &'a str,
    pub count_text: String,
    pub items: Vec<IndexItemView<'a>>,
}

/// One list of an index.
#[derive(Serialize)]
pub struct IndexItemView<'a> {
    pub link: Link,
    /// A line about it: kind, country, aliases.
    pub note: Option<String>,
    /// Of an article: when it was published.
    pub date: Option<Moment<'a>>,
}

/// `sources.html`: the bibliography.
#[derive(Serialize)]
pub struct SourcesView<'a> {
    /// The publisher, on a part of a long bibliography.
    pub heading: Option<&'a str>,
    /// On a long bibliography's first page: its parts, by publisher.
    pub parts: Vec<Link>,
    pub sources: Vec<SourceView<'a>>,
    pub count_text: String,
    /// "41 of 120 online sources are archived (34 %)"; on the first page only.
    pub archived_text: Option<String>,
    /// Who stands behind the sources, those behind the most first; on the first page only.
    pub origins: Vec<OriginView<'a>>,
}

/// An origin in the bibliography.
#[derive(Serialize)]
pub struct OriginView<'a> {
    pub name: &'a str,
    /// How many sources it stands behind, and how many entries rest on these.
    pub sources: usize,
    pub entries: usize,
    /// The same in words: "17 sources", "12 entries".
    pub sources_text: String,
    pub entries_text: String,
}

/// `status.html`: what each status means here, and what the site asks for.
#[derive(Serialize)]
pub struct VocabularyView<'a> {
    /// From the surest on; those that no entry has too.
    pub statuses: Vec<DefinedView<'a>>,
    /// How many events have none, in words, where there are any.
    pub without_text: Option<String>,
    /// What an event needs to be published, in sentences; empty where there is no gate.
    pub gate: Vec<String>,
}

/// A status with its use.
#[derive(Serialize)]
pub struct DefinedView<'a> {
    pub status: Made<StatusView>,
    /// How many events have it.
    pub count: usize,
    pub count_text: String,
    /// What the site's checks ask for where an event has it, in sentences.
    pub asks: Vec<&'a str>,
}

/// `corrections.html` and the parts of a long record: corrections and withdrawals, the newest first.
#[derive(Serialize)]
pub struct CorrectionsView<'a> {
    /// Which part of a long record it is: "2026", "February 2026".
    pub heading: Option<&'a str>,
    /// How many there are, in words.
    pub count_text: String,
    /// Of what is too long for one page: its parts, each with its count. Then `corrections` holds the newest only.
    pub parts: Vec<Link>,
    pub corrections: Vec<CorrectedView<'a>>,
}

/// A correction with what it corrects, or a withdrawal with what was withdrawn.
#[derive(Serialize)]
pub struct CorrectedView<'a> {
    pub correction: CorrectionView<'a>,
    pub entry: EntryLink<'a>,
    /// Where it stands on the page of that.
    pub href: String,
    /// Whether the entry was withdrawn, and `correction` says why.
    pub withdrawal: bool,
}

/// `page.html`: a free page.
#[derive(Serialize)]
pub struct FreeView<'a> {
    pub heading: &'a str,
    pub summary_html: Option<Html>,
    pub body_html: Html,
    pub extra: &'a Extra,
}

/// `redirect.html`: an old permalink.
#[derive(Serialize)]
pub struct RedirectView<'a> {
    pub title: &'a str,
    /// From this page.
    pub to: String,
}
