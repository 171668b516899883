//! The order of time on whole sites: from either end, and among many.

use std::fmt::Write;

use crate::program::{bytes, copy, folder, folder_of, repository, run};

/// The ids of the cards of a page, from top to bottom.
fn cards(page: &str) -> Vec<String> {
    let ids = page.split("<article id=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// The headings of years and months of a page, from top to bottom.
fn headings(page: &str) -> Vec<String> {
    let stream = page.split("<div class=\"stream\">").nth(1).unwrap_or_default();
    let opened = stream.split("<h").skip(1).filter(|rest| rest.starts_with(['2', '3']));
    let texts = opened.map(|rest| rest.split("</h").next().unwrap_or_default());
    texts.map(|text| text.split('>').nth(1).unwrap_or_default().replace("</a", "")).collect()
}

#[test]
fn newest_first_turns_every_list_around_ties_and_groups_included() {
    for site_folder in ["tests/cases/why", "tests/cases/order", "tests/cases/same-day", "."] {
        let mut pages = Vec::new();
        for order in ["oldest", "newest"] {
            let site = folder();
            copy(&repository().join(site_folder).join("content"), &site.path().join("content"));
            let settings = repository().join(site_folder).join("dateline.yaml");
            let settings = std::fs::read_to_string(settings).expect("the site has settings");
            let settings: String = settings
                .lines()
                .filter(|line| !line.starts_with("order:"))
                .collect::<Vec<_>>()
                .join("\n");
            crate::program::put(
                &site.path().join("dateline.yaml"),
                format!("{settings}\norder: {order}\n").as_bytes(),
            );
            let answer = run(site.path(), ["build", "--quiet", "--now", "2026-03-01"]);
            assert_eq!(answer.code, 0, "{}", answer.stderr);
            pages.push(bytes(&site.path().join("public")));
        }
        let [oldest, newest] = [&pages[0], &pages[1]];
        assert!(oldest.keys().eq(newest.keys()), "both have the same pages");
        let mut looked_at = 0;
        for (path, page) in oldest.iter().filter(|(path, _)| path.ends_with(".html")) {
            let [one, other] = [page, &newest[path]].map(|page| String::from_utf8_lossy(page));
            let mut turned = cards(&other);
            turned.reverse();
            // What is too wide to place stands on top of both.
            let wide = one.matches("<section class=\"year undated\">").count();
            if wide > 0 {
                assert_eq!(cards(&one)[0], cards(&other)[0], "{site_folder}: {path}");
                turned.rotate_right(1);
            }
            assert_eq!(cards(&one), turned, "{site_folder}: {path}");
            let (mut one, mut other) = (headings(&one), headings(&other));
            one.sort();
            other.sort();
            assert_eq!(one, other, "{site_folder}: the headings of {path}");
            looked_at += usize::from(turned.len() > 1);
        }
        assert!(looked_at > 1, "{site_folder} has lists of several entries");
    }
}

#[test]
fn an_open_start_before_a_known_day_keeps_its_place_among_many() {
    let mut events = String::new();
    for year in 1840..1860 {
        for month in 1..=12 {
            writeln!(events, "- {{id: m-{year}-{month:02}, date: {year}-{month:02}-15, title: M}}")
                .unwrap();
        }
    }
    events.push_str("- {id: open, date: ../1850, title: Open, before: [m-1850-06]}\n");
    events.push_str("- {id: narrowed, date: ../1850, title: Open too, after: [m-1850-03], before: [m-1850-06]}\n");
    events.push_str("- {id: unknown, date: /1850, title: Unknown, before: [m-1850-06]}\n");
    events.push_str("- {id: other, date: /1850, title: Unknown too, before: [year]}\n");
    events.push_str("- {id: year, date: 1850, title: A year}\n");
    let site = folder_of(&[
        ("dateline.yaml", "title: Many\npage_size: 1000\n"),
        ("content/events/a.yaml", &events),
    ]);
    let answer = run(site.path(), ["build", "--quiet", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let page = std::fs::read_to_string(site.path().join("public/index.html")).expect("a page");
    let order = cards(&page);
    let place = |id: &str| order.iter().position(|one| one == id).expect("it is there");
    assert_eq!(place("open"), 0);
    assert_eq!(place("narrowed"), place("m-1850-03") + 1);
    // As late as it can be, and still before the day that it is known to come before.
    assert_eq!(place("unknown") + 1, place("m-1850-06"));
    assert_eq!(place("other"), place("m-1849-12") + 1);
    assert_eq!(
        place("year"),
        place("other") + 1,
        "it has to be no earlier than the year may begin"
    );
    let months: Vec<&String> = order.iter().filter(|id| id.starts_with("m-")).collect();
    assert!(months.is_sorted(), "nothing else was moved");
}
