//! Mentions: the terms, the other entries and the media that entries name.

use thin_vec::ThinVec;

use crate::diagnostic::{Diagnostics, Place, did_you_mean, rule};
use crate::document::{At, EventFields};
use crate::site::{Constraint, EntryId, Medium, TermId, TermKind};
use crate::yaml::{Entries, Items, Step, Words};

use super::Context;
use super::files::Files;
use super::names::Names;
use super::relations::Said;
use super::sources::report_missing;

/// What an event names, besides its evidence.
pub struct Mentions {
    pub terms: Terms,
    pub after: ThinVec<Constraint>,
    pub before: ThinVec<Constraint>,
    pub media: ThinVec<Medium>,
}

/// What mentions are entered into, in the order of the entries.
pub struct Register {
    pub names: Names,
    pub files: Files,
    /// Who is related how to whom.
    pub relations: Vec<Said>,
}

impl Register {
    /// Finds what an event names; `own` is the event itself, if it is published.
    pub fn enter(
        &mut self,
        at: At,
        fields: &EventFields,
        own: Option<EntryId>,
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Mentions {
        let is_listed = own.is_some() && !fields.is_retracted();
        let lists = (&fields.tags, &fields.actors, &fields.places, &fields.taxonomies);
        let terms = terms(at, is_listed, lists, context, &mut self.names, diagnostics);
        let after = constraints(at, "after", &fields.after, context, diagnostics);
        let before = constraints(at, "before", &fields.before, context, diagnostics);
        let media = self.media(at, fields, is_listed, context, diagnostics);
        context.ids.relations(at, own, &fields.related, &mut self.relations, diagnostics);
        Mentions { terms, after, before, media }
    }

    fn media(
        &mut self,
        at: At,
        fields: &EventFields,
        is_listed: bool,
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) -> ThinVec<Medium> {
        let mut found = ThinVec::with_capacity(fields.media.0.len());
        for (item, medium) in &fields.media.0 {
            let Some(file) = &medium.file.0 else { continue };
            let place = at.value(["media".into(), (*item).into(), Step::from("file")]);
            if !context.folder.media.contains_key(&file.0) {
                report_missing(&file.0, place, context.folder, diagnostics);
                continue;
            }
            self.files.uses(&file.0, place, context.folder, diagnostics);
            if let (true, Some(graphic)) = (is_listed, self.files.graphic.get_mut(&file.0))
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
}

/// The terms that an entry names.
pub struct Terms {
    pub tags: ThinVec<TermId>,
    pub actors: ThinVec<TermId>,
    pub places: ThinVec<TermId>,
    pub taxonomies: ThinVec<(usize, Vec<TermId>)>,
}

/// The lists of terms that events and articles share: tags, actors, places and taxonomies.
type Lists<'l> = (&'l Items<Words>, &'l Items<Words>, &'l Items<Words>, &'l Entries<Items<Words>>);

/// Finds the terms that an entry names; it adds to them if it stands on lists.
pub fn terms(
    at: At,
    adds: bool,
    (tags, actors, places, taxonomies): Lists<'_>,
    context: &Context<'_>,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> Terms {
    let place = |key: &'static str| move |item: usize| at.value([key.into(), item.into()]);
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
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> ThinVec<Constraint> {
    let mut found = ThinVec::with_capacity(list.0.len());
    for (item, id) in &list.0 {
        let place = at.value([key.into(), (*item).into()]);
        if let Some(event) = context.ids.event(&id.0, place, diagnostics) {
            found.push(Constraint { event, item: *item });
        }
    }
    found
}
