//! Dates, numbers and figures in words, in English and where other languages differ.

use super::*;
use crate::date::Date;
use crate::document::Figure;
use crate::yaml::Leaf;

pub(super) fn built_in(language: &str) -> Wording {
    Wording::built_in(language).expect("the built-in theme speaks it")
}

fn said(words: &Wording, edtf: &str) -> String {
    words.date(&Date::read(edtf).unwrap_or_else(|_| panic!("{edtf} is a date")))
}

#[test]
fn dates_are_worded_as_precisely_as_they_are_known() {
    let words = built_in("en");
    for (edtf, text) in [
        ("2014", "2014"),
        ("2014-06", "June 2014"),
        ("2014-06-29", "29 June 2014"),
        ("2014-01-14~", "about 14 January 2014"),
        ("2023?", "perhaps 2023"),
        ("2023%", "perhaps about 2023"),
        ("[2025-05-22,2025-05-28]", "22 or 28 May 2025"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("[1667..1670]", "some time between 1667 and 1670"),
        ("{1960..1962}", "1960 to 1962"),
        ("2024-11-27/2024-12-08", "27 November to 8 December 2024"),
        ("2015-05-20/2015-05-21", "20 to 21 May 2015"),
        ("2014~/2017-09-05", "about 2014 to 5 September 2017"),
        ("2019-03-23/..", "from 23 March 2019, continuing"),
        ("2019-03-23/", "from 23 March 2019, end unknown"),
        ("../1900", "until 1900"),
        ("156X", "some time in the 1560s"),
        ("15XX", "some time between 1500 and 1599"),
        ("1985-04-XX", "some day in April 1985"),
        ("1985-XX-XX", "some day in 1985"),
        ("2004-XX", "some time in 2004"),
        ("2001-21", "spring 2001"),
        ("-0043", "44 BC"),
        ("0000", "1 BC"),
        ("Y170000002", "170,000,002"),
        ("1985-04-12T23:20:30-04:30", "12 April 1985, 23:20:30 UTC−4:30"),
    ] {
        assert_eq!(said(&words, edtf), text, "{edtf}");
    }
}

#[test]
fn figures_are_ranges_where_accounts_differ() {
    let words = built_in("en");
    let text = |low, best, high| words.figure("killed", &Figure { low, best, high });
    assert_eq!(text(None, Some(2), None), "2 killed");
    assert_eq!(text(Some(20), None, Some(40)), "20 to 40 killed");
    assert_eq!(text(Some(18), Some(21), Some(21)), "18 to 21 killed");
    assert_eq!(text(Some(1000), None, None), "at least 1,000 killed");
    assert_eq!(
        words.figure("ships-lost", &Figure { low: None, best: Some(2), high: None }),
        "2 ships lost"
    );
}

#[test]
fn messages_are_filled_by_name() {
    assert_eq!(fill("{a} of {b}, {c}", &[("a", "1"), ("b", "2")]), "1 of 2, {c}");
    assert_eq!(fill("{a", &[("a", "1")]), "{a");
}

/// What the built-in theme speaks.
pub(super) const LANGUAGES: [&str; 5] = ["en", "fr", "de", "ar", "he"];
