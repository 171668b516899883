//! Text -> EDTF and its days, with what `edtf-core` leaves out closed here.
//!
//! It refuses an unspecified digit in a negative year (`-01XX`) and a time of day on a negative date, and computes no
//! bounds for the former. Such a date is read without its sign, which changes neither its leap years nor its months, and
//! then turned round.

use edtf_core::{
    Bound, BoundDate, Date, DateField, DateTime, Edtf, Interval, IntervalEndpoint, ParseError,
    Precision, Set, SetElement, SetKind, YearKind,
};

use super::Limit;
use super::begins::masked_bounds;

/// Said of a year that has more digits than a day's year can have.
pub const BEYOND: &str = "the year is beyond what can be placed on a timeline";

/// Reads an expression.
pub fn read(text: &str) -> Result<Edtf, ParseError> {
    let edtf = match Edtf::parse(text) {
        Ok(edtf) => edtf,
        Err(error) => turned(text).unwrap_or_else(|| Err(without_sign(text).unwrap_or(error)))?,
    };
    if parts(&edtf).iter().any(|part| days(part).is_none()) {
        return Err(ParseError { message: BEYOND, offset: 0 });
    }
    Ok(edtf)
}

/// The first and the last day that an expression may cover.
pub fn bounds(edtf: &Edtf) -> (Limit, Limit) {
    match edtf {
        Edtf::Date(part) => both(part),
        Edtf::DateTime(moment) => both(&moment.date),
        Edtf::Interval(Interval { start, end }) => {
            let earliest = match start {
                IntervalEndpoint::Date(part) | IntervalEndpoint::OnOrAfter(part) => both(part).0,
                IntervalEndpoint::Open
                | IntervalEndpoint::Unknown
                | IntervalEndpoint::OnOrBefore(_) => Limit::Past,
            };
            let latest = match end {
                IntervalEndpoint::Date(part) | IntervalEndpoint::OnOrBefore(part) => both(part).1,
                IntervalEndpoint::Open
                | IntervalEndpoint::Unknown
                | IntervalEndpoint::OnOrAfter(_) => Limit::Future,
            };
            (earliest, latest)
        }
        Edtf::Set(set) => {
            let all = set.elements.iter().map(element_bounds);
            all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
                .unwrap_or((Limit::Past, Limit::Future))
        }
    }
}

/// The first and the last day that a member of a set may cover.
pub fn element_bounds(element: &SetElement) -> (Limit, Limit) {
    match element {
        SetElement::Date(part) => both(part),
        SetElement::OnOrBefore(part) => (Limit::Past, both(part).1),
        SetElement::OnOrAfter(part) => (both(part).0, Limit::Future),
        SetElement::Range(from, to) => (both(from).0, both(to).1),
    }
}

/// The first and the last day that a part of an expression may be.
pub fn both(part: &Date) -> (Limit, Limit) {
    days(part).unwrap_or((Limit::Past, Limit::Future))
}

/// The minimum level of conformance that has what is written. A negative year is of level 1, with a time of day too, and a
/// sign beside a part of a date is of level 2, even where one behind the whole date would say the same.
pub fn level(text: &str, edtf: &Edtf) -> u8 {
    let level = match edtf {
        Edtf::DateTime(moment) => Edtf::Date(moment.date).level(),
        _ => edtf.level(),
    };
    let beside_a_part = text.as_bytes().windows(2).any(|two| {
        matches!(two[0], b'?' | b'~' | b'%') && matches!(two[1], b'0'..=b'9' | b'X' | b'Y' | b'-')
    });
    if beside_a_part { 2 } else { level }
}

/// The dates that an expression is made of, in the order in which they are written.
pub fn parts(edtf: &Edtf) -> Vec<&Date> {
    match edtf {
        Edtf::Date(part) => vec![part],
        Edtf::DateTime(moment) => vec![&moment.date],
        Edtf::Interval(interval) => [&interval.start, &interval.end]
            .into_iter()
            .filter_map(|end| match end {
                IntervalEndpoint::Date(part)
                | IntervalEndpoint::OnOrBefore(part)
                | IntervalEndpoint::OnOrAfter(part) => Some(part),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
            })
            .collect(),
        Edtf::Set(set) => set
            .elements
            .iter()
            .flat_map(|element| match element {
                SetElement::Date(part)
                | SetElement::OnOrBefore(part)
                | SetElement::OnOrAfter(part) => vec![part],
                SetElement::Range(from, to) => vec![from, to],
            })
            .collect(),
    }
}

/// None where the year is beyond what a day can have.
fn days(part: &Date) -> Option<(Limit, Limit)> {
    if let Some(day) = day(part) {
        return Some((day, day));
    }
    if is_masked_negative(part) {
        return masked_bounds(part);
    }
    let bounds = Edtf::Date(*part).bounds();
    match (bounds.earliest, bounds.latest) {
        (Bound::Date(from), Bound::Date(to)) => Some((Limit::Day(from), Limit::Day(to))),
        _ => None,
    }
}

/// The day of a date that leaves nothing open, as most do.
fn day(part: &Date) -> Option<Limit> {
    let Date { year, month, day } = part;
    let is_standard = matches!(year.kind, YearKind::Standard { .. });
    if !is_standard || year.significant_digits.is_some() {
        return None;
    }
    let (year, month, day) = (year.value()?, (*month)?.value()?, (*day)?.value()?);
    Some(Limit::Day(BoundDate { year, month, day }))
}

