//! Pages that are not lists of entries: entries themselves, indexes, sources, corrections, free pages.

use rayon::prelude::*;

use crate::config::{OutputKind, percent};
use crate::date::Stamp;
use crate::output::{Failure, Sheet};
use crate::site::{EntryId, Registered, Site, TermId, TermKind};
use crate::timeline::Timeline;

use super::entry;
use super::evidence;
use super::record::{self, RecordPage};
use super::stage::{Stage, root};
use super::subject::body_html;
use super::view::{FreeView, IndexItemView, IndexView, Link, PageView, RedirectView, SiteView};
use super::vocabulary::{self, vocabulary};

/// What every template sees of the site.
pub fn site_view<'a>(stage: &Stage<'a>, listed: &[Vec<u32>]) -> SiteView<'a> {
    let timeline = stage.timeline;
    let site = timeline.site;
    let config = &site.config;
    let words = stage.words();
    let language = site.language();
    let front =
        Link { title: words.get("timeline").to_owned(), href: "index.html".into(), count: None };
    let mut sections = vec![front];
    let mut section = |is_there: bool, output: OutputKind, title: &str, href: String| {
        if is_there && config.makes(output) {
            sections.push(Link { title: title.to_owned(), href, count: None });
        }
    };
    let has = |kind: TermKind| {
        site.terms
            .iter()
            .zip(listed)
            .any(|(term, positions)| term.kind == kind && !positions.is_empty())
    };
    section(
        !timeline.entries.is_empty(),
        OutputKind::Years,
        words.get("years"),
        "years/index.html".into(),
    );
    section(
        has_articles(timeline),
        OutputKind::Articles,
        words.get("articles"),
        "articles/index.html".into(),
    );
    section(
        has(TermKind::Place),
        OutputKind::Places,
        words.get("places"),
        "places/index.html".into(),
    );
    section(
        has(TermKind::Actor),
        OutputKind::Actors,
        words.get("actors"),
        "actors/index.html".into(),
    );
    section(has(TermKind::Tag), OutputKind::Tags, words.get("tags"), "tags/index.html".into());
    for (index, name) in config.taxonomies.iter().enumerate() {
        let is_there = has(TermKind::Taxonomy(index));
        section(
            is_there,
            OutputKind::Taxonomies,
            &name.0,
            format!("{}/index.html", percent(&name.0)),
        );
    }
    section(
        site.used_sources().next().is_some(),
        OutputKind::Sources,
        words.get("sources"),
        "sources.html".into(),
    );
    section(true, OutputKind::Corrections, words.get("corrections"), "corrections.html".into());
    let pick = |title: &crate::yaml::Local<crate::yaml::Words>| {
        title.pick(language).map_or(String::new(), |words| words.0.clone())
    };
    let timelines =
        site.timelines.iter().filter(|_| config.makes(OutputKind::Timelines)).map(|further| Link {
            title: pick(&further.title),
            href: format!("timelines/{}.html", percent(&further.id.0)),
            count: None,
        });
    let pages = site.pages.iter().filter(|_| config.makes(OutputKind::Pages)).map(|page| Link {
        title: pick(&page.title),
        href: format!("{}.html", percent(&page.id.0)),
        count: None,
    });
    SiteView {
        title: config.title(),
        language,
        direction: config.language.direction(),
        base_url: config.base_url.as_ref().map(|base| base.0.as_str()),
        licence: config.licence.as_ref().map(|licence| licence.0.as_str()),
        contact: config.contact_href(),
        feed: config.base_url.is_some() && has_feed(timeline),
        corrections_feed: config.base_url.is_some() && has_corrections_feed(stage),
        sections,
        pages: timelines.chain(pages).collect(),
        as_of: stage.as_of().map(|date| stage.dated(date, None, false)),
        status_href: vocabulary::href(timeline),
        statuses: vocabulary::in_use(stage),
        theme_options: &config.theme_options,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// Whether there is anything that a feed could hold.
pub fn has_feed(timeline: &Timeline<'_>) -> bool {
    let site = timeline.site;
    let is_published = |event: &crate::site::Event| {
        event.published.is_some() && event.status != Some(crate::config::Status::Retracted)
    };
    site.config.makes(OutputKind::Feed)
        && (has_articles(timeline) || site.events.iter().any(is_published))
}

/// Whether there is a feed of corrections: also before the first one, so that readers can subscribe.
pub fn has_corrections_feed(stage: &Stage<'_>) -> bool {
    let config = stage.config();
    config.makes(OutputKind::Corrections)
        && config.makes(OutputKind::Feed)
        && (stage.newest.is_some() || record::is_dated(stage.site()))
}

/// Whether there are articles that stand on lists.
pub fn has_articles(timeline: &Timeline<'_>) -> bool {
    timeline.articles.iter().any(Option::is_some)
}

/// When the content was last published or updated. Of equal instants the last one counts, so that it is always the same.
pub fn newest_stamp<'a>(timeline: &Timeline<'a>) -> Option<&'a Stamp> {
    let Site { events, articles, config, .. } = timeline.site;
    let newest = |place: (bool, usize), stamps: [Option<&'a Stamp>; 2]| {
        let all = stamps.into_iter().flatten().map(|stamp| (config.instant(stamp), place, stamp));
        all.max_by_key(|(instant, ..)| *instant)
    };
    let of_events = events.par_iter().enumerate().filter_map(|(id, event)| {
        newest((false, id), [event.published.as_ref(), event.updated.as_ref()])
    });
    let of_articles = articles.par_iter().enumerate().filter_map(|(id, article)| {
        newest((true, id), [Some(&article.date), article.updated.as_ref()])
    });
    let all = of_events.chain(of_articles);
    all.max_by_key(|(instant, place, _)| (*instant, *place)).map(|(.., stamp)| stamp)
}

