//! The days on which a date may begin: what constraints narrow, and nothing else.

use edtf_core::{
    Date as Part, DateField, Edtf, IntervalEndpoint, Precision, SetElement, SetKind, YearKind,
};

use super::read::{both, element_bounds};
use super::{Date, Day, Limit};

/// Days of which one is the begin. They may have gaps: `[2014,2016]`, `156X-12-25`.
#[derive(Debug, Clone, Copy)]
enum Days<'a> {
    /// All from one to another.
    Span(Limit, Limit),
    /// Those that masked digits allow.
    Masked(&'a Part),
}

impl Date {
    /// The first day on or after `from` on which it may begin.
    pub fn begin_from(&self, from: Limit) -> Option<Limit> {
        self.begins()
            .filter_map(|days| days.first_from(from))
            .min()
            .filter(|day| *day <= self.0.latest)
    }

    /// The last day on or before `until` on which it may begin: `2014/2014-03` is over by April.
    pub fn begin_until(&self, until: Limit) -> Option<Limit> {
        let until = until.min(self.0.latest);
        self.begins().filter_map(|days| days.last_until(until)).max()
    }

    /// Whether it may begin on a day.
    pub fn may_begin(&self, day: Limit) -> bool {
        self.begin_from(day) == Some(day)
    }

    /// Whether its start is not known (`/1900`), so that it stands at the last day that it may begin on.
    pub fn has_unknown_start(&self) -> bool {
        matches!(&self.0.edtf, Edtf::Interval(interval) if interval.start == IntervalEndpoint::Unknown)
    }

    /// Whether the days on which it may begin are soft: doubt was written into them, with `?`, `~` or `%`. Doubt of where
    /// it ends leaves its begin firm, and "all of" is what it says.
    pub fn has_soft_begin(&self) -> bool {
        let is_soft = |part: &Part| part.is_uncertain() || part.is_approximate();
        match &self.0.edtf {
            Edtf::Date(part) => is_soft(part),
            Edtf::DateTime(moment) => is_soft(&moment.date),
            Edtf::Interval(interval) => match &interval.start {
                IntervalEndpoint::Date(start)
                | IntervalEndpoint::OnOrBefore(start)
                | IntervalEndpoint::OnOrAfter(start) => is_soft(start),
                // Where the start is not known, the end is what bounds the begin.
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => self.is_qualified(),
            },
            Edtf::Set(set) => set.kind == SetKind::OneMember && self.is_qualified(),
        }
    }

    /// Whether it began before all that could be said (`../1900`).
    pub fn has_open_start(&self) -> bool {
        self.0.earliest == Limit::Past && !self.has_unknown_start()
    }

    fn begins(&self) -> impl Iterator<Item = Days<'_>> {
        let elements: &[SetElement] = match &self.0.edtf {
            Edtf::Set(set) if set.kind == SetKind::OneMember => &set.elements,
            _ => &[],
        };
        let whole = match &self.0.edtf {
            Edtf::Date(part) if has_gaps(part) => Some(Days::Masked(part)),
            Edtf::Date(_) | Edtf::DateTime(_) => Some(Days::Span(self.0.earliest, self.0.latest)),
            Edtf::Interval(interval) => Some(match &interval.start {
                IntervalEndpoint::Date(start) => days(start),
                IntervalEndpoint::OnOrBefore(start) => Days::Span(Limit::Past, both(start).1),
                IntervalEndpoint::OnOrAfter(start) => Days::Span(both(start).0, self.0.latest),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => {
                    Days::Span(Limit::Past, self.0.latest)
                }
            }),
            // Of "all of" nothing is uncertain: it begins with its first member.
            Edtf::Set(set) if set.kind == SetKind::AllMembers => {
                Some(Days::Span(self.0.earliest, self.0.earliest))
            }
            Edtf::Set(_) => None,
        };
        let members = elements.iter().map(|element| match element {
            SetElement::Date(part) => days(part),
            _ => span(element_bounds(element)),
        });
        whole.into_iter().chain(members)
    }
}

fn days(part: &Part) -> Days<'_> {
    match has_gaps(part) {
        true => Days::Masked(part),
        false => span(both(part)),
    }
}

fn span((first, last): (Limit, Limit)) -> Days<'static> {
    Days::Span(first, last)
}

/// Whether masked digits allow some days and not others between them: `1X50` does, `195X` does not.
fn has_gaps(part: &Part) -> bool {
    let is_masked = |field: Option<DateField>| field.is_some_and(DateField::has_unspecified);
    if is_masked(part.month) || is_masked(part.day) {
        return true;
    }
    let YearKind::Standard { digits, .. } = part.year.kind else { return false };
    let has_month = part.month.is_some() && digits.contains(&None);
    has_month || digits.iter().skip_while(|digit| digit.is_some()).any(Option::is_some)
}

