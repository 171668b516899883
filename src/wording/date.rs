//! Dates in words: moments, intervals and sets, never more precise than their author.

use std::ops::Deref;

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, SetElement, SetKind, Time, TimeShift};

use super::Wording;
use super::formats::{Eras, Order};
use super::part::Plain;
use super::phrase::{Shape, Worded};
use crate::date::{Date, Limit, both, parts};

/// The voice that one expression is told in: the words of a language, and what the whole of it asks of each of its parts.
pub(super) struct Voice<'a> {
    words: &'a Wording,
    pub(super) eras: Eras,
}

impl Deref for Voice<'_> {
    type Target = Wording;

    fn deref(&self) -> &Wording {
        self.words
    }
}

impl Wording {
    /// A date in words.
    pub fn date(&self, date: &Date) -> String {
        self.voice(&parts(date.edtf())).date(date)
    }

    /// A date beside another one, without the year that both are known to share: "21 May".
    pub fn date_beside(&self, date: &Date, beside: &Date) -> String {
        let day = |date: &Date| match date.edtf() {
            Edtf::Date(part) => self.plain(part),
            _ => None,
        };
        match (day(date), day(beside)) {
            (Some(Plain::Day(day)), Some(Plain::Day(other)))
                if day.year == other.year && self.formats.order != Order::Other =>
            {
                self.formats.day_of_month(day.month, &self.day_number(day.day))
            }
            _ => {
                let both = [parts(date.edtf()), parts(beside.edtf())].concat();
                self.voice(&both).date(date)
            }
        }
    }

    /// The voice for some dates that are told together: where some of their years are before the common era and some of
    /// it, each is told with its era.
    pub(super) fn voice(&self, parts: &[&Part]) -> Voice<'_> {
        let bounds: Vec<(Limit, Limit)> = parts.iter().map(|part| both(part)).collect();
        let is_before = |limit: Limit| limit.year().is_some_and(|year| year <= 0);
        let any_before = bounds.iter().any(|(first, _)| is_before(*first));
        let any_of_it = bounds.iter().any(|(_, last)| !is_before(*last));
        let eras = if any_before && any_of_it { Eras::All } else { Eras::WhereNeeded };
        Voice { words: self, eras }
    }

    /// A time of day on a clock of 24 hours, as EDTF writes it.
    fn time(&self, time: &Time) -> String {
        let mut clock = format!("{:02}:{:02}", time.hour, time.minute);
        if time.second > 0 {
            clock.push_str(&format!(":{:02}", time.second));
        }
        match time.shift {
            None => {}
            Some(TimeShift::Utc) => clock.push_str(" UTC"),
            Some(TimeShift::Offset { minutes, .. }) => {
                let sign = if minutes < 0 { '−' } else { '+' };
                clock.push_str(&format!(" UTC{sign}{}", minutes.abs() / 60));
                if minutes % 60 != 0 {
                    clock.push_str(&format!(":{:02}", minutes.abs() % 60));
                }
            }
        }
        self.formats.digits(&clock)
    }

    /// "a", "a or b", "a, b or c"
    pub(super) fn list(&self, joint: &str, mut words: Vec<String>) -> String {
        let Some(last) = words.pop() else { return String::new() };
        let rest = words
            .into_iter()
            .reduce(|list, next| self.fill("date_list", &[("list", &list), ("next", &next)]));
        match rest {
            Some(list) => self.fill(joint, &[("list", &list), ("last", &last)]),
            None => last,
        }
    }
}

