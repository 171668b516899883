//! Entries: events and articles with everything that they name found.

use std::collections::BTreeSet;

use thin_vec::ThinVec;

use crate::config::{Config, Status};
use crate::diagnostic::{Diagnostics, Place, did_you_mean, rule};
use crate::document::{ArticleFields, At, Document, EventFields};
use crate::site::{Article, Constraint, EntryId, Event, Medium, TermId, TermKind};
use crate::yaml::{Entries, Items, Local, Step, Words};

use super::Linker;
use super::corrections::{check_article, check_event, corrections};
use super::evidence::{Desk, Evidence, check_figures, names_of_sources};
use super::ids::{Known, article_id};
use super::relations::Said;
use super::sources::report_missing;

/// Entries so far, with what can only be said once all are there.
#[derive(Default)]
pub struct Drafts {
    pub events: Vec<Event>,
    pub articles: Vec<Article>,
    /// Who is related how to whom.
    pub relations: Vec<Said>,
}

/// What the settings say of entries.
pub struct Context<'a> {
    pub config: &'a Config,
    /// Whether they may say more than could be read.
    pub unread: bool,
    pub figures: &'a [String],
}

/// Links an event, if it is published.
pub fn draft_event(
    document: Document<EventFields>,
    context: &Context<'_>,
    linker: &mut Linker<'_>,
    drafts: &mut Drafts,
    diagnostics: &mut Diagnostics,
) {
    let Document { at, fields, body, .. } = document;
    let next = EntryId::Event(
        u32::try_from(drafts.events.len()).expect("fewer than four thousand million events"),
    );
    let is_published = fields.id.0.as_ref().is_some_and(|id| {
        linker.ids.is_owner(id, at) && linker.ids.get(&id.0) == Some(Known::Published(next))
    });
    let is_listed = is_published && fields.status != Some(Status::Retracted);
    let terms = terms(
        at,
        is_listed,
        &fields.tags,
        &fields.actors,
        &fields.places,
        &fields.taxonomies,
        context,
        linker,
        diagnostics,
    );
    check_figures(at, &fields, context, diagnostics);
    let after = constraints(at, "after", &fields.after, linker, diagnostics);
    let before = constraints(at, "before", &fields.before, linker, diagnostics);
    let media = media(at, &fields, is_listed, linker, diagnostics);
    check_event(at, &fields, context.config, diagnostics);
    let supported = is_listed.then_some(next);
    let named = match supported {
        Some(_) => BTreeSet::new(),
        None => names_of_sources(&fields, linker),
    };
    let mut sources = ThinVec::with_capacity(fields.sources.0.len());
    let mut source_items: Vec<u32> = Vec::with_capacity(fields.sources.0.len());
    for (item, source) in fields.sources.0 {
        let place = || at.value(["sources".into(), item.into()]);
        let found = linker.bibliography.find(source, supported, &place, linker.folder, diagnostics);
        if let Some(found) = found.filter(|found| found.is_first) {
            sources.push(found.id);
            source_items.push(item as u32);
        }
    }
    let sources = Evidence::new(sources);
    let mut desk = Desk { at, supported, named, sources, linker, diagnostics };
    let accounts = desk.accounts(fields.accounts);
    let figures = desk.figures(&[], fields.figures);
    let sources = desk.sources.all;
    let own = is_published.then_some(next);
    linker.relations(at, own, &fields.related, &mut drafts.relations, diagnostics);
    if !is_published {
        return;
    }
    let (Some(id), Some(date), Some(title)) = (fields.id.0, fields.date.0, fields.title.0) else {
        return;
    };
    let body = body.map(|(_, body)| Local { plain: Some(body), translations: ThinVec::new() });
    drafts.events.push(Event {
        at,
        id,
        date,
        date_note: fields.date_note,
        title,
        summary: fields.summary,
        body: body.or(fields.body),
        after,
        before,
        status: fields.status,
        weight: fields.weight,
        places: terms.places,
        actors: terms.actors,
        tags: terms.tags,
        taxonomies: terms.taxonomies,
        sources,
        source_items: source_items.into(),
        accounts,
        figures,
        told_in: ThinVec::new(),
        related: ThinVec::new(),
        media,
        corrections: corrections(fields.corrections),
        retracted: fields.retracted,
        note: fields.note,
        published: fields.published,
        updated: fields.updated,
        extra: fields.extra,
    });
}

