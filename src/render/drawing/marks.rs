//! Date -> Mark: what of a date is certain and what is not, in days.

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, Precision, SetElement, SetKind};

use crate::date::{Date, Day, Limit, both};

/// What a date says, to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// From the earliest on.
    pub strokes: Vec<Stroke>,
    /// How the strokes belong together, where they are several.
    pub join: Join,
}

/// Why a mark has several strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// It is one of them.
    Or,
    /// It is all of them.
    And,
}

/// A day or a span. A span ends with its last day, so `to` is the day after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// A day that is known.
    Day(f64),
    /// Some time in a span whose bounds are known.
    Within { from: f64, to: f64 },
    /// About or perhaps then: its bounds are not sharp either.
    About { from: f64, to: f64 },
    /// From one time to another.
    Span { start: End, end: End },
}

/// Where a span begins or ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// On a known day.
    Sharp(f64),
    /// Some time between two days, or about then.
    Vague { from: f64, to: f64 },
    /// Then, or further out.
    Beyond(f64),
    /// Nobody knows when.
    Unknown,
    /// It goes on.
    Open,
}

/// The number of a day: days since the first of the year 0.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
pub fn day_number(day: Day) -> f64 {
    let (month, day_of_month) = (i128::from(day.month), i128::from(day.day));
    let year = i128::from(day.year) - i128::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    // The count begins in March of the year 0; its first of January lies 60 days before.
    (era * 146_097 + day_of_era + 60) as f64
}

/// The number of a limit that is a day.
pub fn limit_number(limit: Limit) -> Option<f64> {
    match limit {
        Limit::Day(day) => Some(day_number(day)),
        Limit::Past | Limit::Future => None,
    }
}

/// What is drawn of a date that begins no earlier than `begin` and no later than `latest`, as constraints may have found
/// out.
pub fn mark(date: &Date, begin: Limit, latest: Limit) -> Mark {
    let least = limit_number(begin).unwrap_or(f64::NEG_INFINITY);
    let most = limit_number(latest).map_or(f64::INFINITY, |latest| latest + 1.0);
    let (mut strokes, join) = match date.edtf() {
        Edtf::Date(part) => (single(part).into_iter().collect(), Join::Or),
        Edtf::DateTime(moment) => (single(&moment.date).into_iter().collect(), Join::Or),
        Edtf::Interval(interval) => (
            vec![Stroke::Span { start: start(&interval.start), end: end(&interval.end) }],
            Join::Or,
        ),
        Edtf::Set(set) => {
            let join = match set.kind {
                SetKind::OneMember => Join::Or,
                SetKind::AllMembers => Join::And,
            };
            (set.elements.iter().filter_map(|element| member(element, join)).collect(), join)
        }
    };
    for stroke in &mut strokes {
        *stroke = narrowed(*stroke, least, most);
    }
    if join == Join::Or && strokes.len() > 1 {
        // A member before the begin, or behind the latest one, has been ruled out.
        strokes.retain(|stroke| {
            stroke.last().is_none_or(|last| last >= least)
                && stroke.first().is_none_or(|first| first < most)
        });
    }
    strokes.sort_by(|a, b| a.first().partial_cmp(&b.first()).expect("days are numbers"));
    Mark { strokes, join }
}

fn bounds(part: &Part) -> Option<(f64, f64)> {
    let (from, to) = both(part);
    Some((limit_number(from)?, limit_number(to)? + 1.0))
}

fn is_qualified(part: &Part) -> bool {
    part.is_uncertain() || part.is_approximate()
}

fn is_day(part: &Part) -> bool {
    part.precision() == Precision::Day && !part.has_unspecified()
}

fn single(part: &Part) -> Option<Stroke> {
    let (from, to) = bounds(part)?;
    Some(match (is_qualified(part), is_day(part)) {
        (true, _) => Stroke::About { from, to },
        (false, true) => Stroke::Day(from),
        (false, false) => Stroke::Within { from, to },
    })
}

