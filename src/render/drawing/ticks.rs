//! Scale -> ticks: the calendar under a drawing, with labels that fit; the wider the drawing, the more.

use std::cell::OnceCell;

use super::scale::Scale;
use crate::date::Civil;

/// The widths, in pixels, from which on more is shown; the first is what the narrowest drawing has.
pub const WIDTHS: [f64; 5] = [280.0, 440.0, 600.0, 760.0, 940.0];
/// The narrowest drawing.
const NARROW: f64 = WIDTHS[0];
/// Between two labels.
const APART: f64 = 10.0;
/// From a tick to its label.
const BESIDE: f64 = 4.0;
const MOST: f64 = 60.0;
/// How many rows the labels of a broken axis may take.
const MOST_ROWS: usize = 4;

/// A line under the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// The day.
    pub day: f64,
    /// Its place on the width.
    pub at: f64,
    pub label: String,
    /// How wide its label is, in pixels.
    long: f64,
    /// The least width, in pixels, at which its label fits; none where it never does.
    pub from: Option<f64>,
    /// Which row of labels it stands in.
    pub row: usize,
}

impl Tick {
    fn new(day: f64, at: f64, label: String) -> Self {
        Tick { day, at, long: text_width(&label), label, from: None, row: 0 }
    }
}

/// What a label tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Year,
    MonthAndYear,
    Month,
    Date,
    DayOfMonth,
}

/// How a label is worded.
pub type Wording<'w> = dyn Fn(Civil, Grain) -> String + 'w;

/// The ticks of a scale and the number of rows that their labels take.
pub fn ticks(scale: &Scale, say: &Wording<'_>) -> (Vec<Tick>, usize) {
    if scale.stretches.len() > 1 {
        return own_labels(scale, say);
    }
    let mut ticks: Vec<Tick> = Vec::new();
    let mut shown: Vec<f64> = Vec::new();
    let known: Vec<Stepped> = steps().map(Stepped::new).collect();
    for width in WIDTHS {
        for stepped in &known {
            let Some(all) = stepped.labels(scale, &shown) else { continue };
            // A whole date is long; the days after it make room.
            let room = all.days.first().filter(|first| civil(**first).day != 1);
            let room = room.map(|first| (*first, extent(all.tick(0, say), width).1 + APART));
            let has_room = |index: &usize| {
                let day = all.days[*index];
                room.is_none_or(|(first, end)| day == first || scale.at(day) * width >= end)
            };
            let mut chosen: Vec<usize> = Vec::with_capacity(all.days.len());
            chosen.extend((0..all.days.len()).filter(has_room));
            let candidates = chosen.iter().map(|index| all.tick(*index, say));
            if chosen.is_empty() || !fits(candidates, width) {
                continue;
            }
            for tick in chosen.iter().map(|index| all.tick(*index, say)) {
                shown.push(tick.day);
                if !ticks.iter().any(|other| other.day == tick.day) {
                    let from = is_inside(tick, width).then_some(width);
                    ticks.push(Tick { from, ..tick.clone() });
                }
            }
            break;
        }
        for tick in ticks.iter_mut().filter(|tick| tick.from.is_none()) {
            tick.from = is_inside(tick, width).then_some(width);
        }
    }
    ticks.sort_by(|a, b| a.day.total_cmp(&b.day));
    (ticks, 1)
}

