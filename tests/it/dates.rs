//! `dateline date`: the vectors of `tests/edtf/` through the program, what people see, and what programs are told.

use std::fs;

use serde_json::Value;

use crate::program::{Answer, folder, repository, run, run_on, run_with};

/// Expressions whose explanation is kept in `tests/edtf/explained.txt`, one run each.
const EXPLAINED: [&[&str]; 18] = [
    &["2014"],
    &["2014-06~"],
    &["-0043-03-15"],
    &["-01XX"],
    &["Y-17E7"],
    &["1950S2"],
    &["2014-06-29T10:00:00"],
    &["2014-06-29T01:00:00+03:00"],
    &["2014-24"],
    &["2001-36"],
    &["2004-06~-11"],
    &["1564/1616?"],
    &["../1900"],
    &["/1900"],
    &["[1667,1668,1670..1672]"],
    &["{1960,1961-12}"],
    &["1XXX-XX-3X"],
    &[
        "1914-07-28/1918-11-11",
        "1939~/1945",
        "[1919,1920]",
        "193X",
        "1929-10-24",
        "1922/..",
        "1936/",
    ],
];

fn rows(name: &str) -> Vec<Vec<String>> {
    let table =
        fs::read_to_string(repository().join("tests/edtf").join(name)).expect("the table is there");
    table.lines().skip(1).map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}

fn date_on(arguments: &[&str], input: &str) -> Answer {
    let all = ["date", "--stdin"].into_iter().chain(arguments.iter().copied());
    run_on(folder().path(), all, &[], input.as_bytes())
}

fn objects(answer: &Answer) -> Vec<Value> {
    answer.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn programs_are_told_what_every_valid_row_says() {
    let rows = rows("valid.tsv");
    let input: String = rows.iter().map(|row| format!("{}\n", row[0])).collect();
    let answer = date_on(&["--json"], &input);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    let told = objects(&answer);
    assert_eq!(told.len(), rows.len());
    for (row, told) in rows.iter().zip(told) {
        let day = |field: &str| told[field].as_str().unwrap_or("none").to_owned();
        let expected = |day: &str| match day {
            "-inf" | "+inf" => "none".to_owned(),
            day => day.to_owned(),
        };
        assert_eq!(told["input"], row[0].as_str());
        assert_eq!(told["valid"], true, "{row:?}");
        assert_eq!(told["level"].to_string(), row[1], "{row:?}");
        assert_eq!(day("earliest"), expected(&row[2]), "{row:?}");
        assert_eq!(day("latest"), expected(&row[3]), "{row:?}");
        assert_eq!(told["uncertain"], row[4] == "1", "{row:?}");
        assert_eq!(told["approximate"], row[5] == "1", "{row:?}");
        assert!(told["text"].as_str().is_some_and(|text| !text.is_empty()), "{row:?}");
        assert_eq!(told["error"], Value::Null);
    }
}

#[test]
fn programs_are_told_that_every_invalid_row_is_none() {
    let rows = rows("invalid.tsv");
    let input: String = rows.iter().map(|row| format!("{}\n", row[0])).collect();
    let answer = date_on(&["--json"], &input);
    assert_eq!((answer.code, answer.stderr.as_str()), (1, ""));
    let told = objects(&answer);
    assert_eq!(told.len(), rows.len());
    for (row, told) in rows.iter().zip(told) {
        assert_eq!(told["input"], row[0].as_str());
        assert_eq!(told["valid"], false, "{row:?}");
        for field in
            ["level", "earliest", "latest", "precision", "uncertain", "approximate", "text"]
        {
            assert_eq!(told[field], Value::Null, "{row:?}");
        }
        assert!(told["error"].as_str().is_some_and(|error| !error.is_empty()), "{row:?}");
    }
}

#[test]
fn every_group_is_sorted_as_it_is_given() {
    let rows = rows("order.tsv");
    assert_eq!(rows.len(), 53);
    for row in rows {
        let group = &row[2..];
        for seed in 1..=2 {
            let answer = date_on(&["--sort"], &(shuffled(group, seed).join("\n") + "\n"));
            assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{row:?}");
            assert_eq!(answer.stdout.lines().collect::<Vec<_>>(), group, "{row:?}");
        }
    }
}

/// The same texts in another order, by a linear congruential generator, so that every run is the same.
fn shuffled(texts: &[String], seed: usize) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().rev().cloned().collect();
    let mut state = seed;
    for last in (1..texts.len()).rev() {
        state = (state * 1_103_515_245 + 12345) % (1 << 31);
        texts.swap(last, state % (last + 1));
    }
    texts
}

