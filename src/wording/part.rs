//! A single date in words: a year, a month, a season or a day, with what is masked or doubted in it.

use edtf_core::{Date as Part, DateField, Qualifier, YearKind};

use super::Wording;
use super::date::Voice;
use super::formats::Eras;
use super::phrase::{Shape, Worded};
use crate::date::{Day, Limit, both, days_in_month, fits, years};

/// A date without doubt or masks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    Year(i64),
    Month(i64, u8),
    Day(Day),
}

/// What is known of a month or a day.
enum Known {
    /// Its number.
    Number(u8),
    /// Some of its digits, so that it is one of these.
    OneOf(Vec<u8>),
    /// That there is one.
    Nothing,
}

impl Wording {
    /// What a date says, if there is neither doubt nor a mask in it and it is not a season.
    pub(super) fn plain(&self, part: &Part) -> Option<Plain> {
        if part.is_uncertain() || part.is_approximate() || part.year.significant_digits.is_some() {
            return None;
        }
        let year = part.year.value()?;
        match (part.month, part.day) {
            (None, _) => Some(Plain::Year(year)),
            (Some(month), None) => Some(month.value()?)
                .filter(|month| *month <= 12)
                .map(|month| Plain::Month(year, month)),
            (Some(month), Some(day)) => {
                Some(Plain::Day(Day { year, month: month.value()?, day: day.value()? }))
            }
        }
    }

    /// The number of a day, as it stands in a date: "1er", "2".
    pub(super) fn day_number(&self, day: u8) -> String {
        match self.find("date_day_first").filter(|_| day == 1) {
            Some(first) => first.to_owned(),
            None => self.formats.day_number(day),
        }
    }

    /// A date of which the whole is doubted.
    pub(super) fn doubted(&self, doubt: Qualifier, words: Worded) -> Worded {
        let key = match (doubt.uncertain, doubt.approximate) {
            (false, false) => return words,
            (true, false) => "date_perhaps",
            (false, true) => "date_about",
            (true, true) => "date_perhaps_about",
        };
        self.phrase(key, &words)
    }
}

