//! Free pages and further timelines: those that are published, and what a timeline's filter names.

use std::collections::BTreeSet;

use crate::config::is_on;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Documents, PageFields, TimelineFields};
use crate::site::{Further, LinkedFilter, Page, TermKind, Withheld, WithheldFor};

use super::Admission;
use super::ids::from_stem;
use super::names::Names;

/// Links all of them, once every entry has been.
pub fn link(
    documents: &mut Documents,
    admission: Admission,
    names: &Names,
    withheld: &mut Vec<Withheld>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Page>, Vec<Further>) {
    let mut pages: Vec<Page> =
        documents.pages.drain(..).filter_map(|page| link_page(page, admission, withheld)).collect();
    keep_first(&mut pages, |page| &page.id.0);
    let mut timelines: Vec<Further> = documents
        .timelines
        .drain(..)
        .filter_map(|timeline| link_timeline(timeline, admission, names, withheld, diagnostics))
        .collect();
    keep_first(&mut timelines, |timeline| &timeline.id.0);
    (pages, timelines)
}

/// Leaves out what has the id of another one, which has been reported.
fn keep_first<T>(all: &mut Vec<T>, id: impl Fn(&T) -> &str) {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(id(one).to_owned()));
}

fn link_page(
    page: Document<PageFields>,
    admission: Admission,
    withheld: &mut Vec<Withheld>,
) -> Option<Page> {
    let Document { fields, body, stem, .. } = page;
    let id = fields.id.or_else(|| from_stem(&stem))?;
    if is_on(&fields.draft) && !admission.drafts {
        withheld.push(draft(format!("{}.html", id.0)));
        return None;
    }
    Some(Page {
        id,
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
    names: &Names,
    withheld: &mut Vec<Withheld>,
    diagnostics: &mut Diagnostics,
) -> Option<Further> {
    let Document { at, fields, body, stem, .. } = timeline;
    let id = fields.id.or_else(|| from_stem(&stem))?;
    if is_on(&fields.draft) && !admission.drafts {
        withheld.push(draft(format!("timelines/{}.html", id.0)));
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
            terms.extend(names.find_used(kind, &name.0, place, diagnostics));
        }
        if !wanted.0.is_empty() {
            filter.terms.push(terms);
        }
    }
    Some(Further {
        id,
        title: fields.title.0?,
        summary: fields.summary,
        body: body.map(|(_, body)| body.0).unwrap_or_default(),
        filter,
        aliases: fields.aliases,
        extra: fields.extra,
    })
}

fn draft(name: String) -> Withheld {
    Withheld { name, why: WithheldFor::Draft }
}
