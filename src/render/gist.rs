//! Gists: what lists and drawings ask of entries again and again, side by side in memory. An entry stands on many lists in
//! any order, and of each would be fetched from far away.

use edtf_core::Edtf;
use rayon::prelude::*;

use crate::date::Date;
use crate::site::EntryId;
use crate::timeline::Timeline;

use super::drawing::marks::{Mark, begins, mark};

/// The gist of an entry.
pub struct Gist {
    /// What is drawn of its date.
    pub mark: Mark,
    /// The first day of what is drawn, and the day after the last.
    pub extent: Option<(f64, f64)>,
    /// The first day on which it may begin and the day after the last, as numbers; without bounds infinite.
    pub begins: (f64, f64),
    /// The last year that its date may cover; the last of all where that is open.
    pub latest_year: i64,
    /// How much it weighs; an article nothing.
    pub weight: u8,
    /// Whether no known order has moved its begin out of its own days.
    pub is_kept: bool,
    /// Whether doubt was written into its date.
    pub is_qualified: bool,
    /// Whether it is not known to the year when it ends: `2012/201X`.
    pub ends_vaguely: bool,
    /// Whether there are accounts that date it themselves.
    pub is_dated_by_others: bool,
}

/// Those of all entries, by their place on the timeline.
pub fn gists(timeline: &Timeline<'_>) -> Vec<Gist> {
    (0..timeline.entries.len() as u32)
        .into_par_iter()
        .with_min_len(256)
        .map(|position| gist(timeline, position))
        .collect()
}

fn gist(timeline: &Timeline<'_>, position: u32) -> Gist {
    let placed = timeline.at(position);
    let date = timeline.site.entry_date(placed.entry);
    let (weight, accounts) = match placed.entry {
        EntryId::Event(id) => {
            let event = timeline.site.event(id);
            (event.weight.0, &event.accounts[..])
        }
        EntryId::Article(_) => (0, &[][..]),
    };
    let mark = mark(date, placed.begin, placed.latest_begin);
    Gist {
        extent: mark.extent(),
        begins: begins(date, placed.begin, placed.latest_begin),
        mark,
        latest_year: date.latest().year().unwrap_or(i64::MAX),
        weight,
        is_kept: date.may_begin(placed.begin),
        is_qualified: date.is_qualified(),
        ends_vaguely: has_masks_in_span(date),
        is_dated_by_others: accounts.iter().any(|account| account.date.is_some()),
    }
}

fn has_masks_in_span(date: &Date) -> bool {
    matches!(date.edtf(), Edtf::Interval(_)) && date.edtf().has_unspecified()
}
