//! Dates as known: EDTF (ISO 8601-2:2019) as its author wrote it, its bounds, and its place in the total order.

mod begins;
#[cfg(test)]
mod laws;

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use edtf_core::{Bound, Edtf, IntervalEndpoint, Precision, SetElement, TimeShift};

use crate::diagnostic::rule;
use crate::yaml::{Complaint, Leaf, leaf};

pub use edtf_core::BoundDate as Day;

/// A date: any EDTF expression of levels 0 to 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
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
        let edtf =
            Edtf::parse(text).map_err(|error| complaint(text, error.message, error.offset))?;
        let bounds = edtf.bounds();
        let earliest = limit(bounds.earliest, Limit::Past);
        let latest = limit(bounds.latest, Limit::Future);
        if let (Limit::Past, Limit::Future, Edtf::Date(_)) = (earliest, latest, &edtf) {
            return Err(complaint(text, "the year is beyond what can be placed on a timeline", 0));
        }
        Ok(Date { text: text.into(), edtf, earliest, latest })
    }
}

fn limit(bound: Bound, unknown: Limit) -> Limit {
    match bound {
        Bound::NegativeInfinity => Limit::Past,
        Bound::Date(day) => Limit::Day(day),
        Bound::PositiveInfinity => Limit::Future,
        Bound::Unknown => unknown,
    }
}

impl Date {
    /// As its author wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed expression.
    pub fn edtf(&self) -> &Edtf {
        &self.edtf
    }

    /// The earliest day that it may cover.
    pub fn earliest(&self) -> Limit {
        self.earliest
    }

    /// The latest day that it may cover.
    pub fn latest(&self) -> Limit {
        self.latest
    }

    /// Where it begins for the order: the earliest day, or where the start is unknown, the latest.
    pub fn begin(&self) -> Limit {
        match &self.edtf {
            Edtf::Interval(interval) if interval.start == IntervalEndpoint::Unknown => self.latest,
            _ => self.earliest,
        }
    }

    /// The last day on which it may begin.
    pub fn latest_begin(&self) -> Limit {
        self.begin_until(Limit::Future).unwrap_or(self.latest)
    }

    /// Whether doubt was written into it, with `?`, `~` or `%`.
    pub fn is_qualified(&self) -> bool {
        self.edtf.is_uncertain() || self.edtf.is_approximate()
    }

    /// Where it stands among others.
    pub fn key(&self) -> DateKey {
        DateKey { begin: self.begin(), time: self.seconds(), latest: self.latest }
    }

    fn seconds(&self) -> Option<i32> {
        let Edtf::DateTime(moment) = &self.edtf else { return None };
        let time = &moment.time;
        let written =
            i32::from(time.hour) * 3600 + i32::from(time.minute) * 60 + i32::from(time.second);
        let shift = match time.shift {
            Some(TimeShift::Offset { minutes, .. }) => i32::from(minutes) * 60,
            Some(TimeShift::Utc) | None => 0,
        };
        Some(written - shift)
    }

    /// The month that it begins in, where it is known to the month.
    pub fn month(&self) -> Option<u8> {
        let start = match &self.edtf {
            Edtf::Date(date) => date,
            Edtf::DateTime(moment) => &moment.date,
            Edtf::Interval(interval) => match &interval.start {
                IntervalEndpoint::Date(date) => date,
                _ => return None,
            },
            Edtf::Set(set) => match (set.elements.first(), self.earliest, self.latest) {
                (Some(SetElement::Date(date)), Limit::Day(from), Limit::Day(to))
                    if (from.year, from.month) == (to.year, to.month) =>
                {
                    date
                }
                _ => return None,
            },
        };
        if start.precision() == Precision::Year || start.year.has_unspecified() {
            return None;
        }
        start.month?.value().filter(|month| (1..=12).contains(month))
    }

