//! Entries -> bars: how many begin in each stretch of the calendar, where there are too many to draw singly.

use super::scale::Scale;
use super::ticks::{Civil, Grain, civil, number};

/// So many bars can still be told apart on a narrow drawing.
const MOST_BARS: usize = 60;

/// A stretch of the calendar with what begins in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket {
    /// Its first day.
    pub from: f64,
    /// The day after its last.
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

/// Counts entries, given with the days that they begin on, in the finest unit that makes no more bars than can be told
/// apart. An entry that fills more than its bar is counted where it begins.
pub fn buckets(scale: &Scale, entries: &[(u32, f64)]) -> Vec<Bucket> {
    let base = scale.stretches.first().map_or(0.0, |one| one.from.max(one.first));
    let years = (0..18).flat_map(|power| [1, 2, 5].map(|n| Unit::Years(n * 10_i128.pow(power))));
    let units = [Unit::Days(1), Unit::Days(7), Unit::Month].into_iter().chain(years);
    let mut counted = Vec::new();
    for unit in units {
        let visible: f64 = scale.stretches.iter().map(|one| one.to - one.from).sum();
        if !scale.is_even && visible / length(unit) > MOST_BARS as f64 {
            continue;
        }
        counted = count(unit, base, entries);
        if counted.len() <= MOST_BARS {
            break;
        }
    }
    counted
}

fn length(unit: Unit) -> f64 {
    match unit {
        Unit::Days(days) => days as f64,
        Unit::Month => 30.436_875,
        Unit::Years(years) => 365.2425 * years as f64,
    }
}

fn count(unit: Unit, base: f64, entries: &[(u32, f64)]) -> Vec<Bucket> {
    let mut sorted = entries.to_vec();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut buckets: Vec<Bucket> = Vec::new();
    for (position, day) in sorted {
        if let Some(last) = buckets.last_mut().filter(|last| day < last.to) {
            last.count += 1;
            last.first = last.first.min(position);
            continue;
        }
        let (from, to, grain) = around(unit, base, day);
        buckets.push(Bucket { from, to, first: position, count: 1, grain });
    }
    buckets
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

    fn of(days: &[f64]) -> Vec<Bucket> {
        let extents: Vec<Extent> =
            days.iter().map(|day| Extent { first: *day, last: day + 1.0 }).collect();
        let last = days.iter().copied().fold(0.0, f64::max) + 1.0;
        let scale = Scale::new(days[0], last, &extents);
        let entries: Vec<(u32, f64)> =
            days.iter().enumerate().map(|(index, day)| (index as u32, *day)).collect();
        buckets(&scale, &entries)
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
}
