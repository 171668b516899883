//! Dates, numbers and figures in words, in English and where other languages differ.

use super::*;
use crate::date::Date;
use crate::document::Count;
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
    let text = |low, best, high| words.figure("killed", Count { low, best, high });
    assert_eq!(text(None, Some(2), None), "2 killed");
    assert_eq!(text(Some(2), Some(2), Some(2)), "2 killed");
    assert_eq!(text(Some(20), None, Some(40)), "between 20 and 40 killed");
    assert_eq!(text(Some(20), Some(25), Some(40)), "between 20 and 40 killed, best estimate 25");
    assert_eq!(text(Some(18), Some(21), Some(21)), "between 18 and 21 killed, best estimate 21");
    assert_eq!(text(Some(1000), None, None), "at least 1,000 killed");
    assert_eq!(text(None, None, Some(40)), "at most 40 killed");
}

#[test]
fn a_best_estimate_closes_no_open_end() {
    let words = built_in("en");
    let text = |low, best, high| words.how_many(Count { low, best, high });
    assert_eq!(text(Some(20), Some(25), None), "at least 20, best estimate 25");
    assert_eq!(text(None, Some(25), Some(40)), "at most 40, best estimate 25");
}

#[test]
fn a_figure_without_words_is_called_by_its_name() {
    let words = built_in("en");
    let two = Count { low: None, best: Some(2), high: None };
    assert_eq!(words.figure("ships-lost", two), "2 ships lost");
    assert_eq!(words.counted("ships-lost"), "Ships lost");
    assert_eq!(words.counted("killed"), "Killed");
}

#[test]
fn figures_have_words_in_every_language_for_every_name_and_shape() {
    let ends = [None, Some(0), Some(1), Some(2), Some(11), Some(1000)];
    for language in LANGUAGES {
        let words = built_in(language);
        for name in crate::config::USUAL_FIGURES {
            assert!(!words.counted(name).is_empty());
            assert!(language == "en" || !words.counted(name).to_lowercase().contains(name));
            for (low, high) in ends.iter().flat_map(|low| ends.map(|high| (*low, high))) {
                for best in [None, Some(1)] {
                    let text = words.figure(name, Count { low, best, high });
                    assert!(!text.contains(['{', '}', '_']), "{language}: {text}");
                }
            }
        }
    }
}

#[test]
fn messages_are_filled_by_name() {
    assert_eq!(fill("{a} of {b}, {c}", &[("a", "1"), ("b", "2")]), "1 of 2, {c}");
    assert_eq!(fill("{a", &[("a", "1")]), "{a");
}

/// What the built-in theme speaks.
pub(super) const LANGUAGES: [&str; 5] = ["en", "fr", "de", "ar", "he"];

#[test]
fn the_language_tag_decides_on_digits_months_and_order() {
    let in_language = |tag: &str, edtf: &str| said(&built_in(tag), edtf);
    assert_eq!(in_language("en", "2014-06-29"), "29 June 2014");
    assert_eq!(in_language("en-US", "2014-06-29"), "June 29, 2014");
    assert_eq!(in_language("en-US", "2015-05-20/2015-05-21"), "May 20 to May 21, 2015");
    assert_eq!(in_language("en-US", "2014-06-29/2014-07-02"), "June 29 to July 2, 2014");
    assert_eq!(in_language("ar", "2014-06-29"), "29 يونيو 2014");
    assert_eq!(in_language("ar-EG", "2014-06-29"), "٢٩ يونيو ٢٠١٤");
    assert_eq!(in_language("ar-SY-u-nu-latn", "2014-06-29"), "29 حزيران 2014");
    assert_eq!(in_language("de-AT", "2014-01"), "Jänner 2014");
}

#[test]
fn a_language_that_the_theme_does_not_speak_has_its_own_months_and_digits() {
    let words = |tag: &str| Wording::new(tag, Messages::english(), &[]);
    assert_eq!(said(&words("sv"), "2014-06-29"), "29 juni 2014");
    // Persian is used to another calendar, Japanese to the year first.
    assert_eq!(said(&words("fa"), "2014-06-29"), "۲۹ ژوئن ۲۰۱۴");
    assert_eq!(said(&words("ja"), "2014-06-29/2014-06-30"), "2014年6月29日 to 2014年6月30日");
    assert_eq!(said(&words("xx"), "-0043"), "BCE 44");
    assert_eq!(words("pl").categories(), ["one", "few", "many", "other"]);
}

