//! Entries: events and articles with everything that they name found.

use std::collections::BTreeSet;

use crate::config::{Config, Status};
use crate::diagnostic::{Diagnostics, did_you_mean, rule};
use crate::document::{self, ArticleFields, At, Document, EventFields};
use crate::site::{
    Account, Article, Constraint, EntryId, Event, Figure, Medium, SourceId, TermId, TermKind,
};
use crate::yaml::{Either, Entries, Items, Step, Words};

use super::Linker;
use super::accounts::check_source;
use super::corrections::{check_article, check_event, corrections};
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
        linker.ids.is_owner(id, &at.value(["id".into()]))
            && linker.ids.get(&id.0) == Some(Known::Published(next))
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
    check_figures(at, &[], &fields.figures, context, diagnostics);
    for (item, account) in &fields.accounts.0 {
        check_figures(
            at,
            &["accounts".into(), (*item).into()],
            &account.figures,
            context,
            diagnostics,
        );
    }
    let after = constraints(at, "after", &fields.after, linker, diagnostics);
    let before = constraints(at, "before", &fields.before, linker, diagnostics);
    let media = media(at, &fields, is_listed, linker, diagnostics);
    check_event(at, &fields, context.config, diagnostics);
    let supported = is_listed.then_some(next);
    let named = names_of_sources(&fields, linker);
    let mut sources: Vec<SourceId> = Vec::with_capacity(fields.sources.0.len());
    let mut source_items: Vec<u32> = Vec::with_capacity(fields.sources.0.len());
    for (item, source) in fields.sources.0 {
        let place = at.value(["sources".into(), item.into()]);
        let found = linker.bibliography.find(source, supported, place, linker.folder, diagnostics);
        if let Some(id) = found.filter(|id| !sources.contains(id)) {
            sources.push(id);
            source_items.push(item as u32);
        }
    }
    let mut desk = Desk { at, supported, named, sources, linker, diagnostics };
    let accounts = desk.accounts(fields.accounts);
    let figures = desk.figures(&[], fields.figures);
    let sources = desk.sources;
    let own = is_published.then_some(next);
    linker.relations(at, own, &fields.related, drafts, diagnostics);
    if !is_published {
        return;
    }
    let (Some(id), Some(date), Some(title)) = (fields.id.0, fields.date.0, fields.title.0) else {
        return;
    };
    let body =
        body.map(|(_, body)| crate::yaml::Local { plain: Some(body), translations: Vec::new() });
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
        told_in: Vec::new(),
        related: Vec::new(),
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
        linker.bibliography.find(
            source,
            is_listed.then_some(next),
            at.value(["source".into()]),
            linker.folder,
            diagnostics,
        )
    });
    linker.relations(at, own, &fields.related, drafts, diagnostics);
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
        related: Vec::new(),
        extra: fields.extra,
    });
}

struct Terms {
    tags: Vec<TermId>,
    actors: Vec<TermId>,
    places: Vec<TermId>,
    taxonomies: Vec<(usize, Vec<TermId>)>,
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
        taxonomies: Vec::new(),
    };
    let declared = &context.config.taxonomies;
    for (name, list) in &taxonomies.0 {
        let Some(index) = declared.iter().position(|key| key.0 == *name) else {
            if context.unread {
                continue;
            }
            let key = crate::diagnostic::Place::key(
                at.text,
                at.path(["taxonomies".into(), name.as_str().into()]),
            );
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
        found.taxonomies.push((
            index,
            names.find_all(TermKind::Taxonomy(index), list, adds, place, diagnostics),
        ));
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
) -> Vec<Constraint> {
    let mut found = Vec::with_capacity(list.0.len());
    for (item, id) in &list.0 {
        let place = at.value([key.into(), (*item).into()]);
        if let Some(event) = linker.event(&id.0, place, diagnostics) {
            found.push(Constraint { event, item: *item });
        }
    }
    found
}

/// What accounts and figures may call an event's own sources, also where these are not kept, as for an event that is left
/// out.
fn names_of_sources(fields: &EventFields, linker: &Linker<'_>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, source) in &fields.sources.0 {
        let known = match source {
            Either::Name(name) => {
                named.insert(name.0.clone());
                linker.bibliography.get(&name.0)
            }
            Either::Full(source) => Some(source),
        };
        named.extend(known.into_iter().flat_map(|source| source.called()).map(str::to_owned));
    }
    named
}

