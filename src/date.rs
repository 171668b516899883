//! Dates as known: EDTF (ISO 8601-2:2019) as its author wrote it, its bounds, and its place in the total order.

mod begins;
mod civil;
#[cfg(test)]
mod laws;
mod read;
mod repair;
mod stamp;
#[cfg(test)]
mod vectors;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use edtf_core::{Edtf, IntervalEndpoint, Precision, SetKind, TimeShift};
use schemars::{Schema, json_schema};
use serde_json::json;

use crate::yaml::{Complaint, Leaf, leaf};

pub use begins::{days_in_month, fits, years};
pub use civil::Civil;
pub use edtf_core::BoundDate as Day;
pub use read::{Grain, both, element_bounds, parts};
pub use stamp::Stamp;

/// A date: any EDTF expression of levels 0 to 2. A parsed expression is large, many things have dates that are seldom
/// given, and many have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date(Arc<Parsed>);

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // All else follows from it.
        self.0.text.hash(state);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parsed {
    text: Box<str>,
    edtf: Edtf,
    earliest: Limit,
    latest: Limit,
}

/// One end of what a date covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Open towards the past.
    Past,
    /// A day of the proleptic Gregorian calendar, years numbered astronomically (0 is 1 BC).
    Day(Day),
    /// Open towards the future, or not known.
    Future,
}

impl Limit {
    /// The year that it lies in, numbered astronomically.
    pub fn year(self) -> Option<i64> {
        match self {
            Limit::Day(day) => Some(day.year),
            Limit::Past | Limit::Future => None,
        }
    }
}

/// Where a date stands among others: begin, then time of day, then the wider first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateKey {
    /// The earliest day; an open start is before every day, an unknown start its latest bound.
    pub begin: Limit,
    /// Seconds from the begin of the written day: a shifted time counts by its instant. None comes first.
    pub time: Option<i32>,
    /// The latest day.
    pub latest: Limit,
}

impl Ord for DateKey {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.begin, self.time)
            .cmp(&(other.begin, other.time))
            .then_with(|| other.latest.cmp(&self.latest))
    }
}

impl PartialOrd for DateKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

leaf!(Date);

impl Leaf for Date {
    const WHAT: &'static str = "a date";
    const SET: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        KNOWN.with_borrow_mut(|known| {
            let place = foldhash::fast::FixedState::default().hash_one(text) as usize % known.len();
            match &known[place] {
                Some(date) if date.text() == text => Ok(date.clone()),
                _ => Ok(known[place].insert(parse(text)?).clone()),
            }
        })
    }

    /// EDTF is too rich for a pattern: this one knows its characters. An editor takes an unquoted year for a number,
    /// and an unquoted set for a list.
    fn schema() -> Schema {
        const PATTERN: &str = r"^[-0-9XYZTSE.,:/?~%+{}\[\]]+$";
        let one = json!({
            "type": ["string", "integer"],
            "pattern": PATTERN,
            "minimum": -9999,
            "maximum": 9999,
            "errorMessage": "expected a date",
        });
        json_schema!({
            "anyOf": [one, {"type": "array", "items": one, "minItems": 1}],
            "examples": ["2014-06-29", "2014-06~", "2014-06/2014-08", "2014-06/.."],
        })
    }
}

thread_local! {
    /// Dates that this thread has read of late: much is published and read on the day that it happens.
    static KNOWN: RefCell<[Option<Date>; 64]> = const { RefCell::new([const { None }; 64]) };
}

fn parse(text: &str) -> Result<Date, Complaint> {
    let edtf =
        read::read(text).map_err(|error| repair::complaint(text, error.message, error.offset))?;
    let (earliest, latest) = read::bounds(&edtf);
    Ok(Date(Arc::new(Parsed { text: text.into(), edtf, earliest, latest })))
}

impl Date {
    /// As its author wrote it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The parsed expression.
    pub fn edtf(&self) -> &Edtf {
        &self.0.edtf
    }

    /// The earliest day that it may cover.
    pub fn earliest(&self) -> Limit {
        self.0.earliest
    }

    /// The latest day that it may cover.
    pub fn latest(&self) -> Limit {
        self.0.latest
    }

    /// Where it begins for the order: the earliest day, or where the start is unknown, the latest.
    pub fn begin(&self) -> Limit {
        match &self.0.edtf {
            Edtf::Interval(interval) if interval.start == IntervalEndpoint::Unknown => {
                self.0.latest
            }
            _ => self.0.earliest,
        }
    }

    /// The last day on which it may begin.
    pub fn latest_begin(&self) -> Limit {
        self.begin_until(Limit::Future).unwrap_or(self.0.latest)
    }

    /// The level of EDTF that it is written in: 0, 1 or 2.
    pub fn level(&self) -> u8 {
        read::level(&self.0.text, &self.0.edtf)
    }

    /// How fine it is written.
    pub fn grain(&self) -> Grain {
        Grain::of(&self.0.edtf)
    }

