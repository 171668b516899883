//! Mark, Scale -> parts: what a mark looks like, in parts of the width and in pixels, from left to right.

use super::lanes::Footprint;
use super::marks::{End, Join, Mark, Stroke};
use super::scale::Scale;
use super::ticks::WIDTHS;

/// The narrowest drawing, in pixels.
pub const NARROW: f64 = WIDTHS[0];
/// Between two days of one entry that have to be told apart, in pixels.
const APART: f64 = 12.0;
/// How far a mark may reach beyond the drawing, in pixels.
const MARGIN: f64 = 16.0;

/// A piece of a mark. `at`, `from` and `to` are parts of the width, all else is in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// A known day, in the shape of the entry's status.
    Dot { at: f64 },
    /// One of several days that it may be.
    Ring { at: f64, shift: f64 },
    /// A stretch of time.
    Bar { from: f64, to: f64, look: Look },
    /// A stretch of time that would be too short to be seen.
    Stub { at: f64, before: f64, after: f64, look: Look },
    /// It goes on beyond the drawing.
    Arrow { at: f64, later: bool },
    /// What belongs together.
    Line { from: f64, to: f64, shift: f64, join: Join },
    /// The same, for what is apart by pixels only.
    Tie { at: f64, before: f64, after: f64, join: Join },
}

/// How a stretch of time looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// All of it.
    Solid,
    /// Some time in it.
    Even,
    /// One of several that it may be.
    Frame,
    /// Its begin is vague.
    FadesIn,
    /// Its end is vague.
    FadesOut,
    /// Both are.
    Fades,
}

/// A mark with what stands beside it: the days of accounts that differ.
pub fn lay(mark: &Mark, others: &[Stroke], scale: &Scale) -> Vec<Part> {
    let is_choice = mark.join == Join::Or && mark.strokes.len() > 1;
    let mut parts = Vec::new();
    if is_choice {
        choice(&mark.strokes, scale, &mut parts);
    } else {
        for stroke in &mark.strokes {
            filled(*stroke, scale, &mut parts);
        }
        if mark.strokes.len() > 1 {
            let ends = extent(&mark.strokes, scale);
            parts.insert(0, Part::Line { from: ends.0, to: ends.1, shift: 0.0, join: Join::And });
        }
    }
    if !others.is_empty() {
        beside(mark, others, scale, &mut parts);
    }
    for part in &mut parts {
        // What fades at an edge does so within the margin of the narrowest page.
        if let Part::Stub { at, before, after, .. } = part {
            *before = before.min(*at * NARROW + MARGIN);
            *after = after.min((1.0 - *at) * NARROW + MARGIN);
        }
    }
    parts
}

fn filled(stroke: Stroke, scale: &Scale, parts: &mut Vec<Part>) {
    match stroke {
        Stroke::Day(day) => parts.push(Part::Dot { at: scale.at(day + 0.5) }),
        Stroke::Within { from, to } => stretch(from, to, Look::Even, scale, parts),
        Stroke::About { from, to } => {
            let (left, right) = (scale.at(from), scale.at(to));
            if (right - left) * NARROW < 16.0 {
                let at = (left + right) / 2.0;
                parts.push(Part::Stub { at, before: 15.0, after: 15.0, look: Look::Fades });
            } else {
                let more = (right - left) * 0.12;
                let (from, to) = ((left - more).max(0.0), (right + more).min(1.0));
                parts.push(Part::Bar { from, to, look: Look::Fades });
            }
        }
        Stroke::Until(day) => {
            let at = scale.at(day);
            parts.push(Part::Stub { at, before: 34.0, after: 0.0, look: Look::FadesIn });
        }
        Stroke::From(day) => {
            let at = scale.at(day);
            parts.push(Part::Stub { at, before: 0.0, after: 34.0, look: Look::FadesOut });
        }
        Stroke::Span { start, end } => span(start, end, scale, parts),
    }
}

fn stretch(from: f64, to: f64, look: Look, scale: &Scale, parts: &mut Vec<Part>) {
    let (from, to) = (scale.at(from), scale.at(to));
    if (to - from) * NARROW < 10.0 {
        parts.push(Part::Stub { at: (from + to) / 2.0, before: 5.0, after: 5.0, look });
    }
    parts.push(Part::Bar { from, to, look });
}

