//! Entries: what the pages and cards of events and articles show.

use crate::config::{Status, percent};
use crate::document::{Figure, Relation};
use crate::site::{Article, Correction, EntryId, Event, Medium, Passage, Related, Telling, TermId};

use super::evidence::{origins, source_view};
use super::fill::{self, PageFill, marks};
use super::stage::Stage;
use super::view::{
    AccountView, ArticleView, CardView, CorrectionView, DateView, EntryLink, EventView, FigureView,
    Link, MediaView, MentionView, PassageView, PlaceView, RelationView, RivalDateView, SizeView,
    SpotView, StatusView, TellsOfView, TermsView,
};
use super::why::why;

/// An event's page.
pub fn event<'s>(stage: &'s Stage<'_>, id: u32, root: &str) -> EventView<'s> {
    let event = stage.site().event(id);
    let entry = EntryId::Event(id);
    let words = stage.words();
    let (earlier, later) = neighbours(stage, entry);
    EventView {
        id: &event.id.0,
        title: stage.say(&event.title),
        date: stage.date_in_calendars(&event.date),
        rival_dates: rival_dates(stage, event),
        date_note_html: stage.html(event.date_note.as_ref(), root, "date-note:"),
        status: event.status.map(|status| status_view(stage, status)),
        weight: event.weight.0,
        summary_html: stage.html(event.summary.as_ref(), root, "summary:"),
        body_html: stage.html(event.body.as_ref(), root, ""),
        places: places(stage, &event.places),
        actors: links(stage, &event.actors),
        tags: links(stage, &event.tags),
        taxonomies: taxonomies(stage, &event.taxonomies),
        figures: figures(stage, &event.figures),
        accounts: accounts(stage, event, root),
        sources: event
            .sources
            .iter()
            .enumerate()
            .map(|(index, source)| {
                source_view(stage, *source, index + 1, root, &format!("source-{}:", index + 1))
            })
            .collect(),
        origins: origins(stage, &event.sources),
        sources_text: sources_text(stage, event),
        articles: told_in(stage, &event.told_in),
        related: related(stage, &event.related),
        media: event
            .media
            .iter()
            .enumerate()
            .map(|(index, medium)| media_view(stage, medium, root, &format!("media-{index}:")))
            .collect(),
        corrections: corrections(stage, &event.corrections, root),
        retracted_html: match (
            event.status,
            stage.html(event.retracted.as_ref(), root, "retracted:"),
        ) {
            (Some(Status::Retracted), reason) => Some(
                reason
                    .unwrap_or_else(|| format!("<p>{}</p>", words.get("status_retracted_meaning"))),
            ),
            _ => None,
        },
        note_html: stage.html(event.note.as_ref(), root, "note:"),
        published: event.published.as_ref().map(|stamp| stage.date(stamp.date())),
        updated: event.updated.as_ref().map(|stamp| stage.date(stamp.date())),
        earlier,
        later,
        on_timeline: stage.standing_href(entry),
        why_html: why(stage, entry, root),
        report_href: stage.config().report_href(&event.id.0, stage.say(&event.title)),
        extra: &event.extra,
    }
}

/// An article's page.
pub fn article<'s>(stage: &'s Stage<'_>, id: u32, root: &str) -> ArticleView<'s> {
    let article = stage.site().article(id);
    let entry = EntryId::Article(id);
    let (earlier, later) = neighbours(stage, entry);
    ArticleView {
        id: &article.id.0,
        title: stage.say(&article.title),
        date: stage.date(article.date.date()),
        updated: article.updated.as_ref().map(|stamp| stage.date(stamp.date())),
        byline: article.byline.as_ref().map(|byline| stage.say(byline)),
        summary_html: stage.html(article.summary.as_ref(), root, "summary:"),
        body_html: article.body.fill_marked(
            &PageFill { stage, root, scope: "", said: Some(article) },
            &marks(article),
        ),
        events: tells_of(stage, article),
        tags: links(stage, &article.tags),
        actors: links(stage, &article.actors),
        places: places(stage, &article.places),
        taxonomies: taxonomies(stage, &article.taxonomies),
        source: article.source.map(|source| source_view(stage, source, 1, root, "source:")),
        corrections: corrections(stage, &article.corrections, root),
        related: related(stage, &article.related),
        earlier,
        later,
        on_timeline: stage.standing_href(entry),
        why_html: why(stage, entry, root),
        report_href: stage.config().report_href(&article.id.0, stage.say(&article.title)),
        extra: &article.extra,
    }
}

