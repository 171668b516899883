//! Laws of wording: what has to hold for every date in every language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use edtf_core::Date as Part;
use proptest::prelude::*;

use super::Wording;
use super::tests::{LANGUAGES, built_in};
use crate::date::{Date, Limit, both, parts};
use crate::yaml::Leaf;

/// English first.
static WORDINGS: LazyLock<Vec<(&str, Wording)>> = LazyLock::new(|| {
    LANGUAGES.into_iter().chain(["ar-EG", "en-US"]).map(|tag| (tag, built_in(tag))).collect()
});

fn masked(year: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    (year, 0_u8..16)
        .prop_map(|(year, mask)| {
            let digit = |(at, digit)| if mask >> at & 1 == 1 { 'X' } else { digit };
            year.chars().enumerate().map(digit).collect()
        })
        .boxed()
}

fn four_digits() -> impl Strategy<Value = String> {
    (0_u16..=9999).prop_map(|year| format!("{year:04}"))
}

/// A year, a month, a season or a day with all that level 2 allows.
fn part() -> BoxedStrategy<String> {
    let year = prop_oneof![
        6 => four_digits(),
        2 => masked(four_digits()),
        1 => (1_u16..=9999).prop_map(|year| format!("-{year:04}")),
    ];
    let field = |last: u8| {
        prop_oneof![
            5 => (1..=last).prop_map(|number| format!("{number:02}")),
            1 => Just("XX".to_owned()),
            1 => (0_u8..=3).prop_map(|tens| format!("{tens}X")),
            1 => (0_u8..=9).prop_map(|ones| format!("X{ones}")),
        ]
    };
    let doubt = || prop_oneof![6 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")];
    let day = (doubt(), year, doubt(), doubt(), field(12), doubt(), doubt(), field(28), doubt());
    let season = (four_digits(), 21_u8..=41, doubt());
    let plain = (1_u16..=2999, 1_u8..=12, 1_u8..=28);
    prop_oneof![
        3 => (day.clone(), 0_u8..3).prop_map(|((a, y, b, c, m, d, e, day, f), parts)| match parts {
            0 => format!("{a}{y}{b}"),
            1 => format!("{a}{y}{b}-{c}{m}{d}"),
            _ => format!("{a}{y}{b}-{c}{m}{d}-{e}{day}{f}"),
        }),
        3 => plain.prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}")),
        1 => season.prop_map(|(year, season, doubt)| format!("{year}-{season}{doubt}")),
        1 => (1_u32..=9999, 1_u32..=4).prop_map(|(year, digits)| format!("{year:04}S{digits}")),
        1 => (10_000_i64..=1_000_000_000_000).prop_map(|year| format!("Y{year}")),
        1 => (10_000_i64..=4_000_000_000).prop_map(|year| format!("Y-{year}")),
    ]
    .boxed()
}

fn date() -> BoxedStrategy<Date> {
    let text = prop_oneof![
        4 => part(),
        1 => (part(), 0_u8..24, 0_u8..60).prop_map(|(day, h, m)| format!("{day}T{h:02}:{m:02}:00Z")),
        3 => (part(), part()).prop_map(|(from, to)| format!("{from}/{to}")),
        1 => part().prop_map(|from| format!("{from}/..")),
        1 => part().prop_map(|from| format!("{from}/")),
        1 => part().prop_map(|to| format!("../{to}")),
        1 => part().prop_map(|to| format!("/{to}")),
        2 => (part(), part(), part()).prop_map(|(a, b, c)| format!("[{a},{b}..{c}]")),
        1 => (part(), part()).prop_map(|(a, b)| format!("{{..{a},{b}}}")),
        1 => (part(), part()).prop_map(|(a, b)| format!("[{a},{b}..]")),
    ];
    text.prop_filter_map("not a date", |text| Date::read(&text).ok()).boxed()
}

