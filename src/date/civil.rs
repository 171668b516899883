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
        let (era, of_era) = divide(self.year - i128::from(self.month <= 2), 400);
        let of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let leap_days = of_era / 4 - of_era / 100;
        era * i128::from(DAYS_OF_ERA) + i128::from(of_era * 365 + leap_days + of_year + 60)
    }

    /// The day of a number.
    pub fn of(number: i128) -> Self {
        let (era, of_era) = divide(number - 60, DAYS_OF_ERA);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Civil {
            year: era * 400 + i128::from(year_of_era + i64::from(month <= 2)),
            month: month as u8,
            day: (of_year - (153 * shifted + 2) / 5 + 1) as u8,
        }
    }
}

/// The days of 400 years, after which the calendar repeats itself.
const DAYS_OF_ERA: i64 = 146_097;

/// The quotient, rounded down, and what is left over. Nearly every number is small enough for the processor itself.
fn divide(number: i128, by: i64) -> (i128, i64) {
    match i64::try_from(number) {
        Ok(number) => (number.div_euclid(by).into(), number.rem_euclid(by)),
        Err(_) => {
            let by = i128::from(by);
            (number.div_euclid(by), number.rem_euclid(by) as i64)
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

    #[test]
    fn days_beyond_the_numbers_of_a_processor_are_counted_alike() {
        for era in [1, -1, 1 << 70, -(1 << 70)] {
            for day in [0, 59, 60, 146_096] {
                let near = Civil::of(day);
                let far = Civil { year: near.year + era * 400, ..near };
                assert_eq!(far.number(), day + era * 146_097);
                assert_eq!(Civil::of(far.number()), far);
            }
        }
    }
}