/// The articles that tell of an event, with their words.
fn told_in<'s>(stage: &'s Stage<'_>, told: &[Telling]) -> Vec<MentionView<'s>> {
    let one = |tellings: &[Telling]| {
        let article = EntryId::Article(tellings[0].article);
        let href = stage.entry_href(article);
        let passages = tellings.iter().map(|telling| {
            passage_view(stage, stage.site().article(telling.article), telling.passage, &href)
        });
        MentionView {
            title: stage.site().entry_title(article),
            date: stage.date(stage.site().entry_date(article)),
            passages: passages.collect(),
            href,
        }
    };
    told.chunk_by(|one, next| one.article == next.article).map(one).collect()
}

/// Longer words than so many bytes are shown by their beginning.
const QUOTED: usize = 600;

fn passage_view(
    stage: &Stage<'_>,
    article: &Article,
    passage: u32,
    article_href: &str,
) -> PassageView {
    let passage = &article.passages[passage as usize];
    let body = &article.body;
    let mut words = body.text(passage.words.clone());
    if words.len() > QUOTED {
        words.truncate(words.floor_char_boundary(QUOTED));
        words.truncate(words.rfind(' ').unwrap_or(words.len()));
        words.push('…');
    }
    if let (true, Some(link)) = (words.is_empty(), passage.link) {
        words = body.links[link as usize].words.to_string();
    }
    let mut before = body.text(passage.sentence.start..passage.words.start);
    let mut behind = body.text(passage.words.end..passage.sentence.end);
    if passage.cut.0 {
        before.insert_str(0, "… ");
    }
    if passage.cut.1 {
        behind.push_str(" …");
    }
    // A colon means nothing in a fragment.
    let anchor = percent(&fill::anchor(stage, passage)).replace("%3A", ":");
    PassageView { href: format!("{article_href}#{anchor}"), words, before, behind }
}

/// The events that an article tells of, in the order of time, each with its words.
fn tells_of<'s>(stage: &'s Stage<'_>, article: &Article) -> Vec<TellsOfView<'s>> {
    let mut told: Vec<&Passage> = article.passages.iter().collect();
    // Retracted events stand nowhere on the timeline, so they come last.
    told.sort_by_key(|passage| {
        let event = EntryId::Event(passage.event);
        (stage.timeline.position(event).unwrap_or(u32::MAX), passage.event, passage.nth)
    });
    let one = |passages: &[&Passage]| TellsOfView {
        id: &stage.site().event(passages[0].event).id.0,
        entry: entry_link(stage, EntryId::Event(passages[0].event)),
        words: fill::anchor(stage, passages[0]),
        more: passages[1..]
            .iter()
            .map(|passage| SpotView {
                words: fill::anchor(stage, passage),
                number: stage.words().number(u64::from(passage.nth)),
            })
            .collect(),
    };
    told.chunk_by(|one, next| one.event == next.event).map(one).collect()
}

/// An entry's card.
pub fn card<'s>(stage: &'s Stage<'_>, entry: EntryId, root: &'s str) -> CardView<'s> {
    let site = stage.site();
    let base = CardView {
        root,
        kind: "event",
        id: site.entry_id(entry),
        title: site.entry_title(entry),
        href: stage.entry_href(entry),
        date: stage.date(site.entry_date(entry)),
        rival_dates: Vec::new(),
        status: None,
        weight: 3,
        summary_html: None,
        places: Vec::new(),
        sources_text: None,
        accounts_text: None,
        figures: Vec::new(),
        byline: None,
        picture: None,
        articles_text: None,
    };
    let scope = format!("{}:", site.entry_id(entry));
    let counted = |key: &str, number: usize| (number > 0).then(|| stage.words().count(key, number));
    match entry {
        EntryId::Event(id) => {
            let event = site.event(id);
            let picture =
                event.media.iter().find(|medium| !medium.graphic && size(stage, medium).is_some());
            CardView {
                date: stage.date_in_calendars(&event.date),
                rival_dates: rival_dates(stage, event),
                status: event.status.map(|status| status_view(stage, status)),
                weight: event.weight.0,
                summary_html: stage.html(event.summary.as_ref(), root, &scope),
                places: places(stage, &event.places),
                sources_text: sources_text(stage, event),
                accounts_text: counted("accounts_count", event.accounts.len()),
                figures: figures(stage, &event.figures),
                picture: picture.filter(|_| event.weight.0 == 5).map(|medium| {
                    media_view(stage, medium, root, &format!("{}:media:", event.id.0))
                }),
                articles_text: counted(
                    "articles_count",
                    event.told_in.chunk_by(|one, next| one.article == next.article).count(),
                ),
                ..base
            }
        }
        EntryId::Article(id) => {
            let article = site.article(id);
            CardView {
                kind: "article",
                summary_html: stage.html(article.summary.as_ref(), root, &scope),
                byline: article.byline.as_ref().map(|byline| stage.say(byline)),
                ..base
            }
        }
    }
}

