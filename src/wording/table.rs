//! The table of `docs/dates.md`: every shape of date in every language of the built-in theme.
//!
//! `UPDATE=1 cargo test --lib wording` writes it anew, to be read in the diff.

use std::fmt::Write as _;
use std::path::Path;

use super::Wording;
use super::tests::{LANGUAGES, built_in};
use crate::date::Date;
use crate::yaml::Leaf;

const BEGIN: &str = "<!-- wording: written by a test, from here -->\n";
const END: &str = "<!-- wording: to here -->\n";

/// What is written, by what it shows.
const ROWS: [(&str, &[&str]); 8] = [
    (
        "Years, months and days",
        &[
            "2014",
            "2014-06",
            "2014-06-29",
            "2014-05-01",
            "0400",
            "0007",
            "0001-12-08",
            "0000",
            "-0043",
            "-0043-03-15",
            "Y170000002",
            "Y-17E7",
        ],
    ),
    (
        "Times of day",
        &[
            "1985-04-12T23:20:00",
            "1985-04-12T23:20:30Z",
            "1985-04-12T23:20:30-04",
            "1985-04-12T23:20:30+04:30",
        ],
    ),
    (
        "Seasons and other parts of a year",
        &[
            "2001-21", "2001-22", "2001-23", "2001-24", "2001-25", "2001-26", "2001-27", "2001-28",
            "2001-29", "2001-30", "2001-31", "2001-32", "2001-33", "2001-34", "2001-35", "2001-36",
            "2001-37", "2001-38", "2001-39", "2001-40", "2001-41",
        ],
    ),
    (
        "Doubt: `~` about, `?` perhaps, `%` both",
        &[
            "2014~",
            "2014-06~",
            "2014-01-14~",
            "2001-21~",
            "2001-22~",
            "2023?",
            "2014-01-14?",
            "2023%",
            "2014-06%",
            "2014-01-14%",
            "2001-21%",
            "156X~",
            "15XX%",
            "2014-?06-29",
            "2014~-06",
            "2014-06-%29",
            "2004?-06-~11",
            "2014-06~-29",
            "2014-?22",
        ],
    ),
    (
        "Masks: `X` is a digit that is not known",
        &[
            "2004-XX",
            "1985-04-XX",
            "1985-06-XX",
            "1985-08-XX",
            "1985-10-XX",
            "1985-XX-XX",
            "1985-XX-03",
            "1850-1X",
            "1850-X1",
            "1985-04-1X",
            "1985-04-X1",
            "1985-01-3X",
            "1985-04-3X",
            "1985-1X-25",
            "1985-0X-25",
            "1985-XX-1X",
            "156X",
            "190X",
            "15XX",
            "1XX3",
            "XXXX",
            "156X-12-25",
            "156X-12",
            "XXXX-12-25",
            "XXXX-12-XX",
            "156X-XX-25",
            "00XX",
            "-00XX",
            "201X-21",
            "1950S2",
        ],
    ),
    (
        "Intervals",
        &[
            "1964/2008",
            "2014-06/2014-08",
            "2014-04/2016-09",
            "2014-08/2016-04",
            "2014-10/2016-04",
            "2024-11-27/2024-12-08",
            "2015-05-20/2015-05-21",
            "2014-12-30/2015-01-02",
            "2014~/2017-09-05",
            "2001-21/2002-24",
            "198X/1999",
            "2014/2014",
            "2014-06/2014-06",
            "2014-06-29/2014-06-29",
            "2001-21/2001-21",
            "-0043/0014",
            "-0200/0200",
            "-0043-03-15/0200-01-02",
            "2019/..",
            "2019-03/..",
            "2019-03-23/..",
            "2019-21/..",
            "2019~/..",
            "2019/",
            "2019-03/",
            "2019-04/",
            "2019-08/",
            "2019-10/",
            "2019-03-23/",
            "2019-21/",
            "2019~/",
            "../1900",
            "../1900-03",
            "../1900-03-02",
            "../1900-21",
            "../1900~",
            "/1900",
            "/1900-03",
            "/1900-03-02",
            "/1900-21",
            "/1900~",
            "..2004-06/2006",
            "2004/2006-06..",
        ],
    ),
    (
        "One of several: `[…]`",
        &[
            "[2025-05-22,2025-05-28]",
            "[1667,1668,1670..1672]",
            "[1667..1670]",
            "[2015-05-20..2015-06-03]",
            "[..1984]",
            "[1760-12..]",
            "[-0043,0200]",
            "[2014,2014]",
        ],
    ),
    (
        "All of several: `{…}`",
        &["{1960,1961-12}", "{1960..1962}", "{..1984}", "{1760-12..}", "{-0100..0100}"],
    ),
];