/// A text's numbers in Latin digits, the thousands of a long year put together.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', "");
    text.split(|char: char| !char.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .map(|number| number.trim_start_matches('0').to_owned())
        .collect()
}

/// A year as people count.
fn counted(year: i64) -> String {
    if year > 0 { year } else { 1 - year }.to_string()
}

/// Whether a number has the digits of a mask.
fn fits(mask: &str, number: u8) -> bool {
    let digits = format!("{number:02}");
    mask.len() == 2
        && mask.chars().zip(digits.chars()).all(|(mask, digit)| mask == 'X' || mask == digit)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_date_has_words_in_every_language(date in date()) {
        for (language, words) in &*WORDINGS {
            let text = words.date(&date);
            prop_assert!(!text.trim().is_empty(), "{language}: {}", date.text());
            prop_assert!(!text.contains(['{', '}', '_']), "{language}: {} is {text}", date.text());
            if *language == "ar-EG" {
                let has_latin = text.contains(|char: char| char.is_ascii_digit());
                prop_assert!(!has_latin, "{} is {text}", date.text());
            }
        }
    }

    /// The span that words name holds the whole span of a date: both its bounds are at or within what is said.
    #[test]
    fn the_years_that_are_named_are_the_first_and_the_last(year in masked(four_digits())) {
        let date = Date::read(&year).expect("a year with masks is a date");
        let said = WORDINGS[0].1.date(&date);
        let (Limit::Day(first), Limit::Day(last)) = (date.earliest(), date.latest()) else {
            return Err(TestCaseError::fail("a year has bounds"));
        };
        let named = numbers(&without_patterns(&said));
        match named.as_slice() {
            [] => prop_assert_eq!(year, "XXXX"),
            [one] if said.ends_with('s') => {
                prop_assert_eq!(one, &counted(first.year));
                prop_assert_eq!(last.year - first.year, 9);
            }
            [one] => {
                prop_assert_eq!(one, &counted(first.year));
                prop_assert_eq!(first.year, last.year);
            }
            [from, to] => prop_assert_eq!([from, to], [&counted(first.year), &counted(last.year)]),
            more => return Err(TestCaseError::fail(format!("{said} names {more:?}"))),
        }
    }

    /// Two days in one month are told apart, whatever was dropped because they share it.
    #[test]
    fn different_plain_dates_have_different_words(
        year in 1_i64..3000, month in 1_u8..=12, days in (1_u8..=28, 1_u8..=28),
    ) {
        let read = |text: String| Date::read(&text).expect("it is a date");
        let (a, b) = (days.0.min(days.1), days.0.max(days.1));
        // What is written twice is told once.
        prop_assume!(a < b);
        let dates = [
            read(format!("{year:04}")),
            read(format!("{year:04}-{month:02}")),
            read(format!("{year:04}-{month:02}-{a:02}")),
            read(format!("{year:04}-{month:02}-XX")),
            read(format!("{year:04}-{month:02}-{a:02}~")),
            read(format!("{year:04}-{month:02}-{a:02}?")),
            read(format!("{year:04}-{month:02}-?{a:02}")),
            read(format!("{year:04}-{month:02}-{a:02}/{year:04}-{month:02}-{b:02}")),
            read(format!("[{year:04}-{month:02}-{a:02},{year:04}-{month:02}-{b:02}]")),
            read(format!("{{{year:04}-{month:02}-{a:02},{year:04}-{month:02}-{b:02}}}")),
            read(format!("[{year:04}-{month:02}-{a:02}..{year:04}-{month:02}-{b:02}]")),
        ];
        for (language, words) in &*WORDINGS {
            let mut all: Vec<String> = dates.iter().map(|date| words.date(date)).collect();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(all.len(), dates.len(), "{}: {:?}", language, all);
        }
    }
}

