//! Days -> places on the width: proportional, with breaks where long silences would hide all else, and at even
//! distances where breaks do not help.

/// Where the days lie, in parts of the width: what is left of it is for marks that stick out.
const LEFT: f64 = 0.02;
const RIGHT: f64 = 0.95;
/// What a break takes.
const BREAK: f64 = 0.045;
/// The least that a stretch between breaks takes.
const STRETCH: f64 = 0.06;
/// How many breaks a reader follows.
const MOST_BREAKS: usize = 5;
/// What breaks leave is to the whole less than one to so many where no scale in proportion shows both.
const DEEP: f64 = 1e4;
/// How many entries still can be read at even distances.
const MOST_EVEN: usize = 60;
/// Nearer than this part of the width two days are one to the eye, however wide the screen.
const APART: f64 = 1.0 / 1200.0;

/// Where each day lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Stretches in order; between two there is a break, unless the scale is even.
    pub stretches: Vec<Stretch>,
    /// Whether days lie at even distances.
    pub is_even: bool,
}

/// Days in proportion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The days that it shows.
    pub from: f64,
    pub to: f64,
    /// The days that something is known of; a short stretch shows some more.
    pub first: f64,
    pub last: f64,
    /// Its place on the width.
    pub left: f64,
    pub right: f64,
}

/// The days that an entry names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    pub first: f64,
    pub last: f64,
}

impl Scale {
    /// A scale for marks of some entries, in any order, from `from` to `to`: in proportion, unless they are so far apart, by
    /// powers, that no breaks help.
    pub fn new(from: f64, to: f64, entries: &[Extent]) -> Self {
        let scale = Scale::in_proportion(from, to, entries);
        let (_, begins) = silences(from, to, entries);
        let is_full = scale.stretches.len() > MOST_BREAKS;
        let visible: f64 = scale.stretches.iter().map(|one| one.last - one.first).sum();
        let is_deep = (to - from) / visible >= DEEP;
        match is_full && is_deep && begins.len() <= MOST_EVEN && hidden(&scale, &begins) > 0.25 {
            true => Scale::even(from, to, &begins),
            false => scale,
        }
    }

    /// A scale in proportion, but for breaks.
    pub fn in_proportion(from: f64, to: f64, entries: &[Extent]) -> Self {
        let (silences, begins) = silences(from, to, entries);
        let mut cut: Vec<(f64, f64)> = Vec::new();
        let mut scale = Scale::broken(from, to, &cut);
        for silence in silences {
            let visible: f64 = scale.stretches.iter().map(|one| one.last - one.first).sum();
            let length = silence.1 - silence.0;
            if cut.len() == MOST_BREAKS || hidden(&scale, &begins) <= 0.25 || length < visible / 2.0
            {
                break;
            }
            cut.push(silence);
            cut.sort_by(|a, b| a.0.total_cmp(&b.0));
            scale = Scale::broken(from, to, &cut);
        }
        scale
    }

    fn broken(from: f64, to: f64, cut: &[(f64, f64)]) -> Self {
        let mut spans = Vec::new();
        let mut start = from;
        for (end, next) in cut {
            spans.push((start, *end));
            start = *next;
        }
        spans.push((start, to));
        let all = RIGHT - LEFT - BREAK * cut.len() as f64;
        let proportion = proportion(&spans, all);
        let mut left = LEFT;
        let stretches = spans
            .iter()
            .map(|(first, last)| {
                let width = ((last - first) * proportion).max(STRETCH).min(all);
                // A short stretch keeps the proportion by showing some of the silence around it.
                let more = match proportion > 0.0 {
                    true => (width / proportion - (last - first)).max(0.0) / 2.0,
                    false => 0.5,
                };
                let more = if spans.len() == 1 { 0.0 } else { more };
                let stretch = Stretch {
                    from: first - more,
                    to: last + more,
                    first: *first,
                    last: *last,
                    left,
                    right: left + width,
                };
                left += width + BREAK;
                stretch
            })
            .collect();
        Scale { stretches, is_even: false }
    }