#[test]
fn years_that_icu_does_not_reach_are_right() {
    let words = built_in("de");
    assert_eq!(words.year(1_000_000_000_000), "1.000.000.000.000");
    assert_eq!(words.year(-3_999_999_999), "4.000.000.000 v. Chr.");
    assert_eq!(words.year(10_000), "10.000");
    assert_eq!(words.year(9_999), "9999");
    assert_eq!(words.year(0), "1 v. Chr.");
    assert_eq!(built_in("en").year(i64::MIN), "9,223,372,036,854,775,809 BC");
}

#[test]
fn years_of_the_common_era_have_it_beside_years_before_it_and_where_they_are_small() {
    let words = built_in("en");
    for (edtf, text) in [
        ("-0043/0014", "44 BC to 14 AD"),
        ("-0200/0200", "201 BC to 200 AD"),
        ("{-0100..0100}", "101 BC to 100 AD"),
        ("[-0043,0200-03]", "44 BC or March 200 AD"),
        ("-0043/156X", "44 BC to some time between 1560 AD and 1569 AD"),
        ("-0043/2014-03-02", "44 BC to 2 March 2014 AD"),
        ("00XX", "some time between 1 BC and 99 AD"),
        ("0XXX", "some time between 1 BC and 999 AD"),
        ("0007", "7 AD"),
        ("0001-12-08T11:46:42", "8 December 1 AD, 11:46:42"),
        ("0099-12/0100-01", "December 99 AD to January 100"),
        ("0100/0200", "100 to 200"),
        ("-0200/-0100", "201 BC to 101 BC"),
        ("../0200", "until 200"),
    ] {
        assert_eq!(said(&words, edtf), text, "{edtf}");
    }
    let date = |edtf: &str| Date::read(edtf).unwrap();
    assert_eq!(words.date_beside(&date("0200"), &date("-0200")), "200 AD");
    assert_eq!(words.date_beside(&date("0200"), &date("0201")), "200");
    assert_eq!(said(&built_in("de"), "-0200/0200"), "201 v. Chr. bis 200 n. Chr.");
    assert_eq!(said(&built_in("en-US"), "0007-12-08"), "December 8, 7 AD");
}

#[test]
fn what_is_written_twice_is_told_once() {
    let words = Wording::new("en", Messages::english(), &[Calendar::IslamicUmalqura]);
    for (edtf, text) in [
        ("2014/2014", "within 2014"),
        ("2014-06/2014-06", "within June 2014"),
        ("2014-06-29/2014-06-29", "29 June 2014"),
        ("2001-21/2001-21", "spring 2001"),
        ("[2014,2014]", "2014"),
        ("{2014,2014}", "2014"),
        ("[2014..2014]", "2014"),
        ("[2014-06-29,2014-06-29,2014-06-30]", "29 or 30 June 2014"),
        // The two ends may be two different years, about the same or of the same ten.
        ("2014~/2014~", "about 2014 to about 2014"),
        ("201X/201X", "some time in the 2010s to some time in the 2010s"),
    ] {
        assert_eq!(said(&words, edtf), text, "{edtf}");
    }
    for edtf in ["2014-06-29/2014-06-29", "[2014-06-29,2014-06-29]"] {
        assert_eq!(words.others(&Date::read(edtf).unwrap()), ["2 Ramadan 1435 AH"], "{edtf}");
    }
}

#[test]
fn the_date_of_an_account_stands_beside_that_of_the_event_without_the_year_they_share() {
    let date = |edtf: &str| Date::read(edtf).unwrap();
    for (language, text) in [
        ("en", "20 May 2015; 21 May according to AFP"),
        ("de", "20. Mai 2015; 21. Mai laut AFP"),
        ("ar", "20 مايو 2015؛ 21 مايو بحسب AFP"),
    ] {
        let words = built_in(language);
        let rival = words.date_beside(&date("2015-05-21"), &date("2015-05-20"));
        let rival = words.fill("according_to", &[("date", &rival), ("by", "AFP")]);
        let both = [words.date(&date("2015-05-20")), rival].join(words.get("semicolon"));
        assert_eq!(both, text, "{language}");
    }
    let beside = |one: &str, other: &str| built_in("en").date_beside(&date(one), &date(other));
    assert_eq!(beside("2016-05-21", "2015-05-20"), "21 May 2016");
    assert_eq!(beside("2015-05-21~", "2015-05-20"), "about 21 May 2015");
    assert_eq!(beside("2015-05-21", "2015-05"), "21 May 2015");
}