    /// Whether doubt was written into it, with `?`, `~` or `%`.
    pub fn is_qualified(&self) -> bool {
        self.0.edtf.is_uncertain() || self.0.edtf.is_approximate()
    }

    /// Whether another date for the same thing differs from it. One that only says less ("April 2013", where this one is a
    /// day of it) does not.
    pub fn is_rivalled_by(&self, other: &Date) -> bool {
        !(other.0.earliest <= self.0.earliest && self.0.latest <= other.0.latest)
    }

    /// Whether it is one of several dates.
    pub fn is_one_of_several(&self) -> bool {
        matches!(&self.0.edtf, Edtf::Set(set) if set.kind == SetKind::OneMember)
    }

    /// Where it stands among others.
    pub fn key(&self) -> DateKey {
        DateKey { begin: self.begin(), time: self.seconds(), latest: self.0.latest }
    }

    fn seconds(&self) -> Option<i32> {
        let Edtf::DateTime(moment) = &self.0.edtf else { return None };
        let time = &moment.time;
        let written =
            i32::from(time.hour) * 3600 + i32::from(time.minute) * 60 + i32::from(time.second);
        let shift = match time.shift {
            Some(TimeShift::Offset { minutes, .. }) => i32::from(minutes) * 60,
            Some(TimeShift::Utc) | None => 0,
        };
        Some(written - shift)
    }

    /// The value for `<time datetime>`, only where HTML allows one: a plain day, month, year or moment. Years outside of
    /// 1000 to 2999 have none, since checkers take them for mistakes.
    ///
    /// Source: HTML Living Standard, "Dates and times".
    pub fn datetime(&self) -> Option<String> {
        let (date, time) = match &self.0.edtf {
            Edtf::Date(date) => (date, None),
            Edtf::DateTime(moment) => (&moment.date, Some(&moment.time)),
            Edtf::Interval(_) | Edtf::Set(_) => return None,
        };
        let plain = !self.is_qualified()
            && !date.has_unspecified()
            && date.year.significant_digits.is_none();
        let year = date.year.value().filter(|year| plain && (1000..3000).contains(year))?;
        let mut value = String::with_capacity("2014-06-29T12:00:00+03:00".len());
        // It has four digits.
        value.push_str(&year.to_string());
        for field in [date.month, date.day].into_iter().flatten() {
            let two = field.value()?;
            value.extend(['-', (b'0' + two / 10).into(), (b'0' + two % 10).into()]);
        }
        if date.precision() == Precision::Season {
            return None;
        }
        if let Some(time) = time {
            // HTML knows no leap second.
            if time.second == 60 {
                return None;
            }
            value.push_str(&format!("T{:02}:{:02}:{:02}", time.hour, time.minute, time.second));
            match time.shift {
                None => {}
                Some(TimeShift::Utc) => value.push('Z'),
                Some(TimeShift::Offset { minutes, .. }) => {
                    let sign = if minutes < 0 { '-' } else { '+' };
                    value.push_str(&format!(
                        "{sign}{:02}:{:02}",
                        minutes.abs() / 60,
                        minutes.abs() % 60
                    ));
                }
            }
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap_or_else(|complaint| panic!("{text}: {}", complaint.message))
    }

    fn sorted<const N: usize>(texts: [&'static str; N]) -> Vec<&'static str> {
        let mut all = texts.to_vec();
        all.sort_by_key(|text| date(text).key());
        all
    }

    #[test]
    fn wider_dates_come_first() {
        assert_eq!(
            sorted(["1969-07-20", "1969-07", "1969-07-20/.."]),
            ["1969-07", "1969-07-20/..", "1969-07-20"]
        );
        assert_eq!(sorted(["1969-01-01", "1969"]), ["1969", "1969-01-01"]);
    }

    #[test]
    fn an_open_start_is_before_all_and_an_unknown_start_at_its_latest() {
        assert_eq!(sorted(["-0500", "../1900", "/1850"]), ["../1900", "-0500", "/1850"]);
    }

    #[test]
    fn times_of_day_follow_the_day_and_count_by_instant() {
        assert_eq!(
            sorted(["2014-06-29T10:00:00", "2014-06-29T10:30:00+02:00", "2014-06-29"]),
            ["2014-06-29", "2014-06-29T10:30:00+02:00", "2014-06-29T10:00:00"]
        );
    }

    #[test]
    fn html_gets_only_what_it_allows() {
        for (text, value) in [
            ("2014-06-29", Some("2014-06-29")),
            ("2014-06", Some("2014-06")),
            ("0400", None),
            ("1400", Some("1400")),
            ("2014-06-29T10:00:00-04", Some("2014-06-29T10:00:00-04:00")),
            ("2014~", None),
            ("2014-21", None),
            ("-0044", None),
            ("0000", None),
            ("2014/2015", None),
        ] {
            assert_eq!(date(text).datetime().as_deref(), value, "{text}");
        }
    }
}
