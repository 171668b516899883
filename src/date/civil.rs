//! Days as numbers, in years beyond all that a clock can count.

use super::Day;

/// A day of the proleptic Gregorian calendar, its year numbered astronomically.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    pub year: i128,
    pub month: u8,
    pub day: u8,
}

impl From<Day> for Civil {
    fn from(day: Day) -> Self {
        Civil { year: day.year.into(), month: day.month, day: day.day }
    }
}

impl Civil {
    /// How many days it comes after 1 January of the year 0.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    pub fn number(self) -> i128 {
        // Counted from March on, a leap day is the last of its year; 1 March of the year 0 is day 60.
        let year = self.year - i128::from(self.month <= 2);
        let of_era = year.rem_euclid(400);
        let of_year =
            (153 * ((i128::from(self.month) + 9) % 12) + 2) / 5 + i128::from(self.day) - 1;
        let leap_days = of_era / 4 - of_era / 100;
        year.div_euclid(400) * 146_097 + of_era * 365 + leap_days + of_year + 60
    }

    /// The day of a number.
    pub fn of(number: i128) -> Self {
        let number = number - 60;
        let era = number.div_euclid(146_097);
        let of_era = number.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Civil {
            year: era * 400 + year_of_era + i128::from(month <= 2),
            month: month as u8,
            day: (of_year - (153 * shifted + 2) / 5 + 1) as u8,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn days_are_counted_as_chrono_counts_them() {
        let first = NaiveDate::from_ymd_opt(-201, 1, 1).unwrap();
        let of = |date: NaiveDate| Civil {
            year: date.year().into(),
            month: u8::try_from(date.month()).unwrap(),
            day: u8::try_from(date.day()).unwrap(),
        };
        let begin = of(first).number();
        for (index, date) in first.iter_days().take(300_000).enumerate() {
            let number = of(date).number();
            assert_eq!(number - begin, i128::try_from(index).unwrap(), "{date}");
            assert_eq!(Civil::of(number), of(date));
        }
        assert_eq!(Civil { year: 0, month: 1, day: 1 }.number(), 0);
    }
}
