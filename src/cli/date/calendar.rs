//! The units that a scale of time is divided into.

use crate::date::{Civil, Day};

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
            Unit::Day => Civil::from(day).number(),
            Unit::Month => i128::from(day.year) * 12 + i128::from(day.month) - 1,
            Unit::Years(years) => i128::from(day.year).div_euclid(years),
        }
    }

    /// The number of the day that a unit begins with.
    pub fn start(self, index: i128) -> i128 {
        match self {
            Unit::Day => index,
            Unit::Month => first_of(index.div_euclid(12), index.rem_euclid(12) as u8 + 1),
            Unit::Years(years) => first_of(index * years, 1),
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
                let Civil { year, month, day } = Civil::of(index);
                let month = year * 12 + i128::from(month) - 1;
                format!("{}-{day:02}", Unit::Month.label(month))
            }
        }
    }
}

fn first_of(year: i128, month: u8) -> i128 {
    Civil { year, month, day: 1 }.number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_with_its_first_day() {
        for number in (-80_000..740_000).step_by(7) {
            let Civil { year, month, day } = Civil::of(number);
            let at = Day { year: year as i64, month, day };
            assert_eq!(Unit::Month.start(Unit::Month.index(at)) + i128::from(day) - 1, number);
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
