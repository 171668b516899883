//! Documents -> Site: finds everything that is named, and reports what is not there.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{At, Document, Documents, PageFields, RelationFields, TimelineFields};
use crate::site::{EntryId, Further, LinkedFilter, Page, Related, Site, TermKind};
use crate::text::Folder;
use crate::yaml::{Items, Step};

mod entries;
mod ids;
mod names;
mod prose;
mod settings;
mod sources;

use entries::{Drafts, draft_article, draft_event};
use ids::{Ids, Known};
use names::Names;
use prose::check_texts;
use sources::Bibliography;

/// What decides which entries are published, besides the settings.
#[derive(Debug, Clone, Copy)]
pub struct Admission {
    /// The time that embargoes are held against.
    pub now: DateTime<Utc>,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// What the parts of this step share.
struct Linker<'a> {
    folder: &'a Folder,
    ids: Ids,
    names: Names,
    bibliography: Bibliography,
}

/// Links everything that was read.
pub fn link(
    mut documents: Documents,
    folder: &Folder,
    admission: Admission,
    diagnostics: &mut Diagnostics,
) -> Site {
    let ids = Ids::collect(&documents, admission, diagnostics);
    prose::resolve_files(&mut documents, folder, diagnostics);
    let addresses = check_texts(&documents, folder, &ids, diagnostics);
    settings::check(&documents, diagnostics);
    check_titles(&documents, diagnostics);
    let names = Names::collect(&mut documents, diagnostics);
    let bibliography = Bibliography::collect(&mut documents, folder, diagnostics);
    let mut linker = Linker { folder, ids, names, bibliography };
    let figures: Vec<String> =
        documents.config.figure_names().into_iter().map(str::to_owned).collect();
    let context = entries::Context { config: &documents.config, figures: &figures };

    let mut drafts = Drafts::default();
    for document in std::mem::take(&mut documents.events) {
        draft_event(document, &context, &mut linker, &mut drafts, diagnostics);
    }
    for document in std::mem::take(&mut documents.articles) {
        draft_article(document, &context, &mut linker, &mut drafts, diagnostics);
    }
    let Drafts { mut events, mut articles, relations, .. } = drafts;
    entries::tell(&mut events, &articles);
    for (from, how, to) in relations {
        for (entry, related) in [
            (from, Related { how, back: false, entry: to }),
            (to, Related { how, back: true, entry: from }),
        ] {
            let list = match entry {
                EntryId::Event(id) => &mut events[id as usize].related,
                EntryId::Article(id) => &mut articles[id as usize].related,
            };
            if !list.contains(&related) {
                list.push(related);
            }
        }
    }
    let mut pages: Vec<Page> =
        documents.pages.drain(..).filter_map(|page| link_page(page, admission)).collect();
    keep_first(&mut pages, |page| &page.id.0);
    let mut timelines: Vec<Further> = documents
        .timelines
        .drain(..)
        .filter_map(|timeline| link_timeline(timeline, admission, &mut linker, diagnostics))
        .collect();
    keep_first(&mut timelines, |timeline| &timeline.id.0);
    let Linker { ids, names, bibliography, .. } = linker;
    Site {
        config: documents.config,
        config_text: documents.config_text,
        events,
        articles,
        terms: names.terms,
        sources: bibliography.sources,
        pages,
        timelines,
        media: folder.media.clone(),
        statics: folder.statics.clone(),
        aliases: ids.aliases,
        withheld: ids.withheld,
        ids: ids.published,
        addresses,
    }
}

/// Leaves out what has the id of another one, which has been reported.
fn keep_first<T>(all: &mut Vec<T>, id: impl Fn(&T) -> &str) {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(id(one).to_owned()));
}