fn is_masked_negative(part: &Date) -> bool {
    matches!(part.year.kind, YearKind::Standard { negative: true, .. })
        && part.year.has_unspecified()
}

/// Reads what has a negative year that `edtf-core` refuses; nothing where there is none.
fn turned(text: &str) -> Option<Result<Edtf, ParseError>> {
    if !text.is_ascii() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('-')
        && text.contains('T')
        && !text.contains('/')
    {
        let Ok(Edtf::DateTime(moment)) = Edtf::parse(rest) else { return None };
        return Some(Ok(Edtf::DateTime(DateTime { date: negated(moment.date)?, ..moment })));
    }
    let closed = |open, close| text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
    if let Some(inner) = closed('[', ']') {
        return set(SetKind::OneMember, inner);
    }
    if let Some(inner) = closed('{', '}') {
        return set(SetKind::AllMembers, inner);
    }
    if let Some((start, end)) = text.split_once('/') {
        return interval(start, end);
    }
    part(text).map(|part| Ok(Edtf::Date(part)))
}

/// What is wrong with a date whose sign is right.
fn without_sign(text: &str) -> Option<ParseError> {
    let rest = text.strip_prefix('-').filter(|rest| rest.is_ascii() && !rest.contains('/'))?;
    let is_year =
        rest.len() >= 4 && rest.bytes().take(4).all(|byte| byte.is_ascii_digit() || byte == b'X');
    let error = Edtf::parse(rest).err().filter(|_| is_year && !rest.starts_with("0000"))?;
    Some(ParseError { offset: error.offset + 1, ..error })
}

/// A date, also one with a masked negative year.
fn part(text: &str) -> Option<Date> {
    if let Ok(Edtf::Date(part)) = Edtf::parse(text) {
        return Some(part);
    }
    let at = text.find('-').filter(|at| matches!(&text[..*at], "" | "?" | "~" | "%"))?;
    match Edtf::parse(&format!("{}{}", &text[..at], &text[at + 1..])) {
        Ok(Edtf::Date(part)) if part.year.has_unspecified() => negated(part),
        _ => None,
    }
}

/// A date before the year 0; none where no such year is left.
fn negated(mut part: Date) -> Option<Date> {
    let YearKind::Standard { digits, .. } = part.year.kind else { return None };
    part.year.kind = YearKind::Standard { negative: true, digits };
    (digits != [Some(0); 4] && days(&part).is_some()).then_some(part)
}

fn interval(start: &str, end: &str) -> Option<Result<Edtf, ParseError>> {
    let start_at = match (start, start.strip_prefix("..")) {
        ("", _) => IntervalEndpoint::Unknown,
        ("..", _) => IntervalEndpoint::Open,
        (_, Some(rest)) => IntervalEndpoint::OnOrBefore(part(rest)?),
        (date, None) => IntervalEndpoint::Date(part(date)?),
    };
    let end_at = match (end, end.strip_suffix("..")) {
        ("", _) => IntervalEndpoint::Unknown,
        ("..", _) => IntervalEndpoint::Open,
        (_, Some(rest)) => IntervalEndpoint::OnOrAfter(part(rest)?),
        (date, None) => IntervalEndpoint::Date(part(date)?),
    };
    let edtf = Edtf::Interval(Interval { start: start_at, end: end_at });
    if !parts(&edtf).into_iter().any(is_masked_negative) {
        return None;
    }
    if let (IntervalEndpoint::Date(from), IntervalEndpoint::Date(to)) = (&start_at, &end_at)
        && both(from).0 > both(to).1
    {
        let message = "interval end precedes interval start";
        return Some(Err(ParseError { message, offset: start.len() + 1 }));
    }
    Some(Ok(edtf))
}

fn set(kind: SetKind, inner: &str) -> Option<Result<Edtf, ParseError>> {
    let mut elements = Vec::new();
    for text in inner.split(',') {
        if let Ok(Edtf::Set(mut plain)) = Edtf::parse(&format!("[{text}]")) {
            elements.append(&mut plain.elements);
        } else if let Some(rest) = text.strip_prefix("..") {
            elements.push(SetElement::OnOrBefore(part(rest)?));
        } else if let Some(rest) = text.strip_suffix("..") {
            elements.push(SetElement::OnOrAfter(part(rest)?));
        } else {
            elements.push(SetElement::Date(part(text)?));
        }
    }
    Some(Ok(Edtf::Set(Set { kind, elements })))
}

/// How fine a date is written: the unit of its last part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Year,
    Half,
    Third,
    Quarter,
    Season,
    Month,
    Day,
    Second,
}

impl Grain {
    /// The coarsest that an expression is written with.
    pub fn of(edtf: &Edtf) -> Self {
        if let Edtf::DateTime(_) = edtf {
            return Grain::Second;
        }
        parts(edtf).into_iter().map(Grain::of_part).min().unwrap_or(Grain::Year)
    }

    fn of_part(part: &Date) -> Self {
        match part.precision() {
            Precision::Year => Grain::Year,
            Precision::Month => Grain::Month,
            Precision::Day => Grain::Day,
            Precision::Season => match part.month.and_then(DateField::value) {
                Some(33..=36) => Grain::Quarter,
                Some(37..=39) => Grain::Third,
                Some(40..=41) => Grain::Half,
                _ => Grain::Season,
            },
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Grain::Year => "year",
            Grain::Half => "half",
            Grain::Third => "third",
            Grain::Quarter => "quarter",
            Grain::Season => "season",
            Grain::Month => "month",
            Grain::Day => "day",
            Grain::Second => "second",
        }
    }
}