proptest! {
    // The masks that matter are rare, and a case is cheap.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 5000, ..ProptestConfig::default() })]

    /// Nothing is said more precisely than it is written: a month is named only where a written month can be it, and a
    /// number only if it is the first or the last year that a date can be in, the estimate that is written, a day that a
    /// written day can be, or of the time of day. What one end of an interval or one member of a set gives, no other one
    /// takes: nothing is said more often than the parts of the expression allow.
    #[test]
    fn words_are_never_more_precise_than_the_source(date in prop_oneof![part().prop_filter_map(
        "not a date", |text| Date::read(&text).ok()), date()]) {
        let words = &WORDINGS[0].1;
        let mut allowed: BTreeMap<String, usize> = BTreeMap::new();
        for part in parts(date.edtf()) {
            for (name, times) in sayable(part)? {
                *allowed.entry(name).or_default() += times;
            }
        }
        if let Some((_, time)) = date.text().split_once('T') {
            for number in numbers(time) {
                *allowed.entry(number).or_default() += 1;
            }
        }
        let whole = words.date(&date);
        for (name, times) in said(&without_patterns(&whole)) {
            let allowed = allowed.get(&name).copied().unwrap_or_default();
            prop_assert!(times <= allowed, "{} is {whole}, which says {name}", date.text());
        }
    }
}

/// The numbers and the months that words name, and how often.
fn said(text: &str) -> BTreeMap<String, usize> {
    let months = (1..=12).flat_map(|number| {
        let name = WORDINGS[0].1.month(number);
        text.matches(name).map(str::to_owned)
    });
    let mut said = BTreeMap::new();
    for name in months.chain(numbers(text)) {
        *said.entry(name).or_default() += 1;
    }
    said
}

/// The numbers and the months that may be named for a part of an expression, and how often: up to four
/// possibilities of a mask are named one by one.
fn sayable(part: &Part) -> Result<BTreeMap<String, usize>, TestCaseError> {
    let words = &WORDINGS[0].1;
    let text = part.to_string();
    let (Limit::Day(first), Limit::Day(last)) = both(part) else {
        return Err(TestCaseError::fail("a part has bounds"));
    };
    let bare = text.replace(['~', '?', '%'], "");
    let (sign, rest) = match bare.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, bare.as_str()),
    };
    let mut fields = rest.trim_start_matches("Y-").split('-');
    let year = fields.next().unwrap_or_default();
    let (month, day) = (fields.next(), fields.next());
    let alone = words.voice(&[part]).single(part).text;
    // What a mask leaves open is told as a span, as a choice, or with the mask behind it.
    let is_open = ["between ", " or "].iter().any(|word| alone.contains(word))
        || without_patterns(&alone) != alone;
    let can_be = |mask: Option<&str>, number: u8, bounds: [u8; 2]| match mask {
        None => false,
        Some("XX") => is_open && bounds.contains(&number),
        Some(mask) => fits(mask, number) && (is_open || !mask.contains('X')),
    };
    let mut names = vec![counted(first.year), counted(last.year)];
    if let Some((estimate, _)) = year.split_once('S') {
        names.push(counted(sign * estimate.parse::<i64>().expect("it is a year")));
    }
    let months = (1..=12).filter(|number| can_be(month, *number, [first.month, last.month]));
    names.extend(months.map(|number| words.month(number).to_owned()));
    let days = (1..=31).filter(|number| can_be(day, *number, [first.day, last.day]));
    let days: Vec<String> = days.map(|number| number.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    let times = if bare.contains(['X', 'S']) { 4 } else { 1 };
    let mut sayable = BTreeMap::new();
    // A year may be as small as a day.
    for name in names.into_iter().chain(days) {
        *sayable.entry(name).or_default() += times;
    }
    Ok(sayable)
}

/// A text without the masks that stand in brackets behind what they mean.
fn without_patterns(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once(" (").and_then(|(before, rest)| Some((before, rest.split_once(')')?)))
    {
        plain.push_str(before);
        if !inside.contains('X') {
            plain.push_str(inside);
        }
        rest = after;
    }
    plain + rest
}