/// Of a broken axis each stretch has a label of its own; of an even one those that are spread over it, as far as they fit.
fn own_labels(scale: &Scale, say: &Wording<'_>) -> (Vec<Tick>, usize) {
    let mut candidates: Vec<Tick> = Vec::new();
    for stretch in &scale.stretches {
        let at = scale.at(stretch.first);
        let is_long = stretch.last - stretch.first > 60.0;
        let grain = match stretch.last - stretch.first {
            _ if is_long || scale.is_even => Grain::Year,
            length if length > 1.0 => Grain::Date,
            _ => Grain::MonthAndYear,
        };
        let civil = civil(stretch.first);
        // Of what lies very long ago only the year is told.
        let grain = if civil.year.abs() > 9999 { Grain::Year } else { grain };
        let label = say(civil, grain);
        if candidates.last().is_none_or(|last| last.label != label) {
            candidates.push(Tick::new(stretch.first, at, label));
        }
    }
    if scale.is_even {
        let (inside, outside): (Vec<Tick>, Vec<Tick>) =
            candidates.into_iter().partition(|tick| is_inside(tick, NARROW));
        candidates = spread(inside.len()).into_iter().map(|index| inside[index].clone()).collect();
        candidates.extend(outside);
    }
    let mut ticks: Vec<Tick> = Vec::new();
    let mut rows = 1;
    for mut tick in candidates {
        'fitting: for width in WIDTHS {
            for row in 0..MOST_ROWS {
                tick.row = row;
                tick.from = Some(width);
                if is_inside(&tick, width) && has_room(&tick, &ticks, width) {
                    rows = rows.max(row + 1);
                    break 'fitting;
                }
            }
            tick.from = None;
        }
        if tick.from.is_none() {
            tick.row = 0;
        }
        ticks.push(tick);
    }
    if !scale.is_even {
        let finest = steps().find_map(|step| days(scale, step)).unwrap_or_default();
        let labels = Labels::new(scale, finest);
        // A month or a day without its year says something only beside a label that has it.
        let is_known = |day: f64| {
            let is_new_year = (civil(day).month, civil(day).day) == (1, 1);
            scale.stretches.iter().any(|stretch| {
                let says_year =
                    is_new_year || (2.0..=60.0).contains(&(stretch.last - stretch.first));
                says_year && (stretch.first..stretch.last).contains(&day)
            })
        };
        let known: Vec<usize> =
            (0..labels.days.len()).filter(|index| is_known(labels.days[*index])).collect();
        for width in WIDTHS {
            for index in &known {
                let at = scale.at(labels.days[*index]);
                if ticks.iter().any(|other| (other.at - at).abs() <= 0.005) {
                    continue;
                }
                let tick = Tick { from: Some(width), ..labels.tick(*index, say).clone() };
                if is_inside(&tick, width) && has_room(&tick, &ticks, width) {
                    ticks.push(tick);
                }
            }
        }
    }
    ticks.sort_by(|a, b| a.day.total_cmp(&b.day));
    (ticks, rows)
}

/// Places in a row, the ends first, then what halves the gaps between those before.
fn spread(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count.min(1)).collect();
    let mut gaps = std::collections::VecDeque::new();
    if count > 1 {
        order.push(count - 1);
        gaps.push_back((0, count - 1));
    }
    while let Some((from, to)) = gaps.pop_front() {
        let middle = usize::midpoint(from, to);
        if middle > from {
            order.push(middle);
            gaps.extend([(from, middle), (middle, to)]);
        }
    }
    order
}

/// Whether a label touches none of those beside it, from this width on.
fn has_room(tick: &Tick, ticks: &[Tick], width: f64) -> bool {
    let (from, to) = extent(tick, width);
    ticks.iter().filter(|other| other.from.is_some() && other.row == tick.row).all(|other| {
        let (other_from, other_to) = extent(other, width);
        other_to + APART <= from || to + APART <= other_from
    })
}

fn extent(tick: &Tick, width: f64) -> (f64, f64) {
    let from = tick.at * width;
    (from, from + BESIDE + tick.long)
}

fn is_inside(tick: &Tick, width: f64) -> bool {
    extent(tick, width).1 <= width
}

/// Whether no label touches the next one. Asks for no more of them than it takes to find one that does.
fn fits<'t>(mut ticks: impl Iterator<Item = &'t Tick>, width: f64) -> bool {
    let Some(mut before) = ticks.next() else { return true };
    ticks.all(|tick| {
        let before = std::mem::replace(&mut before, tick);
        !is_inside(tick, width) || extent(before, width).1 + APART <= tick.at * width
    })
}

/// The ticks of a step, worked out when they are first asked for.
struct Stepped<'s> {
    step: Step,
    /// None where they are too many.
    labels: OnceCell<Option<Labels<'s>>>,
}

impl<'s> Stepped<'s> {
    fn new(step: Step) -> Self {
        Stepped { step, labels: OnceCell::new() }
    }

    /// Its ticks; none where they are too many, or not all that are shown already.
    fn labels(&self, scale: &'s Scale, shown: &[f64]) -> Option<&Labels<'s>> {
        let labels = || days(scale, self.step).map(|days| Labels::new(scale, days));
        let labels = self.labels.get_or_init(labels).as_ref()?;
        shown.iter().all(|day| labels.days.contains(day)).then_some(labels)
    }
}

/// Days with labels, each of which is worded when it is asked for: most steps have too many to fit, which few of them tell.
struct Labels<'s> {
    scale: &'s Scale,
    days: Vec<f64>,
    dates: Vec<Civil>,
    has_year: bool,
    first_month: Option<usize>,
    ticks: Vec<OnceCell<Tick>>,
}

impl<'s> Labels<'s> {
    fn new(scale: &'s Scale, days: Vec<f64>) -> Self {
        let dates: Vec<Civil> = days.iter().map(|day| civil(*day)).collect();
        Labels {
            scale,
            has_year: dates.iter().any(|date| (date.month, date.day) == (1, 1)),
            first_month: dates.iter().position(|date| date.day == 1),
            ticks: vec![OnceCell::new(); days.len()],
            dates,
            days,
        }
    }