/// An event's page.
pub fn event(stage: &Stage<'_>, path: &str, id: u32, to: &mut dyn Sheet) -> Result<(), Failure> {
    let view = entry::event(stage, id, root(path));
    let description = stage.opening(stage.site().event(id).summary.as_ref());
    let href = stage.entry_href(EntryId::Event(id));
    let page = stage.page("event", href, Some(view.title), description)?;
    stage.render(to, "event.html", &page, "event", &view)
}

/// An article's page.
pub fn article(stage: &Stage<'_>, path: &str, id: u32, to: &mut dyn Sheet) -> Result<(), Failure> {
    let view = entry::article(stage, id, root(path));
    let description = stage.opening(stage.site().article(id).summary.as_ref());
    let href = stage.entry_href(EntryId::Article(id));
    let page = stage.page("article", href, Some(view.title), description)?;
    stage.render(to, "article.html", &page, "article", &view)
}

/// The page of a withdrawn entry.
pub fn tombstone(
    stage: &Stage<'_>,
    path: &str,
    entry: EntryId,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let view = entry::tombstone(stage, entry, root(path));
    let href = percent(path);
    let title = stage.entry_title(entry);
    let page = PageView { noindex: true, ..stage.page("tombstone", &href, Some(title), None)? };
    stage.render(to, "tombstone.html", &page, "tombstone", &view)
}

fn index(
    stage: &Stage<'_>,
    path: &str,
    heading: &str,
    count_text: String,
    items: Vec<IndexItemView<'_>>,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let view = IndexView { heading, count_text, items };
    let href = percent(path);
    let page = stage.page("index", &href, Some(heading), None)?;
    stage.render(to, "index.html", &page, "index", &view)
}

/// The index of years.
pub fn years_index(
    stage: &Stage<'_>,
    path: &str,
    years: &[Link],
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let newest_first = stage.config().order == crate::config::Direction::Newest;
    let mut items: Vec<IndexItemView> = years
        .iter()
        .map(|link| IndexItemView { link: link.clone(), note: None, date: None })
        .collect();
    if newest_first {
        items.reverse();
    }
    let count = stage.words().count("entries", stage.timeline.entries.len());
    index(stage, path, stage.words().get("years"), count, items, to)
}

/// The index of articles, the newest first.
pub fn articles_index(stage: &Stage<'_>, path: &str, to: &mut dyn Sheet) -> Result<(), Failure> {
    let mut articles: Vec<EntryId> = (0..stage.site().articles.len() as u32)
        .map(EntryId::Article)
        .filter(|entry| stage.timeline.position(*entry).is_some())
        .collect();
    let count = stage.words().count("entries", articles.len());
    articles.sort_by_key(|entry| std::cmp::Reverse(stage.timeline.position(*entry)));
    let items = articles.into_iter().map(|entry| {
        let EntryId::Article(id) = entry else { unreachable!("only articles were collected") };
        let summary = stage.opening(stage.site().article(id).summary.as_ref());
        let link = Link {
            title: stage.entry_title(entry).to_owned(),
            href: stage.entry_href(entry).to_owned(),
            count: None,
        };
        IndexItemView {
            link,
            note: summary.and_then(|opening| opening.text().map(str::to_owned)),
            date: Some(stage.entry_date(entry)),
        }
    });
    index(stage, path, stage.words().get("articles"), count, items.collect(), to)
}