    fn even(from: f64, to: f64, begins: &[f64]) -> Self {
        let mut days = begins.to_vec();
        if days.first().is_none_or(|first| *first > from) {
            days.insert(0, from);
        }
        if days.last().is_none_or(|last| *last < to) {
            days.push(to);
        }
        let width = (RIGHT - LEFT) / (days.len() - 1) as f64;
        let stretches = days
            .windows(2)
            .enumerate()
            .map(|(index, pair)| Stretch {
                from: pair[0],
                to: pair[1],
                first: pair[0],
                last: pair[1],
                left: LEFT + width * index as f64,
                right: LEFT + width * (index + 1) as f64,
            })
            .collect();
        Scale { stretches, is_even: true }
    }

    /// The place of a day; what lies before or after all lies at the edges, what lies in a break at its near end.
    pub fn at(&self, day: f64) -> f64 {
        // The first stretch that does not end before it.
        let index = self.stretches.partition_point(|stretch| stretch.to < day);
        let Some(stretch) = self.stretches.get(index) else { return 1.0 };
        if day < stretch.from {
            return match index > 0 {
                true => stretch.left - BREAK * f64::from(!self.is_even),
                false => 0.0,
            };
        }
        let share = (day - stretch.from) / (stretch.to - stretch.from);
        stretch.left + share * (stretch.right - stretch.left)
    }

    /// Where the first day lies.
    pub fn begin(&self) -> f64 {
        self.stretches.first().map_or(LEFT, |first| first.left)
    }

    /// Where the last day lies.
    pub fn edge(&self) -> f64 {
        self.stretches.last().map_or(RIGHT, |last| last.right)
    }

    /// The breaks: the middle of each, and how many days it leaves out.
    pub fn breaks(&self) -> Vec<(f64, f64)> {
        if self.is_even {
            return Vec::new();
        }
        self.stretches
            .windows(2)
            .map(|pair| (pair[0].right + BREAK / 2.0, pair[1].from - pair[0].to))
            .collect()
    }
}

/// The silences between entries, the longest first, and the days on which entries begin, each once.
fn silences(from: f64, to: f64, entries: &[Extent]) -> (Vec<(f64, f64)>, Vec<f64>) {
    let mut entries = entries.to_vec();
    entries.sort_by(|a, b| a.first.total_cmp(&b.first).then(a.last.total_cmp(&b.last)));
    let mut begins: Vec<f64> = entries.iter().map(|one| one.first.clamp(from, to)).collect();
    begins.dedup();
    let mut silences = Vec::new();
    let mut heard = from;
    for one in &entries {
        if one.first > heard {
            silences.push((heard, one.first));
        }
        heard = heard.max(one.last);
    }
    if to > heard {
        silences.push((heard, to));
    }
    // The last stretch keeps the edge of the drawing, the first its begin.
    silences.retain(|(start, end)| *start > from && *end < to || entries.len() < 2);
    silences.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)).then(a.0.total_cmp(&b.0)));
    (silences, begins)
}

/// How wide a day is where all stretches have at least their least width.
fn proportion(spans: &[(f64, f64)], all: f64) -> f64 {
    let mut lengths: Vec<f64> = spans.iter().map(|(from, to)| to - from).collect();
    lengths.sort_by(f64::total_cmp);
    for short in 0..lengths.len() {
        let rest: f64 = lengths[short..].iter().sum();
        let proportion = (all - STRETCH * short as f64) / rest;
        if lengths[short] * proportion >= STRETCH {
            return proportion;
        }
    }
    0.0
}