    /// The tick of a day, by its index.
    fn tick(&self, index: usize, say: &Wording<'_>) -> &Tick {
        self.ticks[index].get_or_init(|| {
            let (day, date) = (self.days[index], self.dates[index]);
            let grain = match (date.month, date.day) {
                (1, 1) => Grain::Year,
                (_, 1) if !self.has_year && self.first_month == Some(index) => Grain::MonthAndYear,
                (_, 1) => Grain::Month,
                _ if self.scale.stretches.first().is_some_and(|one| one.first == day) => {
                    Grain::Date
                }
                _ => Grain::DayOfMonth,
            };
            Tick::new(day, self.scale.at(day), say(date, grain))
        })
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Days(u8),
    Months(u8),
    Years(i128),
}

fn steps() -> impl Iterator<Item = Step> {
    let years =
        (0..18).flat_map(|power| [1, 2, 5].map(|times| Step::Years(times * 10_i128.pow(power))));
    [Step::Days(1), Step::Days(2), Step::Days(7), Step::Days(14)]
        .into_iter()
        .chain([Step::Months(1), Step::Months(3), Step::Months(6)])
        .chain(years)
}

/// The days of a step that a scale shows; none where they are too many.
fn days(scale: &Scale, step: Step) -> Option<Vec<f64>> {
    let length = match step {
        Step::Days(days) => f64::from(days),
        Step::Months(months) => 30.436_875 * f64::from(months),
        Step::Years(years) => 365.2425 * years as f64,
    };
    let visible: f64 = scale.stretches.iter().map(|one| one.to - one.from).sum();
    // Beyond this a number no longer holds single days.
    let is_far = scale.stretches.iter().any(|one| one.from.abs().max(one.to.abs()) > 1e15);
    if visible / length > MOST || is_far && matches!(step, Step::Days(_)) {
        return None;
    }
    let mut all = Vec::new();
    for stretch in &scale.stretches {
        let mut date = civil(stretch.from);
        let date_of = |day: f64| civil(day).day;
        match step {
            Step::Days(step) => {
                // Every month begins anew, so that its first day is always there, as is the first day of all.
                let mut day = stretch.first;
                let mut of_month = date_of(day);
                while day < stretch.to {
                    if day == stretch.first || of_month < 30 && (of_month - 1).is_multiple_of(step)
                    {
                        all.push(day);
                    }
                    day += 1.0;
                    // Every month has this many days at least.
                    of_month = if of_month < 28 { of_month + 1 } else { date_of(day) };
                }
            }
            Step::Months(step) => {
                let mut index = date.year * 12 + i128::from(date.month) - 1;
                index -= index.rem_euclid(i128::from(step));
                loop {
                    date.year = index.div_euclid(12);
                    date.month = (index.rem_euclid(12) + 1) as u8;
                    let day = number(Civil { day: 1, ..date });
                    if day >= stretch.to {
                        break;
                    }
                    if day >= stretch.from {
                        all.push(day);
                    }
                    index += i128::from(step);
                }
            }
            Step::Years(step) => {
                // Before our era people count 100 BC and 200 BC: the years -99 and -199.
                let base = |year: i128| if year > 0 { year } else { year - 1 };
                let mut count = base(date.year);
                count -= count.rem_euclid(step);
                loop {
                    let year = if count < 0 { count + 1 } else { count };
                    let day = number(Civil { year, month: 1, day: 1 });
                    if day >= stretch.to {
                        break;
                    }
                    if day >= stretch.from && count != 0 {
                        all.push(day);
                    }
                    count += step;
                }
            }
        }
    }
    Some(all)
}

/// The number of a day, as a scale counts.
pub fn number(date: Civil) -> f64 {
    let number = date.number();
    i64::try_from(number).map_or(number as f64, |number| number as f64)
}

/// The day that a place on a scale lies in.
pub fn civil(day: f64) -> Civil {
    let day = day.floor();
    // Where it is exact, the processor's own way is the shorter one.
    Civil::of(if day.abs() < 9e15 { i128::from(day as i64) } else { day as i128 })
}

/// About how wide a label is, in pixels; rather too wide than too narrow.
pub fn text_width(text: &str) -> f64 {
    text.chars()
        .map(|char| match char {
            'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | '.' | ',' | '\'' | '’' | '‘' | ':' | ' ' => {
                4.0
            }
            'm' | 'w' | 'M' | 'W' | '—' | '…' => 10.0,
            'A'..='Z' => 7.8,
            // Marks above and below others take no room.
            '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}' => 0.0,
            '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}' => 11.5,
            _ => 6.7,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Day;
    use crate::render::drawing::marks::day_number;
    use crate::render::drawing::scale::Extent;
    use proptest::prelude::*;

    fn plain(date: Civil, grain: Grain) -> String {
        let Civil { year, month, day } = date;
        match grain {
            Grain::Year => format!("{year}"),
            Grain::MonthAndYear => format!("{year}-{month}"),
            Grain::Month => format!("-{month}"),
            Grain::Date => format!("{year}-{month}-{day}"),
            Grain::DayOfMonth => format!("{day}"),
        }
    }

    fn number(year: i64, month: u8, day: u8) -> f64 {
        day_number(Day { year, month, day })
    }

    fn shown(from: f64, to: f64, width: f64) -> Vec<String> {
        let ends = [Extent { first: from, last: from + 1.0 }, Extent { first: to - 1.0, last: to }];
        let (ticks, _) = ticks(&Scale::new(from, to, &ends), &plain);
        ticks
            .into_iter()
            .filter(|tick| tick.from.is_some_and(|from| from <= width))
            .map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn steps_follow_the_span_and_the_width() {
        let news = (number(2013, 4, 9), number(2026, 3, 4));
        assert_eq!(shown(news.0, news.1, 280.0), ["2015", "2020", "2025"]);
        assert_eq!(shown(news.0, news.1, 940.0).len(), 13);
        let year = (number(2014, 1, 1), number(2015, 1, 1));
        assert_eq!(shown(year.0, year.1, 280.0), ["2014", "-4", "-7", "-10"]);
        assert_eq!(shown(year.0, year.1, 760.0).len(), 12);
        let weeks = (number(2026, 2, 11), number(2026, 3, 4));
        assert_eq!(shown(weeks.0, weeks.1, 280.0), ["2026-2-11", "22", "2026-3"]);
        let ages = (number(-999, 1, 1), number(1500, 1, 1));
        assert_eq!(shown(ages.0, ages.1, 280.0), ["-999", "-499", "500", "1000"]);
    }

    #[test]
    fn labels_of_an_even_axis_are_spread_over_a_narrow_one() {
        assert!(spread(0).is_empty());
        assert_eq!(spread(1), [0]);
        assert_eq!(spread(6), [0, 5, 2, 1, 3, 4]);
        let years = (0..14).rev().map(|power| 2014 - 10_i64.pow(power));
        let days: Vec<f64> = years.map(|year| number(year, 1, 1)).collect();
        let all: Vec<Extent> =
            days.iter().map(|day| Extent { first: *day, last: day + 1.0 }).collect();
        let scale = Scale::new(days[0], days[13] + 1.0, &all);
        assert!(scale.is_even);
        let (ticks, _) = ticks(&scale, &plain);
        let narrow: Vec<&str> = ticks
            .iter()
            .filter(|tick| tick.from == Some(NARROW))
            .map(|tick| tick.label.as_str())
            .collect();
        assert_eq!(narrow.first(), Some(&"-9999999997986"));
        assert!(narrow.last().is_some_and(|last| ["2004", "2013"].contains(last)), "{narrow:?}");
    }

    #[test]
    fn days_that_numbers_cannot_hold_end_somewhere() {
        let far = number(50_000_000_000_000, 1, 1);
        assert!(shown(far, far + 40.0, 940.0).len() < 60);
    }

    proptest! {
        #[test]
        fn days_and_dates_are_the_same_both_ways(year in -10_000_000_i64..10_000_000, month in 1_u8..=12, day in 1_u8..=28) {
            let there = number(year, month, day);
            prop_assert_eq!(civil(there), Civil { year: year.into(), month, day });
            prop_assert_eq!(super::number(civil(there)), there);
        }

        #[test]
        fn labels_never_touch(from in -1e9_f64..1e6, length in 2.0_f64..1e9, middle in proptest::collection::vec(0.0_f64..1.0, 0..6)) {
            let (from, length) = (from.floor(), length.floor());
            let mut all: Vec<Extent> = middle
                .iter()
                .map(|share| (from + share * (length - 1.0)).floor())
                .chain([from, from + length - 1.0])
                .map(|first| Extent { first, last: first + 1.0 })
                .collect();
            all.sort_by(|a, b| a.first.total_cmp(&b.first));
            let (ticks, rows) = ticks(&Scale::new(from, from + length, &all), &plain);
            for width in WIDTHS {
                let shown: Vec<&Tick> = ticks.iter().filter(|tick| tick.from.is_some_and(|from| from <= width)).collect();
                for (index, tick) in shown.iter().enumerate() {
                    prop_assert!(tick.row < rows);
                    prop_assert!(is_inside(tick, width), "{:?} at {}", tick, width);
                    for other in &shown[index + 1..] {
                        let (a, b) = (extent(tick, width), extent(other, width));
                        prop_assert!(tick.row != other.row || a.1 <= b.0 || b.1 <= a.0, "{:?} {:?} at {}", tick, other, width);
                    }
                }
            }
        }
    }
}