fn span(start: End, end: End, scale: &Scale, parts: &mut Vec<Part>) {
    if let (Some((from, start)), Some((end, to))) = (start.days(), end.days())
        && start > end
    {
        // No day of it is certain, and none lies beyond its bounds.
        return stretch(from, to, Look::Fades, scale, parts);
    }
    let begin = match start {
        End::Sharp(day) => Some(scale.at(day)),
        End::Vague { from, to } => {
            let (from, to) = (scale.at(from), scale.at(to));
            parts.push(match (to - from) * NARROW < 14.0 {
                true => Part::Stub { at: to, before: 18.0, after: 0.5, look: Look::FadesIn },
                false => Part::Bar { from, to, look: Look::FadesIn },
            });
            Some(to)
        }
        End::Beyond(day) => {
            let at = scale.at(day);
            parts.push(Part::Stub { at, before: 24.0, after: 0.5, look: Look::FadesIn });
            Some(at)
        }
        End::Open => {
            parts.push(Part::Arrow { at: scale.begin(), later: false });
            Some(scale.begin())
        }
        End::Unknown => None,
    };
    let finish = match end {
        End::Sharp(day) => Some(scale.at(day)),
        End::Vague { from, to } => {
            let (from, to) = (scale.at(from), scale.at(to));
            parts.push(match (to - from) * NARROW < 14.0 {
                true => Part::Stub { at: from, before: 0.5, after: 18.0, look: Look::FadesOut },
                false => Part::Bar { from, to, look: Look::FadesOut },
            });
            Some(from)
        }
        End::Beyond(day) => {
            let at = scale.at(day);
            parts.push(Part::Stub { at, before: 0.5, after: 24.0, look: Look::FadesOut });
            Some(at)
        }
        End::Open => {
            let at = scale.edge();
            parts.push(Part::Arrow { at, later: true });
            Some(at)
        }
        End::Unknown => None,
    };
    match (begin, finish) {
        (Some(from), Some(to)) => {
            if to > from {
                parts.push(Part::Bar { from, to, look: Look::Solid });
            }
            let is_sharp = matches!((start, end), (End::Sharp(_), End::Sharp(_)));
            if is_sharp && (to - from) * NARROW < 9.0 {
                let at = (from + to) / 2.0;
                parts.push(Part::Stub { at, before: 4.5, after: 4.5, look: Look::Solid });
            }
        }
        (Some(at), None) => {
            parts.push(Part::Stub { at, before: 0.0, after: 34.0, look: Look::FadesOut });
        }
        (None, Some(at)) => {
            parts.push(Part::Stub { at, before: 34.0, after: 0.0, look: Look::FadesIn });
        }
        (None, None) => {}
    }
}

/// One of several: hollow, joined by a dotted line, and never so near that they look like one.
fn choice(strokes: &[Stroke], scale: &Scale, parts: &mut Vec<Part>) {
    let places: Vec<f64> = strokes.iter().map(|stroke| middle(*stroke, scale)).collect();
    let shifts = spread(&places);
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
    let (low, high) = (shifts[0], shifts[shifts.len() - 1]);
    parts.push(Part::Line { from: *first, to: *last, shift: low, join: Join::Or });
    parts.push(Part::Tie { at: *last, before: -low, after: high, join: Join::Or });
    for ((stroke, at), shift) in strokes.iter().zip(places).zip(shifts) {
        match *stroke {
            Stroke::Day(_) => parts.push(Part::Ring { at, shift }),
            Stroke::Within { from, to } => stretch(from, to, Look::Frame, scale, parts),
            other => filled(other, scale, parts),
        }
    }
}

/// How far places are moved so that each is apart from the one before; their middle stays.
fn spread(places: &[f64]) -> Vec<f64> {
    let mut last = f64::NEG_INFINITY;
    let mut shifts: Vec<f64> = places
        .iter()
        .map(|place| {
            let wanted = place * NARROW;
            last = wanted.max(last + APART);
            last - wanted
        })
        .collect();
    let middle = shifts.iter().sum::<f64>() / shifts.len() as f64;
    for shift in &mut shifts {
        *shift -= middle;
    }
    shifts
}