fn start(endpoint: &IntervalEndpoint) -> End {
    match endpoint {
        IntervalEndpoint::Date(part) => match bounds(part) {
            Some((from, _)) if is_day(part) && !is_qualified(part) => End::Sharp(from),
            Some((from, to)) => End::Vague { from, to },
            None => End::Unknown,
        },
        IntervalEndpoint::OnOrBefore(part) | IntervalEndpoint::OnOrAfter(part) => {
            bounds(part).map_or(End::Unknown, |(_, to)| End::Beyond(to))
        }
        IntervalEndpoint::Open => End::Open,
        IntervalEndpoint::Unknown => End::Unknown,
    }
}

fn end(endpoint: &IntervalEndpoint) -> End {
    match endpoint {
        IntervalEndpoint::Date(part) => match bounds(part) {
            Some((_, to)) if is_day(part) && !is_qualified(part) => End::Sharp(to),
            Some((from, to)) => End::Vague { from, to },
            None => End::Unknown,
        },
        IntervalEndpoint::OnOrBefore(part) | IntervalEndpoint::OnOrAfter(part) => {
            bounds(part).map_or(End::Unknown, |(from, _)| End::Beyond(from))
        }
        IntervalEndpoint::Open => End::Open,
        IntervalEndpoint::Unknown => End::Unknown,
    }
}

fn member(element: &SetElement, join: Join) -> Option<Stroke> {
    match element {
        SetElement::Date(part) => single(part),
        SetElement::OnOrBefore(part) => {
            let (_, to) = bounds(part)?;
            Some(Stroke::Span { start: End::Unknown, end: End::Sharp(to) })
        }
        SetElement::OnOrAfter(part) => {
            let (from, _) = bounds(part)?;
            Some(Stroke::Span { start: End::Sharp(from), end: End::Unknown })
        }
        SetElement::Range(from, to) => {
            let ((from, _), (_, to)) = (bounds(from)?, bounds(to)?);
            Some(match join {
                Join::Or => Stroke::Within { from, to },
                Join::And => Stroke::Span { start: End::Sharp(from), end: End::Sharp(to) },
            })
        }
    }
}

/// A stroke without the days before `least` and from `most` on. What a known order moves out of its own days is drawn as it
/// is written.
fn narrowed(stroke: Stroke, least: f64, most: f64) -> Stroke {
    let cut = |from: f64, to: f64| match (from.max(least), to.min(most)) {
        (first, last) if first < last => (first, last),
        _ => (from, to),
    };
    match stroke {
        Stroke::Within { from, to } => {
            let (from, to) = cut(from, to);
            Stroke::Within { from, to }
        }
        Stroke::About { from, to } => {
            let (from, to) = cut(from, to);
            Stroke::About { from, to }
        }
        Stroke::Span { start: End::Vague { from, to }, end } => {
            let (from, to) = cut(from, to);
            Stroke::Span { start: End::Vague { from, to }, end }
        }
        Stroke::Day(_) | Stroke::Span { .. } => stroke,
    }
}

impl Stroke {
    /// The first day that it names.
    pub fn first(&self) -> Option<f64> {
        match *self {
            Stroke::Day(day) => Some(day),
            Stroke::Within { from, .. } | Stroke::About { from, .. } => Some(from),
            Stroke::Span { start, end } => start.days().or(end.days()).map(|(from, _)| from),
        }
    }

    /// The last time that it names.
    pub fn last(&self) -> Option<f64> {
        match *self {
            Stroke::Day(day) => Some(day + 1.0),
            Stroke::Within { to, .. } | Stroke::About { to, .. } => Some(to),
            Stroke::Span { start, end } => end.days().or(start.days()).map(|(_, to)| to),
        }
    }
}

