//! Relations: what an entry is related to, by kind and in the order of time, from both of its ends.

use crate::document::Relation;
use crate::site::{EntryId, Related, Site};

use super::entry::entry_link;
use super::stage::Stage;
use super::view::{EntryLink, RelationView};

/// The kinds as a page shows them, each from this end and from the other: what it followed from and led to, what it
/// belongs to, what speaks against it, what took whose place, and the rest.
const KINDS: [(Relation, bool, &str); 10] = [
    (Relation::Causes, true, "related_causes_back"),
    (Relation::Causes, false, "related_causes"),
    (Relation::PartOf, false, "related_part-of"),
    (Relation::PartOf, true, "related_part-of_back"),
    (Relation::Contradicts, false, "related_contradicts"),
    (Relation::Contradicts, true, "related_contradicts_back"),
    (Relation::Supersedes, false, "related_supersedes"),
    (Relation::Supersedes, true, "related_supersedes_back"),
    (Relation::Context, false, "related_context"),
    (Relation::Context, true, "related_context_back"),
];

/// What an entry is related to.
pub fn relations<'s>(stage: &'s Stage<'_>, entry: EntryId) -> Vec<RelationView<'s>> {
    let all = related(stage.site(), entry);
    if all.is_empty() {
        return Vec::new();
    }
    let view = |(how, back, message): (Relation, bool, &'static str)| {
        let entries = of_kind(stage, all, how, back);
        let is_one = !entries.is_empty();
        is_one.then(|| RelationView {
            kind: how.key(),
            back,
            how: stage.words().get(message),
            entries,
        })
    };
    KINDS.into_iter().filter_map(view).collect()
}

/// The entries that took the place of one.
pub fn superseded_by<'s>(stage: &'s Stage<'_>, entry: EntryId) -> Vec<EntryLink<'s>> {
    of_kind(stage, related(stage.site(), entry), Relation::Supersedes, true)
}

/// Whether another entry took the place of one.
pub fn is_superseded(stage: &Stage<'_>, entry: EntryId) -> bool {
    related(stage.site(), entry).iter().any(|one| one.back && one.how == Relation::Supersedes)
}

fn related(site: &Site, entry: EntryId) -> &[Related] {
    match entry {
        EntryId::Event(id) => &site.event(id).related,
        EntryId::Article(id) => &site.article(id).related,
    }
}

/// Those of one kind, in the order of time; what stands on no timeline comes last.
fn of_kind<'s>(
    stage: &'s Stage<'_>,
    all: &[Related],
    how: Relation,
    back: bool,
) -> Vec<EntryLink<'s>> {
    let mut entries: Vec<EntryId> =
        all.iter().filter(|one| one.how == how && one.back == back).map(|one| one.entry).collect();
    entries.sort_by_cached_key(|entry| {
        (stage.timeline.position(*entry).unwrap_or(u32::MAX), stage.site().entry_id(*entry))
    });
    entries.into_iter().map(|entry| entry_link(stage, entry)).collect()
}