/// The days of other accounts, hollow, joined to the mark by a dotted line.
fn beside(mark: &Mark, others: &[Stroke], scale: &Scale, parts: &mut Vec<Part>) {
    let (from, to) = extent(&mark.strokes, scale);
    let Some((first, last)) = mark.extent() else { return };
    let at = |stroke: &Stroke| middle(*stroke, scale);
    let mut hollow = Vec::new();
    let draw = |stroke: &Stroke, shift: f64, hollow: &mut Vec<Part>| match *stroke {
        Stroke::Within { from, to } => {
            stretch(from, to, Look::Frame, scale, hollow);
            0.0
        }
        _ => {
            hollow.push(Part::Ring { at: at(stroke), shift });
            shift
        }
    };
    let mut reached = from * NARROW;
    let mut earliest = None;
    for stroke in others.iter().rev().filter(|one| one.last().is_some_and(|last| last <= first)) {
        let wanted = at(stroke) * NARROW;
        reached = wanted.min(reached - APART);
        earliest = Some((at(stroke), draw(stroke, reached - wanted, &mut hollow)));
    }
    if let Some((at, shift)) = earliest {
        parts.insert(0, Part::Line { from: at, to: from, shift, join: Join::Or });
        parts.insert(0, Part::Tie { at: from, before: -shift, after: 0.0, join: Join::Or });
    }
    let mut reached = to * NARROW;
    let mut latest = None;
    for stroke in others.iter().filter(|one| one.first().is_some_and(|first| first >= last)) {
        let wanted = at(stroke) * NARROW;
        reached = wanted.max(reached + APART);
        latest = Some((at(stroke), draw(stroke, reached - wanted, &mut hollow)));
    }
    if let Some((at, shift)) = latest {
        parts.insert(0, Part::Line { from: to, to: at, shift: 0.0, join: Join::Or });
        parts.insert(0, Part::Tie { at, before: 0.0, after: shift, join: Join::Or });
    }
    for stroke in others {
        let is_inside = stroke.last().is_some_and(|end| end > first)
            && stroke.first().is_some_and(|start| start < last);
        if is_inside {
            draw(stroke, 0.0, &mut hollow);
        }
    }
    parts.append(&mut hollow);
}

fn middle(stroke: Stroke, scale: &Scale) -> f64 {
    match stroke {
        Stroke::Day(day) => scale.at(day + 0.5),
        other => {
            let first = other.first().map(|day| scale.at(day));
            let last = other.last().map(|day| scale.at(day));
            match (first, last) {
                (Some(first), Some(last)) => (first + last) / 2.0,
                (first, last) => first.or(last).unwrap_or_default(),
            }
        }
    }
}

fn extent(strokes: &[Stroke], scale: &Scale) -> (f64, f64) {
    let ends = strokes.iter().map(|stroke| match *stroke {
        Stroke::Day(day) => (scale.at(day + 0.5), scale.at(day + 0.5)),
        Stroke::Span { start, end } => {
            let first = match start {
                End::Open => scale.begin(),
                _ => stroke.first().map_or(0.0, |day| scale.at(day)),
            };
            let last = match end {
                End::Open => scale.edge(),
                _ => stroke.last().map_or(1.0, |day| scale.at(day)),
            };
            (first, last)
        }
        other => (
            other.first().map_or(0.0, |day| scale.at(day)),
            other.last().map_or(1.0, |day| scale.at(day)),
        ),
    });
    ends.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))).unwrap_or_default()
}