/// A title is what leads to a page, so it has to say something.
fn check_titles(documents: &Documents, diagnostics: &mut Diagnostics) {
    let settings = At { text: documents.config_text, item: None };
    let events = documents.events.iter().map(|one| (one.at, &one.fields.title));
    let articles = documents.articles.iter().map(|one| (one.at, &one.fields.title));
    let pages = documents.pages.iter().map(|one| (one.at, &one.fields.title));
    let timelines = documents.timelines.iter().map(|one| (one.at, &one.fields.title));
    let all = std::iter::once((settings, &documents.config.title));
    for (at, title) in all.chain(events).chain(articles).chain(pages).chain(timelines) {
        for (language, words) in title.0.iter().flat_map(|title| title.each()) {
            if !words.0.trim().is_empty() {
                continue;
            }
            let path = at.path(["title".into()]).into_iter().chain(language.map(Step::from));
            diagnostics
                .error(
                    rule::MISSING_KEY,
                    Place::value(at.text, path.collect()),
                    "this title is empty",
                )
                .help("write `title: …`");
        }
    }
}

fn link_page(page: Document<PageFields>, admission: Admission) -> Option<Page> {
    let Document { fields, body, stem, .. } = page;
    if crate::config::is_on(&fields.draft) && !admission.drafts {
        return None;
    }
    Some(Page {
        id: fields.id.or_else(|| ids::from_stem(&stem))?,
        title: fields.title.0?,
        summary: fields.summary,
        body: body.map(|(_, body)| body.0).unwrap_or_default(),
        aliases: fields.aliases,
        extra: fields.extra,
    })
}

fn link_timeline(
    timeline: Document<TimelineFields>,
    admission: Admission,
    linker: &mut Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Further> {
    let Document { at, fields, body, stem } = timeline;
    if crate::config::is_on(&fields.draft) && !admission.drafts {
        return None;
    }
    let mut filter = LinkedFilter::new(&fields.filter);
    for (key, kind, wanted) in [
        ("tags", TermKind::Tag, &fields.filter.tags),
        ("actors", TermKind::Actor, &fields.filter.actors),
        ("places", TermKind::Place, &fields.filter.places),
    ] {
        let mut terms = Vec::new();
        for (item, name) in &wanted.0 {
            let place = at.value(["filter".into(), key.into(), (*item).into()]);
            terms.extend(linker.names.find_used(kind, &name.0, place, diagnostics));
        }
        if !wanted.0.is_empty() {
            filter.terms.push(terms);
        }
    }
    Some(Further {
        id: fields.id.or_else(|| ids::from_stem(&stem))?,
        title: fields.title.0?,
        summary: fields.summary,
        body: body.map(|(_, body)| body.0).unwrap_or_default(),
        filter,
        aliases: fields.aliases,
        extra: fields.extra,
    })
}

impl Linker<'_> {
    /// The event that a list names; none for one that is left out, or unknown, which is reported.
    fn event(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<u32> {
        match self.entry(id, place.clone(), diagnostics)? {
            EntryId::Event(event) => Some(event),
            EntryId::Article(_) => {
                diagnostics
                    .error(
                        rule::UNKNOWN_EVENT,
                        place,
                        format!("`{id}` is an article, not an event"),
                    )
                    .help("name an event");
                None
            }
        }
    }

    fn entry(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<EntryId> {
        match self.ids.get(id) {
            Some(Known::Published(entry)) => Some(entry),
            Some(Known::Withheld | Known::Broken) => None,
            None => {
                self.ids.report_unknown(id, place, diagnostics);
                None
            }
        }
    }

    fn relations(
        &self,
        at: At,
        from: EntryId,
        relations: &Items<RelationFields>,
        drafts: &mut Drafts,
        diagnostics: &mut Diagnostics,
    ) {
        for (item, relation) in &relations.0 {
            let Some(id) = &relation.event.0 else { continue };
            let place = at.value([Step::from("related"), (*item).into(), "event".into()]);
            match self.entry(&id.0, place.clone(), diagnostics) {
                Some(to) if to == from => {
                    diagnostics.error(
                        rule::SELF_RELATION,
                        place,
                        format!("`{}` is related to itself", id.0),
                    );
                }
                Some(to) => drafts.relations.push((from, relation.how, to)),
                None => {}
            }
        }
    }
}