/// Links an article, if it is published.
pub fn draft_article(
    document: Document<ArticleFields>,
    context: &Context<'_>,
    linker: &mut Linker<'_>,
    drafts: &mut Drafts,
    diagnostics: &mut Diagnostics,
) {
    let id = article_id(&document);
    let Document { at, fields, body, .. } = document;
    let next = EntryId::Article(
        u32::try_from(drafts.articles.len()).expect("fewer than four thousand million articles"),
    );
    let is_published =
        id.as_ref().is_some_and(|id| linker.ids.get(&id.0) == Some(Known::Published(next)));
    let is_listed = is_published && fields.retracted.is_none();
    check_article(at, &fields, context.config, diagnostics);
    let own = is_published.then_some(next);
    let terms = terms(
        at,
        is_listed,
        &fields.tags,
        &fields.actors,
        &fields.places,
        &fields.taxonomies,
        context,
        linker,
        diagnostics,
    );
    let source = fields.source.and_then(|source| {
        let place = || at.value(["source".into()]);
        let supported = is_listed.then_some(next);
        linker.bibliography.find(source, supported, &place, linker.folder, diagnostics)
    });
    let source = source.map(|found| found.id);
    linker.relations(at, own, &fields.related, &mut drafts.relations, diagnostics);
    if !is_published {
        return;
    }
    let (Some(id), Some(date), Some(title)) = (id, fields.date.0, fields.title.0) else { return };
    let body = body.map(|(_, body)| body.0).unwrap_or_default();
    drafts.articles.push(Article {
        at,
        id,
        title,
        date,
        updated: fields.updated,
        byline: fields.byline,
        summary: fields.summary,
        body,
        passages: Vec::new(),
        said: Vec::new(),
        tags: terms.tags,
        actors: terms.actors,
        places: terms.places,
        taxonomies: terms.taxonomies,
        source,
        corrections: corrections(fields.corrections),
        retracted: fields.retracted,
        related: ThinVec::new(),
        extra: fields.extra,
    });
}

struct Terms {
    tags: ThinVec<TermId>,
    actors: ThinVec<TermId>,
    places: ThinVec<TermId>,
    taxonomies: ThinVec<(usize, Vec<TermId>)>,
}

#[expect(clippy::too_many_arguments, reason = "the four lists that events and articles share")]
fn terms(
    at: At,
    adds: bool,
    tags: &Items<Words>,
    actors: &Items<Words>,
    places: &Items<Words>,
    taxonomies: &Entries<Items<Words>>,
    context: &Context<'_>,
    linker: &mut Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> Terms {
    let place = |key: &'static str| move |item: usize| at.value([key.into(), item.into()]);
    let names = &mut linker.names;
    let mut found = Terms {
        tags: names.find_all(TermKind::Tag, tags, adds, place("tags"), diagnostics),
        actors: names.find_all(TermKind::Actor, actors, adds, place("actors"), diagnostics),
        places: names.find_all(TermKind::Place, places, adds, place("places"), diagnostics),
        taxonomies: ThinVec::new(),
    };
    let declared = &context.config.taxonomies;
    for (name, list) in &taxonomies.0 {
        let Some(index) = declared.iter().position(|key| key.0 == *name) else {
            if context.unread {
                continue;
            }
            let key = Place::key(at.text, at.path(["taxonomies".into(), name.as_str().into()]));
            diagnostics
                .error(rule::UNKNOWN_TAXONOMY, key, format!("there is no taxonomy `{name}`"))
                .help(
                    did_you_mean(name, declared.iter().map(|key| key.0.as_str())).unwrap_or_else(
                        || format!("declare it in dateline.yaml: `taxonomies: [{name}]`"),
                    ),
                );
            continue;
        };
        let place =
            |item: usize| at.value(["taxonomies".into(), name.as_str().into(), item.into()]);
        let terms = names.find_all(TermKind::Taxonomy(index), list, adds, place, diagnostics);
        found.taxonomies.push((index, terms.into()));
    }
    found.taxonomies.sort();
    found
}

fn constraints(
    at: At,
    key: &'static str,
    list: &Items<Words>,
    linker: &Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> ThinVec<Constraint> {
    let mut found = ThinVec::with_capacity(list.0.len());
    for (item, id) in &list.0 {
        let place = at.value([key.into(), (*item).into()]);
        if let Some(event) = linker.event(&id.0, place, diagnostics) {
            found.push(Constraint { event, item: *item });
        }
    }
    found
}

fn media(
    at: At,
    fields: &EventFields,
    is_listed: bool,
    linker: &mut Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> ThinVec<Medium> {
    let mut found = ThinVec::with_capacity(fields.media.0.len());
    for (item, medium) in &fields.media.0 {
        let Some(file) = &medium.file.0 else { continue };
        let place = at.value(["media".into(), (*item).into(), Step::from("file")]);
        if !linker.folder.media.contains_key(&file.0) {
            report_missing(&file.0, place, linker.folder, diagnostics);
            continue;
        }
        linker.files.uses(&file.0, place, linker.folder, diagnostics);
        if let (true, Some(graphic)) = (is_listed, linker.files.graphic.get_mut(&file.0))
            && graphic.warning.is_none()
        {
            graphic.warning = medium.warning.clone();
        }
        let (Some(alt), Some(credit)) = (medium.alt.0.clone(), medium.credit.0.clone()) else {
            continue;
        };
        found.push(Medium {
            file: file.0.clone(),
            alt,
            caption: medium.caption.clone(),
            credit,
            licence: medium.licence.clone(),
            warning: medium.warning.clone(),
        });
    }
    found
}
