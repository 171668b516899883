//! Entries -> bars: how many begin in each stretch of the calendar, where there are too many to draw singly. One is counted
//! only in a stretch that holds all days on which it may begin; the others are counted by wider stretches of their own.

use std::collections::HashMap;

use super::scale::Scale;
use super::ticks::{Grain, civil, number};
use crate::date::Civil;

/// So many bars can still be told apart on a narrow drawing.
const MOST_BARS: usize = 60;

/// Fewer bars than this say little, so that no coarser unit is worth it.
const FEW_BARS: f64 = 6.0;

/// An entry by its place on the timeline, with the first day on which it may begin and the day after the last.
pub type Begins = (u32, (f64, f64));

/// A stretch of the calendar with what begins in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket {
    /// Its first day; of what is open an infinite one.
    pub from: f64,
    /// The day after its last; of what is open an infinite one.
    pub to: f64,
    /// The first of its entries.
    pub first: u32,
    pub count: usize,
    /// What it is called by.
    pub grain: Grain,
}

#[derive(Debug, Clone, Copy)]
enum Unit {
    Days(i128),
    Month,
    Years(i128),
}

/// Counts entries in the finest unit that makes no more bars than can be told apart and holds at least half of them, and
/// gives back those that it does not hold.
pub fn buckets(scale: &Scale, entries: &[Begins]) -> (Vec<Bucket>, Vec<Begins>) {
    let base = scale.stretches.first().map_or(0.0, |one| one.from.max(one.first));
    let visible: f64 = scale.stretches.iter().map(|one| one.to - one.from).sum();
    let years = (0..18).flat_map(|power| [1, 2, 5].map(|n| Unit::Years(n * 10_i128.pow(power))));
    let units = [Unit::Days(1), Unit::Days(7), Unit::Month].into_iter().chain(years);
    let (mut closed, open): (Vec<Begins>, Vec<Begins>) =
        entries.iter().partition(|(_, (first, end))| first.is_finite() && end.is_finite());
    closed.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
    let mut finest = None;
    for unit in units {
        if visible / length(unit) > MOST_BARS as f64 {
            continue;
        }
        if finest.is_some() && visible / length(unit) < FEW_BARS {
            break;
        }
        let Some((counted, rest)) = count(unit, base, &closed, &open) else { continue };
        if rest.len() * 2 <= entries.len() {
            return (counted, rest);
        }
        finest = finest.or(Some((counted, rest)));
    }
    finest.unwrap_or_default()
}

/// Counts by months, years, tens of years and so on, from the `least`th of these on, each entry by the finest that holds it.
pub fn groups(entries: &[Begins], least: u32) -> Vec<Bucket> {
    let units: Vec<Unit> = std::iter::once(Unit::Month)
        .chain((0..18).map(|power| Unit::Years(10_i128.pow(power))))
        .skip(least as usize)
        .collect();
    let mut groups: Vec<Bucket> = Vec::new();
    // What is open stands in one group with all that is open on the same side.
    let mut places: HashMap<(u64, u64), usize> = HashMap::new();
    for (position, (first, end)) in entries.iter().copied() {
        let is_closed = first.is_finite() && end.is_finite();
        let mut held = units.iter().filter(|_| is_closed).map(|unit| around(*unit, 0.0, first));
        let held = held.find(|(_, to, _)| end <= *to);
        let (from, to, grain) = held.unwrap_or((first, end, Grain::Date));
        let key = |day: f64| if is_closed || day.is_infinite() { day.to_bits() } else { 0 };
        let place = *places.entry((key(from), key(to))).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => {
                (group.from, group.to) = (group.from.min(from), group.to.max(to));
                group.count += 1;
                group.first = group.first.min(position);
            }
            None => groups.push(Bucket { from, to, first: position, count: 1, grain }),
        }
    }
    groups.sort_by(|a, b| a.from.total_cmp(&b.from).then(b.to.total_cmp(&a.to)));
    groups
}

fn length(unit: Unit) -> f64 {
    match unit {
        Unit::Days(days) => days as f64,
        Unit::Month => 30.436_875,
        Unit::Years(years) => 365.2425 * years as f64,
    }
}

/// Counts what is closed, the earliest first, and adds what does not fit to the `rest`; none where there are more bars
/// than can be told apart.
fn count(
    unit: Unit,
    base: f64,
    closed: &[Begins],
    open: &[Begins],
) -> Option<(Vec<Bucket>, Vec<Begins>)> {
    let mut rest = open.to_vec();
    let mut buckets: Vec<Bucket> = Vec::new();
    let mut stretch: Option<(f64, f64, Grain)> = None;
    for (position, (first, end)) in closed.iter().copied() {
        let same = stretch.filter(|(from, to, _)| (*from..*to).contains(&first));
        let (from, to, grain) = same.unwrap_or_else(|| around(unit, base, first));
        stretch = Some((from, to, grain));
        if end > to {
            rest.push((position, (first, end)));
            continue;
        }
        let is_full = buckets.len() == MOST_BARS;
        match buckets.last_mut().filter(|last| last.from == from) {
            Some(last) => {
                last.count += 1;
                last.first = last.first.min(position);
            }
            None if is_full => return None,
            None => buckets.push(Bucket { from, to, first: position, count: 1, grain }),
        }
    }
    Some((buckets, rest))
}