impl Voice<'_> {
    /// A single date.
    pub(super) fn single(&self, part: &Part) -> Worded {
        self.qualified(part, self.unqualified(part))
    }

    /// A date without doubt or masks in words.
    pub(super) fn worded(&self, plain: Plain) -> Worded {
        match plain {
            Plain::Year(year) => Worded { text: self.year(year), shape: Shape::Year },
            Plain::Month(year, month) => {
                let text = self.formats.month_of_year(year, month, self.eras);
                Worded { text, shape: Shape::Month(month) }
            }
            Plain::Day(day) => {
                let text = self.formats.day(day, &self.day_number(day.day), self.eras);
                Worded { text, shape: Shape::Day }
            }
        }
    }

    /// Says what is doubted: the whole date in one word, or which of its parts.
    fn qualified(&self, part: &Part, words: Worded) -> Worded {
        let season = part.month.is_some_and(is_season);
        let fields: Vec<(&str, Qualifier)> = [
            Some(("part_year", part.year.qualifier)),
            part.month
                .map(|month| (if season { "part_season" } else { "part_month" }, month.qualifier)),
            part.day.map(|day| ("part_day", day.qualifier)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let whole = fields[0].1;
        if fields.iter().all(|(_, doubt)| *doubt == whole) {
            return self.doubted(whole, words);
        }
        let remarks = [
            (true, false, "date_remark_uncertain"),
            (false, true, "date_remark_approximate"),
            (true, true, "date_remark_both"),
        ];
        let remarks = remarks.into_iter().filter_map(|(uncertain, approximate, key)| {
            let doubt = Qualifier { uncertain, approximate };
            let names = fields.iter().filter(|(_, other)| *other == doubt);
            let names: Vec<String> = names.map(|(name, _)| self.get(name).to_owned()).collect();
            let parts = (!names.is_empty()).then(|| self.list("date_remark_and", names))?;
            Some(self.fill(key, &[("parts", &parts)]))
        });
        let remark = remarks
            .reduce(|list, next| self.fill("date_list", &[("list", &list), ("next", &next)]))
            .unwrap_or_default();
        Worded::phrase(self.fill("date_remark", &[("date", &words.text), ("remark", &remark)]))
    }

    fn unqualified(&self, part: &Part) -> Worded {
        if part.year.significant_digits.is_some() {
            return self.estimated(part);
        }
        if part.year.has_unspecified() {
            return self.of_some_year(part);
        }
        let Some(year) = part.year.value() else {
            // A year beyond all reckoning, which only an end of an interval or a member of a set can have.
            return Worded::phrase(self.formats.digits(&part.to_string()));
        };
        if let Some(season) =
            part.month.filter(|month| is_season(*month)).and_then(DateField::value)
        {
            return self.season(year, season);
        }
        let day = part.day.map(|day| known(day, 1..=31));
        match (part.month.map(|month| known(month, 1..=12)), day) {
            (None, _) => self.worded(Plain::Year(year)),
            (Some(Known::Number(month)), None) => self.worded(Plain::Month(year, month)),
            (Some(Known::Number(month)), Some(Known::Number(day))) => {
                self.worded(Plain::Day(Day { year, month, day }))
            }
            (Some(Known::Number(month)), Some(Known::Nothing)) => {
                self.phrase("date_day_unknown", &self.worded(Plain::Month(year, month)))
            }
            (Some(Known::Number(month)), Some(Known::OneOf(mut days))) => {
                days.retain(|day| *day <= days_in_month(year, month));
                self.one_of(part, days, |day| Plain::Day(Day { year, month, day }))
            }
            (Some(Known::Nothing), None) => {
                self.phrase("date_month_unknown", &self.worded(Plain::Year(year)))
            }
            (Some(Known::Nothing), Some(Known::Nothing)) => {
                self.phrase("date_day_unknown", &self.worded(Plain::Year(year)))
            }
            (Some(Known::Nothing), Some(Known::Number(day))) => Worded::phrase(self.fill(
                "date_of_month_unknown",
                &[("day", &self.day_number(day)), ("year", &self.year(year))],
            )),
            (Some(Known::OneOf(months)), None) => {
                self.one_of(part, months, |month| Plain::Month(year, month))
            }
            (Some(Known::OneOf(mut months)), Some(Known::Number(day))) => {
                months.retain(|month| day <= days_in_month(year, *month));
                match months.len() {
                    2..=4 => self.any_of(
                        months.iter().map(|month| Plain::Day(Day { year, month: *month, day })),
                    ),
                    _ => self.within_bounds(part),
                }
            }
            (Some(Known::OneOf(_) | Known::Nothing), Some(_)) => self.within_bounds(part),
        }
    }

    fn season(&self, year: i64, season: u8) -> Worded {
        let text = self.fill(&format!("season_{season}"), &[("year", &self.year(year))]);
        Worded { text, shape: Shape::Season(season) }
    }

    /// One of a few months or days: each named where they are two or do not follow each other, else the first and the
    /// last.
    fn one_of(&self, part: &Part, numbers: Vec<u8>, date: impl Fn(u8) -> Plain) -> Worded {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            return self.within_bounds(part);
        };
        let (from, to) = (date(*first), date(*last));
        match numbers.len() {
            1 => self.as_written(part, self.worded(from)),
            len if len == 2 || (len <= 4 && usize::from(last - first) >= len) => {
                self.any_of(numbers.iter().map(|number| date(*number)))
            }
            _ => self.plain_range("date_between", from, to),
        }
    }

    /// Some dates of which one is right, what they share said once.
    fn any_of(&self, dates: impl Iterator<Item = Plain>) -> Worded {
        let dates: Vec<Plain> = dates.collect();
        let words = dates.iter().map(|date| match dates.last() {
            Some(last) => self.short(*date, *last).text,
            None => self.worded(*date).text,
        });
        Worded::phrase(self.list("date_or", words.collect()))
    }

    /// A year of which some digits are significant: the span that they leave open, and the estimate.
    fn estimated(&self, part: &Part) -> Worded {
        let ((Limit::Day(from), Limit::Day(to)), Some(year)) = (both(part), part.year.value())
        else {
            return Worded::phrase(self.formats.digits(&part.to_string()));
        };
        if from.year == to.year {
            return self.worded(Plain::Year(year));
        }
        let span = self.plain_range("date_between", Plain::Year(from.year), Plain::Year(to.year));
        let values = [("span", span.text.as_str()), ("date", &self.year(year))];
        Worded::phrase(self.fill("date_estimated", &values))
    }

    /// A date of a year with masked digits.
    fn of_some_year(&self, part: &Part) -> Worded {
        let month_name =
            |month: u8| Worded { text: self.month(month).to_owned(), shape: Shape::Month(month) };
        let day = part.day.map(|day| known(day, 1..=31));
        let within = match (part.month.map(|month| known(month, 1..=12)), day) {
            // That there is a month, too, says nothing more of a year that is not known.
            (None, _) | (Some(Known::Nothing), None | Some(Known::Nothing)) => None,
            (Some(Known::Number(month)), None) if month <= 12 => Some(month_name(month)),
            (Some(Known::Number(month)), Some(Known::Nothing)) => {
                Some(self.phrase("date_day_unknown", &month_name(month)))
            }
            (Some(Known::Number(month)), Some(Known::Number(day))) => Some(Worded {
                text: self.formats.day_of_month(month, &self.day_number(day)),
                shape: Shape::Day,
            }),
            _ => return self.within_bounds(part),
        };
        let YearKind::Standard { negative, digits } = part.year.kind else {
            return self.within_bounds(part);
        };
        if digits.iter().all(Option::is_none) && !negative {
            return match within {
                None => Worded::phrase(self.get("date_year_unknown").to_owned()),
                Some(words) => self.phrase("date_of_year_unknown", &words),
            };
        }
        let years: Vec<i64> = years(&part.year).collect();
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            return self.within_bounds(part);
        };
        let is_gapless = last - first == years.len() as i64 - 1;
        let words = match within {
            Some(words) => {
                let (first, last) = (self.year(*first), self.year(*last));
                let values = [("date", words.text.as_str()), ("from", &first), ("to", &last)];
                Worded::phrase(self.fill("date_of_year_between", &values))
            }
            // "The 1900s" may be a century, and "the 10s" hardly say which.
            // No era stands behind them.
            None if is_gapless
                && years.len() == 10
                && *first > 100
                && first % 100 != 0
                && self.eras == Eras::WhereNeeded =>
            {
                let values = [("year", &*self.year(*first)), ("last", &*self.year(*last))];
                Worded::phrase(self.fill("date_decade", &values))
            }
            None => self.plain_range("date_between", Plain::Year(*first), Plain::Year(*last)),
        };
        if is_gapless { words } else { self.as_written(part, words) }
    }

    /// The first and the last day that a date with masks can be, and the masks themselves: coarse, and never wrong.
    fn within_bounds(&self, part: &Part) -> Worded {
        let Some((from, to)) = bounds(part) else {
            return Worded::phrase(self.formats.digits(&part.to_string()));
        };
        let words = match (part.month, part.day) {
            (Some(month), None) if is_season(month) => {
                let season = month.value().unwrap_or_default();
                let (from, to) = (self.season(from.year, season), self.season(to.year, season));
                self.pair("date_between", &from, &to)
            }
            (_, None) => self.plain_range(
                "date_between",
                Plain::Month(from.year, from.month),
                Plain::Month(to.year, to.month),
            ),
            (_, Some(_)) if from == to => self.worded(Plain::Day(from)),
            (_, Some(_)) => self.plain_range("date_between", Plain::Day(from), Plain::Day(to)),
        };
        self.as_written(part, words)
    }

    /// Words that tell less than the masks do, with the masks behind them.
    fn as_written(&self, part: &Part, words: Worded) -> Worded {
        let mut written = *part;
        written.year.qualifier = Qualifier::default();
        for field in [&mut written.month, &mut written.day].into_iter().flatten() {
            field.qualifier = Qualifier::default();
        }
        let pattern = self.formats.digits(&written.to_string());
        Worded::phrase(self.fill("date_pattern", &[("date", &words.text), ("pattern", &pattern)]))
    }
}

fn is_season(month: DateField) -> bool {
    month.value().is_some_and(|month| month > 12)
}

fn known(field: DateField, numbers: std::ops::RangeInclusive<u8>) -> Known {
    match field.digits {
        [Some(tens), Some(ones)] => Known::Number(tens * 10 + ones),
        [None, None] => Known::Nothing,
        _ => Known::OneOf(numbers.filter(|number| fits(field, *number)).collect()),
    }
}

/// The first and the last day that a date with masks can be.
fn bounds(part: &Part) -> Option<(Day, Day)> {
    if part.month.is_some_and(is_season) {
        let day = |year| Day { year, month: 1, day: 1 };
        let (first, last) = (years(&part.year).next()?, years(&part.year).next_back()?);
        return Some((day(first), day(last)));
    }
    match both(part) {
        (Limit::Day(first), Limit::Day(last)) => Some((first, last)),
        _ => None,
    }
}
