//! Days as numbers, years beyond all that a clock can count included, and the units that a scale is divided into.

use crate::date::Day;

/// The number of a day of the proleptic Gregorian calendar; 0 is 1 March of the year 0.
pub fn number(day: Day) -> i128 {
    // Counted from March on, a leap day is the last of its year.
    let from_march = i128::from((day.month + 9) % 12);
    let year = i128::from(day.year) - i128::from(day.month < 3);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (from_march * 306 + 5) / 10 + i128::from(day.day) - 1
}

/// What a scale is divided into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Month,
    /// So many years.
    Years(i128),
}

impl Unit {
    /// From the finest on.
    pub fn all() -> impl Iterator<Item = Unit> {
        let years = (0..20).map(|power| Unit::Years(10_i128.pow(power)));
        [Unit::Day, Unit::Month].into_iter().chain(years)
    }

    /// Which of these units, counted on without end, a day falls into.
    pub fn index(self, day: Day) -> i128 {
        match self {
            Unit::Day => number(day),
            Unit::Month => i128::from(day.year) * 12 + i128::from(day.month) - 1,
            Unit::Years(years) => i128::from(day.year).div_euclid(years),
        }
    }

    /// The number of the day that a unit begins with.
    pub fn start(self, index: i128) -> i128 {
        match self {
            Unit::Day => index,
            Unit::Month => first_of(index.div_euclid(12), index.rem_euclid(12)),
            Unit::Years(years) => first_of(index * years, 0),
        }
    }

    /// How a unit is named on a scale.
    pub fn label(self, index: i128) -> String {
        let year = |year: i128| match year {
            0.. => format!("{year:04}"),
            _ => format!("-{:04}", -year),
        };
        match self {
            Unit::Years(years) => year(index * years),
            Unit::Month => {
                format!("{}-{:02}", year(index.div_euclid(12)), index.rem_euclid(12) + 1)
            }
            Unit::Day => {
                // The month that holds the day is near the average of all months.
                let mut month = index * 4800 / 146_097 + 2;
                while first_of(month.div_euclid(12), month.rem_euclid(12)) > index {
                    month -= 1;
                }
                while first_of((month + 1).div_euclid(12), (month + 1).rem_euclid(12)) <= index {
                    month += 1;
                }
                let day = index - first_of(month.div_euclid(12), month.rem_euclid(12)) + 1;
                format!("{}-{day:02}", Unit::Month.label(month))
            }
        }
    }
}

/// The number of the first day of a month, counted from 0.
fn first_of(year: i128, month: i128) -> i128 {
    let from_march = (month + 10) % 12;
    let year = year - i128::from(month < 2);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (from_march * 306 + 5) / 10
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn days_are_counted_as_chrono_counts_them() {
        let first = NaiveDate::from_ymd_opt(-201, 1, 1).unwrap();
        let of = |date: NaiveDate| Day {
            year: date.year().into(),
            month: u8::try_from(date.month()).unwrap(),
            day: u8::try_from(date.day()).unwrap(),
        };
        let begin = number(of(first));
        for (index, date) in first.iter_days().take(300_000).enumerate() {
            let day = of(date);
            assert_eq!(number(day) - begin, i128::try_from(index).unwrap(), "{date}");
            let month = Unit::Month.index(day);
            assert_eq!(Unit::Month.start(month) + i128::from(day.day) - 1, number(day), "{date}");
        }
    }

    #[test]
    fn units_are_named() {
        let day = |year, month, day| Day { year, month, day };
        for (unit, at, label) in [
            (Unit::Day, day(2014, 6, 29), "2014-06-29"),
            (Unit::Day, day(-43, 3, 15), "-0043-03-15"),
            (Unit::Day, day(2000, 2, 29), "2000-02-29"),
            (Unit::Month, day(-1, 12, 31), "-0001-12"),
            (Unit::Years(1), day(400, 1, 1), "0400"),
            (Unit::Years(10), day(-43, 3, 15), "-0050"),
            (Unit::Years(1000), day(170_000_002, 1, 1), "170000000"),
        ] {
            assert_eq!(unit.label(unit.index(at)), label);
        }
    }
}
