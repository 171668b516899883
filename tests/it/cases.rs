//! Every folder of `tests/cases/` is a site, with what the program says of it and what it makes of it.
//!
//! A case `NAME/` holds the files of a site and, besides them:
//!
//! - `args.txt`: the arguments, if they are not `build --now 2026-03-01`;
//! - `before/`: files to be laid over the site for a first, good build, whose output the case's own build must then
//!   leave alone, byte for byte and time for time, if it ends with problems;
//! - `shows.txt`: what to look at, a line each: `files` is the list of everything in `public/`, a path of a page is its
//!   title and dated entries, and a path with `words` behind it is what a reader reads there;
//! - `expected/terminal.txt`: the exit code and what the terminal shows; the numbers of the line that says what was
//!   written are left out;
//! - `expected/shows.txt`: what `shows.txt` asked for;
//! - `expected/public/…`: files that have to be there with just these bytes.
//!
//! `UPDATE=1 cargo test --test it` writes what is expected anew, to be read in the diff; `CASE=NAME` looks at
//! cases of that name only.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::extract::{Telling, extract};
use crate::program::{Answer, bytes, copy, differing, files, folder, put, repository, run, times};

/// What a case's folder holds besides the site.
const NOT_THE_SITE: [&str; 4] = ["args.txt", "shows.txt", "before/", "expected/"];