impl Days<'_> {
    fn first_from(self, from: Limit) -> Option<Limit> {
        match self {
            Days::Span(first, last) => Some(first.max(from)).filter(|day| *day <= last),
            Days::Masked(part) => masked_from(part, from),
        }
    }

    fn last_until(self, until: Limit) -> Option<Limit> {
        match self {
            Days::Span(first, last) => Some(last.min(until)).filter(|day| *day >= first),
            Days::Masked(part) => masked_until(part, until),
        }
    }
}

fn masked_from(part: &Part, from: Limit) -> Option<Limit> {
    let years = Years::of(&part.year)?;
    let from = match from {
        Limit::Past => Day { year: i64::MIN, month: 1, day: 1 },
        Limit::Day(day) => day,
        Limit::Future => return None,
    };
    // A winter begins in the year before the one that it ends in.
    let start = years.count_before(from.year.saturating_sub(1));
    (start..years.count).find_map(|index| {
        spans_in_year(part, years.year(index))
            .filter(|(_, last)| *last >= from)
            .map(|(first, _)| Limit::Day(first.max(from)))
            .min()
    })
}

fn masked_until(part: &Part, until: Limit) -> Option<Limit> {
    let years = Years::of(&part.year)?;
    let until = match until {
        Limit::Past => return None,
        Limit::Day(day) => day,
        Limit::Future => Day { year: i64::MAX - 1, month: 12, day: 31 },
    };
    let end = years.count_before(until.year.saturating_add(1));
    (0..end).rev().find_map(|index| {
        spans_in_year(part, years.year(index))
            .filter(|(first, _)| *first <= until)
            .map(|(_, last)| Limit::Day(last.min(until)))
            .max()
    })
}

/// The years that a year with masked digits can be, from the earliest on. There is no year `-0000`.
pub fn years(year: &edtf_core::Year) -> impl DoubleEndedIterator<Item = i64> {
    let years = Years::of(year);
    let is_negative = years.as_ref().is_some_and(|years| years.negative);
    let count = years.as_ref().map_or(0, |years| years.count);
    let all = (0..count).filter_map(move |index| years.as_ref().map(|years| years.year(index)));
    all.filter(move |year| !(is_negative && *year == 0))
}

/// The first and the last day that a date with masked digits can be; none where there is no such day.
pub fn masked_bounds(part: &Part) -> Option<(Limit, Limit)> {
    masked_from(part, Limit::Past).zip(masked_until(part, Limit::Future))
}

/// The years that the digits of a year allow, from the earliest on.
struct Years {
    negative: bool,
    digits: [Option<u8>; 4],
    count: u32,
}

impl Years {
    fn of(year: &edtf_core::Year) -> Option<Self> {
        let YearKind::Standard { negative, digits } = year.kind else { return None };
        let masked = digits.iter().filter(|digit| digit.is_none()).count();
        Some(Years { negative, digits, count: 10_u32.pow(u32::try_from(masked).ok()?) })
    }

    /// The year at a place among them: the masked digits, from left to right, count up.
    fn year(&self, index: u32) -> i64 {
        let mut rest = if self.negative { self.count - 1 - index } else { index };
        let mut unit = 1;
        let mut year = 0;
        for digit in self.digits.iter().rev() {
            let digit = digit.map_or_else(
                || {
                    let digit = rest % 10;
                    rest /= 10;
                    i64::from(digit)
                },
                i64::from,
            );
            year += digit * unit;
            unit *= 10;
        }
        if self.negative { -year } else { year }
    }

