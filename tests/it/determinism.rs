//! The same input gives the same bytes: wherever, whenever, in whatever language and with however many threads.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::{bytes, copy, differing, folder, put, repository, run_with};

const NOW: &str = "2026-03-01";

#[test]
fn the_example_is_the_same_everywhere() {
    let first = build_copy(&[("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")]);
    assert!(first.len() > 50, "the example is a whole site");
    for environment in [
        [("TZ", "Asia/Damascus"), ("LANG", "ar_SY.UTF-8"), ("RAYON_NUM_THREADS", "4")],
        [("TZ", "America/St_Johns"), ("LANG", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "2")],
    ] {
        same(&first, &build_copy(&environment));
    }
}

#[test]
fn a_build_does_not_depend_on_where_it_is_started_from() {
    let (site, elsewhere) = (folder(), folder());
    lay(site.path());
    let inside = run_with(site.path(), ["build", "--now", NOW], &[]);
    assert_eq!(inside.code, 0, "{}", inside.stderr);
    let from_inside = bytes(&site.path().join("public"));
    let output = elsewhere.path().join("out");
    let root = site.path().to_string_lossy().into_owned();
    let outside = run_with(
        elsewhere.path(),
        ["build", "--now", NOW, "--root", &root, "--output", &output.to_string_lossy()],
        &[],
    );
    assert_eq!(outside.code, 0, "{}", outside.stderr);
    same(&from_inside, &bytes(&output));
}

#[test]
fn the_order_in_which_files_were_made_does_not_matter() {
    let events: Vec<(String, String)> = (0..20)
        .map(|number| {
            let id = format!("e{number}");
            (
                format!("content/events/{id}.yaml"),
                format!("- id: {id}\n  date: 2014\n  title: {id}\n  tags: [t{number}, all]\n"),
            )
        })
        .collect();
    let build = |events: &mut dyn Iterator<Item = &(String, String)>| {
        let site = folder();
        put(&site.path().join("dateline.yaml"), b"title: Any\nbase_url: https://example.org/\n");
        for (path, content) in events {
            put(&site.path().join(path), content.as_bytes());
        }
        assert_eq!(run_with(site.path(), ["build", "--now", NOW], &[]).code, 0);
        bytes(&site.path().join("public"))
    };
    same(&build(&mut events.iter()), &build(&mut events.iter().rev()));
}

/// Builds a copy of the example in a new folder.
fn build_copy(environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let site = folder();
    lay(site.path());
    let answer = run_with(site.path(), ["build", "--now", NOW], environment);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    bytes(&site.path().join("public"))
}

fn lay(site: &Path) {
    let settings =
        std::fs::read(repository().join("dateline.yaml")).expect("the example has settings");
    put(&site.join("dateline.yaml"), &settings);
    copy(&repository().join("content"), &site.join("content"));
}

fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(differing(one, other), Vec::<String>::new(), "these files differ");
}