/// The stretch that a day lies in.
fn around(unit: Unit, base: f64, day: f64) -> (f64, f64, Grain) {
    let date = civil(day);
    match unit {
        Unit::Days(days) => {
            let from = base + ((day - base) / days as f64).floor() * days as f64;
            (from, from + days as f64, Grain::Date)
        }
        Unit::Month => {
            let next = match date.month {
                12 => Civil { year: date.year + 1, month: 1, day: 1 },
                month => Civil { month: month + 1, day: 1, ..date },
            };
            (number(Civil { day: 1, ..date }), number(next), Grain::MonthAndYear)
        }
        Unit::Years(years) => {
            let first = date.year - date.year.rem_euclid(years);
            let start = |year| number(Civil { year, month: 1, day: 1 });
            (start(first), start(first + years), Grain::Year)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scale::Extent;
    use super::*;
    use proptest::prelude::*;

    fn of(days: &[f64]) -> Vec<Bucket> {
        let extents: Vec<Extent> =
            days.iter().map(|day| Extent { first: *day, last: day + 1.0 }).collect();
        let last = days.iter().copied().fold(0.0, f64::max) + 1.0;
        let scale = Scale::new(days[0], last, &extents);
        let entries: Vec<Begins> = (0..).zip(days.iter().map(|day| (*day, day + 1.0))).collect();
        let (buckets, rest) = buckets(&scale, &entries);
        assert_eq!(rest, []);
        buckets
    }

    fn year(year: i128) -> f64 {
        number(Civil { year, month: 1, day: 1 })
    }

    #[test]
    fn every_entry_is_counted_once_in_a_stretch_of_the_calendar() {
        let start = number(Civil { year: 2014, month: 1, day: 1 });
        let days: Vec<f64> = (0..700).map(|day| start + f64::from(day)).collect();
        let buckets = of(&days);
        assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<usize>(), 700);
        assert_eq!(buckets.len(), 24);
        assert_eq!(buckets[0].count, 31);
        assert_eq!(buckets[1].first, 31);
        assert!(buckets.windows(2).all(|pair| pair[0].to <= pair[1].from));
    }

    #[test]
    fn bars_are_never_more_than_can_be_told_apart() {
        let days: Vec<f64> = (0..5000).map(|index| f64::from(index) * 997.0).collect();
        let buckets = of(&days);
        assert!((10..=MOST_BARS).contains(&buckets.len()), "{}", buckets.len());
        assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<usize>(), 5000);
    }

    #[test]
    fn what_may_begin_outside_of_a_bar_is_not_counted_in_it() {
        let (from, to) = (year(2014), year(2015));
        let days = (0..62).map(|index| from + f64::from(index) * 5.0);
        let known = days.map(|day| (day, day + 1.0));
        let vague = std::iter::repeat_n((from, to), 60);
        let entries: Vec<Begins> = (0..).zip(known.chain(vague)).collect();
        let scale = Scale::in_proportion(from, to, &[Extent { first: from, last: to }]);
        let (buckets, rest) = buckets(&scale, &entries);
        assert!(buckets.len() > 12, "{buckets:?}");
        assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<usize>(), 62);
        assert_eq!(
            groups(&rest, 0),
            [Bucket { from, to, first: 62, count: 60, grain: Grain::Year }]
        );
    }

    #[test]
    fn where_most_is_known_by_the_year_years_are_counted() {
        let entries: Vec<Begins> = (0..200)
            .map(|index| {
                (index, (year(1990 + i128::from(index % 20)), year(1991 + i128::from(index % 20))))
            })
            .collect();
        let (from, to) = (year(1990), year(2010));
        let scale = Scale::in_proportion(from, to, &[Extent { first: from, last: to }]);
        let (buckets, rest) = buckets(&scale, &entries);
        assert_eq!((buckets.len(), rest.len()), (20, 0));
        assert!(buckets.iter().all(|bucket| bucket.count == 10));
    }

    #[test]
    fn what_crosses_years_stands_by_tens_of_them_and_what_is_open_by_its_end() {
        let crossing = (number(Civil { year: 2014, month: 12, day: 9 }), year(2015) + 40.0);
        let open = (f64::NEG_INFINITY, year(2000));
        let earlier = (f64::NEG_INFINITY, year(1990));
        let entries = [(4, crossing), (1, open), (0, earlier)];
        let found: Vec<(f64, f64, usize)> =
            groups(&entries, 0).iter().map(|group| (group.from, group.to, group.count)).collect();
        assert_eq!(found, [(f64::NEG_INFINITY, year(2000), 2), (year(2010), year(2020), 1)]);
    }

    proptest! {
        #[test]
        fn every_entry_is_counted_once_where_it_may_begin(
            spans in proptest::collection::vec((700_000.0_f64..740_000.0, 1.0_f64..3000.0), 2..200),
            least in 0_u32..4,
        ) {
            let spans = spans.into_iter().map(|(from, days)| (from.floor(), (from + days).floor() + 1.0));
            let entries: Vec<Begins> = (0..).zip(spans).collect();
            let extents: Vec<Extent> =
                entries.iter().map(|(_, (first, last))| Extent { first: *first, last: *last }).collect();
            let from = extents.iter().map(|one| one.first).fold(f64::INFINITY, f64::min);
            let to = extents.iter().map(|one| one.last).fold(0.0, f64::max);
            let (buckets, rest) = buckets(&Scale::in_proportion(from, to, &extents), &entries);
            let groups = groups(&rest, least);
            let all = buckets.iter().chain(&groups);
            prop_assert_eq!(all.map(|bucket| bucket.count).sum::<usize>(), entries.len());
            let held = |bucket: &Bucket| {
                let inside = |(_, (from, to)): &&Begins| bucket.from <= *from && *to <= bucket.to;
                entries.iter().filter(inside).count()
            };
            prop_assert!(buckets.iter().chain(&groups).all(|bucket| bucket.count <= held(bucket)));
        }
    }
}
