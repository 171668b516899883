//! Laws of dates: what has to hold for all of them.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::{Date, Day, Limit};
use crate::yaml::Leaf;

/// Some digits, of which any may be unspecified.
fn masked(digits: &'static str) -> BoxedStrategy<String> {
    let hidden = prop::array::uniform4(prop::bool::weighted(0.2));
    (digits, hidden)
        .prop_map(|(digits, hidden)| {
            let hide = |(digit, hidden): (char, bool)| if hidden { 'X' } else { digit };
            digits.chars().zip(hidden).map(hide).collect()
        })
        .boxed()
}

fn year() -> BoxedStrategy<String> {
    prop_oneof![
        6 => (any::<bool>(), masked("[0-9][0-9][0-9][0-9]"))
            .prop_map(|(negative, digits)| format!("{}{digits}", if negative { "-" } else { "" })),
        1 => "-?[0-9]{4}S[1-4]",
        1 => "Y-?[1-9][0-9]{4,17}(S[1-5])?",
        1 => "Y-?[1-9][0-9]{0,2}E([4-9]|1[0-5])(S[1-3])?",
    ]
    .boxed()
}

/// A year, and perhaps a month, a season or a day of it.
fn unqualified() -> BoxedStrategy<[String; 3]> {
    let season = (21_u8..=41).prop_map(|season| season.to_string());
    let month =
        prop_oneof![3 => masked("(0[0-9]|1[0-2])"), 1 => Just("XX".to_owned()), 1 => season];
    let day = prop_oneof![3 => masked("([0-2][0-9]|30|31)"), 1 => Just("XX".to_owned())];
    prop_oneof![
        2 => year().prop_map(|year| [year, String::new(), String::new()]),
        2 => (year(), month.clone()).prop_map(|(year, month)| [year, month, String::new()]),
        4 => (year(), month, day).prop_map(|(year, month, day)| [year, month, day]),
    ]
    .boxed()
}