impl End {
    /// The days that it names.
    pub fn days(&self) -> Option<(f64, f64)> {
        match *self {
            End::Sharp(day) | End::Beyond(day) => Some((day, day)),
            End::Vague { from, to } => Some((from, to)),
            End::Unknown | End::Open => None,
        }
    }
}

impl Mark {
    /// The first and the last time that it names.
    pub fn extent(&self) -> Option<(f64, f64)> {
        let first = self.strokes.iter().filter_map(Stroke::first).min_by(f64::total_cmp)?;
        let last = self.strokes.iter().filter_map(Stroke::last).max_by(f64::total_cmp)?;
        Some((first, last.max(first)))
    }

    /// Whether it goes on beyond the last day that it names.
    pub fn is_open(&self) -> bool {
        self.strokes.iter().any(|stroke| matches!(stroke, Stroke::Span { end: End::Open, .. }))
    }

    /// Whether it knows a day of its own, by the day's number.
    pub fn knows(&self, day: f64) -> bool {
        self.strokes.iter().flat_map(Stroke::sharp).any(|known| known == day)
    }

    /// The days that another account of the same event names where this one does not: each a known day, or a span with
    /// known bounds that lies outside of this mark.
    pub fn others<'d>(&self, accounts: impl Iterator<Item = &'d Date>) -> Vec<Stroke> {
        let own: Vec<f64> = self.strokes.iter().flat_map(Stroke::sharp).collect();
        let extent = self.extent();
        let is_new = |stroke: &Stroke| match *stroke {
            Stroke::Day(day) => !own.contains(&day),
            Stroke::Within { from, to } => {
                extent.is_none_or(|(first, last)| to <= first || from >= last)
            }
            Stroke::About { .. } | Stroke::Span { .. } => false,
        };
        let mut others: Vec<Stroke> = Vec::new();
        for date in accounts {
            for stroke in mark(date, date.begin(), date.latest_begin()).strokes {
                let named: Vec<Stroke> = match stroke {
                    Stroke::About { from, to } if to - from <= 1.0 => vec![Stroke::Day(from)],
                    Stroke::About { from, to } => vec![Stroke::Within { from, to }],
                    Stroke::Span { .. } => stroke.sharp().map(Stroke::Day).collect(),
                    other => vec![other],
                };
                for stroke in named {
                    if is_new(&stroke) && !others.contains(&stroke) {
                        others.push(stroke);
                    }
                }
            }
        }
        others.sort_by(|a, b| a.first().partial_cmp(&b.first()).expect("days are numbers"));
        others.truncate(4);
        others
    }
}

