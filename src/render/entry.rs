//! Entries: what the pages and cards of events and articles show.

use std::collections::BTreeSet;

use crate::config::{Status, percent};
use crate::document::{Count, Together, together};
use crate::site::{
    Account, Article, EntryId, Event, Figure, Medium, Passage, Registered, Telling, TermId,
};
use crate::wording::Wording;

use super::evidence::{note_scope, source_view};
use super::fill::{self, PageFill, marks};
use super::made::Made;
use super::moments::Moment;
use super::record::{corrections, reason};
use super::relations::{is_superseded, relations, superseded_by};
use super::stage::Stage;
use super::tally::Tally;
use super::view::{
    AccountView, ArticleView, CardView, ComparedView, ComparisonView, EntryLink, EventView,
    FigureView, Link, MediaView, MentionView, MetaView, PassageView, PlaceView, RivalDateView,
    SizeView, SpotView, StatusView, TellsOfView, TermsView, TombstoneView,
};
use super::why::why;

/// An event's page.
pub fn event<'s>(stage: &'s Stage<'_>, id: u32, root: &'s str) -> EventView<'s> {
    let event = stage.site().event(id);
    let entry = EntryId::Event(id);
    let (earlier, later) = neighbours(stage, entry);
    let origins = stage.site().independent_origins(&event.sources);
    EventView {
        id: &event.id.0,
        title: stage.say(&event.title),
        date: stage.entry_date_in_calendars(entry),
        rival_dates: rival_dates(stage, event),
        date_note_html: stage.filled(event.date_note.as_ref(), root, "date-note:"),
        status: event.status.map(|status| stage.status(status)),
        weight: event.weight.0,
        summary_html: stage.filled(event.summary.as_ref(), root, "summary:"),
        body_html: stage.filled(event.body.as_ref(), root, ""),
        places: places(stage, &event.places),
        actors: links(stage, &event.actors),
        tags: links(stage, &event.tags),
        taxonomies: taxonomies(stage, &event.taxonomies),
        figures: figures(stage, event),
        accounts: accounts(stage, event, root),
        comparison: comparison(stage, event),
        sources: event
            .sources
            .iter()
            .enumerate()
            .map(|(index, source)| {
                let number = index + 1;
                source_view(stage, *source, number, Some(entry), root, || note_scope(number))
            })
            .collect(),
        sources_text: Tally::of(stage, event.sources.len(), origins.len()),
        origins,
        articles: told_in(stage, &event.told_in),
        related: relations(stage, entry),
        superseded_by: superseded_by(stage, entry),
        media: event
            .media
            .iter()
            .enumerate()
            .map(|(index, medium)| media_view(stage, medium, root, &format!("media-{index}:")))
            .collect(),
        corrections: corrections(stage, entry, root),
        corrected: corrected(stage, entry),
        note_html: stage.filled(event.note.as_ref(), root, "note:"),
        published: event.published.as_ref().map(|stamp| stage.date(stamp.date())),
        updated: event.updated.as_ref().map(|stamp| stage.date(stamp.date())),
        earlier,
        later,
        on_timeline: stage.standing_href(entry),
        why_html: why(stage, entry, root),
        report_href: stage.report_href(entry),
        extra: &event.extra,
    }
}

/// An article's page.
pub fn article<'s>(stage: &'s Stage<'_>, id: u32, root: &'s str) -> ArticleView<'s> {
    let article = stage.site().article(id);
    let entry = EntryId::Article(id);
    let (earlier, later) = neighbours(stage, entry);
    ArticleView {
        id: &article.id.0,
        title: stage.say(&article.title),
        date: stage.entry_date(entry),
        updated: article.updated.as_ref().map(|stamp| stage.date(stamp.date())),
        byline: article.byline.as_ref().map(|byline| stage.say(byline)),
        summary_html: stage.html(article.summary.as_ref(), root, "summary:"),
        body_html: article
            .body
            .fill_marked(&PageFill { stage, root, scope: "", said: Some(article) }, &marks(article))
            .into(),
        events: tells_of(stage, article),
        tags: links(stage, &article.tags),
        actors: links(stage, &article.actors),
        places: places(stage, &article.places),
        taxonomies: taxonomies(stage, &article.taxonomies),
        source: article.source.map(|source| {
            source_view(stage, source, 1, Some(entry), root, || "source:".to_owned())
        }),
        corrections: corrections(stage, entry, root),
        corrected: corrected(stage, entry),
        related: relations(stage, entry),
        superseded_by: superseded_by(stage, entry),
        earlier,
        later,
        on_timeline: stage.standing_href(entry),
        why_html: why(stage, entry, root),
        report_href: stage.report_href(entry),
        extra: &article.extra,
    }
}