    /// The value for `<time datetime>`, only where HTML allows one: a plain day, month, year or moment. Years outside of
    /// 1000 to 2999 have none, since checkers take them for mistakes.
    ///
    /// Source: HTML Living Standard, "Dates and times".
    pub fn datetime(&self) -> Option<String> {
        let (date, time) = match &self.edtf {
            Edtf::Date(date) => (date, None),
            Edtf::DateTime(moment) => (&moment.date, Some(&moment.time)),
            Edtf::Interval(_) | Edtf::Set(_) => return None,
        };
        let plain = !self.is_qualified()
            && !date.has_unspecified()
            && date.year.significant_digits.is_none();
        let year = date.year.value().filter(|year| plain && (1000..3000).contains(year))?;
        let mut value = format!("{year:04}");
        for field in [date.month, date.day].into_iter().flatten() {
            value.push_str(&format!("-{:02}", field.value()?));
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

fn complaint(text: &str, message: &str, offset: usize) -> Complaint {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let range = (offset < text.len()).then_some(offset..text.len());
    Complaint {
        rule: rule::BAD_DATE,
        message: match impossible_day(text) {
            Some(message) => message,
            None if text.is_empty() => "a date cannot be empty".into(),
            None => format!("`{text}` is not an EDTF date: {}", lower_first(message)),
        },
        help: Some(suggestion(text).unwrap_or_else(|| {
            "write what is known: `2014`, `2014-06`, `2014-06-29`, `2014-06~` (about), `2014-06/2014-08` (from, to)".into()
        })),
        range: range.filter(|_| impossible_day(text).is_none()),
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn impossible_day(text: &str) -> Option<String> {
    let (year, month, day) = numbers(text, '-')?;
    let (year, month, day) = (i32::try_from(year).ok()?, month, day);
    NaiveDate::from_ymd_opt(year, month, 1)?;
    if day == 0 || NaiveDate::from_ymd_opt(year, month, day).is_some() {
        return None;
    }
    let last = (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())?;
    Some(format!("there is no day `{text}`: that month has {last} days"))
}

fn numbers(text: &str, separator: char) -> Option<(u32, u32, u32)> {
    let mut parts = text.split(separator).map(|part| part.parse::<u32>().ok());
    let all = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(all)
}

fn suggestion(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let write = |edtf: String| {
        (Edtf::parse(&edtf).is_ok() && edtf != text).then(|| format!("write `{edtf}`"))
    };
    if let Some(edtf) = write(trimmed.to_owned()) {
        return Some(edtf);
    }
    if trimmed.starts_with(['[', '{'])
        && let Some(edtf) = write(trimmed.replace(' ', ""))
    {
        return Some(edtf);
    }
    // A time needs its seconds.
    if let Some(edtf) = write(format!("{}:00", trimmed.replacen(' ', "T", 1))) {
        return Some(edtf);
    }
    if let Some((year, month, day)) = numbers(trimmed, '-') {
        return write(format!("{year:04}-{month:02}-{day:02}"));
    }
    if let Some((day, month, year)) = numbers(trimmed, '/').or_else(|| numbers(trimmed, '.')) {
        let forms =
            [format!("{year:04}-{month:02}-{day:02}"), format!("{year:04}-{day:02}-{month:02}")];
        let mut right: Vec<_> =
            forms.into_iter().filter(|form| Edtf::parse(form).is_ok()).collect();
        right.dedup();
        return match right.as_slice() {
            [one] => Some(format!("write `{one}`")),
            [one, other] => Some(format!("write `{one}` or `{other}`, whichever is meant")),
            _ => None,
        };
    }
    if let Some((year, month)) = trimmed.split_once('-')
        && let (Ok(year), Ok(month)) = (year.parse::<u32>(), month.parse::<u32>())
    {
        return match month {
            1..=12 => write(format!("{year:04}-{month:02}")),
            _ => write(format!("{year:04}/{month:04}")),
        };
    }
    let lower = trimmed.to_lowercase();
    for word in ["circa ", "ca. ", "ca ", "c. ", "c ", "about ", "around "] {
        if let Some(rest) = lower.strip_prefix(word) {
            return write(format!("{rest}~"));
        }
    }
    spelt_out(&lower).and_then(write)
}

/// `29 June 2014`, `June 29, 2014` and `June 2014` as EDTF.
fn spelt_out(lower: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = lower.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let month_of =
        |word: &str| MONTHS.iter().position(|month| word.starts_with(month)).map(|index| index + 1);
    let (day, month, year) = match words.as_slice() {
        [month, year] => (None, month_of(month)?, year),
        [first, second, year] => match month_of(first) {
            Some(month) => (Some(second.parse::<u32>().ok()?), month, year),
            None => (Some(first.parse::<u32>().ok()?), month_of(second)?, year),
        },
        _ => return None,
    };
    let year: u32 = year.parse().ok()?;
    Some(match day {
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    })
}

/// When something was published: a day, or a moment of RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Date);

leaf!(Stamp);

impl Leaf for Stamp {
    const WHAT: &'static str = "a day or a moment";

    fn read(text: &str) -> Result<Self, Complaint> {
        let date = Date::read(text)?;
        let whole = match date.edtf() {
            Edtf::Date(day) => {
                day.precision() == Precision::Day && !day.has_unspecified() && !date.is_qualified()
            }
            Edtf::DateTime(_) => true,
            Edtf::Interval(_) | Edtf::Set(_) => false,
        };
        if !whole || date.naive().is_none() {
            return Err(Complaint {
                rule: rule::BAD_DATE,
                message: format!("`{text}` is not a day or a moment"),
                help: Some("when something was published is known: write `2026-02-22` or `2026-02-22T09:00:00Z`".into()),
                range: None,
            });
        }
        Ok(Stamp(date))
    }
}

impl Date {
    fn naive(&self) -> Option<NaiveDateTime> {
        let (date, time) = match &self.edtf {
            Edtf::Date(date) => (date, NaiveTime::MIN),
            Edtf::DateTime(moment) => {
                let time = &moment.time;
                // Chrono's clock has no leap second of its own.
                let second = time.second.min(59);
                (
                    &moment.date,
                    NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), second.into())?,
                )
            }
            Edtf::Interval(_) | Edtf::Set(_) => return None,
        };
        let year = i32::try_from(date.year.value()?).ok()?;
        let day =
            NaiveDate::from_ymd_opt(year, date.month?.value()?.into(), date.day?.value()?.into())?;
        Some(day.and_time(time))
    }
}

impl Stamp {
    /// The date as written.
    pub fn date(&self) -> &Date {
        &self.0
    }

    /// The instant; what was written without an offset is read as local to `zone`.
    pub fn instant(&self, zone: Tz) -> DateTime<Utc> {
        let naive = self.0.naive().expect("a stamp is a day or a moment");
        let shift = match self.0.edtf() {
            Edtf::DateTime(moment) => moment.time.shift,
            _ => None,
        };
        match shift {
            Some(TimeShift::Utc) => naive.and_utc(),
            Some(TimeShift::Offset { minutes, .. }) => {
                (naive - chrono::TimeDelta::minutes(minutes.into())).and_utc()
            }
            // A local time that the clocks skip has no instant: the one as if in UTC is near enough for an order.
            None => naive
                .and_local_timezone(zone)
                .earliest()
                .map_or_else(|| naive.and_utc(), |local| local.with_timezone(&Utc)),
        }
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

    #[test]
    fn the_month_is_told_only_where_it_is_known() {
        for (text, month) in [
            ("2014", None),
            ("2014-06~", Some(6)),
            ("2014-06-29/2015", Some(6)),
            ("[2025-05-22,2025-05-28]", Some(5)),
            ("2014-XX-03", None),
            ("2014-22", None),
        ] {
            assert_eq!(date(text).month(), month, "{text}");
        }
    }

    #[test]
    fn what_people_write_instead_is_answered_with_what_to_write() {
        for (text, help) in [
            ("2024-6-9", "write `2024-06-09`"),
            ("29/06/2014", "write `2014-06-29`"),
            ("03/04/2024", "write `2024-04-03` or `2024-03-04`, whichever is meant"),
            ("June 2014", "write `2014-06`"),
            ("29 June 2014", "write `2014-06-29`"),
            ("c. 2014", "write `2014~`"),
            ("2014-2017", "write `2014/2017`"),
            (" 2014", "write `2014`"),
            ("[1667, 1668]", "write `[1667,1668]`"),
            ("2014-06-29 10:30", "write `2014-06-29T10:30:00`"),
        ] {
            assert_eq!(Date::read(text).unwrap_err().help.as_deref(), Some(help), "{text}");
        }
        assert!(Date::read("2024-02-30").unwrap_err().message.contains("29 days"));
    }

    #[test]
    fn a_stamp_is_a_day_or_a_moment() {
        let zone: Tz = "Asia/Damascus".parse().unwrap();
        assert_eq!(
            Stamp::read("2026-02-22").unwrap().instant(zone).to_rfc3339(),
            "2026-02-21T21:00:00+00:00"
        );
        assert_eq!(
            Stamp::read("2026-02-22T09:00:00Z").unwrap().instant(zone).to_rfc3339(),
            "2026-02-22T09:00:00+00:00"
        );
        assert!(Stamp::read("2026-02").is_err());
        assert!(Stamp::read("2026-02-22~").is_err());
    }
}
