//! Gists: what lists and drawings ask of entries again and again, side by side in memory. An entry stands on many lists in
//! any order, and of each would be fetched from far away.

use edtf_core::Edtf;
use rayon::prelude::*;

use crate::config::Status;
use crate::date::{Date, Limit};
use crate::site::EntryId;
use crate::timeline::{Bound, Placed, Timeline};

use super::drawing::marks::{Mark, begins, mark};
use super::headings::{MonthKey, YearKey};

/// The gist of an entry.
pub struct Gist {
    /// Which entry.
    pub entry: EntryId,
    /// The year that it stands under.
    pub year: YearKey,
    /// The month that it stands under there.
    pub month: MonthKey,
    /// The year in which it begins, where no doubt is left of that.
    pub known_year: Option<i64>,
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
    /// How sure the desk is of an event.
    pub status: Option<Status>,
    /// Whether no known order has moved its begin out of its own days.
    pub is_kept: bool,
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
    let (weight, status, accounts) = match placed.entry {
        EntryId::Event(id) => {
            let event = timeline.site.event(id);
            (event.weight.0, event.status, &event.accounts[..])
        }
        EntryId::Article(_) => (0, None, &[][..]),
    };
    let mark = mark(date, placed.begin, placed.latest_begin);
    let is_kept = date.may_begin(placed.begin);
    Gist {
        entry: placed.entry,
        year: year(timeline, position),
        month: month(placed, is_kept),
        known_year: known_year(placed).filter(|_| !date.is_qualified()),
        extent: mark.extent(),
        begins: begins(date, placed.begin, placed.latest_begin),
        mark,
        latest_year: date.latest().year().unwrap_or(i64::MAX),
        weight,
        status,
        is_kept,
        ends_vaguely: has_masks_in_span(date),
        is_dated_by_others: accounts.iter().any(|account| account.date.is_some()),
    }
}

fn year(timeline: &Timeline<'_>, position: u32) -> YearKey {
    if timeline.is_undated(position) {
        return YearKey::Undated;
    }
    match timeline.at(position).begin {
        Limit::Past | Limit::Future => YearKey::Open,
        Limit::Day(day) => YearKey::Year(day.year),
    }
}

fn month(placed: &Placed, is_kept: bool) -> MonthKey {
    if !is_kept {
        // A known order has moved it out of its own days, and says on which side of this one it lies.
        return match placed.bound {
            Some(Bound::Before(_)) => MonthKey::OrEarlier,
            Some(Bound::After(_)) | None => MonthKey::OrLater,
        };
    }
    match (placed.earliest_begin, placed.latest_begin) {
        (Limit::Day(first), Limit::Day(last)) if first.year == last.year => {
            match first.month == last.month {
                true => MonthKey::Month(first.month),
                false => MonthKey::DayUnknown,
            }
        }
        (first, _) if first == placed.begin && first != Limit::Past => MonthKey::OrLater,
        _ if matches!(placed.begin, Limit::Day(_)) => MonthKey::OrEarlier,
        _ => MonthKey::Open,
    }
}

/// The year in which all days lie on which something may begin.
fn known_year(placed: &Placed) -> Option<i64> {
    let year = placed.earliest_begin.year()?;
    (placed.latest_begin.year() == Some(year)).then_some(year)
}

fn has_masks_in_span(date: &Date) -> bool {
    matches!(date.edtf(), Edtf::Interval(_)) && date.edtf().has_unspecified()
}
