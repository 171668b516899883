//! Drawings and what they refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{all, lay, lay_example};
use crate::program::{bytes, folder, run};

#[test]
fn what_a_drawing_refers_to_is_on_its_page_and_no_gradient_that_it_does_not_fade_by() {
    let (mut plain, mut fading) = (0, 0);
    for site in sites() {
        for (path, page) in site {
            let page = String::from_utf8_lossy(&page);
            let Some((_, drawing)) = page.split_once("<figure class=\"drawing\">") else {
                continue;
            };
            let (drawing, _) = drawing.split_once("</figure>").unwrap();
            let defined: BTreeSet<&str> = between(drawing, " id=\"drawing:", "\"").collect();
            let used = between(drawing, "href=\"#drawing:", "\"");
            let faded: BTreeSet<&str> = between(drawing, "url(#drawing:", ")").collect();
            for name in used.chain(faded.iter().copied()) {
                assert!(defined.contains(name), "{path} refers to {name}");
            }
            let tone = |name: &&str| name.split_once('-').map(|(tone, _)| (*tone).to_owned());
            let gradients: BTreeSet<&str> =
                between(drawing, "<linearGradient id=\"drawing:", "\"").collect();
            let tones: BTreeSet<Option<String>> = gradients.iter().map(tone).collect();
            assert_eq!(tones, faded.iter().map(tone).collect(), "{path}");
            match faded.is_empty() {
                true => plain += 1,
                false => fading += 1,
            }
        }
    }
    assert!(plain > 10 && fading > 10, "{plain} without and {fading} with gradients are few");
}

/// The files of all cases that build, and of the example.
fn sites() -> impl Iterator<Item = BTreeMap<String, Vec<u8>>> {
    let cases = all().into_iter().map(|(_, case)| Some(case)).chain([None]);
    cases.filter_map(|case| {
        let site = folder();
        match case {
            Some(case) => lay(&case, site.path()),
            None => lay_example(site.path()),
        }
        let built = run(site.path(), ["build", "--now", "2026-03-01"]).code == 0;
        built.then(|| bytes(&site.path().join("public")))
    })
}

/// What stands in a text between each `before` and the `after` that follows it.
fn between<'t>(text: &'t str, before: &str, after: &str) -> impl Iterator<Item = &'t str> {
    text.split(before).skip(1).filter_map(move |rest| Some(rest.split_once(after)?.0))
}