fn figures(stage: &Stage<'_>, figures: &[(String, Figure)]) -> Vec<FigureView> {
    let view = |(name, figure): &(String, Figure)| FigureView {
        name: name.clone(),
        text: stage.words().figure(name, figure),
    };
    figures.iter().map(view).collect()
}

fn sources_text(stage: &Stage<'_>, event: &Event) -> Option<String> {
    let words = stage.words();
    let origins = origins(stage, &event.sources);
    let count = words.count("sources_count", event.sources.len());
    match (event.sources.len(), origins) {
        (0, _) => None,
        (1, _) | (_, 0) => Some(count),
        _ => {
            let independent = words.count("independent", origins);
            Some(words.fill("date_list", &[("list", &count), ("next", &independent)]))
        }
    }
}

/// A status with what it means.
pub fn status_view<'s>(stage: &'s Stage<'_>, status: Status) -> StatusView<'s> {
    let (label, meaning) = match status {
        Status::Confirmed => ("status_confirmed", "status_confirmed_meaning"),
        Status::Reported => ("status_reported", "status_reported_meaning"),
        Status::Claimed => ("status_claimed", "status_claimed_meaning"),
        Status::Disputed => ("status_disputed", "status_disputed_meaning"),
        Status::Retracted => ("status_retracted", "status_retracted_meaning"),
    };
    StatusView {
        key: status.key(),
        label: stage.words().get(label),
        meaning: stage.words().get(meaning),
    }
}

/// An entry named in passing.
pub fn entry_link<'s>(stage: &'s Stage<'_>, entry: EntryId) -> EntryLink<'s> {
    let status = match entry {
        EntryId::Event(id) => stage.site().event(id).status,
        EntryId::Article(_) => None,
    };
    EntryLink {
        title: stage.site().entry_title(entry),
        href: stage.entry_href(entry),
        date: stage.date(stage.site().entry_date(entry)),
        status: status.map(|status| status_view(stage, status)),
    }
}

fn neighbours<'s>(
    stage: &'s Stage<'_>,
    entry: EntryId,
) -> (Option<EntryLink<'s>>, Option<EntryLink<'s>>) {
    let Some(position) = stage.timeline.position(entry) else { return (None, None) };
    let at = |position: u32| {
        stage.timeline.entries.get(position as usize).map(|placed| entry_link(stage, placed.entry))
    };
    (position.checked_sub(1).and_then(at), at(position + 1))
}

fn links(stage: &Stage<'_>, terms: &[TermId]) -> Vec<Link> {
    terms.iter().map(|term| stage.term_link(*term)).collect()
}

fn places(stage: &Stage<'_>, terms: &[TermId]) -> Vec<PlaceView> {
    terms
        .iter()
        .map(|id| {
            let Link { title, href, .. } = stage.term_link(*id);
            let country = match &stage.site().term(*id).registered {
                crate::site::Registered::Place(place) => {
                    place.country.as_ref().map(|country| stage.say(country).to_owned())
                }
                _ => None,
            };
            PlaceView { country: country.filter(|country| *country != title), title, href }
        })
        .collect()
}

fn taxonomies<'s>(stage: &'s Stage<'_>, taxonomies: &[(usize, Vec<TermId>)]) -> Vec<TermsView<'s>> {
    taxonomies
        .iter()
        .map(|(index, terms)| TermsView {
            name: &stage.config().taxonomies[*index].0,
            terms: links(stage, terms),
        })
        .collect()
}

/// The dates of accounts that differ from the event's own, each with who gives it. One that only says less ("April 2013",
/// where the event's is a day of it) does not differ.
fn rival_dates<'s>(stage: &'s Stage<'_>, event: &'s Event) -> Vec<RivalDateView<'s>> {
    let differs = event.accounts.iter().filter_map(|account| {
        let date = account.date.as_ref()?;
        if date.earliest() <= event.date.earliest() && event.date.latest() <= date.latest() {
            return None;
        }
        let text = stage.words().date_beside(date, &event.date);
        Some(RivalDateView {
            date: DateView { text, ..stage.date(date) },
            by: stage.say(&account.by),
        })
    });
    differs.collect()
}

