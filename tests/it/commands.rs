//! The commands: their help, their exit codes, what goes to which stream, and what they refuse.

use std::fs;

use crate::program::{bytes, files, folder, folder_of, put, run, run_with};

const SMALL: [(&str, &str); 2] = [
    ("dateline.yaml", "title: Small\nbase_url: https://example.org/\nlints: {no-source: allow}\n"),
    (
        "content/events/one.yaml",
        "- id: one\n  date: 2014-06-10\n  title: One\n  published: 2026-01-01\n",
    ),
];

#[test]
fn help_says_what_each_command_is_for() {
    let site = folder();
    let cases: [(&[&str], &[&str]); 7] = [
        (
            &["--help"],
            &[
                "build",
                "check",
                "init",
                "date",
                "rule",
                "schema",
                "--quiet",
                "--verbose",
                "Exit codes: 0",
                "timeline",
            ],
        ),
        (
            &["build", "--help"],
            &[
                "--root",
                "--output",
                "--base-url",
                "--drafts",
                "--strict",
                "--now",
                "SOURCE_DATE_EPOCH",
                "--timings",
                "Exit codes: 0",
                "refused",
            ],
        ),
        (
            &["check", "--help"],
            &["--root", "--drafts", "--strict", "--now", "nothing is written", "Exit codes: 0"],
        ),
        (&["rule", "--help"], &["[NAME]", "Exit codes: 0"]),
        (&["init", "--help"], &["[DIR]", "--yes", "overwritten", "Exit codes: 0"]),
        (
            &["schema", "--help"],
            &["[KIND]", "--write", "--root", "front matter", "Examples", "Exit codes: 0"],
        ),
        (
            &["date", "--help"],
            &["[EXPR]", "--stdin", "--json", "--sort", "--language", "Examples", "Exit codes: 0"],
        ),
    ];
    for (arguments, words) in cases {
        let answer = run(site.path(), arguments.iter().copied());
        assert_eq!(
            (answer.code, answer.stderr.as_str()),
            (0, ""),
            "{arguments:?}: help is a result"
        );
        for word in words {
            assert!(
                answer.stdout.contains(word),
                "{arguments:?} does not say {word}:\n{}",
                answer.stdout
            );
        }
    }
    let version = run(site.path(), ["--version"]);
    assert_eq!(version.stdout, format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_right() {
    let site = folder_of(&SMALL);
    let cases: [(&[&str], &str); 9] = [
        (&[], "Usage: dateline"),
        (&["biuld"], "build"),
        (&["build", "--outptu", "x"], "--output"),
        (&["build", "--quiet", "--verbose"], "cannot be used with"),
        (&["build", "--now", "yesterday"], "2026-02-22T09:00:00Z"),
        (&["build", "--now", "2026-02-30"], "--now"),
        (&["build", "--base-url", "example.org"], "--base-url: `example.org` is not a web address"),
        (&["build", "--root", "nowhere"], "no `dateline.yaml` in nowhere"),
        (&["check", "--explian", "x"], "--explain"),
    ];
    for (arguments, words) in cases {
        let answer = run(site.path(), arguments.iter().copied());
        assert_eq!(answer.code, 2, "{arguments:?}: {}", answer.stderr);
        assert_eq!(answer.stdout, "", "{arguments:?}");
        assert!(
            answer.stderr.contains(words),
            "{arguments:?} does not say `{words}`:\n{}",
            answer.stderr
        );
    }
    assert!(!site.path().join("public").exists());
}

#[test]
fn a_good_build_says_three_lines_on_stdout_and_nothing_else() {
    let site = folder_of(&SMALL);
    let answer = run(site.path(), ["build"]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    let lines: Vec<&str> = answer.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{}", answer.stdout);
    assert_eq!(lines[0], "read     1 event, 0 articles, 0 sources in 2 files");
    assert_eq!(lines[1], "span     2014-06-10");
    assert!(
        lines[2].starts_with("written  ") && lines[2].contains(" to public in "),
        "{}",
        lines[2]
    );
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let site = folder_of(&SMALL);
    let good = run(site.path(), ["build", "--quiet"]);
    assert_eq!((good.code, good.stdout.as_str(), good.stderr.as_str()), (0, "", ""));
    put(
        &site.path().join("content/events/two.yaml"),
        b"- id: two\n  date: 2014-02-30\n  title: Two\n",
    );
    let bad = run(site.path(), ["--quiet", "build"]);
    assert_eq!((bad.code, bad.stdout.as_str()), (1, ""));
    assert!(bad.stderr.contains("error[bad-date]"), "{}", bad.stderr);
}

#[test]
fn verbose_says_what_is_being_done_on_stderr() {
    let site = folder_of(&SMALL);
    let answer = run(site.path(), ["build", "-v"]);
    assert!(answer.stderr.contains("reading ."), "{}", answer.stderr);
    assert!(!answer.stdout.contains("reading"));
}

#[test]
fn problems_go_to_stderr_without_colours_where_it_is_no_terminal() {
    let site = folder_of(&SMALL);
    put(
        &site.path().join("content/events/two.yaml"),
        b"- id: two\n  date: 2014-02-30\n  title: Two\n",
    );
    let answer = run_with(site.path(), ["build"], &[("NO_COLOR", ""), ("TERM", "xterm-256color")]);
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert!(!answer.stderr.contains('\u{1b}'), "{}", answer.stderr);
    assert!(answer.stderr.ends_with("1 error; public is as it was\n"), "{}", answer.stderr);
}

#[test]
fn check_writes_nothing() {
    let site = folder_of(&SMALL);
    let before = bytes(site.path());
    let answer = run(site.path(), ["check"]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    assert!(answer.stdout.contains("nothing written"), "{}", answer.stdout);
    assert_eq!(before, bytes(site.path()));
}

/// The first words of the lines of a table of timings, without its head.
fn steps(table: &str) -> Vec<&str> {
    let mut lines = table.lines().map(|line| line.split_whitespace().next().unwrap_or_default());
    assert_eq!(lines.next(), Some("step"), "{table}");
    lines.collect()
}

#[test]
fn timings_name_each_step_that_ran() {
    const READING: [&str; 7] = ["load", "parse", "hash", "link", "order", "render", "compare"];
    let site = folder_of(&SMALL);
    let ran = |ending: &[&'static str]| [&READING, ending, &["total"]].concat();
    for (command, ending) in [("build", ["write", "settle"]), ("check", ["rehearse", "settle"])] {
        let answer = run(site.path(), [command, "--timings"]);
        assert_eq!(answer.code, 0);
        assert_eq!(answer.stdout.lines().count(), 3, "{}", answer.stdout);
        assert_eq!(steps(&answer.stderr), ran(&ending));
        let quiet = run(site.path(), [command, "--timings", "--quiet"]);
        assert_eq!(steps(&quiet.stderr), ran(&ending), "what was asked for is said");
    }
    put(&site.path().join("content/events/two.yaml"), b"- id: one\n  date: 2014\n  title: Two\n");
    let answer = run(site.path(), ["build", "--timings"]);
    assert_eq!(answer.code, 1);
    let at = answer.stderr.find("step ").expect("the table stands below the problems");
    assert_eq!(steps(&answer.stderr[at..]), ran(&["settle"]), "nothing was written");
}

#[test]
fn timings_for_programs_stand_in_their_report() {
    let site = folder_of(&SMALL);
    let report = |arguments: &[&str]| {
        let answer = run(site.path(), arguments.iter().copied());
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert!(!answer.stderr.contains("step"), "{}", answer.stderr);
        serde_json::from_str::<serde_json::Value>(&answer.stdout).expect("this is JSON")
    };
    let timed = report(&["check", "--format", "json", "--timings"]);
    let steps = timed["timings"].as_array().expect("there are timings");
    let total = steps.last().expect("there are steps");
    assert_eq!((&steps[0]["step"], &total["step"]), (&"load".into(), &"total".into()));
    assert!(total["wall"].as_f64() > Some(0.0), "{total}");
    for field in ["cpu", "memory", "peak"] {
        assert!(total.get(field).is_some(), "{field} may be null, but is there");
    }
    assert_eq!(report(&["check", "--format", "json"]).get("timings"), None);
}

#[test]
fn strict_makes_errors_of_warnings() {
    let site = folder_of(&[("dateline.yaml", "title: No base URL\n")]);
    assert_eq!(run(site.path(), ["build"]).code, 0);
    let strict = run(site.path(), ["build", "--strict", "--output", "strict"]);
    assert_eq!(strict.code, 1);
    assert!(strict.stderr.contains("error[no-base-url]"), "{}", strict.stderr);
    assert!(!site.path().join("strict").exists());
}

#[test]
fn the_base_url_of_the_command_line_wins() {
    let site = folder_of(&SMALL);
    let answer = run(site.path(), ["build", "--base-url", "https://other.example/sub"]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    let sitemap =
        fs::read_to_string(site.path().join("public/sitemap.xml")).expect("there is a sitemap");
    assert!(sitemap.contains("https://other.example/sub/events/one.html"), "{sitemap}");
    assert!(!sitemap.contains("example.org"));
}

#[test]
fn now_comes_from_the_option_then_from_the_environment() {
    let site = folder_of(&SMALL);
    put(
        &site.path().join("content/events/two.yaml"),
        b"- id: two\n  date: 2014\n  title: Two\n  embargo: 2026-03-01\n",
    );
    let page = site.path().join("public/events/two.html");
    let build = |arguments: &[&str], epoch: &str| {
        let answer =
            run_with(site.path(), arguments.iter().copied(), &[("SOURCE_DATE_EPOCH", epoch)]);
        (answer.code, page.exists())
    };
    // 1772323199 is the last second of February 2026, in UTC.
    assert_eq!(build(&["build"], "1772323199"), (0, false));
    assert_eq!(build(&["build"], "1772323200"), (0, true));
    assert_eq!(build(&["build", "--now", "2026-02-28"], "1772323200"), (0, false));
    assert_eq!(build(&["build", "--now", "2026-03-01T02:00:00+03:00"], "1772323200"), (0, false));
    assert_eq!(build(&["build", "--now", "2026-03-01T03:00:00+03:00"], "0"), (0, true));
    let wrong = run_with(site.path(), ["build"], &[("SOURCE_DATE_EPOCH", "tomorrow")]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("SOURCE_DATE_EPOCH is `tomorrow`"), "{}", wrong.stderr);
}

#[test]
fn a_folder_that_dateline_did_not_make_is_refused() {
    let site = folder_of(&SMALL);
    put(&site.path().join("public/holiday.jpg"), b"mine");
    let answer = run(site.path(), ["build"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("public"), "{}", answer.stderr);
    assert_eq!(files(&site.path().join("public")).len(), 1);
}

#[test]
fn files_that_others_put_into_the_site_stay() {
    let site = folder_of(&SMALL);
    assert_eq!(run(site.path(), ["build"]).code, 0);
    put(&site.path().join("public/verification/file.txt"), b"mine");
    put(
        &site.path().join("content/events/one.yaml"),
        b"- id: other\n  date: 2015\n  title: Other\n",
    );
    assert_eq!(run(site.path(), ["build"]).code, 0);
    let public = bytes(&site.path().join("public"));
    assert_eq!(public.get("verification/file.txt").map(Vec::as_slice), Some(b"mine".as_slice()));
    assert!(public.contains_key("events/other.html") && !public.contains_key("events/one.html"));
}

#[test]
fn what_did_not_change_keeps_its_time() {
    let site = folder_of(&SMALL);
    assert_eq!(run(site.path(), ["build"]).code, 0);
    let public = site.path().join("public");
    let before = crate::program::times(&public);
    let again = run(site.path(), ["build"]);
    assert!(again.stdout.contains("unchanged"), "{}", again.stdout);
    let changed: Vec<String> = crate::program::times(&public)
        .into_iter()
        .filter(|(path, time)| before[path] != *time && path != ".dateline.json")
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, Vec::<String>::new());
}

#[test]
fn init_makes_a_site_that_builds_without_a_warning() {
    let place = folder();
    let made = run(place.path(), ["init", "site"]);
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    assert!(made.stdout.contains("dateline build --root site"), "{}", made.stdout);
    let built = run(place.path(), ["build", "--strict", "--root", "site", "--now", "2026-03-01"]);
    assert_eq!((built.code, built.stderr.as_str()), (0, ""));
    assert!(place.path().join("site/public/index.html").exists());
}

#[test]
fn init_overwrites_nothing() {
    let place = folder_of(&[("dateline.yaml", "title: Mine\n")]);
    let refused = run(place.path(), ["init", "--yes"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("dateline.yaml is there already"), "{}", refused.stderr);
    assert_eq!(files(place.path()).len(), 1);

    let place = folder_of(&[("README.txt", "mine")]);
    let asked = run(place.path(), ["init"]);
    assert_eq!(asked.code, 2);
    assert!(asked.stderr.contains("--yes"), "{}", asked.stderr);
    assert_eq!(files(place.path()).len(), 1);
    assert_eq!(run(place.path(), ["init", "--yes"]).code, 0);
    assert_eq!(fs::read_to_string(place.path().join("README.txt")).expect("it is there"), "mine");
    assert_eq!(run(place.path(), ["build", "--strict"]).code, 0);
}
