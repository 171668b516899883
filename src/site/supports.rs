//! Supports: which entries rest on each source, told by what each entry says that it rests on.

use super::{Article, EntryId, Event, SourceId};

/// The entries that rest on each source, in order. Most sources have one: a list of its own for each would take more room
/// than all that is in them.
#[derive(Debug, Default)]
pub struct Supports {
    /// Those of one source behind those of the one before it.
    entries: Vec<EntryId>,
    /// Where those of each source end.
    ends: Vec<u32>,
}

impl Supports {
    /// Those of so many sources.
    pub fn new(sources: usize, events: &[Event], articles: &[Article]) -> Self {
        let of_events = || {
            let events = (0..).map(EntryId::Event).zip(events);
            events.flat_map(|(entry, event)| event.sources.iter().map(move |id| (entry, *id)))
        };
        let of_articles = || {
            let articles = (0..).map(EntryId::Article).zip(articles);
            articles.filter_map(|(entry, article)| Some((entry, article.source?)))
        };
        let all = || of_events().chain(of_articles());
        // First how many each has, then where its first stands, then, when all are put there, its end.
        let mut ends = vec![0_u32; sources];
        for (_, source) in all() {
            ends[source.0 as usize] += 1;
        }
        let mut next = 0_u32;
        for end in &mut ends {
            let begin = next;
            next =
                next.checked_add(*end).expect("fewer than four thousand million names of sources");
            *end = begin;
        }
        let mut entries = vec![EntryId::Event(0); next as usize];
        for (entry, SourceId(source)) in all() {
            let at = &mut ends[source as usize];
            entries[*at as usize] = entry;
            *at += 1;
        }
        Supports { entries, ends }
    }

    /// Those of one source.
    pub fn of(&self, SourceId(source): SourceId) -> &[EntryId] {
        let begin = source.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.entries[begin as usize..self.ends[source as usize] as usize]
    }
}