#[test]
fn no_year_0_is_told_of_a_mask_before_the_common_era() {
    let words = built_in("en");
    for (edtf, text) in [
        ("-000X", "some time between 10 BC and 2 BC"),
        ("-00XX", "some time between 100 BC and 2 BC"),
        ("-XXXX", "some time between 10,000 BC and 2 BC"),
        ("-0XXX-02", "February of a year between 1000 BC and 2 BC"),
        ("-010X", "some time between 110 BC and 101 BC"),
    ] {
        assert_eq!(said(&words, edtf), text, "{edtf}");
    }
}

#[test]
fn masks_before_the_common_era_are_worded_by_the_years_that_they_leave() {
    use edtf_core::{Date as Part, DateField, Qualifier, Year, YearKind};
    let words = built_in("en");
    let qualifier = Qualifier::default();
    let year = |digits| Year {
        kind: YearKind::Standard { negative: true, digits },
        significant_digits: None,
        qualifier,
    };
    let part = |digits, month: Option<u8>| Part {
        year: year(digits),
        month: month
            .map(|month| DateField { digits: [Some(month / 10), Some(month % 10)], qualifier }),
        day: None,
    };
    let said = |part: Part| words.voice(&[&part]).single(&part).text;
    let (two, zero, one, five) = (Some(2), Some(0), Some(1), Some(5));
    assert_eq!(said(part([two, zero, None, None], None)), "some time between 2100 BC and 2001 BC");
    assert_eq!(said(part([zero, one, None, None], None)), "some time between 200 BC and 101 BC");
    assert_eq!(
        said(part([one, five, Some(6), None], None)),
        "some time between 1570 BC and 1561 BC"
    );
    assert_eq!(said(part([None; 4], None)), "some time between 10,000 BC and 2 BC");
    assert_eq!(
        said(part([one, None, None, None], Some(12))),
        "December of a year between 2000 BC and 1001 BC"
    );
}

#[test]
fn the_umm_al_qura_calendar_is_given_only_where_it_is_defined() {
    let calendars = [Calendar::IslamicUmalqura];
    let words = Wording::new("en", Messages::english(), &calendars);
    let others = |edtf: &str| words.others(&Date::read(edtf).unwrap());
    assert_eq!(others("1882-11-11"), Vec::<String>::new());
    assert_eq!(others("1882-11-12"), ["1 Muharram 1300 AH"]);
    assert!(others("2174-11-25")[0].contains("1600"));
    assert_eq!(others("2174-11-26"), Vec::<String>::new());
    assert_eq!(others("2014-06-29~"), ["about 2 Ramadan 1435 AH"]);
    for edtf in
        ["2014-06", "2014-06-XX", "2014-06-29/..", "2014-06-29/2015", "[2014-06-29..]", "Y20014"]
    {
        assert_eq!(others(edtf), Vec::<String>::new(), "{edtf}");
    }
}

#[test]
fn every_calendar_of_the_settings_says_something_in_every_language() {
    use Calendar::{
        Buddhist, Coptic, Ethiopic, Hebrew, Indian, IslamicCivil, IslamicTbla, IslamicUmalqura,
        Julian, Persian, Roc,
    };
    let all = [
        IslamicUmalqura,
        IslamicCivil,
        IslamicTbla,
        Hebrew,
        Persian,
        Coptic,
        Ethiopic,
        Indian,
        Buddhist,
        Roc,
        Julian,
    ];
    for language in LANGUAGES {
        let words = Wording::new(language, built_in(language).messages.clone(), &all);
        let others = words.others(&Date::read("2014-06-29").unwrap());
        assert_eq!(others.len(), all.len(), "{language}: {others:?}");
        assert!(others.iter().all(|other| !other.contains('{')), "{language}: {others:?}");
    }
}