fn accounts<'s>(stage: &'s Stage<'_>, event: &'s Event, root: &str) -> Vec<AccountView<'s>> {
    event
        .accounts
        .iter()
        .enumerate()
        .map(|(index, account)| AccountView {
            by: stage.say(&account.by),
            says_html: stage.html(account.says.as_ref(), root, &format!("account-{index}:")),
            date: account.date.as_ref().map(|date| stage.date_in_calendars(date)),
            figures: figures(stage, &account.figures),
            source: account.source.map(|position| position + 1),
        })
        .collect()
}

fn related<'s>(stage: &'s Stage<'_>, related: &[Related]) -> Vec<RelationView<'s>> {
    // Two events that contradict each other do so once, whoever says it.
    let is_said = |one: &Related| {
        one.back
            && one.how == Relation::Contradicts
            && related
                .iter()
                .any(|other| !other.back && other.how == one.how && other.entry == one.entry)
    };
    related
        .iter()
        .filter(|one| !is_said(one))
        .map(|one| {
            let key = match (one.how.key(), one.back) {
                ("causes", false) => "related_causes",
                ("causes", true) => "related_causes_back",
                ("part-of", false) => "related_part-of",
                ("part-of", true) => "related_part-of_back",
                ("contradicts", false) => "related_contradicts",
                ("contradicts", true) => "related_contradicts_back",
                ("supersedes", false) => "related_supersedes",
                ("supersedes", true) => "related_supersedes_back",
                (_, false) => "related_context",
                (_, true) => "related_context_back",
            };
            RelationView { how: stage.words().get(key), entry: entry_link(stage, one.entry) }
        })
        .collect()
}

/// Corrections, the newest first.
fn corrections(stage: &Stage<'_>, corrections: &[Correction], root: &str) -> Vec<CorrectionView> {
    let mut views: Vec<(_, CorrectionView)> = corrections
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let scope = format!("correction-{index}:");
            (stage.config().instant(&one.date), correction_view(stage, one, root, &scope))
        })
        .collect();
    views.sort_by_key(|(instant, _)| std::cmp::Reverse(*instant));
    views.into_iter().map(|(_, view)| view).collect()
}

/// One correction.
pub fn correction_view(
    stage: &Stage<'_>,
    one: &Correction,
    root: &str,
    scope: &str,
) -> CorrectionView {
    CorrectionView {
        date: stage.date(one.date.date()),
        text_html: stage.html(Some(&one.text), root, scope).unwrap_or_default(),
    }
}

fn size(stage: &Stage<'_>, medium: &Medium) -> Option<(u32, u32)> {
    stage.site().media.get(&medium.file).and_then(|file| file.size)
}

fn media_view<'s>(
    stage: &'s Stage<'_>,
    medium: &'s Medium,
    root: &str,
    scope: &str,
) -> MediaView<'s> {
    let size = size(stage, medium);
    let (width, height) = size.unwrap_or_default();
    let smaller = stage.pictures.get(medium.file.as_str()).map_or(&[][..], Vec::as_slice);
    MediaView {
        href: crate::config::percent(&medium.file),
        picture: size.is_some(),
        smaller: smaller
            .iter()
            .map(|(path, width)| SizeView { href: crate::config::percent(path), width: *width })
            .collect(),
        width,
        height,
        alt: stage.say(&medium.alt),
        caption_html: stage.html(medium.caption.as_ref(), root, scope),
        credit: stage.say(&medium.credit),
        licence: medium.licence.as_ref().map(|licence| licence.0.as_str()),
        graphic: medium.graphic,
    }
}

/// Leaves of a withdrawn event only that it was there, and why it was withdrawn.
pub fn bury(view: &mut EventView<'_>) {
    view.summary_html = None;
    view.body_html = None;
    view.date_note_html = None;
    view.note_html = None;
    view.places.clear();
    view.actors.clear();
    view.tags.clear();
    view.taxonomies.clear();
    view.figures.clear();
    view.accounts.clear();
    view.sources.clear();
    view.origins = 0;
    view.sources_text = None;
    view.articles.clear();
    view.media.clear();
    view.related.clear();
}
