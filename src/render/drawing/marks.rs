//! Date -> Mark: what of a date is certain and what is not, in days.

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, Precision, SetElement, SetKind};

use crate::date::{Civil, Date, Day, Limit, both};

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
    /// Some time up to a day.
    Until(f64),
    /// Some time from a day on.
    From(f64),
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

/// The number of a day, as a scale counts.
pub fn day_number(day: Day) -> f64 {
    Civil::from(day).number() as f64
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
    let (least, most) = begins(date, begin, latest);
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
    // Of "all of" the begin is that of its first member, and says nothing of the others.
    if join == Join::Or {
        // A member before the begin, or behind the latest one, has been ruled out; not so where all have been, since then
        // the order moved what only was about then.
        if strokes.iter().any(|stroke| may_begin(*stroke, least, most)) {
            strokes.retain(|stroke| may_begin(*stroke, least, most));
        }
        for stroke in &mut strokes {
            *stroke = narrowed(*stroke, least, most);
        }
    }
    strokes.sort_by(|a, b| a.first().partial_cmp(&b.first()).expect("days are numbers"));
    Mark { strokes, join }
}

/// The first day on which a date may begin, and the day after the last, where `begin` is the earliest and `latest` the
/// latest begin that constraints leave; infinite where there is no bound.
pub fn begins(date: &Date, begin: Limit, latest: Limit) -> (f64, f64) {
    // An unknown start stands as late as it can, which says nothing of how early it may be.
    let least = match date.has_unknown_start() {
        true => f64::NEG_INFINITY,
        false => limit_number(begin).unwrap_or(f64::NEG_INFINITY),
    };
    (least, limit_number(latest).map_or(f64::INFINITY, |day| day + 1.0))
}

