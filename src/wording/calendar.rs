//! Calendars: days in further calendars beside the Gregorian one, only where the day is known.

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, Qualifier, SetElement, SetKind};
use icu_calendar::cal::Julian;
use icu_calendar::preferences::{CalendarAlgorithm, HijriCalendarAlgorithm};
use icu_calendar::{Date as IcuDate, Iso};
use icu_datetime::fieldsets::YMD;
use icu_datetime::options::YearStyle;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_locale_core::Locale;

use super::Wording;
use super::formats::Eras;
use super::phrase::{Shape, Worded};
use crate::config::Calendar;
use crate::date::{Date, Day};

/// A further calendar.
pub struct Other {
    calendar: Calendar,
    /// What ICU writes; none for the Julian calendar, whose months are those of the Gregorian one.
    formatter: Option<DateTimeFormatter<YMD>>,
}

impl Other {
    /// A calendar in a locale.
    pub fn new(calendar: Calendar, locale: &Locale) -> Self {
        let formatter = algorithm(calendar).and_then(|algorithm| {
            let mut preferences = DateTimeFormatterPreferences::from(locale);
            preferences.calendar_algorithm = Some(algorithm);
            let fields = YMD::long().with_year_style(YearStyle::WithEra);
            DateTimeFormatter::try_new(preferences, fields).ok()
        });
        Other { calendar, formatter }
    }
}

fn algorithm(calendar: Calendar) -> Option<CalendarAlgorithm> {
    let hijri = |algorithm| Some(CalendarAlgorithm::Hijri(Some(algorithm)));
    match calendar {
        Calendar::IslamicUmalqura => hijri(HijriCalendarAlgorithm::Umalqura),
        Calendar::IslamicCivil => hijri(HijriCalendarAlgorithm::Civil),
        Calendar::IslamicTbla => hijri(HijriCalendarAlgorithm::Tbla),
        Calendar::Hebrew => Some(CalendarAlgorithm::Hebrew),
        Calendar::Persian => Some(CalendarAlgorithm::Persian),
        Calendar::Coptic => Some(CalendarAlgorithm::Coptic),
        Calendar::Ethiopic => Some(CalendarAlgorithm::Ethiopic),
        Calendar::Indian => Some(CalendarAlgorithm::Indian),
        Calendar::Buddhist => Some(CalendarAlgorithm::Buddhist),
        Calendar::Roc => Some(CalendarAlgorithm::Roc),
        Calendar::Julian => None,
    }
}

impl Wording {
    /// A date in each of the further calendars, where it is known to the day and the calendar reaches there.
    pub fn others(&self, date: &Date) -> Vec<String> {
        self.others
            .iter()
            .filter_map(|other| {
                let words = self.other(date.edtf(), other)?;
                Some(match other.calendar {
                    // Its months have the names of the Gregorian ones, so it has to say which it is.
                    Calendar::Julian => self.fill("calendar_julian", &[("date", &words)]),
                    _ => words,
                })
            })
            .collect()
    }

    fn other(&self, edtf: &Edtf, other: &Other) -> Option<String> {
        match edtf {
            Edtf::Date(part) => Some(self.other_day(part, other)?.text),
            Edtf::DateTime(moment) => Some(self.other_day(&moment.date, other)?.text),
            Edtf::Interval(interval) => match (&interval.start, &interval.end) {
                (IntervalEndpoint::Date(from), IntervalEndpoint::Date(to)) => {
                    let (from, to) = (self.other_day(from, other)?, self.other_day(to, other)?);
                    Some(match from == to {
                        true => to.text,
                        false => self.pair("date_interval", &from, &to).text,
                    })
                }
                _ => None,
            },
            Edtf::Set(set) => {
                let words = set.elements.iter().map(|element| match element {
                    SetElement::Date(part) => Some(self.other_day(part, other)?.text),
                    _ => None,
                });
                let joint = match set.kind {
                    SetKind::OneMember => "date_or",
                    SetKind::AllMembers => "date_and",
                };
                let mut different: Vec<String> = Vec::new();
                for words in words.collect::<Option<Vec<_>>>()? {
                    if !different.contains(&words) {
                        different.push(words);
                    }
                }
                Some(self.list(joint, different))
            }
        }
    }

    fn other_day(&self, part: &Part, other: &Other) -> Option<Worded> {
        let (year, month, day) = (part.year.value()?, part.month?.value()?, part.day?.value()?);
        let iso = IcuDate::try_new_iso(i32::try_from(year).ok()?, month, day).ok()?;
        let text = self.in_calendar(iso, other)?;
        // Which part of it was doubted means nothing in another calendar: then the day as a whole is.
        let doubt =
            Qualifier { uncertain: part.is_uncertain(), approximate: part.is_approximate() };
        Some(self.doubted(doubt, Worded { text, shape: Shape::Day }))
    }

    fn in_calendar(&self, iso: IcuDate<Iso>, other: &Other) -> Option<String> {
        let Some(formatter) = &other.formatter else {
            let date = iso.to_calendar(Julian);
            let (month, day) = (date.month().number(), date.day_of_month().0);
            let day = Day { year: date.year().extended_year().into(), month, day };
            return Some(self.formats.day(day, &self.day_number(day.day), Eras::WhereNeeded));
        };
        let year = iso.to_calendar(formatter.calendar()).year().extended_year();
        let reaches = match other.calendar {
            Calendar::IslamicUmalqura => (1300..=1600).contains(&year),
            _ => year >= 1,
        };
        reaches.then(|| formatter.format(&iso).to_string())
    }
}
