//! Laws of dates: what has to hold for all of them.

use proptest::prelude::*;

use super::{Date, Limit};
use crate::yaml::Leaf;

/// A day, a month or a year, with or without doubt.
fn part() -> BoxedStrategy<String> {
    let year = prop_oneof![
        4 => (0_i32..=9999).prop_map(|year| format!("{year:04}")),
        1 => (1_i32..=9999).prop_map(|year| format!("-{year:04}")),
        1 => (0_i32..=999).prop_map(|decade| format!("{decade:03}X")),
    ];
    let rest = prop_oneof![
        Just(String::new()),
        (1_u8..=12).prop_map(|month| format!("-{month:02}")),
        (21_u8..=41).prop_map(|season| format!("-{season}")),
        (1_u8..=12, 1_u8..=28).prop_map(|(month, day)| format!("-{month:02}-{day:02}")),
        (1_u8..=12).prop_map(|month| format!("-{month:02}-XX")),
    ];
    let doubt = prop_oneof![3 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")];
    (year, rest, doubt).prop_map(|(year, rest, doubt)| format!("{year}{rest}{doubt}")).boxed()
}

fn moment() -> BoxedStrategy<String> {
    let shift = prop_oneof![Just(""), Just("Z"), Just("+04:30"), Just("-11")];
    (1900_i32..2100, 1_u8..=12, 1_u8..=28, 0_u8..24, 0_u8..60, shift)
        .prop_map(|(y, m, d, hour, minute, shift)| {
            format!("{y:04}-{m:02}-{d:02}T{hour:02}:{minute:02}:00{shift}")
        })
        .boxed()
}

/// Dates of every kind; what EDTF refuses (an end before a start) is left out.
fn date() -> BoxedStrategy<Date> {
    let end = prop_oneof![part(), Just("..".to_owned()), Just(String::new())];
    let text = prop_oneof![
        3 => part(),
        1 => moment(),
        2 => (part(), end).prop_map(|(from, to)| format!("{from}/{to}")),
        1 => part().prop_map(|to| format!("../{to}")),
        1 => part().prop_map(|to| format!("/{to}")),
        1 => (part(), part()).prop_map(|(one, other)| format!("[{one},{other}]")),
        1 => (part(), part()).prop_map(|(one, other)| format!("{{{one},{other}}}")),
    ];
    text.prop_filter_map("not a date", |text| Date::read(&text).ok()).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_is_antisymmetric_and_transitive(a in date(), b in date(), c in date()) {
        let [a, b, c] = [a.key(), b.key(), c.key()];
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
    }

    #[test]
    fn a_date_begins_where_it_can_and_says_what_was_written(date in date()) {
        prop_assert!(date.earliest() <= date.latest());
        prop_assert!(date.earliest() <= date.begin() && date.begin() <= date.latest_begin());
        prop_assert_eq!(Date::read(date.text()).expect("it was read before"), date);
    }

    #[test]
    fn a_month_is_told_only_of_a_date_that_begins_in_it(date in date()) {
        if let (Some(month), Limit::Day(first)) = (date.month(), date.earliest()) {
            prop_assert_eq!(first.month, month);
        }
    }

    #[test]
    fn nothing_makes_reading_panic(text in "\\PC{0,24}") {
        let _ = Date::read(&text);
    }
}