/// The same date where a site's language names a country.
const REGIONS: [&str; 6] = ["en-US", "de-AT", "ar-EG", "ar-SY", "ar-MA", "fa"];
const IN_REGIONS: [&str; 3] = ["2015-01-20/2015-01-21", "-0043-03", "1985-04-12T23:20:30Z"];

fn said(words: &Wording, edtf: &str) -> String {
    words.date(&Date::read(edtf).unwrap_or_else(|_| panic!("{edtf} is a date")))
}

fn table() -> String {
    let all: Vec<Wording> = LANGUAGES.iter().map(|language| built_in(language)).collect();
    let mut table = String::new();
    for (heading, rows) in ROWS {
        let _ = write!(table, "\n**{heading}**\n\n| EDTF |");
        for language in LANGUAGES {
            let _ = write!(table, " `{language}` |");
        }
        let _ = writeln!(table, "\n|---|{}", "---|".repeat(LANGUAGES.len()));
        for edtf in rows {
            let _ = write!(table, "| `{edtf}` |");
            for words in &all {
                let _ = write!(table, " {} |", said(words, edtf));
            }
            table.push('\n');
        }
    }
    let _ = write!(table, "\n**Countries and further languages**\n\n| `language` |");
    for edtf in IN_REGIONS {
        let _ = write!(table, " `{edtf}` |");
    }
    let _ = writeln!(table, "\n|---|{}", "---|".repeat(IN_REGIONS.len()));
    for region in REGIONS {
        let words = Wording::built_in(region)
            .unwrap_or_else(|| Wording::new(region, super::Messages::english(), &[]));
        let _ = write!(table, "| `{region}` |");
        for edtf in IN_REGIONS {
            let _ = write!(table, " {} |", said(&words, edtf));
        }
        table.push('\n');
    }
    table.push('\n');
    table
}

#[test]
fn the_documented_wording_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dates.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the page says where the table begins");
    let (written, after) = rest.split_once(END).expect("the page says where the table ends");
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}"))
            .expect("the page can be written");
        return;
    }
    for (number, (written, right)) in written.lines().zip(table.lines()).enumerate() {
        assert_eq!(written, right, "row {number}; `UPDATE=1` writes the table anew");
    }
    assert_eq!(written, table);
}

/// So every branch of the wording of dates is in the table: a message for each of them is in the language's file.
#[test]
fn every_message_about_dates_is_in_the_table() {
    const MARK: &str = "MARK";
    // A language may have a variant for each season; the table has room for some.
    let seasons: Vec<String> = (21..=41)
        .flat_map(|season| {
            ["2001-N~", "2001-N%", "201X-N"].map(|form| form.replace('N', &season.to_string()))
        })
        .collect();
    for language in LANGUAGES {
        let mut words = built_in(language);
        let dated = |key: &&String| {
            ["date_", "season_", "part_"].iter().any(|start| key.starts_with(start))
                && *key != "part_of_place"
        };
        let keys: Vec<String> = words.messages().keys().filter(dated).cloned().collect();
        assert!(keys.len() > 50, "{language} has messages about dates");
        let mut silent = Vec::new();
        for key in keys {
            let message = words.by_key.insert(key[..].into(), MARK.into()).expect("it is there");
            let mut rows = ROWS.iter().flat_map(|(_, rows)| *rows);
            // A message of several words may stand within another one that is marked.
            if !rows.any(|edtf| said(&words, edtf).contains(MARK))
                && !seasons.iter().any(|edtf| said(&words, edtf).contains(MARK))
            {
                silent.push(key.clone());
            }
            words.by_key.insert(key.into(), message);
        }
        assert!(silent.is_empty(), "{language}: no row of the table shows {silent:?}");
    }
}