/// The articles that tell of an event, with their words.
fn told_in<'s>(stage: &'s Stage<'_>, told: &[Telling]) -> Vec<MentionView<'s>> {
    let one = |tellings: &[Telling]| {
        let article = EntryId::Article(tellings[0].article);
        let href = stage.entry_href(article);
        let passages = tellings.iter().map(|telling| {
            passage_view(stage, stage.site().article(telling.article), telling.passage, href)
        });
        MentionView {
            title: stage.entry_title(article),
            date: stage.entry_date(article),
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

/// The page of a withdrawn entry.
pub fn tombstone<'s>(stage: &'s Stage<'_>, entry: EntryId, root: &str) -> TombstoneView<'s> {
    let site = stage.site();
    let (kind, published) = match entry {
        EntryId::Event(id) => ("event", site.event(id).published.as_ref()),
        EntryId::Article(_) => ("article", None),
    };
    TombstoneView {
        kind,
        id: site.entry_id(entry),
        date: stage.entry_date(entry),
        withdrawn: site.retracted_on(entry).map(|stamp| stage.date(stamp.date())),
        reason_html: reason(stage, entry, root, "retracted:"),
        superseded_by: superseded_by(stage, entry),
        corrections: corrections(stage, entry, root),
        published: published.map(|stamp| stage.date(stamp.date())),
        report_href: stage.report_href(entry),
    }
}

/// An entry's card.
pub fn card<'s>(stage: &'s Stage<'_>, entry: EntryId, root: &'s str) -> CardView<'s> {
    let site = stage.site();
    let scope = [site.entry_id(entry), ":"].concat();
    let base = CardView {
        root,
        kind: "event",
        id: site.entry_id(entry),
        title: stage.entry_title(entry),
        href: stage.entry_href(entry),
        date: stage.entry_date(entry),
        status: None,
        weight: 3,
        byline: None,
        summary_html: None,
        picture: None,
        meta: meta(stage, entry),
    };
    match entry {
        EntryId::Event(id) => {
            let event = site.event(id);
            let picture = event
                .media
                .iter()
                .find(|medium| !is_graphic(stage, medium) && size(stage, medium).is_some());
            CardView {
                date: stage.entry_date_in_calendars(entry),
                status: event.status.map(|status| stage.status(status)),
                weight: event.weight.0,
                summary_html: stage.filled(event.summary.as_ref(), root, &scope),
                picture: picture.filter(|_| event.weight.0 == 5).map(|medium| {
                    media_view(stage, medium, root, &format!("{}:media:", event.id.0))
                }),
                ..base
            }
        }
        EntryId::Article(id) => {
            let article = site.article(id);
            CardView {
                kind: "article",
                summary_html: stage.filled(article.summary.as_ref(), root, &scope),
                byline: article.byline.as_ref().map(|byline| stage.say(byline)),
                ..base
            }
        }
    }
}

/// What a card tells below its summary.
fn meta<'s>(stage: &'s Stage<'_>, entry: EntryId) -> Option<MetaView<'s>> {
    let site = stage.site();
    let mut meta = MetaView {
        superseded: is_superseded(stage, entry),
        corrected: corrected(stage, entry),
        ..MetaView::default()
    };
    if let EntryId::Event(id) = entry {
        let event = site.event(id);
        let counted =
            |key: &str, number: usize| (number > 0).then(|| stage.words().count(key, number));
        let origins = site.count_of_origins(&event.sources);
        let articles = event.told_in.chunk_by(|one, next| one.article == next.article).count();
        meta.rival_dates = rival_dates(stage, event);
        meta.places = places(stage, &event.places);
        meta.figures = figures(stage, event);
        meta.sources_text = Tally::of(stage, event.sources.len(), origins);
        if !meta.figures.iter().any(|figure| figure.differs) {
            meta.accounts_text = counted("accounts_count", event.accounts.len());
        }
        meta.articles_text = counted("articles_count", articles);
    }
    says_anything(&meta).then_some(meta)
}

fn says_anything(meta: &MetaView<'_>) -> bool {
    // Every field is named, so that none that comes is left out here.
    let MetaView {
        rival_dates,
        places,
        figures,
        sources_text,
        accounts_text,
        articles_text,
        superseded,
        corrected,
    } = meta;
    *superseded
        || corrected.is_some()
        || sources_text.is_some()
        || [accounts_text, articles_text].into_iter().any(Option::is_some)
        || !(rival_dates.is_empty() && places.is_empty() && figures.is_empty())
}

/// The figures of an event: its own, then those that only its accounts give.
fn figures(stage: &Stage<'_>, event: &Event) -> Vec<FigureView> {
    let mut views = Vec::new();
    let mut said: Vec<(&str, Vec<(&Account, &Figure)>)> = Vec::new();
    for account in &event.accounts {
        for figure in &account.figures {
            match said.iter_mut().find(|(name, _)| *name == figure.name) {
                Some((_, figures)) => figures.push((account, figure)),
                None => said.push((&figure.name, vec![(account, figure)])),
            }
        }
    }
    for own in &event.figures {
        let others = said.iter().find(|(name, _)| *name == own.name);
        let mut counts: Vec<Count> = others
            .map_or(Vec::new(), |(_, said)| said.iter().map(|(_, figure)| figure.count).collect());
        // The event's own range may hold accounts that differ from each other.
        let differs = together(&counts).is_some_and(|said| said.differ) || {
            counts.push(own.count);
            together(&counts).is_some_and(|all| all.differ)
        };
        views.push(own_figure(stage, own, differs));
    }
    let is_own = |name: &str| event.figures.iter().any(|own| own.name == name);
    for (name, said) in said.iter().filter(|(name, _)| !is_own(name)) {
        views.extend(said_figure(stage, name, said));
    }
    views
}

fn own_figure(stage: &Stage<'_>, figure: &Figure, differs: bool) -> FigureView {
    let text = stage.words().figure(&figure.name, figure.count);
    FigureView {
        name: figure.name.clone(),
        text: if differs { accounts_differ(stage, &text) } else { text },
        differs,
        sources: numbers(&figure.sources),
    }
}

/// A figure that only accounts give: what the one says, or all of them together. None where no range holds for all.
fn said_figure(stage: &Stage<'_>, name: &str, said: &[(&Account, &Figure)]) -> Option<FigureView> {
    let counts: Vec<Count> = said.iter().map(|(_, figure)| figure.count).collect();
    let Together { range, differ } = together(&counts)?;
    let words = stage.words();
    let text = words.figure(name, range?);
    let text = match said {
        [(account, _)] => {
            words.fill("according_to", &[("date", &text), ("by", stage.say(&account.by))])
        }
        _ if differ => accounts_differ(stage, &text),
        _ => text,
    };
    let sources: Vec<usize> = said
        .iter()
        .flat_map(|(account, figure)| figure.sources.iter().copied().chain(account.source))
        .collect();
    Some(FigureView { name: name.to_owned(), text, differs: differ, sources: numbers(&sources) })
}

fn accounts_differ(stage: &Stage<'_>, figure: &str) -> String {
    stage.words().fill("accounts_differ", &[("figure", figure)])
}

/// The numbers of sources in a page's list, by their places among the event's.
fn numbers(places: &[usize]) -> Vec<usize> {
    let numbers: BTreeSet<usize> = places.iter().map(|place| place + 1).collect();
    numbers.into_iter().collect()
}

/// The figures that an account gives.
fn account_figures(stage: &Stage<'_>, account: &Account) -> Vec<FigureView> {
    account.figures.iter().map(|figure| own_figure(stage, figure, false)).collect()
}

/// A status with what it means.
pub fn status_view(words: &Wording, status: Status) -> StatusView {
    let (_, meaning) = status_messages(status);
    StatusView {
        key: status.key(),
        label: status_label(words, status).to_owned(),
        meaning: words.get(meaning).to_owned(),
    }
}

/// The word for a status.
pub fn status_label(words: &Wording, status: Status) -> &str {
    words.get(status_messages(status).0)
}

fn status_messages(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Confirmed => ("status_confirmed", "status_confirmed_meaning"),
        Status::Reported => ("status_reported", "status_reported_meaning"),
        Status::Claimed => ("status_claimed", "status_claimed_meaning"),
        Status::Disputed => ("status_disputed", "status_disputed_meaning"),
        Status::Retracted => ("status_retracted", "status_retracted_meaning"),
    }
}

