//! Passages: an article that is edited fails the build at the event that quotes it, and what is left out marks nothing.

use std::fs;

use crate::program::{bytes, copy, folder, put, repository, run};

const BUILD: [&str; 3] = ["build", "--now", "2026-03-01"];

#[test]
fn one_changed_word_of_a_quoted_sentence_fails_at_the_quote_and_shows_the_present_words() {
    let site = folder();
    copy(&repository().join("tests/cases/passages"), site.path());
    assert_eq!(run(site.path(), BUILD).code, 0);
    let before = bytes(&site.path().join("public"));

    let article = site.path().join("content/articles/story.md");
    let text = fs::read_to_string(&article).expect("it is there");
    let changed = text.replace("had killed a soldier", "had killed a policeman");
    assert_ne!(changed, text);
    put(&article, changed.as_bytes());
    let events =
        fs::read_to_string(site.path().join("content/events/a.yaml")).expect("it is there");
    let quote = "attackers had killed a soldier and a civilian";
    let line = events.lines().position(|line| line.contains(quote)).expect("it is quoted") + 1;
    let column =
        events.lines().nth(line - 1).and_then(|line| line.find(quote)).expect("it is there") + 1;

    let answer = run(site.path(), BUILD);
    assert_eq!(answer.code, 1);
    let says =
        |words: &str| assert!(answer.stderr.contains(words), "no {words} in\n{}", answer.stderr);
    says(&format!("error[quote-not-found]: the article `story` does not say `{quote}`"));
    says(&format!("--> content/events/a.yaml:{line}:{column}"));
    says("it now says `attackers had killed a policeman and a civilian`");
    says("::: content/articles/story.md:");
    assert_eq!(bytes(&site.path().join("public")), before, "the published site is as it was");
}

#[test]
fn what_is_left_out_marks_nothing() {
    let site = folder();
    copy(&repository().join("tests/cases/passages"), site.path());
    assert_eq!(run(site.path(), BUILD).code, 0);
    for (path, content) in bytes(&site.path().join("public")) {
        let text = String::from_utf8_lossy(&content);
        for left_out in ["said:draft", "said:withdrawn", "DRAFTWORD", "Nobody reads this yet"] {
            assert!(!text.contains(left_out), "{path} has {left_out}");
        }
    }
    assert_eq!(run(site.path(), BUILD.into_iter().chain(["--drafts"])).code, 0);
    let pages = bytes(&site.path().join("public"));
    let text = |path: &str| String::from_utf8_lossy(&pages[path]).into_owned();
    assert!(text("articles/story.html").contains("said:draft"));
    assert!(text("events/mayadin.html").contains("Nobody reads this yet"));
}
