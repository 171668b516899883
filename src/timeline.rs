//! The timeline: every entry at its place in time, and the lists that follow from it.

use crate::date::{DateKey, Limit};
use crate::document::At;
use crate::site::{Constraint, EntryId, Site};

/// A site in order.
#[derive(Debug)]
pub struct Timeline<'a> {
    /// What is ordered.
    pub site: &'a Site,
    /// Every entry that stands on lists, from the earliest on; the undated first.
    pub entries: Vec<Placed>,
    /// How many of them, from the first on, are too wide to place.
    pub undated: usize,
    /// For each term the places of its entries in `entries`, in order.
    pub lists: Vec<Vec<u32>>,
    /// Where each event stands in `entries`; none for those on no list.
    pub events: Vec<Option<u32>>,
    /// Where each article stands.
    pub articles: Vec<Option<u32>>,
}

/// An entry at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which one.
    pub entry: EntryId,
    /// Where it begins, after constraints.
    pub begin: Limit,
    /// The first day on which it may begin, after constraints: its begin, but where its start is unknown.
    pub earliest_begin: Limit,
    /// The last day on which it may begin, after constraints.
    pub latest_begin: Limit,
    /// What moved its begin from where its own date puts it.
    pub bound: Option<Bound>,
    /// The event before which it has to begin, where that rules out some of its last days.
    pub latest_bound: Option<u32>,
}

/// A known order that moves an event's begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It begins no earlier than this event.
    After(u32),
    /// It begins no later than this event.
    Before(u32),
}

/// What decides between two entries.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
pub struct Key {
    pub date: DateKey,
    pub is_article: bool,
    pub at: At,
}

/// Why an entry stands behind the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is none before it.
    First,
    /// It is too wide to place.
    Undated,
    /// It is said to come after it.
    Said,
    /// It begins on a later day.
    Begin,
    /// It begins at a later time of the same day.
    Time,
    /// It begins on the same day, and its date is less wide.
    Wider,
    /// An article stands behind an event.
    Kind,
    /// The dates do not tell: the path of its file, or its position in it.
    File,
}

impl Timeline<'_> {
    /// Where an entry stands, if it stands on lists.
    pub fn position(&self, entry: EntryId) -> Option<u32> {
        match entry {
            EntryId::Event(id) => self.events[id as usize],
            EntryId::Article(id) => self.articles[id as usize],
        }
    }

    /// The entry at a place.
    pub fn at(&self, position: u32) -> &Placed {
        &self.entries[position as usize]
    }

    /// What decides on an entry's place.
    pub fn key(&self, placed: &Placed) -> Key {
        key(self.site, placed.entry, placed.begin)
    }

    /// Why the entry at a place stands behind the one before it.
    pub fn reason(&self, position: u32) -> Reason {
        if self.is_undated(position) {
            return Reason::Undated;
        }
        let Some(before) = position.checked_sub(1).filter(|before| !self.is_undated(*before))
        else {
            return Reason::First;
        };
        let [one, other] = [before, position].map(|position| self.key(self.at(position)));
        let is_said = self.is_said(self.at(position - 1).entry, self.at(position).entry);
        if one.date.begin != other.date.begin {
            Reason::Begin
        } else if is_said {
            Reason::Said
        } else if one.date.time != other.date.time {
            Reason::Time
        } else if one.date.latest != other.date.latest {
            Reason::Wider
        } else if one.is_article != other.is_article {
            Reason::Kind
        } else {
            Reason::File
        }
    }

    /// Whether one entry is said to come before another, by either of them.
    fn is_said(&self, earlier: EntryId, later: EntryId) -> bool {
        let (EntryId::Event(earlier), EntryId::Event(later)) = (earlier, later) else {
            return false;
        };
        let names = |list: &[Constraint], other: u32| list.iter().any(|one| one.event == other);
        names(&self.site.event(later).after, earlier)
            || names(&self.site.event(earlier).before, later)
    }

    /// Whether the entry at a place is too wide to place.
    pub fn is_undated(&self, position: u32) -> bool {
        (position as usize) < self.undated
    }
}

/// What decides on the place of an entry that begins on a day.
pub fn key(site: &Site, entry: EntryId, begin: Limit) -> Key {
    Key {
        date: DateKey { begin, ..site.entry_date(entry).key() },
        is_article: matches!(entry, EntryId::Article(_)),
        at: site.entry_at(entry),
    }
}