#[test]
fn what_sorts_alike_stays_as_it_came_and_what_is_no_date_comes_last() {
    let answer = date_on(&["--sort"], "soon\n2014-01-01/2014-12-31\n2014\n\n1999\n2014?\nlater\n");
    assert_eq!(answer.code, 1);
    assert_eq!(answer.stdout, "1999\n2014-01-01/2014-12-31\n2014\n2014?\nsoon\n\nlater\n");
    let problems = answer.stderr.matches("error[bad-date]").count();
    assert_eq!(problems, 3, "{}", answer.stderr);
    assert!(answer.stderr.contains("--> standard input:7:1"), "{}", answer.stderr);
    let json = date_on(&["--sort", "--json"], "soon\n2014\n1999\n");
    let inputs: Vec<Value> = objects(&json).iter().map(|told| told["input"].clone()).collect();
    assert_eq!((json.code, json.stderr.as_str()), (1, ""));
    assert_eq!(inputs, ["1999", "2014", "soon"]);
}

#[test]
fn an_object_has_its_fields_in_their_order() {
    let answer = run(folder().path(), ["date", "--json", "-0043-03-15", "/Y12345?", "June 2014"]);
    assert_eq!(
        answer.stdout,
        "{\"input\":\"-0043-03-15\",\"valid\":true,\"level\":1,\"earliest\":\"-0043-03-15\",\"latest\":\"-0043-03-15\",\
         \"precision\":\"day\",\"uncertain\":false,\"approximate\":false,\"text\":\"15 March 44 BC\",\"error\":null}\n\
         {\"input\":\"/Y12345?\",\"valid\":true,\"level\":1,\"earliest\":null,\"latest\":\"12345-12-31\",\
         \"precision\":\"year\",\"uncertain\":true,\"approximate\":false,\"text\":\"until perhaps 12,345, start unknown\",\
         \"error\":null}\n\
         {\"input\":\"June 2014\",\"valid\":false,\"level\":null,\"earliest\":null,\"latest\":null,\"precision\":null,\
         \"uncertain\":null,\"approximate\":null,\"text\":null,\"error\":\"`June 2014` is not an EDTF date: \
         whitespace is not allowed; write `2014-06`\"}\n"
    );
    assert_eq!(answer.code, 1);
}

#[test]
fn the_precision_is_that_of_the_coarsest_part() {
    for (text, precision) in [
        ("2014", "year"),
        ("2014-XX", "month"),
        ("2014-06-XX", "day"),
        ("2014-06-29T10:00:00", "second"),
        ("2014-21", "season"),
        ("2014-33", "quarter"),
        ("2014-37", "third"),
        ("2014-41", "half"),
        ("2014-06-29/2015", "year"),
        ("2014-06-29/..", "day"),
        ("[2014-06,2014-06-29]", "month"),
    ] {
        let answer = run(folder().path(), ["date", "--json", text]);
        assert_eq!(objects(&answer)[0]["precision"], precision, "{text}");
    }
}

#[test]
fn only_the_end_of_a_line_is_taken_off() {
    let input = b"2014\r\n 2014\n2014 \n\n2014\r\r\n\xff2014\n2014-06";
    let answer = run_on(folder().path(), ["date", "--stdin", "--json"], &[], input);
    let told: Vec<(String, bool)> = objects(&answer)
        .iter()
        .map(|told| {
            let input = told["input"].as_str().expect("it is text").to_owned();
            (input, told["valid"].as_bool().expect("it is so or not"))
        })
        .collect();
    let expected = [
        ("2014", true),
        (" 2014", false),
        ("2014 ", false),
        ("", false),
        ("2014\r", false),
        ("\u{fffd}2014", false),
        ("2014-06", true),
    ];
    assert_eq!(told, expected.map(|(text, valid)| (text.to_owned(), valid)));
    assert_eq!(date_on(&["--json"], "").stdout, "");
    assert_eq!(date_on(&[], "").code, 0);
}