/// A date with doubt about any part of it.
fn part() -> BoxedStrategy<String> {
    let doubt = prop_oneof![12 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")];
    let doubts = prop::array::uniform6(doubt);
    (unqualified(), doubts)
        .prop_map(|([year, month, day], doubts)| {
            let mut text = format!("{}{year}{}", doubts[0], doubts[1]);
            if !month.is_empty() {
                text.push_str(&format!("-{}{month}{}", doubts[2], doubts[3]));
            }
            if !day.is_empty() {
                text.push_str(&format!("-{}{day}{}", doubts[4], doubts[5]));
            }
            text
        })
        .prop_filter("not a date", |text| super::read::read(text).is_ok())
        .boxed()
}

fn moment() -> BoxedStrategy<String> {
    let shift = prop_oneof![Just(""), Just("Z"), Just("+04:30"), Just("-11")];
    (-9999_i32..=9999, 1_u8..=12, 1_u8..=28, 0_u8..24, 0_u8..60, shift)
        .prop_map(|(y, m, d, hour, minute, shift)| {
            let sign = if y < 0 { "-" } else { "" };
            format!("{sign}{:04}-{m:02}-{d:02}T{hour:02}:{minute:02}:00{shift}", y.abs())
        })
        .boxed()
}

/// A member of a set.
fn member() -> BoxedStrategy<String> {
    prop_oneof![
        4 => part(),
        1 => part().prop_map(|part| format!("..{part}")),
        1 => part().prop_map(|part| format!("{part}..")),
        2 => (-9999_i32..9990, 1_i32..9).prop_map(|(from, length)| {
            let year = |year: i32| if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
            format!("{}..{}", year(from), year(from + length))
        }),
        1 => (1_u8..6, 7_u8..=12).prop_map(|(from, to)| format!("2014-{from:02}..2014-{to:02}")),
    ]
    .boxed()
}

/// Dates of every kind; what EDTF refuses (an end before a start) is left out.
fn date() -> BoxedStrategy<Date> {
    let end = || {
        prop_oneof![
            4 => part(),
            1 => Just("..".to_owned()),
            1 => Just(String::new()),
        ]
    };
    let text = prop_oneof![
        3 => part(),
        1 => moment(),
        2 => (end(), end()).prop_map(|(from, to)| format!("{from}/{to}")),
        1 => (part(), part()).prop_map(|(from, to)| format!("..{from}/{to}..")),
        1 => prop::collection::vec(member(), 1..4).prop_map(|all| format!("[{}]", all.join(","))),
        1 => prop::collection::vec(member(), 1..4).prop_map(|all| format!("{{{}}}", all.join(","))),
    ];
    text.prop_filter("not a date", |text| super::read::read(text).is_ok())
        .prop_map(|text| Date::read(&text).expect("it was read before"))
        .boxed()
}

/// The first or the last day that fits a pattern of digits, found by looking at one day after the other.
fn found(negative: bool, [year, month, day]: &[String; 3], last: bool) -> Option<Day> {
    let fits = |pattern: &str, number: u32, width: usize| {
        pattern.is_empty()
            || pattern
                .chars()
                .zip(format!("{number:0width$}").chars())
                .all(|(digit, is)| digit == 'X' || digit == is)
    };
    let years: Vec<i32> = (if negative { 1..=9999 } else { 0..=9999 })
        .filter(|number| fits(year, u32::try_from(*number).expect("not negative"), 4))
        .map(|number| if negative { -number } else { number })
        .collect();
    let mut years = years;
    years.sort_unstable();
    let of_year = |year: &i32| {
        let days: Vec<NaiveDate> = NaiveDate::from_ymd_opt(*year, 1, 1)
            .expect("every year has a first day")
            .iter_days()
            .take_while(|at| at.year() == *year)
            .filter(|at| fits(month, at.month(), 2) && fits(day, at.day(), 2))
            .collect();
        if last { days.last().copied() } else { days.first().copied() }
    };
    let day = match last {
        false => years.iter().find_map(of_year)?,
        true => years.iter().rev().find_map(of_year)?,
    };
    let number = |number: u32| u8::try_from(number).expect("two digits");
    Some(Day { year: day.year().into(), month: number(day.month()), day: number(day.day()) })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_is_total_antisymmetric_and_transitive(a in date(), b in date(), c in date()) {
        let [a, b, c] = [a.key(), b.key(), c.key()];
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }

    #[test]
    fn a_date_begins_where_it_can_and_says_what_was_written(date in date()) {
        prop_assert!(date.earliest() <= date.latest());
        prop_assert!(date.earliest() <= date.begin() && date.begin() <= date.latest_begin());
        prop_assert!(date.begin() <= date.latest());
        prop_assert_eq!(Date::read(date.text()).expect("it was read before"), date);
    }

    #[test]
    fn the_canonical_text_of_a_date_is_the_same_date(date in date()) {
        let canonical = Date::read(&date.edtf().to_string()).expect("what was read can be written");
        prop_assert_eq!(canonical.edtf(), date.edtf());
        prop_assert_eq!(canonical.key(), date.key());
    }

    #[test]
    fn the_days_on_which_a_date_may_begin_have_no_others_between_them(
        date in date(),
        year in prop_oneof![-9999_i64..=9999, Just(2014_i64)],
        (month, day) in (1_u8..=12, 1_u8..=28),
    ) {
        prop_assert_eq!(date.begin_from(Limit::Past), Some(date.earliest()));
        prop_assert_eq!(date.begin_until(Limit::Future), Some(date.latest_begin()));
        let at = Limit::Day(Day { year, month, day });
        let (next, last) = (date.begin_from(at), date.begin_until(at));
        prop_assert_eq!(next.is_none(), date.latest_begin() < at);
        prop_assert_eq!(last.is_none(), date.earliest() > at);
        if let Some(next) = next {
            prop_assert!(next >= at && date.may_begin(next));
            prop_assert_eq!(date.begin_until(next), Some(next));
            if next > at {
                prop_assert!(!date.may_begin(at));
                prop_assert_eq!(last.and_then(|last| date.begin_from(last)), last);
            }
        }
    }

    #[test]
    fn nothing_makes_reading_panic(text in "\\PC{0,24}") {
        let _ = Date::read(&text);
    }

    #[test]
    fn nothing_like_a_date_makes_reading_panic(text in "[-0-9XYESTZ/.,~?%\\[\\]{}: uaJun]{0,24}") {
        let _ = Date::read(&text);
    }
}

proptest! {
    // Looking at one day after the other takes its time.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_bounds_are_the_first_and_the_last_day_that_fit(
        negative in any::<bool>(),
        year in masked("[0-9][0-9][0-9][0-9]"),
        month in prop_oneof![Just("XX".to_owned()), "0[1-9]|1[0-2X]|0X|X[0-2]"],
        day in prop_oneof![Just(String::new()), Just("XX".to_owned()), "[0-3X][0-9X]"],
    ) {
        let pattern = [year, month, day];
        let sign = if negative { "-" } else { "" };
        let text = format!("{sign}{}", pattern.join("-"));
        let expected = found(negative, &pattern, false).zip(found(negative, &pattern, true));
        let read = Date::read(text.trim_end_matches('-'));
        let bounds = read.ok().map(|date| (date.earliest(), date.latest()));
        let expected = expected.map(|(from, to)| (Limit::Day(from), Limit::Day(to)));
        prop_assert_eq!(bounds, expected, "{}", text);
    }
}
