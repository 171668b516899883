//! The timeline: every entry at its place in time, and the lists that follow from it.

use crate::date::Limit;
use crate::site::{EntryId, Site};

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
    pub fn at(&self, position: u32) -> Placed {
        self.entries[position as usize]
    }

    /// Whether the entry at a place is too wide to place.
    pub fn is_undated(&self, position: u32) -> bool {
        (position as usize) < self.undated
    }
}
