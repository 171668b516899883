//! What a drawing says: stretches of the calendar, the axis, what a break leaves out, and all of it in a sentence.

use crate::date::{Civil, Date, Day};
use crate::yaml::Leaf;

use super::density::Bucket;
use super::ticks::{self, Grain};
use super::{Drawn, Sheet, as_of};

impl Sheet<'_, '_, '_> {
    /// A stretch of the calendar in words.
    pub fn bucket_name(&self, bucket: &Bucket) -> String {
        let day =
            |date: Civil| format!("{}-{:02}-{:02}", edtf_year(date.year), date.month, date.day);
        let [from, to] =
            [bucket.from, bucket.to - 1.0].map(|day| ticks::civil(day.clamp(-1e30, 1e30)));
        let open = match (bucket.from.is_finite(), bucket.to.is_finite()) {
            (true, true) => None,
            (true, false) => Some(format!("[{}..]", day(from))),
            (false, true) => Some(format!("[..{}]", day(to))),
            (false, false) => Some("XXXX".to_owned()),
        };
        if let Some(words) = open.and_then(|open| self.in_words(&open)) {
            return words;
        }
        let edtf = match bucket.grain {
            Grain::Year if from.year == to.year => edtf_year(from.year),
            Grain::Year => format!("{}/{}", edtf_year(from.year), edtf_year(to.year)),
            Grain::Month | Grain::MonthAndYear => {
                format!("{}-{:02}", edtf_year(from.year), from.month)
            }
            Grain::Date | Grain::DayOfMonth if from == to => day(from),
            Grain::Date | Grain::DayOfMonth => format!("{}/{}", day(from), day(to)),
        };
        self.in_words(&edtf).unwrap_or_else(|| self.year(from.year))
    }

    fn in_words(&self, edtf: &str) -> Option<String> {
        Date::read(edtf).ok().map(|date| self.stage.words().date(&date))
    }

    fn year(&self, year: i128) -> String {
        let words = self.stage.words();
        let million = 1_000_000;
        // The year 0 is 1 BC; among millions that one year is nothing.
        if year <= -million {
            let tenths = (1 - year + million / 20) / (million / 10);
            return words
                .before_era(&words.million_years(u64::try_from(tenths).unwrap_or(u64::MAX)));
        }
        words.year(clamped(year))
    }

    /// A label of the axis.
    pub fn label(&self, date: Civil, grain: Grain) -> String {
        let words = self.stage.words();
        match grain {
            Grain::Year => self.year(date.year),
            Grain::Month => words.month(date.month).to_owned(),
            Grain::MonthAndYear => words.month_of_year(clamped(date.year), date.month),
            Grain::DayOfMonth => words.number(u64::from(date.day)),
            Grain::Date => {
                let year = clamped(date.year);
                words.day(Day { year, month: date.month, day: date.day })
            }
        }
    }

    /// A time that a break leaves out.
    pub fn left_out(&self, days: f64) -> String {
        let words = self.stage.words();
        let years = days / 365.2425;
        if years >= 1e6 {
            // Of a hundred million years nobody asks for tenths of one.
            let tenths =
                if years >= 1e8 { (years / 1e6).round() * 10.0 } else { (years / 1e5).round() };
            return words.million_years(tenths as u64);
        }
        // Of a long time nobody asks for single years.
        let years = years.round() as usize;
        let rounded = match years {
            100_000.. => years / 1000 * 1000,
            1000.. => years / 10 * 10,
            _ => years.max(1),
        };
        words.count("years_count", rounded)
    }

    /// What is shown, in a sentence: no end is told more precisely than it is known.
    pub fn sentence(&self, drawn: &[Drawn<'_>], year: Option<i64>) -> String {
        let words = self.stage.words();
        let entries = words.count("entries", drawn.len());
        if let Some(year) = year {
            let year = words.year(year);
            return words.fill("drawing_text_one", &[("entries", &entries), ("from", &year)]);
        }
        let [from, to] = [self.span.0, self.span.1 - 1.0].map(|day| {
            let is_known = drawn.iter().any(|one| one.mark.knows(day))
                || as_of(self.stage).is_some_and(|as_of| as_of == day + 1.0);
            let date = ticks::civil(day);
            let is_near = date.year.abs() < 10_000;
            self.label(date, if is_known && is_near { Grain::Date } else { Grain::Year })
        });
        if from == to {
            return words.fill("drawing_text_one", &[("entries", &entries), ("from", &from)]);
        }
        words.fill("drawing_text", &[("entries", &entries), ("from", &from), ("to", &to)])
    }
}

fn clamped(year: i128) -> i64 {
    i64::try_from(year).unwrap_or(if year < 0 { i64::MIN + 2 } else { i64::MAX })
}

/// A year as EDTF writes it.
fn edtf_year(year: i128) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}