/// The names of what is filled into a message.
fn placeholders(message: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        message.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_translation_has_the_keys_the_plural_forms_and_the_places_of_english() {
    let english = Messages::english();
    for language in LANGUAGES {
        let translation = Messages::built_in(language).expect("it is one of them");
        let categories = built_in(language).categories();
        let required = english.required(&categories);
        let missing: Vec<&String> =
            required.iter().filter(|key| translation.find(key).is_none()).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        let unknown: Vec<&String> =
            translation.0.keys().filter(|key| !english.knows(key)).collect();
        assert!(unknown.is_empty(), "{language}: nothing asks for {unknown:?}");
        for (key, message) in &translation.0 {
            let plural = messages::plural_of(key)
                .filter(|base| english.find(&format!("{base}_other")).is_some());
            if let Some(base) = plural {
                let form = &key[base.len() + 1..];
                assert!(categories.contains(&form), "{language} does not count with {key}");
                continue;
            }
            let Some(other) = english.find(key) else { continue };
            let (ours, theirs) = (placeholders(other), placeholders(message));
            let lost: Vec<&&str> = ours.iter().filter(|name| !theirs.contains(*name)).collect();
            assert!(lost.is_empty(), "{language}: {key} loses {lost:?}");
        }
    }
}

#[test]
fn this_check_of_translations_can_fail() {
    let english = Messages::english();
    let required = english.required(&["one", "few", "other"]);
    for key in ["home", "date_about", "sources_count_few", "sources_count_other"] {
        assert!(required.iter().any(|one| one == key), "{key}");
    }
    for key in ["sources_count_two", "date_about_phrase"] {
        assert!(!required.iter().any(|one| one == key), "{key}");
    }
    for key in
        ["date_about_month_4", "date_interval_to_day", "date_day_first", "entries_few", "figure_x"]
    {
        assert!(english.knows(key), "{key}");
    }
    for key in ["sorces", "date_about_week", "month_4", "home_few", "date_about_from", "dating_day"]
    {
        assert!(!english.knows(key), "{key}");
    }
}

#[test]
fn another_language_takes_over_no_form_of_an_english_message() {
    let more = [("date_about", "noin {date}"), ("entries_other", "{n} merkintää")];
    let more = more.map(|(key, words)| (key.to_owned(), words.to_owned()));
    let mut messages = Messages::english();
    messages.lay(Messages(BTreeMap::from(more.clone())));
    let words = Wording::new("fi", messages, &[]);
    assert_eq!(said(&words, "2014~"), "noin 2014");
    // English says "… (approximate)" here, and has a form for one.
    assert_eq!(said(&words, "156X~"), "noin some time in the 1560s");
    assert_eq!(words.count("entries", 1), "1 merkintää");
    assert_eq!(words.count("sources_count", 1), "1 source");
    // Words of the same language keep the forms beside them.
    let mut amended = Messages::english();
    amended.amend(Messages(BTreeMap::from(more)));
    assert_eq!(Wording::new("en", amended, &[]).count("entries", 1), "1 entry");
}

#[test]
fn every_language_of_the_built_in_theme_is_in_these_tests() {
    let folder = crate::theme::BUILT_IN.get_dir("i18n").expect("the built-in theme has words");
    let files = folder.files().filter_map(|file| file.path().file_stem()?.to_str());
    let mut tags: Vec<&str> = files.collect();
    let mut tested = LANGUAGES;
    tags.sort_unstable();
    tested.sort_unstable();
    assert_eq!(tags, tested);
    for tag in tags {
        let reviewed = built_in(tag).get("reviewed").to_owned();
        assert_eq!(reviewed, if tag == "en" { "yes" } else { "no" }, "docs/dates.md says so, too");
    }
}

#[test]
fn every_message_is_said_by_a_template_or_by_the_program() {
    // The ends of their keys are put together of what is written, counted or dated.
    const PUT_TOGETHER: [&str; 3] = ["figure_", "season_", "date_"];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = String::new();
    for folder in ["themes/default/templates", "src"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() && !entry.path().ends_with("wording/tests.rs") {
                said.push_str(&String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    let is_said =
        |key: &str| said.contains(&format!("\"{key}\"")) || said.contains(&format!("t.{key}"));
    let words = built_in("en");
    let unsaid: Vec<&String> = words
        .messages()
        .keys()
        .filter(|key| !PUT_TOGETHER.iter().any(|begin| key.starts_with(begin)))
        .filter(|key| !is_said(messages::plural_of(key).unwrap_or(key)))
        .collect();
    assert_eq!(unsaid, Vec::<&String>::new());
}