/// The room that parts take; `dot` is half the size of a dot.
pub fn footprint(parts: &[Part], dot: f64) -> Footprint {
    let mut all = Footprint { from: 1.0, to: 0.0, before: 0.0, after: 0.0 };
    for part in parts {
        let (from, to, before, after) = match *part {
            Part::Dot { at } => (at, at, dot, dot),
            Part::Ring { at, shift } => (at, at, 4.5 - shift, 4.5 + shift),
            Part::Bar { from, to, .. } => (from, to, 1.0, 1.0),
            Part::Stub { at, before, after, .. } => (at, at, before, after),
            Part::Arrow { at, later: true } => (at, at, 0.0, 9.0),
            Part::Arrow { at, later: false } => (at, at, 9.0, 0.0),
            Part::Line { from, to, shift, .. } => (from, to, -shift, shift),
            Part::Tie { at, before, after, .. } => (at, at, before, after),
        };
        all.from = all.from.min(from);
        all.to = all.to.max(to);
        all.before = all.before.max(before);
        all.after = all.after.max(after);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::marks::mark;
    use super::super::scale::Extent;
    use super::*;
    use crate::date::Date;
    use crate::yaml::Leaf;
    use proptest::prelude::*;

    fn of(text: &str) -> Mark {
        let date = Date::read(text).unwrap();
        mark(&date, date.begin(), date.latest_begin())
    }

    /// From 2013 on to 2027.
    fn scale() -> Scale {
        let (from, to) = (of("2013").extent().unwrap().0, of("2026").extent().unwrap().1);
        let ends = [from, to - 1.0].map(|first| Extent { first, last: first + 1.0 });
        Scale::new(from, to, &ends)
    }

    fn looks(text: &str) -> Vec<String> {
        let name = |part: Part| match part {
            Part::Dot { .. } => "dot".to_owned(),
            Part::Ring { .. } => "ring".to_owned(),
            Part::Bar { look, .. } => format!("bar {look:?}"),
            Part::Stub { look, .. } => format!("stub {look:?}"),
            Part::Arrow { later, .. } => format!("arrow {}", if later { "out" } else { "in" }),
            Part::Line { join, .. } => format!("line {join:?}"),
            Part::Tie { join, .. } => format!("tie {join:?}"),
        };
        lay(&of(text), &[], &scale()).into_iter().map(name).collect()
    }

    #[test]
    fn each_kind_of_date_has_its_look() {
        for (text, expected) in [
            ("2014-06-29", &["dot"][..]),
            ("2014-06-29~", &["stub Fades"]),
            ("2014~", &["bar Fades"]),
            ("2014", &["bar Even"]),
            ("2014-06", &["stub Even", "bar Even"]),
            ("2014-06-29/2016-01-01", &["bar Solid"]),
            ("2014-06-29/2014-07-02", &["bar Solid", "stub Solid"]),
            ("2014~/2017-09-05", &["bar FadesIn", "bar Solid"]),
            ("2014-06-29/..", &["arrow out", "bar Solid"]),
            ("../2014-06-29", &["arrow in", "bar Solid"]),
            ("2014-06-29/", &["stub FadesOut"]),
            ("/2014-06-29", &["stub FadesIn"]),
            ("[2014-06-29,2014-07-02]", &["line Or", "tie Or", "ring", "ring"]),
            ("{2014-06-29,2016-07-02}", &["line And", "dot", "dot"]),
        ] {
            assert_eq!(looks(text), expected, "{text}");
        }
    }

    #[test]
    fn two_days_that_are_near_are_drawn_apart() {
        let parts = lay(&of("[2014-06-29,2014-06-30]"), &[], &scale());
        let rings: Vec<f64> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Ring { at, shift } => Some(at * NARROW + shift),
                _ => None,
            })
            .collect();
        assert!((rings[1] - rings[0] - APART).abs() < 1e-9, "{rings:?}");
        let middle = (rings[0] + rings[1]) / 2.0 / NARROW;
        assert!((middle - scale().at(of("2014-06-30").extent().unwrap().0)).abs() < 1e-9);
    }

    #[test]
    fn another_account_stands_beside_on_its_side() {
        let main = of("2014-09-23");
        let dates = ["2014-09-22", "2014-10-01"].map(|text| Date::read(text).unwrap());
        let others: Vec<Stroke> =
            dates.iter().filter_map(|date| main.other(date)).flatten().collect();
        let parts = lay(&main, &others, &scale());
        let shifts: Vec<f64> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Ring { shift, .. } => Some(*shift),
                _ => None,
            })
            .collect();
        assert!(shifts[0] < -10.0 && shifts[1] > 10.0, "{shifts:?}");
        assert!(
            matches!(parts.iter().find(|part| matches!(part, Part::Dot { .. })), Some(Part::Dot { at }) if (at - scale().at(main.extent().unwrap().0 + 0.5)).abs() < 1e-12)
        );
    }

    proptest! {
        #[test]
        fn every_part_is_inside(
            years in proptest::collection::vec((1900_i64..2100, 1_i64..80, 0_usize..9), 2..12),
        ) {
            let forms = years.iter().map(|(year, length, form)| {
                let end = year + length;
                match form {
                    0 => format!("{year}"),
                    1 => format!("{year}~"),
                    2 => format!("{year}-05-01"),
                    3 => format!("{year}/{end}"),
                    4 => format!("{year}-02-03/.."),
                    5 => format!("../{year}-02-03"),
                    6 => format!("[{year}-01-01,{end}-01-01]"),
                    7 => format!("{year}-05-01/"),
                    _ => format!("{{{year},{end}}}"),
                }
            });
            let marks: Vec<Mark> = forms.map(|text| of(&text)).collect();
            let extents: Vec<Extent> = marks
                .iter()
                .filter_map(Mark::extent)
                .map(|(first, last)| Extent { first, last })
                .collect();
            let from = extents.iter().map(|one| one.first).fold(f64::INFINITY, f64::min);
            let to = extents.iter().map(|one| one.last).fold(f64::NEG_INFINITY, f64::max);
            let scale = Scale::new(from, to, &extents);
            for mark in &marks {
                for part in lay(mark, &[], &scale) {
                    let (from, to) = match part {
                        Part::Dot { at } | Part::Ring { at, .. } | Part::Stub { at, .. }
                        | Part::Arrow { at, .. } | Part::Tie { at, .. } => (at, at),
                        Part::Bar { from, to, .. } | Part::Line { from, to, .. } => (from, to),
                    };
                    prop_assert!((0.0..=1.0).contains(&from) && (0.0..=1.0).contains(&to), "{:?}", part);
                    prop_assert!(from <= to, "{:?}", part);
                }
            }
        }
    }
}