impl Stroke {
    /// The days that it knows: of a span its first and its last.
    fn sharp(&self) -> impl Iterator<Item = f64> + use<> {
        let (first, last) = match *self {
            Stroke::Day(day) => (Some(day), None),
            Stroke::About { from, to } if to - from <= 1.0 => (Some(from), None),
            Stroke::Within { .. } | Stroke::About { .. } => (None, None),
            Stroke::Span { start, end } => {
                let first = if let End::Sharp(day) = start { Some(day) } else { None };
                let last = if let End::Sharp(day) = end { Some(day - 1.0) } else { None };
                (first, last)
            }
        };
        [first, last].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Leaf;

    fn of(text: &str) -> Mark {
        let date = Date::read(text).unwrap();
        mark(&date, date.begin(), date.latest_begin())
    }

    fn day(text: &str) -> f64 {
        limit_number(Date::read(text).unwrap().earliest()).unwrap()
    }

    #[test]
    fn days_are_counted_across_eras_and_leap_years() {
        assert_eq!(day("0000-01-01"), 0.0);
        assert_eq!(day("0000-12-31"), 365.0);
        assert_eq!(day("-0001-12-31"), -1.0);
        assert_eq!(day("2024-03-01") - day("2024-02-28"), 2.0);
        assert_eq!(day("2023-03-01") - day("2023-02-28"), 1.0);
        assert_eq!(day("Y-66000000"), -66_000_000.0 / 400.0 * 146_097.0);
        let far = Day { year: i64::MIN, month: 1, day: 1 };
        assert!(day_number(far) < day_number(Day { year: i64::MAX, month: 1, day: 1 }));
    }

    #[test]
    fn what_is_known_is_sharp_and_what_is_not_has_its_bounds() {
        let (from, to) = (day("2014-01-01"), day("2015-01-01"));
        assert_eq!(of("2014-01-01").strokes, [Stroke::Day(from)]);
        assert_eq!(of("2014").strokes, [Stroke::Within { from, to }]);
        assert_eq!(of("2014~").strokes, [Stroke::About { from, to }]);
        assert_eq!(of("2014?").strokes, [Stroke::About { from, to }]);
        assert_eq!(of("2014-01-01~").strokes, [Stroke::About { from, to: from + 1.0 }]);
    }

    #[test]
    fn a_span_says_of_each_end_how_well_it_is_known() {
        let (from, to) = (day("2014-01-01"), day("2015-01-01"));
        let span = |start, end| vec![Stroke::Span { start, end }];
        assert_eq!(of("2014-01-01/2014-12-31").strokes, span(End::Sharp(from), End::Sharp(to)));
        assert_eq!(of("2014/2014-12-31").strokes, span(End::Vague { from, to }, End::Sharp(to)));
        assert_eq!(of("2014-01-01/..").strokes, span(End::Sharp(from), End::Open));
        assert_eq!(of("2014-01-01/").strokes, span(End::Sharp(from), End::Unknown));
        assert_eq!(of("../2014-12-31").strokes, span(End::Open, End::Sharp(to)));
        assert_eq!(of("/2014-12-31").strokes, span(End::Unknown, End::Sharp(to)));
        assert!(of("2014-01-01/..").is_open());
    }

    #[test]
    fn sets_are_several_strokes() {
        let either = of("[2025-05-22,2025-05-28]");
        assert_eq!(either.join, Join::Or);
        assert_eq!(
            either.strokes,
            [Stroke::Day(day("2025-05-22")), Stroke::Day(day("2025-05-28"))]
        );
        assert_eq!(of("{1960,1961-12}").join, Join::And);
        assert_eq!(
            of("[1667..1668]").strokes,
            [Stroke::Within { from: day("1667"), to: day("1669") }]
        );
    }

    #[test]
    fn constraints_cut_off_what_they_rule_out() {
        let date = Date::read("2014").unwrap();
        let begin = Date::read("2014-06-29").unwrap().begin();
        let (from, to) = (day("2014-06-29"), day("2015"));
        assert_eq!(mark(&date, begin, date.latest_begin()).strokes, [Stroke::Within { from, to }]);
        let first = day("2014");
        assert_eq!(
            mark(&date, date.begin(), begin).strokes,
            [Stroke::Within { from: first, to: from + 1.0 }]
        );
        let date = Date::read("[2014-01-01,2014-08-01]").unwrap();
        assert_eq!(
            mark(&date, begin, date.latest_begin()).strokes,
            [Stroke::Day(day("2014-08-01"))]
        );
        assert_eq!(mark(&date, date.begin(), begin).strokes, [Stroke::Day(day("2014-01-01"))]);
    }

    #[test]
    fn accounts_add_the_days_that_differ() {
        let dates = ["2014-09-22", "2014-09-23", "2014-09", "2014-12"]
            .map(|text| Date::read(text).unwrap());
        assert_eq!(
            of("2014-09-23").others(dates.iter()),
            [
                Stroke::Day(day("2014-09-22")),
                Stroke::Within { from: day("2014-12-01"), to: day("2015-01-01") }
            ]
        );
        let dates = ["2014-09-16/2015-01-26"].map(|text| Date::read(text).unwrap());
        assert_eq!(
            of("2014-09~/2015-01-26").others(dates.iter()),
            [Stroke::Day(day("2014-09-16"))]
        );
    }
}
