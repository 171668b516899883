//! Counts: how many, as exactly as somebody says; and what several of them say together.

use std::cmp::Reverse;

/// A number, or the range in which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub low: Option<u64>,
    pub best: Option<u64>,
    pub high: Option<u64>,
}

impl Count {
    /// The least and the most that it allows; an end that is left open has none. A best estimate alone is a plain number.
    pub fn bounds(self) -> (Option<u64>, Option<u64>) {
        match (self.low, self.best, self.high) {
            (None, Some(number), None) => (Some(number), Some(number)),
            (low, _, high) => (low, high),
        }
    }

    /// Every number that it names.
    pub fn numbers(self) -> impl Iterator<Item = u64> {
        [self.low, self.best, self.high].into_iter().flatten()
    }

    /// Whether no number fits both.
    pub fn excludes(self, other: Count) -> bool {
        let below = |one: Count, other: Count| matches!((one.bounds().1, other.bounds().0), (Some(high), Some(low)) if high < low);
        below(self, other) || below(other, self)
    }

    /// Whether every number that fits the other fits it too.
    pub fn holds(self, other: Count) -> bool {
        let ((low, high), (other_low, other_high)) = (self.bounds(), other.bounds());
        low.unwrap_or(0) <= other_low.unwrap_or(0)
            && high.unwrap_or(u64::MAX) >= other_high.unwrap_or(u64::MAX)
    }
}

/// What several counts of one thing say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// From the least to the most that any of them says; open where any of them is. None where both ends are.
    pub range: Option<Count>,
    /// Whether there are two of which neither holds the other. One that only says less does not differ.
    pub differ: bool,
}

/// Puts counts together; none where there are none.
pub fn together(counts: &[Count]) -> Option<Together> {
    let first = *counts.first()?;
    if counts.iter().all(|count| *count == first) {
        return Some(Together { range: Some(first), differ: false });
    }
    // Those with a wide range first: then each holds the next, or they differ.
    let mut wide_first = counts.to_vec();
    wide_first.sort_by_key(|count| {
        let (low, high) = count.bounds();
        (low.unwrap_or(0), Reverse(high.unwrap_or(u64::MAX)))
    });
    let differ = wide_first.windows(2).any(|pair| !pair[0].holds(pair[1]));
    let ends = || counts.iter().map(|count| count.bounds());
    let low = ends().map(|(low, _)| low).min().flatten();
    let high = ends().map(|(_, high)| high.unwrap_or(u64::MAX)).max();
    let high = high.filter(|_| ends().all(|(_, high)| high.is_some()));
    let range = Count { low, best: None, high };
    Some(Together { range: (low.is_some() || high.is_some()).then_some(range), differ })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn number(best: u64) -> Count {
        Count { low: None, best: Some(best), high: None }
    }

    const fn range(low: Option<u64>, high: Option<u64>) -> Count {
        Count { low, best: None, high }
    }

    #[test]
    fn accounts_of_one_number_agree_on_it() {
        let both = together(&[number(2), number(2)]).unwrap();
        assert_eq!(both, Together { range: Some(number(2)), differ: false });
        assert_eq!(together(&[]), None);
    }

    #[test]
    fn the_range_goes_from_the_least_to_the_most_that_anybody_says() {
        let said = [number(30), range(Some(20), Some(25)), number(40)];
        let range = range(Some(20), Some(40));
        assert_eq!(together(&said), Some(Together { range: Some(range), differ: true }));
    }

    #[test]
    fn an_open_end_stays_open() {
        let said = [range(Some(20), None), number(40)];
        let at_least = range(Some(20), None);
        assert_eq!(together(&said), Some(Together { range: Some(at_least), differ: false }));
        let said = [number(25), range(None, Some(40)), range(Some(20), Some(30))];
        let at_most = range(None, Some(40));
        assert_eq!(together(&said), Some(Together { range: Some(at_most), differ: false }));
    }

    #[test]
    fn no_range_holds_for_all_where_both_ends_are_open() {
        let said = [range(Some(20), None), range(None, Some(40))];
        assert_eq!(together(&said), Some(Together { range: None, differ: true }));
    }

    #[test]
    fn only_what_says_more_or_other_things_differs() {
        let differ = |counts: &[Count]| together(counts).unwrap().differ;
        assert!(!differ(&[range(Some(20), Some(40)), number(25)]));
        assert!(!differ(&[number(25), range(Some(20), None), range(Some(20), Some(40))]));
        assert!(differ(&[number(25), number(26), range(Some(20), Some(40))]));
        assert!(differ(&[range(Some(10), Some(30)), range(Some(20), Some(40))]));
    }

    #[test]
    fn counts_exclude_each_other_where_no_number_fits_both() {
        assert!(number(2).excludes(number(3)));
        assert!(range(Some(20), None).excludes(range(None, Some(19))));
        assert!(!range(Some(20), None).excludes(number(20)));
        assert!(!range(Some(20), Some(30)).excludes(range(Some(30), Some(40))));
    }
}