/// An entry named in passing.
pub fn entry_link<'s>(stage: &'s Stage<'_>, entry: EntryId) -> EntryLink<'s> {
    let status = match entry {
        EntryId::Event(id) => stage.site().event(id).status,
        EntryId::Article(_) => stage.site().is_retracted(entry).then_some(Status::Retracted),
    };
    EntryLink {
        title: stage.entry_title(entry),
        href: stage.entry_href(entry),
        date: stage.entry_date(entry),
        status: status.map(|status| stage.status(status)),
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

fn links(stage: &Stage<'_>, terms: &[TermId]) -> Vec<Made<Link>> {
    terms.iter().map(|term| stage.link(*term)).collect()
}

fn places(stage: &Stage<'_>, terms: &[TermId]) -> Vec<Made<PlaceView>> {
    terms.iter().map(|term| stage.place(*term)).collect()
}

/// A place with its country, where that is not its own name.
pub fn place_view(stage: &Stage<'_>, id: TermId) -> PlaceView {
    let Link { title, href, .. } = stage.term_link(id);
    let country = match &stage.site().term(id).registered {
        Registered::Place(place) => {
            place.country.as_ref().map(|country| stage.say(country).to_owned())
        }
        Registered::Nothing | Registered::Actor(_) => None,
    };
    PlaceView { country: country.filter(|country| *country != title), title, href }
}

fn taxonomies<'s>(stage: &'s Stage<'_>, taxonomies: &[(usize, Vec<TermId>)]) -> Vec<TermsView<'s>> {
    taxonomies
        .iter()
        .filter(|(_, terms)| !terms.is_empty())
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
        let date = account.date.as_ref().filter(|date| event.date.is_rivalled_by(date))?;
        let text = stage.words().date_beside(date, &event.date);
        Some(RivalDateView {
            date: stage.date_as(date, text, Vec::new()).into(),
            by: stage.say(&account.by),
        })
    });
    differs.collect()
}