/// The index of a kind of term.
pub fn terms_index(
    stage: &Stage<'_>,
    path: &str,
    kind: TermKind,
    terms: &[(TermId, usize)],
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let words = stage.words();
    let heading = match kind {
        TermKind::Tag => words.get("tags"),
        TermKind::Actor => words.get("actors"),
        TermKind::Place => words.get("places"),
        TermKind::Taxonomy(index) => &stage.config().taxonomies[index].0,
    };
    let items = terms.iter().map(|(id, count)| {
        let note = match &stage.site().term(*id).registered {
            Registered::Nothing => None,
            Registered::Place(place) => {
                place.country.as_ref().map(|country| stage.say(country).to_owned())
            }
            Registered::Actor(actor) => actor.kind.map(|kind| words.get(kind.message()).to_owned()),
        };
        let title = stage.term_link(*id).title;
        let note = note.filter(|note| *note != title);
        IndexItemView {
            link: Link { count: Some(*count), ..stage.term_link(*id) },
            note,
            date: None,
        }
    });
    index(stage, path, heading, words.count("entries", terms.len()), items.collect(), to)
}

/// A page of the bibliography.
pub fn sources(
    stage: &Stage<'_>,
    path: &str,
    index: usize,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let source_page = &stage.bibliography().pages[index];
    let view = evidence::sources_view(stage, source_page, root(path));
    let title = match &source_page.heading {
        Some(heading) => format!("{}: {heading}", stage.words().get("sources")),
        None => stage.words().get("sources").to_owned(),
    };
    let href = percent(path);
    let page = stage.page("sources", &href, Some(&title), None)?;
    stage.render(to, "sources.html", &page, "sources", &view)
}

/// What statuses mean.
pub fn statuses(stage: &Stage<'_>, path: &str, to: &mut dyn Sheet) -> Result<(), Failure> {
    let view = vocabulary(stage);
    let page = stage.page("status", path, Some(stage.words().get("status_title")), None)?;
    stage.render(to, "status.html", &page, "vocabulary", &view)
}

/// A page of the record of corrections.
pub fn corrections(
    stage: &Stage<'_>,
    path: &str,
    record_page: &RecordPage,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let view = record::view(stage, record_page, root(path));
    let title = match &record_page.heading {
        Some(heading) => format!("{}: {heading}", stage.words().get("corrections")),
        None => stage.words().get("corrections").to_owned(),
    };
    let href = percent(path);
    let page = stage.page("corrections", &href, Some(&title), None)?;
    stage.render(to, "corrections.html", &page, "corrections", &view)
}

/// A free page.
pub fn free(
    stage: &Stage<'_>,
    path: &str,
    index: usize,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let free = &stage.site().pages[index];
    let heading = stage.say(&free.title);
    let view = FreeView {
        heading,
        summary_html: stage.html(free.summary.as_ref(), root(path), "summary:"),
        body_html: body_html(stage, &free.body, root(path)).into(),
        extra: &free.extra,
    };
    let description = stage.opening(free.summary.as_ref());
    let href = percent(path);
    let page = stage.page("free", &href, Some(heading), description)?;
    stage.render(to, "page.html", &page, "free", &view)
}

/// The page for what is not there. It is sent for addresses of any depth, so its links begin at the host.
pub fn missing(stage: &Stage<'_>, path: &str, to: &mut dyn Sheet) -> Result<(), Failure> {
    let base = stage.config().base_url.as_ref();
    let root = base.map_or("", |base| base.path());
    let title = stage.words().get("missing_title");
    let page =
        PageView { canonical: None, ..stage.page_below(root, "missing", path, Some(title), None)? };
    stage.render(to, "404.html", &page, "missing", &())
}

/// An old permalink, which leads to the new one.
pub fn redirect(
    stage: &Stage<'_>,
    path: &str,
    now: &str,
    title: &str,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    let href = percent(path);
    let canonical = stage.config().base_url.as_ref().map(|base| format!("{}{now}", base.0));
    let page = PageView { canonical, ..stage.page("redirect", &href, Some(title), None)? };
    let view = RedirectView { title, to: format!("{}{now}", root(path)) };
    stage.render(to, "redirect.html", &page, "redirect", &view)
}