/// Of what is drawn from bound to bound: the day by which it surely has begun where its begin is unknown or doubtful, and
/// the day until which it surely lasts where its end is. A year or a month without doubt is a bound, as its writer says.
pub fn vague_ends(date: &Date) -> (Option<f64>, Option<f64>) {
    match date.edtf() {
        Edtf::Interval(interval) => {
            let begun = match (&interval.start, end(&interval.end)) {
                (IntervalEndpoint::Date(part), _) if !is_qualified(part) => None,
                (IntervalEndpoint::Open, _) => None,
                // It may have begun at any time before it ended.
                (IntervalEndpoint::Unknown, end) => {
                    Some(end.days().map_or(f64::INFINITY, |(from, _)| from))
                }
                _ => start(&interval.start).days().map(|(_, to)| to),
            };
            let lasts = match (&interval.end, start(&interval.start)) {
                (IntervalEndpoint::Date(part), _) if !is_qualified(part) => None,
                (IntervalEndpoint::Open, _) => None,
                (IntervalEndpoint::Unknown, start) => {
                    Some(start.days().map_or(f64::NEG_INFINITY, |(_, to)| to))
                }
                _ => end(&interval.end).days().map(|(from, _)| from),
            };
            (begun, lasts)
        }
        Edtf::Date(part) if is_qualified(part) => {
            let middle = bounds(part).map(|(from, to)| f64::midpoint(from, to));
            (middle, middle)
        }
        _ => (None, None),
    }
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
            Some(match join {
                Join::Or => Stroke::Until(to),
                Join::And => Stroke::Span { start: End::Unknown, end: End::Sharp(to) },
            })
        }
        SetElement::OnOrAfter(part) => {
            let (from, _) = bounds(part)?;
            Some(match join {
                Join::Or => Stroke::From(from),
                Join::And => Stroke::Span { start: End::Sharp(from), end: End::Unknown },
            })
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

/// Whether what a stroke tells may begin from `least` on and before `most`.
fn may_begin(stroke: Stroke, least: f64, most: f64) -> bool {
    let (first, last) = match stroke {
        Stroke::Day(day) => (day, day + 1.0),
        Stroke::Within { from, to } | Stroke::About { from, to } => (from, to),
        Stroke::Until(to) => (f64::NEG_INFINITY, to),
        Stroke::From(from) => (from, f64::INFINITY),
        Stroke::Span { .. } => return true,
    };
    last > least && first < most
}

/// A stroke without the begins before `least` and from `most` on. A date that a known order moves out of its own days is
/// drawn as it is written.
fn narrowed(stroke: Stroke, least: f64, most: f64) -> Stroke {
    let cut = |from: f64, to: f64| match (from.max(least), to.min(most)) {
        (first, last) if first < last => (first, last),
        _ => (from, to),
    };
    let within = |(from, to): (f64, f64)| Stroke::Within { from, to };
    match stroke {
        Stroke::Within { from, to } => within(cut(from, to)),
        Stroke::About { from, to } => {
            let (from, to) = cut(from, to);
            Stroke::About { from, to }
        }
        Stroke::Until(to) if least.is_finite() => within(cut(least.min(to), to)),
        Stroke::Until(to) => Stroke::Until(to.min(most)),
        Stroke::From(from) if most.is_finite() => within(cut(from, most.max(from + 1.0))),
        Stroke::From(from) => Stroke::From(from.max(least)),
        Stroke::Span { start, end } => narrowed_span(start, end, least, most),
        Stroke::Day(_) => stroke,
    }
}

fn narrowed_span(start: End, end: End, least: f64, most: f64) -> Stroke {
    let ended = end.days().map_or(f64::INFINITY, |(_, to)| to);
    // It cannot end before it begins; where it would have to, the order moved what only was about then.
    if least >= ended {
        return Stroke::Span { start, end };
    }
    let most = most.min(ended);
    let start = match start {
        End::Vague { from, to } => match (from.max(least), to.min(most)) {
            (from, to) if from < to => End::Vague { from, to },
            // The order moved it out of its own days.
            _ if least.is_finite() && least < most => End::Vague { from: least, to: most },
            _ => End::Vague { from, to },
        },
        End::Open if least.is_finite() && most.is_finite() => End::Vague { from: least, to: most },
        End::Beyond(day) if least.is_finite() && least < day.min(most) => {
            End::Vague { from: least, to: day.min(most) }
        }
        End::Beyond(day) => End::Beyond(day.min(most)),
        // Whenever it began, it had by then.
        End::Unknown if end.days().is_some_and(|(from, _)| most < from) => End::Beyond(most),
        other => other,
    };
    let end = match end {
        End::Vague { from, to } => End::Vague { from: from.max(least), to },
        other => other,
    };
    Stroke::Span { start, end }
}

impl Stroke {
    /// The first day that it names.
    pub fn first(&self) -> Option<f64> {
        match *self {
            Stroke::Day(day) => Some(day),
            Stroke::Within { from, .. } | Stroke::About { from, .. } => Some(from),
            Stroke::Until(day) | Stroke::From(day) => Some(day),
            Stroke::Span { start, end } => start.days().or(end.days()).map(|(from, _)| from),
        }
    }

    /// The last time that it names.
    pub fn last(&self) -> Option<f64> {
        match *self {
            Stroke::Day(day) => Some(day + 1.0),
            Stroke::Within { to, .. } | Stroke::About { to, .. } => Some(to),
            Stroke::Until(day) | Stroke::From(day) => Some(day),
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
    /// known bounds that lies outside of this mark. None of a date that can be drawn in no such way.
    pub fn other(&self, account: &Date) -> Option<Vec<Stroke>> {
        let own: Vec<f64> = self.strokes.iter().flat_map(Stroke::sharp).collect();
        let extent = self.extent();
        let is_new = |stroke: &Stroke| match *stroke {
            Stroke::Day(day) => !own.contains(&day),
            Stroke::Within { from, to } => {
                extent.is_none_or(|(first, last)| to <= first || from >= last)
            }
            _ => false,
        };
        let mut days = Vec::new();
        for stroke in mark(account, account.begin(), account.latest_begin()).strokes {
            match stroke {
                Stroke::About { from, to } if to - from <= 1.0 => days.push(Stroke::Day(from)),
                Stroke::About { from, to } => days.push(Stroke::Within { from, to }),
                Stroke::Until(_) | Stroke::From(_) => {}
                Stroke::Span { .. } => days.extend(stroke.sharp().map(Stroke::Day)),
                other => days.push(other),
            }
        }
        (!days.is_empty()).then(|| days.into_iter().filter(is_new).collect())
    }
}

impl Stroke {
    /// The days that it knows: of a span its first and its last.
    fn sharp(&self) -> impl Iterator<Item = f64> + use<> {
        let (first, last) = match *self {
            Stroke::Day(day) => (Some(day), None),
            Stroke::About { from, to } if to - from <= 1.0 => (Some(from), None),
            Stroke::Within { .. } | Stroke::About { .. } | Stroke::Until(_) | Stroke::From(_) => {
                (None, None)
            }
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
    use proptest::prelude::*;

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
    fn eras_fade_where_their_bounds_are_not_known() {
        let ends = |text: &str| vague_ends(&Date::read(text).unwrap());
        assert_eq!(ends("1990/1999"), (None, None));
        assert_eq!(ends("2000/.."), (None, None));
        assert_eq!(ends("2014~/2015~"), (Some(day("2015")), Some(day("2015"))));
        assert_eq!(ends("/2015"), (Some(day("2015")), None));
        assert_eq!(ends("2014/"), (None, Some(day("2015"))));
    }

    fn after(text: &str, after: &str) -> Vec<Stroke> {
        let date = Date::read(text).unwrap();
        let begin = Date::read(after).unwrap().begin();
        mark(&date, begin, date.latest_begin().max(begin)).strokes
    }

    fn before(text: &str, before: &str) -> Vec<Stroke> {
        let date = Date::read(text).unwrap();
        let latest = Date::read(before).unwrap().begin();
        mark(&date, date.begin().min(latest), latest).strokes
    }

    #[test]
    fn all_of_several_keeps_all_of_them() {
        let within = |from: &str, to: &str| Stroke::Within { from: day(from), to: day(to) };
        let expected = [within("1960", "1961"), within("1961-12", "1962")];
        assert_eq!(of("{1960,1961-12}").strokes, expected);
        assert_eq!(before("{1960,1961-12}", "1960-01-01"), expected);
        assert_eq!(after("{1960,1961-12}", "1960-05-05"), expected);
    }

    #[test]
    fn one_of_several_keeps_all_of_them_where_the_order_moved_it() {
        let either = "[2014-01-01~,2014-08-01~]";
        assert_eq!(after(either, "2015-01-01"), of(either).strokes);
        assert_eq!(after("[2014-01-01,2014-01-02]", "2014-01-02").len(), 1);
    }

    #[test]
    fn what_the_order_proved_of_a_begin_is_drawn() {
        let (after_it, new_year) = (day("2014-01-15"), day("2015"));
        let vague = |from: f64, to: f64| End::Vague { from, to };
        let within = |from: f64, to: f64| [Stroke::Within { from, to }];
        let span = |start, end| [Stroke::Span { start, end }];
        let open = after("../2014", "2014-01-15");
        assert_eq!(open, span(vague(after_it, new_year), vague(after_it, new_year)));
        let last = day("2014-05-06");
        let open = after("../2014-05-05", "2014-01-15");
        assert_eq!(open, span(vague(after_it, last), End::Sharp(last)));
        let soft = after("2014~/2016-05-05", "2015-03-01");
        let moved = day("2015-03-01");
        assert_eq!(soft, span(vague(moved, moved + 1.0), End::Sharp(day("2016-05-06"))));
        let unknown = before("/2014", "2013-05-05");
        let known = day("2013-05-06");
        assert_eq!(unknown, span(End::Beyond(known), vague(day("2014"), new_year)));
        assert_eq!(after("[2013..]", "2014-01-15"), [Stroke::From(after_it)]);
        assert_eq!(before("[2013..]", "2014-12-31"), within(day("2013"), new_year));
        assert_eq!(after("[..2014]", "2014-01-15"), within(after_it, new_year));
        assert_eq!(before("[..2014]", "2014-01-14"), [Stroke::Until(after_it)]);
    }

    #[test]
    fn accounts_add_the_days_that_differ() {
        let other = |own: &str, account: &str| of(own).other(&Date::read(account).unwrap());
        assert_eq!(other("2014-09-23", "2014-09-22"), Some(vec![Stroke::Day(day("2014-09-22"))]));
        assert_eq!(other("2014-09-23", "2014-09-23"), Some(Vec::new()));
        assert_eq!(other("2014-09-23", "2014-09"), Some(Vec::new()));
        let december = Stroke::Within { from: day("2014-12-01"), to: day("2015-01-01") };
        assert_eq!(other("2014-09-23", "2014-12"), Some(vec![december]));
        assert_eq!(
            other("2014-09~/2015-01-26", "2014-09-16/2015-01-26"),
            Some(vec![Stroke::Day(day("2014-09-16"))])
        );
        assert_eq!(other("2014-09-23", "../2010"), None);
    }

    /// One end of a span, or a single time.
    fn part_of_span() -> impl Strategy<Value = String> {
        let year = 2000_i64..2040;
        prop_oneof![
            (year.clone(), 1..=12, 1..=28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
            (year.clone(), 1..=12).prop_map(|(y, m)| format!("{y}-{m:02}")),
            year.clone().prop_map(|y| y.to_string()),
            year.prop_map(|y| format!("{y}~")),
        ]
    }

    fn days_of(part: &str) -> (f64, f64) {
        let date = Date::read(part).unwrap();
        (limit_number(date.earliest()).unwrap(), limit_number(date.latest()).unwrap() + 1.0)
    }

    proptest! {
        #[test]
        fn nothing_is_solid_but_what_is_certain_and_nothing_beyond_the_bounds(
            start in prop_oneof![part_of_span(), Just("..".to_owned()), Just(String::new())],
            end in prop_oneof![part_of_span(), Just("..".to_owned()), Just(String::new())],
            least in part_of_span(),
            most in part_of_span(),
        ) {
            let Ok(date) = Date::read(&format!("{start}/{end}")) else { return Ok(()) };
            let Some(begin) = date.begin_from(Date::read(&least).unwrap().earliest()) else {
                return Ok(());
            };
            let latest = date.begin_until(Date::read(&most).unwrap().latest());
            let latest = latest.map_or(begin, |latest| latest.max(begin));
            let mark = mark(&date, begin, latest);
            let bounds = |limit, open: f64| limit_number(limit).unwrap_or(open);
            let earliest = bounds(date.earliest(), f64::NEG_INFINITY);
            let last = bounds(date.latest(), f64::INFINITY) + 1.0;
            prop_assert_eq!(mark.strokes.len(), 1);
            let Stroke::Span { start: drawn_start, end: drawn_end } = mark.strokes[0] else {
                return Err(TestCaseError::fail("no span"));
            };
            for (from, to) in drawn_start.days().into_iter().chain(drawn_end.days()) {
                prop_assert!(earliest <= from && from <= to && to <= last, "{:?}", mark);
            }
            // It is certain from the last day on which it may have begun to the first on which it may have ended.
            if let Some((from, to)) = drawn_start.days() {
                prop_assert!(to >= bounds(latest, f64::NEG_INFINITY), "{:?}", mark);
                if !date.has_unknown_start() {
                    prop_assert!(from >= bounds(begin, f64::NEG_INFINITY), "{:?}", mark);
                }
            }
            if !matches!(end.as_str(), ".." | "") {
                let written = days_of(&end);
                let known = if end.len() == 10 { written.1 } else { written.0 };
                let (from, to) = drawn_end.days().unwrap();
                let began = bounds(begin, f64::NEG_INFINITY);
                let began = if date.has_unknown_start() { f64::NEG_INFINITY } else { began };
                prop_assert!(from <= known.max(began), "{:?}", mark);
                prop_assert_eq!(to, written.1);
            }
        }

        #[test]
        fn a_single_time_is_drawn_from_its_first_begin_to_its_last(
            text in part_of_span(), least in part_of_span(), most in part_of_span(),
        ) {
            let date = Date::read(&text).unwrap();
            let begin = date.begin_from(Date::read(&least).unwrap().earliest());
            let Some(begin) = begin else { return Ok(()) };
            let latest = date.begin_until(Date::read(&most).unwrap().latest());
            let latest = latest.map_or(begin, |latest| latest.max(begin));
            let drawn = mark(&date, begin, latest).extent();
            let expected = limit_number(begin).zip(limit_number(latest)).map(|(a, b)| (a, b + 1.0));
            prop_assert_eq!(drawn, expected);
        }

        #[test]
        fn every_member_of_all_of_is_kept(
            members in proptest::collection::btree_set(part_of_span(), 1..6),
            least in part_of_span(), most in part_of_span(),
        ) {
            let members: Vec<String> = members.into_iter().collect();
            let date = Date::read(&format!("{{{}}}", members.join(","))).unwrap();
            let (least, most) = (Date::read(&least).unwrap(), Date::read(&most).unwrap());
            let narrow = mark(&date, least.earliest(), most.latest());
            prop_assert_eq!(narrow.strokes.len(), members.len());
            prop_assert_eq!(narrow, mark(&date, date.begin(), date.latest_begin()));
        }
    }
}