fn accounts<'s>(stage: &'s Stage<'_>, event: &'s Event, root: &'s str) -> Vec<AccountView<'s>> {
    event
        .accounts
        .iter()
        .enumerate()
        .map(|(index, account)| AccountView {
            by: stage.say(&account.by),
            says_html: stage.filled(account.says.as_ref(), root, &format!("account-{index}:")),
            date: account.date.as_ref().map(|date| stage.date_in_calendars(date)),
            figures: account_figures(stage, account),
            source: account.source.map(|position| position + 1),
            source_name: account.source.and_then(|position| {
                let fields = &stage.site().source(event.sources[position]).fields;
                fields.publisher.as_ref().or(fields.title.as_ref()).map(|words| words.0.as_str())
            }),
        })
        .collect()
}

/// The dates and figures of accounts side by side, where there are two at least that give any.
fn comparison<'s>(stage: &'s Stage<'_>, event: &'s Event) -> Option<ComparisonView<'s>> {
    let gives = |account: &&Account| account.date.is_some() || !account.figures.is_empty();
    if event.accounts.iter().filter(gives).count() < 2 {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for figure in event.accounts.iter().flat_map(|account| &account.figures) {
        if !names.contains(&figure.name.as_str()) {
            names.push(&figure.name);
        }
    }
    let words = stage.words();
    let cell = |account: &Account, name: &str| {
        let figure = account.figures.iter().find(|figure| figure.name == name)?;
        let sources = numbers(&figure.sources);
        let text = words.how_many(figure.count);
        Some(FigureView { name: figure.name.clone(), text, differs: false, sources })
    };
    let rows = event.accounts.iter().filter(gives).map(|account| ComparedView {
        by: stage.say(&account.by),
        source: account.source.map(|position| position + 1),
        date: account.date.as_ref().map(|date| stage.date_in_calendars(date)),
        figures: names.iter().map(|name| cell(account, name)).collect(),
    });
    Some(ComparisonView {
        dates: event.accounts.iter().any(|account| account.date.is_some()),
        figures: names.iter().map(|name| words.counted(name)).collect(),
        rows: rows.collect(),
    })
}

/// When an entry was last corrected.
fn corrected<'s>(stage: &'s Stage<'_>, entry: EntryId) -> Option<Moment<'s>> {
    stage.site().newest_correction(entry).map(|one| stage.date(one.date.date()))
}

/// Whether this event or any other calls the picture graphic.
fn is_graphic(stage: &Stage<'_>, medium: &Medium) -> bool {
    stage.site().graphic.contains_key(&medium.file)
}

/// What is told of a graphic picture, here or by another event that shows it.
fn warning<'s>(stage: &'s Stage<'_>, medium: &'s Medium) -> Option<&'s str> {
    let other = || stage.site().graphic.get(&medium.file)?.warning.as_ref();
    medium.warning.as_ref().or_else(other).map(|warning| stage.say(warning))
}

fn size(stage: &Stage<'_>, medium: &Medium) -> Option<(u32, u32)> {
    stage.site().media.get(&medium.file).and_then(|file| file.size)
}

fn media_view<'s>(
    stage: &'s Stage<'_>,
    medium: &'s Medium,
    root: &'s str,
    scope: &str,
) -> MediaView<'s> {
    let size = size(stage, medium);
    let (width, height) = size.unwrap_or_default();
    let smaller = stage.pictures.get(medium.file.as_str()).map_or(&[][..], Vec::as_slice);
    MediaView {
        href: crate::config::percent(&medium.file).into_owned(),
        picture: size.is_some(),
        smaller: smaller
            .iter()
            .map(|(path, width)| SizeView {
                href: crate::config::percent(path).into_owned(),
                width: *width,
            })
            .collect(),
        width,
        height,
        alt: stage.say(&medium.alt),
        caption_html: stage.filled(medium.caption.as_ref(), root, scope),
        credit: stage.say(&medium.credit),
        licence: medium.licence.as_ref().map(|licence| licence.0.as_str()),
        graphic: is_graphic(stage, medium),
        warning: warning(stage, medium),
    }
}
