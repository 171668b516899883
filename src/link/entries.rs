//! Entries: events and articles with everything that they name found.

use rayon::prelude::*;
use thin_vec::ThinVec;

use crate::diagnostic::Diagnostics;
use crate::document::{ArticleFields, Document, EventFields};
use crate::site::{Article, EntryId, Event};
use crate::yaml::Local;

use super::corrections::{check_article, check_event, corrections};
use super::evidence::{Backing, Claims, check_figures};
use super::ids::{Known, article_id};
use super::mentions::{Mentions, terms};
use super::required;
use super::sources::check_brought;
use super::{Context, Linker};

/// Links all events.
///
/// What is numbered in the order of the entries takes one thread: what they name and what they rest on, each by itself.
pub fn link_events(
    mut documents: Vec<Document<EventFields>>,
    context: &Context<'_>,
    linker: &mut Linker,
    diagnostics: &mut Diagnostics,
) -> Vec<Event> {
    let own = &context.ids.events;
    diagnostics.append(check(&documents, own, context));
    let claims: Vec<Claims> = documents.par_iter_mut().zip(own).map(claims).collect();
    let Linker { register, bibliography } = linker;
    let (mut of_mentions, mut of_claims) = (Diagnostics::default(), Diagnostics::default());
    let (mut mentions, mut backing): (Vec<Mentions>, Vec<Backing>) = rayon::join(
        || {
            let enter = |(document, own): (&Document<EventFields>, &Option<u32>)| {
                let own = own.map(EntryId::Event);
                register.enter(document.at, &document.fields, own, context, &mut of_mentions)
            };
            documents.iter().zip(own).map(enter).collect()
        },
        || {
            let claims = claims.into_iter();
            claims.map(|one| one.link(bibliography, &mut of_claims)).collect()
        },
    );
    diagnostics.append(of_mentions);
    diagnostics.append(of_claims);
    keep_published(&mut documents, own);
    keep_published(&mut mentions, own);
    keep_published(&mut backing, own);
    (documents, mentions, backing).into_par_iter().map(event).collect()
}

/// Leaves out what is of events that are not published.
fn keep_published<T>(of_events: &mut Vec<T>, own: &[Option<u32>]) {
    let mut own = own.iter();
    of_events.retain(|_| own.next().is_some_and(Option::is_some));
}

/// Checks what each event says by itself.
fn check(
    documents: &[Document<EventFields>],
    own: &[Option<u32>],
    context: &Context<'_>,
) -> Diagnostics {
    let found = (documents, own).into_par_iter().fold(Diagnostics::default, |mut found, one| {
        let (document, own) = one;
        let Document { at, fields, .. } = document;
        required::check_event(document, &mut found);
        check_figures(*at, fields, context, &mut found);
        check_event(*at, fields, context.config, &mut found);
        let is_kept = own.is_some() && !fields.is_retracted();
        for (item, source) in &fields.sources.0 {
            let place = || at.value(["sources".into(), (*item).into()]);
            check_brought(source, is_kept, &place, context.folder, &mut found);
        }
        found
    });
    found.reduce(Diagnostics::default, |mut all, found| {
        all.append(found);
        all
    })
}

fn claims((document, own): (&mut Document<EventFields>, &Option<u32>)) -> Claims {
    let supported = own.filter(|_| !document.fields.is_retracted()).map(EntryId::Event);
    Claims::take(document.at, &mut document.fields, supported)
}

/// A published event.
fn event((document, mentions, backing): (Document<EventFields>, Mentions, Backing)) -> Event {
    const WHOLE: &str = "an event without it is not published";
    let Document { at, fields, body, .. } = document;
    let Mentions { terms, after, before, media } = mentions;
    let Backing { sources, source_items, accounts, figures } = backing;
    let body = body.map(|(_, body)| Local { plain: Some(body), translations: ThinVec::new() });
    Event {
        at,
        id: fields.id.0.expect(WHOLE),
        date: fields.date.0.expect(WHOLE),
        date_note: fields.date_note,
        title: fields.title.0.expect(WHOLE),
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
        source_items,
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
    }
}

/// Links an article, which is the next one if it is published.
pub fn link_article(
    document: Document<ArticleFields>,
    next: EntryId,
    context: &Context<'_>,
    linker: &mut Linker,
    diagnostics: &mut Diagnostics,
) -> Option<Article> {
    let id = article_id(&document);
    let Document { at, fields, body, .. } = document;
    let is_published =
        id.as_ref().is_some_and(|id| context.ids.get(&id.0) == Some(Known::Published(next)));
    let is_listed = is_published && fields.retracted.is_none();
    check_article(at, &fields, context.config, diagnostics);
    let own = is_published.then_some(next);
    let lists = (&fields.tags, &fields.actors, &fields.places, &fields.taxonomies);
    let terms = terms(at, is_listed, lists, context, &mut linker.register.names, diagnostics);
    let source = fields.source.and_then(|source| {
        let place = || at.value(["source".into()]);
        let supported = is_listed.then_some(next);
        check_brought(&source, is_listed, &place, context.folder, diagnostics);
        linker.bibliography.find(source, supported, &place, diagnostics)
    });
    let source = source.map(|found| found.id);
    context.ids.relations(at, own, &fields.related, &mut linker.register.relations, diagnostics);
    own?;
    let body = body.map(|(_, body)| body.0).unwrap_or_default();
    Some(Article {
        at,
        id: id?,
        title: fields.title.0?,
        date: fields.date.0?,
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
    })
}