#[test]
fn what_is_no_date_is_shown_like_any_problem() {
    let answer = run(folder().path(), ["date", "2014", "29/06/2014", "2014-02-30"]);
    assert_eq!(answer.code, 1);
    assert_eq!(
        answer.stderr,
        "error[bad-date]: `29/06/2014` is not an EDTF date: interval must contain exactly one '/'\n \
         --> argument 2:1:6\n  |\n1 | 29/06/2014\n  |      ^^^^^\n  |\n  = help: write `2014-06-29`\n\n\
         error[bad-date]: there is no day `2014-02-30`: that month has 28 days\n \
         --> argument 3:1:1\n  |\n1 | 2014-02-30\n  | ^^^^^^^^^^\n  |\n  \
         = help: write `2014-02-28` for its last day, or `2014-02` if the day is not known\n\n"
    );
    assert!(answer.stdout.starts_with("2014\n  2014\n"), "{}", answer.stdout);
    let nothing = run(folder().path(), ["date", "soon"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (1, ""));
}

#[test]
fn years_before_christ_are_no_options() {
    for arguments in [
        ["date", "-0043-03-15", "--json"],
        ["date", "--json", "-0043-03-15"],
        ["--quiet", "date", "-01XX"],
        ["date", "--", "-0043"],
    ] {
        assert_eq!(run(folder().path(), arguments).code, 0, "{arguments:?}");
    }
    for (arguments, words) in [
        (&["date"][..], "<EXPR>"),
        (&["date", "2014", "--jsno"], "--json"),
        (&["date", "-x"], "unexpected argument"),
        (&["date", "--stdin", "2014"], "cannot be used with"),
        (&["date", "2014", "--language", "tlh"], "there are no built-in words in `tlh`"),
    ] {
        let answer = run(folder().path(), arguments.iter().copied());
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(answer.stderr.contains(words), "{arguments:?}: {}", answer.stderr);
    }
}

#[test]
fn dates_are_explained_and_drawn_on_one_scale() {
    let path = repository().join("tests/edtf/explained.txt");
    let mut shown = String::new();
    for expressions in EXPLAINED {
        let arguments = ["date"].into_iter().chain(expressions.iter().copied());
        let answer = run_with(folder().path(), arguments, &[("COLUMNS", "72")]);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{expressions:?}");
        for line in answer.stdout.lines() {
            assert!(line.chars().count() <= 72, "{line} is too long");
        }
        shown.push_str(&format!("$ dateline date {}\n{}\n", expressions.join(" "), answer.stdout));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &shown).expect("the explanations can be written");
    }
    assert_eq!(shown, fs::read_to_string(&path).unwrap_or_default());
}

#[test]
fn the_docs_show_what_the_program_draws() {
    for file in ["README.md", "docs/dates.md"] {
        let text = fs::read_to_string(repository().join(file)).expect("it is there");
        let (_, shown) = text.split_once("$ dateline date ").expect("it shows the command");
        let (command, shown) = shown.split_once("\n…\n").expect("it leaves the words out");
        let (drawing, _) = shown.split_once("```").expect("it ends");
        let command = command.replace('\'', "");
        let arguments = ["date"].into_iter().chain(command.split(' '));
        let answer = run_with(folder().path(), arguments, &[("COLUMNS", "72")]);
        assert!(answer.stdout.ends_with(drawing), "{file}:\n{}", answer.stdout);
    }
}

#[test]
fn a_drawing_is_as_wide_as_it_is_asked_to_be() {
    for (columns, width) in [("40", 40), ("100", 100), ("400", 120), ("7", 72), ("wide", 72)] {
        let answer =
            run_with(folder().path(), ["date", "1914/1918", "1936/.."], &[("COLUMNS", columns)]);
        let widest = answer
            .stdout
            .lines()
            .filter(|line| line.contains('├'))
            .map(|line| line.chars().count());
        assert_eq!(widest.max(), Some(width - 1), "{columns}: {}", answer.stdout);
    }
}