    /// How many of them are before a year.
    fn count_before(&self, year: i64) -> u32 {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match self.year(middle) < year {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

/// The stretches of days in a year that a date with masked digits allows.
fn spans_in_year(part: &Part, year: i64) -> impl Iterator<Item = (Day, Day)> {
    // There is no year -0000.
    let is_year = year != 0 || !matches!(part.year.kind, YearKind::Standard { negative: true, .. });
    let season =
        (is_year && part.precision() == Precision::Season).then(|| season_in(part, year)).flatten();
    let in_months = (1..=12)
        .filter(move |_| is_year && part.precision() != Precision::Season)
        .filter(|month| part.month.is_none_or(|field| fits(field, *month)))
        .flat_map(move |month| {
            let length = days_in_month(year, month);
            let day = move |day| Day { year, month, day };
            let whole = part.day.is_none().then(|| (day(1), day(length)));
            let single = part.day.into_iter().flat_map(move |field| {
                (1..=length)
                    .filter(move |number| fits(field, *number))
                    .map(move |n| (day(n), day(n)))
            });
            whole.into_iter().chain(single)
        });
    season.into_iter().chain(in_months)
}

fn season_in(part: &Part, year: i64) -> Option<(Day, Day)> {
    // The length of a season does not depend on which year of four digits it is counted in, but for leap years,
    // which repeat after 400 years.
    let near = year.rem_euclid(400) + 2000;
    let digits = [1000, 100, 10, 1].map(|unit| u8::try_from(near / unit % 10).ok());
    let mut part = *part;
    part.year.kind = YearKind::Standard { negative: false, digits };
    let back = |day: Day| Day { year: day.year - near + year, ..day };
    match both(&part) {
        (Limit::Day(first), Limit::Day(last)) => Some((back(first), back(last))),
        _ => None,
    }
}

/// Whether the digits of a month or a day that are not masked allow a number.
pub fn fits(field: DateField, number: u8) -> bool {
    let [tens, ones] = field.digits;
    tens.is_none_or(|tens| tens == number / 10) && ones.is_none_or(|ones| ones == number % 10)
}

/// How many days a month has, in the proleptic Gregorian calendar.
pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::Leaf;

    use super::*;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap_or_else(|complaint| panic!("{text}: {}", complaint.message))
    }

    fn begin_from(text: &str, from: &str) -> String {
        say(date(text).begin_from(date(from).earliest()))
    }

    fn begin_until(text: &str, until: &str) -> String {
        say(date(text).begin_until(date(until).earliest()))
    }

    fn say(limit: Option<Limit>) -> String {
        match limit {
            None => "never".into(),
            Some(Limit::Past) => "open".into(),
            Some(Limit::Day(day)) => day.to_string(),
            Some(Limit::Future) => "later".into(),
        }
    }

    #[test]
    fn a_year_begins_on_any_of_its_days() {
        assert_eq!(begin_from("2014", "2014-06-29"), "2014-06-29");
        assert_eq!(begin_from("2014", "2013-06-29"), "2014-01-01");
        assert_eq!(begin_from("2014", "2015-01-01"), "never");
        assert_eq!(begin_until("2014", "2014-06-29"), "2014-06-29");
        assert_eq!(begin_until("2014", "2015-06-29"), "2014-12-31");
    }

    #[test]
    fn a_duration_begins_within_its_start() {
        assert_eq!(begin_from("2014/2016", "2014-06-29"), "2014-06-29");
        assert_eq!(begin_from("2014/2016", "2015-01-01"), "never");
        assert_eq!(begin_from("2014-01-10/2016", "2014-01-11"), "never");
        assert_eq!(begin_from("../1850", "1849-02-03"), "1849-02-03");
        assert_eq!(begin_until("/1850", "1849-02-03"), "1849-02-03");
    }

    #[test]
    fn nothing_begins_after_its_end() {
        assert_eq!(begin_until("2014/2014-03", "2020-01-01"), "2014-03-31");
        assert_eq!(begin_until("2025/2025-01-01", "2025-12-31"), "2025-01-01");
        assert_eq!(begin_from("2014/2014-03", "2014-04-01"), "never");
        assert_eq!(begin_from("2014/2014-03", "2014-03-31"), "2014-03-31");
    }

    #[test]
    fn one_of_loses_members_and_all_of_nothing() {
        assert_eq!(begin_from("[1667-05,1668-07,1670..1672]", "1667-06-01"), "1668-07-01");
        assert_eq!(begin_from("[1667-05,1668-07,1670..1672]", "1671-03-04"), "1671-03-04");
        assert_eq!(begin_until("[1667-05,1668-07]", "1668-06-30"), "1667-05-31");
        assert_eq!(begin_from("{1667,1668}", "1667-01-02"), "never");
    }

    #[test]
    fn masked_digits_leave_gaps() {
        assert_eq!(begin_from("156X-12-25", "1563-01-01"), "1563-12-25");
        assert_eq!(begin_from("15XX-02-29", "1561-01-01"), "1564-02-29");
        assert_eq!(begin_until("15XX-02-29", "1561-01-01"), "1560-02-29");
        assert_eq!(begin_from("1850-XX-31", "1850-02-01"), "1850-03-31");
        assert_eq!(begin_from("1850-1X", "1850-03-01"), "1850-10-01");
        assert_eq!(begin_from("1X5X", "1160-01-01"), "1250-01-01");
        assert_eq!(begin_from("199X", "1995-01-01"), "1995-01-01");
        assert_eq!(begin_from("199X-12-XX", "1999-12-31"), "1999-12-31");
        assert_eq!(begin_from("199X-12-XX", "2000-01-01"), "never");
        assert_eq!(begin_from("-01XX-03-05", "-0150-04-01"), "-0149-03-05");
        assert_eq!(begin_until("-000X-03-05", "0001-01-01"), "-0001-03-05");
        assert_eq!(begin_from("156X-24", "1561-01-15"), "1561-01-15");
    }
}
