//! Corrections, relations and reports: what readers find at an entry, and what stays where it was.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::program::{Answer, bytes, folder_of, put, run};

const SETTINGS: (&str, &str) =
    ("dateline.yaml", "title: A site\nbase_url: https://example.org/t/\npage_size: 10\n");

fn build(site: &Path) -> Answer {
    let answer = run(site, ["build", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    answer
}

fn read(site: &Path, path: &str) -> String {
    std::fs::read_to_string(site.join("public").join(path)).expect("the page is there")
}

/// Ids of a feed's entries.
fn ids(feed: &str) -> Vec<String> {
    let ids = feed.split("<entry>").skip(1).filter_map(|entry| entry.split("<id>").nth(1));
    ids.filter_map(|id| id.split("</id>").next()).map(str::to_owned).collect()
}

/// An event for each day of some months, each corrected on that day.
fn corrected(months: std::ops::Range<u32>, days: u32) -> String {
    let mut events = String::new();
    for month in months {
        for day in 1..=days {
            let (year, month) = (2020 + month / 12, month % 12 + 1);
            let date = format!("{year}-{month:02}-{day:02}");
            writeln!(
                events,
                "- {{id: e-{date}, date: {date}, title: One, corrections: [{{date: {date}, text: What {date} said.}}]}}"
            )
            .expect("a string takes any text");
        }
    }
    events
}

#[test]
fn a_long_record_is_divided_and_a_further_correction_moves_no_other_page() {
    let site = folder_of(&[SETTINGS, ("content/events/a.yaml", &corrected(0..30, 28))]);
    build(site.path());
    let before = bytes(&site.path().join("public"));
    let is_of_record = |path: &&String| path.starts_with("corrections") && path.ends_with(".html");
    let pages: Vec<&String> = before.keys().filter(is_of_record).collect();
    assert!(pages.len() > 100, "{pages:?}");
    for page in &pages {
        let text = String::from_utf8_lossy(&before[*page]);
        assert!(text.matches("Corrected: ").count() <= 10, "{page} is too long");
    }
    let front = String::from_utf8_lossy(&before["corrections.html"]).into_owned();
    assert!(front.contains("840 corrections"), "{front}");
    for year in ["2020", "2021", "2022"] {
        assert!(front.contains(&format!("href=\"corrections/{year}.html\"")), "{front}");
    }
    assert!(front.contains("What 2022-06-28 said."), "the newest stand on the front of it");

    put(&site.path().join("content/events/b.yaml"), corrected(30..31, 1).as_bytes());
    build(site.path());
    let after = bytes(&site.path().join("public"));
    let changed =
        |path: &&String| path.starts_with("corrections/") && after.get(*path) != before.get(*path);
    let moved: Vec<&String> = before.keys().filter(changed).collect();
    assert_eq!(moved, ["corrections/2022.html"], "a new month is a page of its own");
}

#[test]
fn every_correction_is_on_one_part_and_every_part_is_linked_to() {
    let site = folder_of(&[SETTINGS, ("content/events/a.yaml", &corrected(0..14, 28))]);
    build(site.path());
    let mut todo = vec!["corrections.html".to_owned()];
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    while let Some(path) = todo.pop() {
        let page = read(site.path(), &path);
        let parts = page.split("<section class=\"parts\">").nth(1);
        for link in parts
            .and_then(|parts| parts.split("</section>").next())
            .unwrap_or_default()
            .split("href=\"")
            .skip(1)
        {
            let href = link.split('"').next().unwrap_or_default().trim_start_matches("../");
            if seen.insert(href.to_owned()) {
                todo.push(href.to_owned());
            }
        }
        if parts.is_none() {
            for said in page.split("What ").skip(1).filter_map(|rest| rest.get(..10)) {
                assert!(found.insert(said.to_owned()), "{said} stands twice");
            }
        }
    }
    assert_eq!(found.len(), 14 * 28);
}

#[test]
fn ids_of_corrections_stay_when_others_are_added() {
    let event = |corrections: &str| {
        format!("- {{id: one, date: 2026-01-01, title: One, corrections: [{corrections}]}}\n")
    };
    let first = "{date: 2026-01-02, text: A.}, {date: 2026-01-02, text: B.}, {date: 2026-01-03T10:00:00Z, text: C.}";
    let site = folder_of(&[SETTINGS, ("content/events/a.yaml", &event(first))]);
    build(site.path());
    let before: BTreeSet<String> = ids(&read(site.path(), "corrections.xml")).into_iter().collect();
    assert_eq!(before.len(), 3);
    let more = format!(
        "{{date: 2026-01-01, text: Z.}}, {first}, {{date: 2026-01-02, text: D.}}, {{date: 2026-01-04, text: E.}}"
    );
    put(&site.path().join("content/events/a.yaml"), event(&more).as_bytes());
    build(site.path());
    let feed = read(site.path(), "corrections.xml");
    let after = ids(&feed);
    assert_eq!(after.len(), 6);
    assert!(
        after[0].ends_with("events/one.html#correction:2026-01-04"),
        "the newest first: {after:?}"
    );
    assert!(before.iter().all(|id| after.contains(id)), "{before:?} {after:?}");
    let page = read(site.path(), "events/one.html");
    for id in &after {
        let anchor = id.split('#').nth(1).expect("it has a fragment");
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor} is not on the page");
    }
}

#[test]
fn a_feed_of_corrections_is_there_before_the_first_one() {
    let site = folder_of(&[
        ("dateline.yaml", "title: A site\nbase_url: https://example.org/\n"),
        ("content/events/a.yaml", "- {id: one, date: 2014, title: One, published: 2026-01-05}\n"),
    ]);
    build(site.path());
    let feed = read(site.path(), "corrections.xml");
    assert!(
        feed.contains("<updated>2026-01-05T00:00:00Z</updated>") && ids(&feed).is_empty(),
        "{feed}"
    );
    assert!(
        read(site.path(), "events/one.html").contains("corrections.xml"),
        "the footer names it"
    );
    put(
        &site.path().join("dateline.yaml"),
        b"title: A site\nbase_url: https://example.org/\noutputs: [events, feed]\n",
    );
    build(site.path());
    assert!(!site.path().join("public/corrections.xml").exists(), "no record, no feed of it");
    assert!(!read(site.path(), "events/one.html").contains("corrections.xml"));
}

#[test]
fn an_error_can_be_reported_on_every_entry() {
    let events = "- {id: one, date: 2014, title: \"What is 100 % & sure / new?\"}\n\
                  - {id: zwei-ä, date: 2015, title: Zwei}\n\
                  - {id: gone, date: 2016, title: Gone, status: retracted, retracted: Wrong., updated: 2026-01-01}\n";
    let article = "---\ntitle: Told\ndate: 2020-01-01\n---\nText.\n";
    let withdrawn = "---\ntitle: Secret\ndate: 2020-01-01\nretracted: Wrong.\nupdated: 2020-01-02\n---\nText.\n";
    let site = folder_of(&[
        ("content/events/a.yaml", events),
        ("content/articles/told.md", article),
        ("content/articles/past.md", withdrawn),
    ]);
    let pages = [
        "events/one.html",
        "events/zwei-ä.html",
        "events/gone.html",
        "articles/told.html",
        "articles/past.html",
    ];
    let cases: [(&str, [&str; 5]); 6] = [
        (
            "desk@example.org",
            [
                "mailto:desk@example.org?subject=What%20is%20100%20%25%20%26%20sure%20%2F%20new%3F%20%28one%29",
                "mailto:desk@example.org?subject=Zwei%20%28zwei-%C3%A4%29",
                "mailto:desk@example.org?subject=Withdrawn%20entry%20%28gone%29",
                "mailto:desk@example.org?subject=Told%20%28told%29",
                "mailto:desk@example.org?subject=Withdrawn%20entry%20%28past%29",
            ],
        ),
        (
            "desk+{id}@example.org",
            [
                "mailto:desk+one@example.org?subject=",
                "mailto:desk+zwei-%C3%A4@example.org?subject=",
                "mailto:desk+gone@example.org?subject=",
                "mailto:desk+told@example.org?subject=",
                "mailto:desk+past@example.org?subject=",
            ],
        ),
        (
            "mailto:desk@example.org?cc=b@example.org",
            ["mailto:desk@example.org?cc=b@example.org&amp;subject="; 5],
        ),
        ("mailto:desk@example.org?Subject=Error", ["mailto:desk@example.org?Subject=Error\""; 5]),
        (
            "https://example.org/report?entry={id}",
            [
                "https://example.org/report?entry=one\"",
                "https://example.org/report?entry=zwei-%C3%A4\"",
                "https://example.org/report?entry=gone\"",
                "https://example.org/report?entry=told\"",
                "https://example.org/report?entry=past\"",
            ],
        ),
        ("https://example.org/report", ["https://example.org/report\""; 5]),
    ];
    for (contact, expected) in cases {
        let settings =
            format!("title: A site\nbase_url: https://example.org/\ncontact: \"{contact}\"\n");
        put(&site.path().join("dateline.yaml"), settings.as_bytes());
        build(site.path());
        for (page, href) in pages.iter().zip(expected) {
            let text = read(site.path(), page);
            let main = text.split("<main").nth(1).unwrap_or_default();
            let main = main.split("</main>").next().unwrap_or_default();
            assert!(
                main.contains(&format!("href=\"{href}")),
                "{contact}: {page} has no {href}:\n{main}"
            );
        }
    }
}

#[test]
fn check_compares_with_what_is_published_and_writes_nothing() {
    let site = folder_of(&[
        (
            "dateline.yaml",
            "title: A site\nbase_url: https://example.org/\nlints: {no-source: allow}\n",
        ),
        (
            "content/events/a.yaml",
            "- {id: one, date: 2014, title: One}\n- {id: two, date: 2015, title: Two}\n",
        ),
    ]);
    build(site.path());
    assert_eq!(run(site.path(), ["build", "--output", "elsewhere"]).code, 0);
    put(&site.path().join("content/events/a.yaml"), b"- {id: one, date: 2014, title: One}\n");
    let before = bytes(site.path());
    let checked = run(site.path(), ["check"]);
    assert_eq!(checked.code, 0);
    assert!(
        checked.stderr.contains("warning[vanished-id]: `events/two.html`"),
        "{}",
        checked.stderr
    );
    let strict = run(site.path(), ["check", "--strict", "--output", "elsewhere"]);
    assert_eq!(strict.code, 1);
    let nothing = run(site.path(), ["check", "--strict", "--output", "not-there"]);
    assert_eq!((nothing.code, nothing.stderr.as_str()), (0, ""));
    assert_eq!(before, bytes(site.path()));
    // A folder without our marker says nothing, and a build that was warned is the end of it.
    put(&site.path().join("foreign/events/three.html"), b"");
    assert_eq!(run(site.path(), ["check", "--strict", "--output", "foreign"]).code, 0);
    assert!(run(site.path(), ["build"]).stderr.contains("vanished-id"));
    assert_eq!(run(site.path(), ["build", "--strict"]).stderr, "");
    // What could not be read is not gone.
    put(&site.path().join("content/events/a.yaml"), b"- {id: one, date: 2014-02-30, title: One}\n");
    let broken = run(site.path(), ["build"]);
    assert!(
        broken.stderr.contains("bad-date") && !broken.stderr.contains("vanished"),
        "{}",
        broken.stderr
    );
    // The settings can allow it.
    put(&site.path().join("content/events/a.yaml"), b"- {id: new, date: 2014, title: One}\n");
    put(
        &site.path().join("dateline.yaml"),
        b"title: A site\nbase_url: https://example.org/\nlints: {no-source: allow, vanished-id: allow}\n",
    );
    assert_eq!(run(site.path(), ["build", "--strict"]).stderr, "");
}

#[test]
fn pages_that_a_site_makes_by_itself_have_no_permalink() {
    let site = folder_of(&[
        (
            "dateline.yaml",
            "title: A site\nbase_url: https://example.org/\nlints: {no-source: allow}\n",
        ),
        ("content/events/a.yaml", "- {id: one, date: 2014, title: One, status: reported}\n"),
        ("content/timelines/status.md", "---\ntitle: Its own\n---\nText.\n"),
    ]);
    build(site.path());
    assert!(site.path().join("public/status.html").exists());
    put(&site.path().join("content/events/a.yaml"), b"- {id: one, date: 2014, title: One}\n");
    assert_eq!(run(site.path(), ["check"]).stderr, "");
    std::fs::remove_file(site.path().join("content/timelines/status.md")).expect("it is there");
    let checked = run(site.path(), ["check"]).stderr;
    assert!(checked.contains("warning[vanished-id]: `timelines/status.html`"), "{checked}");
}

#[test]
fn both_ends_show_a_relation_in_the_words_of_the_language() {
    let kinds = ["causes", "part-of", "contradicts", "supersedes", "context"];
    let mut events = String::from("- {id: hub, date: 2014, title: Hub, related: [");
    for kind in kinds {
        write!(events, "{{event: {kind}, how: {kind}}}, ").expect("a string takes any text");
    }
    events.push_str("]}\n");
    for (number, kind) in kinds.iter().enumerate() {
        writeln!(events, "- {{id: {kind}, date: {}, title: Other}}", 2020 - number)
            .expect("a string takes any text");
    }
    let site = folder_of(&[("content/events/a.yaml", &events)]);
    let words = [
        (
            "en",
            [
                "Led to",
                "Followed from",
                "Part of",
                "Contains",
                "Contradicts",
                "Contradicted by",
                "Supersedes",
                "Superseded by",
                "Context",
                "Context for",
            ],
        ),
        (
            "de",
            [
                "Führte zu",
                "Folgte aus",
                "Teil von",
                "Umfasst",
                "Widerspricht",
                "Widerspruch durch",
                "Ersetzt",
                "Ersetzt durch",
                "Kontext",
                "Kontext für",
            ],
        ),
        (
            "fr",
            [
                "A mené à",
                "Découle de",
                "Fait partie de",
                "Comprend",
                "Contredit",
                "Contredit par",
                "Remplace",
                "Remplacé par",
                "Contexte",
                "Contexte de",
            ],
        ),
        (
            "ar",
            [
                "أدى إلى",
                "نتج عن",
                "جزء من",
                "يشمل",
                "يناقض",
                "يناقضه",
                "يحل محل",
                "حل محله",
                "السياق",
                "سياق بالنسبة إلى",
            ],
        ),
        (
            "he",
            [
                "הוביל אל",
                "בעקבות",
                "חלק מתוך",
                "כולל את",
                "סותר את",
                "סתירה מצד",
                "מחליף את",
                "הוחלף על ידי",
                "הקשר",
                "הקשר עבור",
            ],
        ),
    ];
    for (language, words) in words {
        let settings =
            format!("title: A site\nbase_url: https://example.org/\nlanguage: {language}\n");
        put(&site.path().join("dateline.yaml"), settings.as_bytes());
        build(site.path());
        let hub = read(site.path(), "events/hub.html");
        for (kind, pair) in kinds.iter().zip(words.chunks(2)) {
            let other = read(site.path(), &format!("events/{kind}.html"));
            let how = |word: &str| format!("<dt class=\"how\">{word}</dt>");
            assert!(hub.contains(&how(pair[0])), "{language}: {}", pair[0]);
            assert!(other.contains(&how(pair[1])), "{language}: {}", pair[1]);
        }
        let superseded = read(site.path(), "events/supersedes.html");
        let top = superseded.split("</header>").nth(1).unwrap_or_default();
        assert!(
            top.contains(&format!("<p class=\"notice\" data-edtf=\"2014\">{}", words[7])),
            "{language}: {top}"
        );
    }
}