#[test]
fn every_case_says_and_makes_what_is_expected() {
    let only = std::env::var("CASE").ok();
    let mut wrong = Vec::new();
    for (name, case) in all() {
        if only.as_ref().is_none_or(|only| name.contains(only.as_str()))
            && let Err(difference) = check(&case)
        {
            wrong.push(format!("--- {name}\n{difference}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n\n`UPDATE=1 cargo test --test it` takes what is new for right",
        wrong.join("\n")
    );
}

#[test]
fn every_rule_has_a_case() {
    let named = run(repository(), ["rule"]).stdout;
    let rules: Vec<&str> = named
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(' '))
        .map(|(rule, _)| rule)
        .collect();
    assert!(rules.len() > 30, "`dateline rule` names the rules");
    let said: String =
        all().iter().map(|(_, case)| read(&case.join("expected/terminal.txt"))).collect();
    let missing: Vec<&&str> =
        rules.iter().filter(|rule| !said.contains(&format!("[{rule}]"))).collect();
    assert!(missing.is_empty(), "no case shows these rules: {missing:?}");
}

#[test]
fn an_event_that_is_put_in_moves_no_other_page() {
    let case = repository().join("tests/cases/long-list");
    let site = folder();
    lay(&case, site.path());
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    let before = bytes(&site.path().join("public"));
    let file = site.path().join("content/events/new.yaml");
    put(&file, b"- id: put-in\n  date: 2014-06-11\n  title: Put in later\n");
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    let after = bytes(&site.path().join("public"));
    let gone: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert!(gone.is_empty(), "these addresses are gone: {gone:?}");
    let changed = differing(&before, &after);
    let years = changed.iter().filter(|path| path.starts_with("years/"));
    for page in years.clone().filter(|path| *path != "years/index.html") {
        assert!(page.starts_with("years/2014"), "{page} has nothing to do with June 2014");
    }
    // The part that it falls into and, where that is cut in two, what stands beside it.
    let parts: Vec<&String> = years.filter(|path| path.starts_with("years/2014-06-")).collect();
    assert!((1..=3).contains(&parts.len()), "these parts of June 2014 changed: {parts:?}");
    // Its own page and those of its neighbours, which lead to it.
    let entries: Vec<&String> = changed.iter().filter(|path| path.starts_with("events/")).collect();
    assert_eq!(entries.len(), 3, "these pages of events changed: {entries:?}");
}

#[test]
fn nothing_of_a_withdrawn_entry_is_in_the_output() {
    const WORDS: [&str; 13] = [
        "TITLEWORD",
        "SUMMARYWORD",
        "BODYWORD",
        "ACCOUNTWORD",
        "NOTEWORD",
        "TAGWORD",
        "PLACEWORD",
        "SOURCEWORD",
        "MEDIAWORD",
        "BYLINEWORD",
        "EXTRAWORD",
        "DATENOTEWORD",
        "424242",
    ];
    let mut written: Vec<u8> = Vec::new();
    for name in ["retracted", "corrections"] {
        let case = repository().join("tests/cases").join(name);
        let site = folder();
        lay(&case, site.path());
        written.extend(bytes(site.path()).into_values().flatten());
        assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
        for (path, content) in bytes(&site.path().join("public")) {
            let text = String::from_utf8_lossy(&content);
            for words in WORDS.into_iter().chain(["424,242"]) {
                let found =
                    text.to_uppercase().contains(words) || path.to_uppercase().contains(words);
                assert!(!found, "{name}: {path} still says {words}");
            }
        }
    }
    let written = String::from_utf8_lossy(&written).to_uppercase();
    for words in WORDS {
        assert!(written.contains(words), "nobody has written {words}");
    }
}

#[test]
fn what_is_for_the_desk_alone_and_where_it_was_built_is_nowhere_in_the_output() {
    for (name, case) in all() {
        let site = folder();
        lay(&case, site.path());
        run(site.path(), arguments(&case).iter().map(String::as_str));
        for (path, content) in bytes(&site.path().join("public")) {
            let machine = site.path().file_name().expect("it has a name").to_string_lossy();
            for word in ["INTERNALWORD", "CANARYWORD", machine.as_ref()] {
                let found = content.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!found, "{name}: {path} holds {word}");
            }
        }
    }
}

#[test]
fn an_address_that_is_not_to_be_linked_to_is_nowhere_in_the_output() {
    let case = repository().join("tests/cases/sources");
    let site = folder();
    lay(&case, site.path());
    let names = |content: &Vec<u8>| content.windows(13).any(|window| window == b"SECRETADDRESS");
    assert!(bytes(site.path()).values().any(names), "nobody has written it");
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    for (path, content) in bytes(&site.path().join("public")) {
        assert!(!names(&content), "{path} names the address");
    }
}

/// Every case by its name.
pub fn all() -> Vec<(String, PathBuf)> {
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(repository().join("tests/cases"))
        .expect("there are cases")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().expect("it has a name").to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// Copies the example of this repository into a folder.
pub fn lay_example(site: &Path) {
    copy(&repository().join("content"), &site.join("content"));
    let settings = repository().join("dateline.yaml");
    fs::copy(settings, site.join("dateline.yaml")).expect("the example has settings");
}

/// Copies a case's site into a folder.
pub fn lay(case: &Path, site: &Path) {
    for (path, disk) in files(case) {
        if !NOT_THE_SITE.iter().any(|other| path.starts_with(other)) {
            put(&site.join(path), &fs::read(disk).expect("the file can be read"));
        }
    }
}

fn arguments(case: &Path) -> Vec<String> {
    let given = read(&case.join("args.txt"));
    let given = if given.trim().is_empty() { "build --now 2026-03-01" } else { given.trim() };
    given.split_whitespace().map(str::to_owned).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn check(case: &Path) -> Result<(), String> {
    let site = folder();
    lay(case, site.path());
    let public = site.path().join("public");
    let arguments = arguments(case);
    let arguments = || arguments.iter().map(String::as_str);
    let mut standing = None;
    if case.join("before").exists() {
        copy(&case.join("before"), site.path());
        let first = run(site.path(), arguments());
        if first.code != 0 {
            return Err(format!("the build before it is not a good one:\n{}", first.stderr));
        }
        for (path, _) in files(&case.join("before")) {
            match fs::read(case.join(&path)) {
                Ok(bytes) => put(&site.path().join(&path), &bytes),
                Err(_) => {
                    fs::remove_file(site.path().join(&path)).expect("the file can be removed")
                }
            }
        }
        standing = Some((bytes(&public), times(&public)));
    }
    let answer = run(site.path(), arguments());
    if let Some((bytes_before, times_before)) = standing.filter(|_| answer.code != 0) {
        let changed = differing(&bytes_before, &bytes(&public));
        if !changed.is_empty() || times_before != times(&public) {
            return Err(format!("public/ is not as it was: {changed:?}"));
        }
    }
    let expected = case.join("expected");
    compare(&expected.join("terminal.txt"), &terminal(arguments(), &answer))?;
    let shows = read(&case.join("shows.txt"));
    if !shows.is_empty() {
        compare(&expected.join("shows.txt"), &shown(&shows, &public))?;
    }
    for (path, _) in files(&expected).iter().filter(|(path, _)| path.starts_with("public/")) {
        let made = fs::read_to_string(site.path().join(path))
            .map_err(|error| format!("{path}: {error}"))?;
        compare(&expected.join(path), &made)?;
    }
    Ok(())
}

/// Compares with what is expected, or writes it anew.
pub fn compare(expected: &Path, found: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE").is_some() {
        if read(expected) != found {
            put(expected, found.as_bytes());
        }
        return Ok(());
    }
    let expected_text = read(expected);
    if expected_text == found {
        return Ok(());
    }
    let name = expected.file_name().expect("it has a name").to_string_lossy();
    let mut difference = format!("{name} differs (- expected, + found):\n");
    let (old, new): (Vec<&str>, Vec<&str>) =
        (expected_text.lines().collect(), found.lines().collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let same_end = old[same..]
        .iter()
        .rev()
        .zip(new[same..].iter().rev())
        .take_while(|(old, new)| old == new)
        .count();
    for line in &old[same..old.len() - same_end] {
        let _ = writeln!(difference, "-{line}");
    }
    for line in &new[same..new.len() - same_end] {
        let _ = writeln!(difference, "+{line}");
    }
    Err(difference)
}

/// What the terminal shows, without what no two runs share.
fn terminal<'a>(arguments: impl Iterator<Item = &'a str>, answer: &Answer) -> String {
    let arguments: Vec<&str> = arguments.collect();
    let mut shown = format!("$ dateline {}\n", arguments.join(" "));
    shown.push_str(&answer.stderr);
    for line in answer.stdout.lines() {
        match line.split_once("  ") {
            Some((verb @ ("written" | "checked"), rest)) => {
                let _ = writeln!(shown, "{verb}  {}", without_numbers(rest));
            }
            _ => {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    let _ = writeln!(shown, "exit {}", answer.code);
    shown
}

/// `22 files, 95 kB to public in 0.03 s` -> `N files to public in N s`
fn without_numbers(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let to = words.iter().position(|word| matches!(*word, "to" | "in")).unwrap_or(words.len());
    let rest: Vec<&str> = words[to..]
        .iter()
        .map(|word| if word.starts_with(|char: char| char.is_ascii_digit()) { "N" } else { word })
        .collect();
    format!("N files {}", rest.join(" "))
}

#[test]
fn the_numbers_of_a_run_are_left_out() {
    assert_eq!(
        without_numbers("22 files, 95 kB (3 unchanged) to public in 0.03 s"),
        "N files to public in N s"
    );
}

fn shown(wanted: &str, public: &Path) -> String {
    let mut shown = String::new();
    for line in wanted.lines().filter(|line| !line.trim().is_empty()) {
        let _ = writeln!(shown, "=== {line}");
        if line == "files" {
            for (path, _) in files(public) {
                let _ = writeln!(shown, "{path}");
            }
            continue;
        }
        let (path, telling) = match line.strip_suffix(" words") {
            Some(path) => (path, Telling::Words),
            None => (line, Telling::Outline),
        };
        match fs::read_to_string(public.join(path)) {
            Ok(page) if path.ends_with(".html") => shown.push_str(&extract(&page, telling)),
            Ok(other) => shown.push_str(&other),
            Err(_) => shown.push_str("(not there)\n"),
        }
    }
    shown
}