/// The part of the entries that cannot be told apart from the one before.
fn hidden(scale: &Scale, begins: &[f64]) -> f64 {
    let pairs = begins.len().saturating_sub(1);
    if pairs == 0 {
        return 0.0;
    }
    let hidden =
        begins.windows(2).filter(|pair| scale.at(pair[1]) - scale.at(pair[0]) < APART).count();
    hidden as f64 / pairs as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const YEAR: f64 = 365.2425;

    fn days(days: &[f64]) -> Vec<Extent> {
        days.iter().map(|day| Extent { first: *day, last: day + 1.0 }).collect()
    }

    fn scale(all: &[f64]) -> Scale {
        let (first, last) = (all[0], all[all.len() - 1] + 1.0);
        Scale::new(first, last, &days(all))
    }

    #[test]
    fn an_ordinary_span_is_in_proportion() {
        let scale = scale(&[0.0, 100.0, 200.0, 400.0, 999.0]);
        assert_eq!(scale.stretches.len(), 1);
        assert!(!scale.is_even);
        let (a, b, c) = (scale.at(0.0), scale.at(500.0), scale.at(1000.0));
        assert!((b - a - (c - b)).abs() < 1e-12);
        assert_eq!((a, c), (LEFT, RIGHT));
    }

    #[test]
    fn two_days_a_century_apart_need_no_break() {
        assert!(scale(&[0.0, 100.0 * YEAR]).breaks().is_empty());
    }

    #[test]
    fn long_silences_are_cut_so_that_the_news_is_legible() {
        let news = 2014.0 * YEAR;
        let all = [
            -4_540e6 * YEAR,
            -66e6 * YEAR,
            -300e3 * YEAR,
            news,
            news + 400.0,
            news + 900.0,
            news + 2000.0,
        ];
        let scale = scale(&all);
        assert!(!scale.is_even);
        assert_eq!(scale.breaks().len(), 3);
        for pair in all.windows(2) {
            assert!(scale.at(pair[1]) - scale.at(pair[0]) > 0.02, "{pair:?}");
        }
        let left_out = scale.breaks()[0].1 / YEAR;
        assert!((4.4e9..4.48e9).contains(&left_out), "{left_out}");
    }

    #[test]
    fn what_breaks_do_not_help_stands_at_even_distances() {
        let all: Vec<f64> = (0..12).map(|power| 20_f64.powi(power)).collect();
        let scale = scale(&all);
        assert!(scale.is_even, "{scale:?}");
        let steps: Vec<f64> =
            all.windows(2).map(|pair| scale.at(pair[1]) - scale.at(pair[0])).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() < 1e-9), "{steps:?}");
    }

    #[test]
    fn ordinary_spans_stay_in_proportion_however_many_entries_hide_each_other() {
        let many: Vec<f64> =
            (0..5000).map(|index| 2000.0 * YEAR + f64::from(index) * 1.46).collect();
        assert!(!scale(&many).is_even);
        let old = (0..13).map(|index| (1900.0 + 7.5 * f64::from(index)) * YEAR);
        let new = (0..40).map(|index| 2014.0 * YEAR + f64::from(index));
        assert!(!scale(&old.chain(new).collect::<Vec<_>>()).is_even);
        let bursts = (0..68).map(|index| f64::from(index / 9) * 5.0 * YEAR + f64::from(index));
        assert!(!scale(&bursts.collect::<Vec<_>>()).is_even);
    }

    proptest! {
        #[test]
        fn later_is_further_and_all_is_inside(
            mut all in proptest::collection::vec(-1e12_f64..1e6, 2..40),
            probes in proptest::collection::vec(-1e12_f64..1e6, 2..40),
        ) {
            all.sort_by(f64::total_cmp);
            let scale = scale(&all);
            let mut probes: Vec<f64> = probes.into_iter().chain(all.iter().copied()).collect();
            probes.sort_by(f64::total_cmp);
            for pair in probes.windows(2) {
                prop_assert!(scale.at(pair[0]) <= scale.at(pair[1]), "{:?}", pair);
            }
            for probe in all {
                prop_assert!((LEFT - 1e-9..=RIGHT + 1e-9).contains(&scale.at(probe)));
            }
            for pair in scale.stretches.windows(2) {
                prop_assert!(pair[0].right <= pair[1].left + 1e-9);
                prop_assert!(pair[0].to <= pair[1].from + 1e-6 * pair[1].from.abs(), "{:?}", pair);
            }
        }
    }
}