impl Voice<'_> {
    fn date(&self, date: &Date) -> String {
        match date.edtf() {
            Edtf::Date(part) => self.single(part).text,
            Edtf::DateTime(moment) => {
                let day = self.single(&moment.date).text;
                self.fill("date_time", &[("date", &day), ("time", &self.time(&moment.time))])
            }
            Edtf::Interval(interval) => self.interval(&interval.start, &interval.end),
            Edtf::Set(set) => self.set(set.kind, &set.elements),
        }
    }

    /// A year.
    pub(super) fn year(&self, year: i64) -> String {
        self.formats.year(year, self.eras)
    }

    fn interval(&self, start: &IntervalEndpoint, end: &IntervalEndpoint) -> String {
        use IntervalEndpoint::{Date, OnOrAfter, OnOrBefore, Open, Unknown};
        let dated = |end: &IntervalEndpoint| match end {
            Date(part) => Some(self.single(part)),
            OnOrBefore(part) => Some(self.phrase("date_on_or_before", &self.single(part))),
            OnOrAfter(part) => Some(self.phrase("date_on_or_after", &self.single(part))),
            Open | Unknown => None,
        };
        let words = match (start, end, dated(start), dated(end)) {
            // What has one name has it once; two dates that are masked or doubted alike may be two.
            (Date(from), Date(to), Some(words), _)
                if from == to && words.shape != Shape::Phrase =>
            {
                self.phrase("date_within", &words)
            }
            (Date(from), Date(to), ..) => self.range("date_interval", from, to),
            (_, _, Some(from), Some(to)) => self.pair("date_interval", &from, &to),
            (Open, _, None, Some(to)) => self.phrase("date_until", &to),
            (_, _, None, Some(to)) => self.phrase("date_until_unknown", &to),
            (_, Open, Some(from), None) => self.phrase("date_from", &from),
            (_, _, Some(from), None) => self.phrase("date_from_unknown", &from),
            // An interval has a date at one end at least.
            (_, _, None, None) => return "…".to_owned(),
        };
        words.text
    }

    fn set(&self, kind: SetKind, elements: &[SetElement]) -> String {
        let (joint, before, after, range) = match kind {
            SetKind::OneMember => {
                ("date_or", "date_on_or_before", "date_on_or_after", "date_between")
            }
            SetKind::AllMembers => {
                ("date_and", "date_and_before", "date_and_after", "date_interval")
            }
        };
        let mut different: Vec<SetElement> = Vec::new();
        for element in elements {
            let element = match *element {
                SetElement::Range(from, to) if from == to => SetElement::Date(from),
                element => element,
            };
            if !different.contains(&element) {
                different.push(element);
            }
        }
        let elements = different;
        let last = elements.last().and_then(|element| match element {
            SetElement::Date(part) => self.plain(part),
            SetElement::OnOrBefore(_) | SetElement::OnOrAfter(_) | SetElement::Range(..) => None,
        });
        let words = elements.iter().enumerate().map(|(index, element)| match element {
            SetElement::Date(part) => match (self.plain(part), last) {
                (Some(plain), Some(last)) if index + 1 < elements.len() => {
                    self.short(plain, last).text
                }
                _ => self.single(part).text,
            },
            SetElement::OnOrBefore(part) => self.phrase(before, &self.single(part)).text,
            SetElement::OnOrAfter(part) => self.phrase(after, &self.single(part)).text,
            SetElement::Range(from, to) => self.range(range, from, to).text,
        });
        self.list(joint, words.collect())
    }

    fn range(&self, key: &str, from: &Part, to: &Part) -> Worded {
        match (self.plain(from), self.plain(to)) {
            (Some(from), Some(to)) => self.plain_range(key, from, to),
            _ => self.pair(key, &self.single(from), &self.single(to)),
        }
    }

    /// A message with two dates in it, what they share said once.
    pub(super) fn plain_range(&self, key: &str, from: Plain, to: Plain) -> Worded {
        self.pair(key, &self.short(from, to), &self.worded(to))
    }

    /// A date without the month and year that it shares with a later one beside it: "27 November", "20".
    pub(super) fn short(&self, date: Plain, later: Plain) -> Worded {
        let order = self.formats.order;
        match (date, later) {
            _ if order == Order::Other || date == later => self.worded(date),
            (Plain::Day(day), Plain::Day(other)) if day.year == other.year => {
                let number = self.day_number(day.day);
                if day.month == other.month && order == Order::DayMonthYear {
                    let text = self.fill("date_day_alone", &[("day", &number)]);
                    return Worded { text, shape: Shape::BareDay };
                }
                let text = self.formats.day_of_month(day.month, &number);
                Worded { text, shape: Shape::Day }
            }
            (Plain::Month(year, month), Plain::Month(other, _)) if year == other => {
                Worded { text: self.month(month).to_owned(), shape: Shape::Month(month) }
            }
            _ => self.worded(date),
        }
    }
}