/// What the accounts and figures of one event share: the sources that they name become the event's.
struct Desk<'d, 'a> {
    at: At,
    /// The event, if its sources are kept.
    supported: Option<EntryId>,
    /// What its own sources may be called.
    named: BTreeSet<String>,
    sources: Vec<SourceId>,
    linker: &'d mut Linker<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl Desk<'_, '_> {
    fn accounts(&mut self, accounts: Items<document::AccountFields>) -> Vec<Account> {
        let mut linked = Vec::with_capacity(accounts.0.len());
        for (item, account) in accounts.0 {
            if self.supported.is_some() {
                check_source(self.at, item, &account, self.diagnostics);
            }
            let path = [Step::from("accounts"), item.into()];
            let source =
                account.source.and_then(|name| self.source(name, &path, &["source".into()]));
            let figures = self.figures(&path, account.figures);
            let Some(by) = account.by.0 else { continue };
            linked.push(Account {
                item,
                by,
                says: account.says,
                date: account.date,
                figures,
                source,
            });
        }
        linked
    }

    /// The figures of the event, or those of the account that the path leads to.
    fn figures(&mut self, path: &[Step], figures: Entries<document::Figure>) -> Vec<Figure> {
        let mut linked = Vec::with_capacity(figures.0.len());
        for (name, document::Figure { count, source }) in figures.0 {
            let mut sources = Vec::new();
            for (item, key) in source.0 {
                let below: Vec<Step> =
                    [Step::from("figures"), name.as_str().into(), "source".into()]
                        .into_iter()
                        .chain(item.map(Step::Item))
                        .collect();
                let found = self.source(key, path, &below);
                sources.extend(found.filter(|found| !sources.contains(found)));
            }
            // A figure without a number has been reported.
            if count.numbers().next().is_some() {
                linked.push(Figure { name, count, sources });
            }
        }
        linked
    }

    /// The place among the event's sources of one that is named in passing, and that becomes one of them.
    fn source(&mut self, name: Words, path: &[Step], below: &[Step]) -> Option<usize> {
        let position = self.linker.bibliography.position(&name.0, &self.sources);
        if position.is_some() || (self.supported.is_none() && self.named.contains(&name.0)) {
            return position;
        }
        let path = [path, below].concat();
        let place = crate::diagnostic::Place::value(
            self.at.text,
            self.at.item.map(Step::Item).into_iter().chain(path).collect(),
        );
        let found = self.linker.bibliography.find(
            Either::Name(name),
            self.supported,
            place,
            self.linker.folder,
            self.diagnostics,
        )?;
        let known = self.sources.iter().position(|other| *other == found);
        Some(known.unwrap_or_else(|| {
            self.sources.push(found);
            self.sources.len() - 1
        }))
    }
}

fn media(
    at: At,
    fields: &EventFields,
    is_published: bool,
    linker: &mut Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Medium> {
    let mut found = Vec::with_capacity(fields.media.0.len());
    for (item, medium) in &fields.media.0 {
        let Some(file) = &medium.file.0 else { continue };
        let place = at.value(["media".into(), (*item).into(), Step::from("file")]);
        if !linker.folder.media.contains_key(&file.0) {
            report_missing(&file.0, place, linker.folder, diagnostics);
            continue;
        }
        linker.files.uses(&file.0, place, linker.folder, diagnostics);
        if let (true, Some(graphic)) = (is_published, linker.files.graphic.get_mut(&file.0))
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

fn check_figures(
    at: At,
    path: &[Step],
    figures: &Entries<document::Figure>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (name, figure) in &figures.0 {
        let below: Vec<Step> = at
            .item
            .map(Step::Item)
            .into_iter()
            .chain(path.iter().cloned())
            .chain([Step::from("figures"), Step::from(name.as_str())])
            .collect();
        if !context.unread && !context.figures.iter().any(|known| known == name) {
            let known = context.figures.iter().map(String::as_str);
            diagnostics
                .error(
                    rule::UNKNOWN_FIGURE,
                    crate::diagnostic::Place::key(at.text, below.clone()),
                    format!("there is no figure `{name}`"),
                )
                .help(did_you_mean(name, known).unwrap_or_else(|| {
                    format!(
                        "name it in dateline.yaml: `figures: [{}, {name}]`",
                        context.figures.join(", ")
                    )
                }));
        }
        let mut last = 0;
        if figure.count.numbers().next().is_none() {
            diagnostics
                .error(
                    rule::BAD_VALUE,
                    crate::diagnostic::Place::value(at.text, below.clone()),
                    format!("`{name}` says no number"),
                )
                .help("write a number, or `{low: 18, best: 21, high: 21}`");
        }
        for end in figure.count.numbers() {
            if end < last {
                diagnostics
                    .error(
                        rule::BAD_VALUE,
                        crate::diagnostic::Place::value(at.text, below.clone()),
                        format!("`{name}` goes down from {last} to {end}"),
                    )
                    .help("`low` is the least, `high` the most, and `best` between them");
                break;
            }
            last = end;
        }
    }
}
