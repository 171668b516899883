//! The built-in templates are compiled into the program; a site with templates of its own has them rendered by Tera. Both
//! say the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cases::{all, lay, lay_example};
use crate::program::{bytes, copy, differing, folder, put, repository, run};

const BUILD: [&str; 3] = ["build", "--now", "2026-03-01"];

#[test]
fn a_theme_with_the_built_in_templates_as_its_own_makes_the_same_site() {
    let cases = all();
    let example = ("the example".to_owned(), repository().to_owned());
    let mut compared = 0;
    for (name, case) in cases.iter().chain([&example]) {
        let site = folder();
        if *name == example.0 {
            lay_example(site.path());
        } else {
            lay(case, site.path());
        }
        let settings = site.path().join("dateline.yaml");
        let written = fs::read_to_string(&settings).unwrap_or_default();
        if written.contains("theme:") || run(site.path(), BUILD).code != 0 {
            continue;
        }
        let compiled = pages(site.path());
        put(&settings, format!("{written}\ntheme: own\n").as_bytes());
        let templates = repository().join("themes/default/templates");
        copy(&templates, &site.path().join("themes/own/templates"));
        fs::remove_dir_all(site.path().join("public")).unwrap();
        assert_eq!(run(site.path(), BUILD).code, 0, "{name}");
        let rendered = pages(site.path());
        assert!(compiled.keys().eq(rendered.keys()), "{name} has other files");
        let differ = differing(&compiled, &rendered);
        assert!(differ.is_empty(), "{name}: {differ:?}");
        compared += compiled.len();
    }
    assert!(compared > 1000, "{compared} files are few");
}

/// What was published, but for the record, which knows the settings.
fn pages(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut pages = bytes(&site.join("public"));
    pages.remove(".dateline.json");
    pages
}

#[test]
fn a_template_of_the_site_s_own_is_on_the_pages_that_are_made_of_it() {
    let site = folder();
    lay(&repository().join("tests/cases/articles"), site.path());
    let settings = site.path().join("dateline.yaml");
    let written = fs::read_to_string(&settings).unwrap();
    assert_eq!(run(site.path(), BUILD).code, 0);
    let before = pages(site.path());
    put(&settings, format!("{written}\ntheme: own\n").as_bytes());
    let pager = "themes/own/templates/pager.html";
    put(&site.path().join(pager), b"<p class=\"own\">{{ entry.on_timeline }}</p>\n");
    assert_eq!(run(site.path(), BUILD).code, 0);
    let after = pages(site.path());
    let differ = differing(&before, &after);
    assert!(!differ.is_empty());
    for (path, page) in &after {
        let is_own = String::from_utf8_lossy(page).contains("<p class=\"own\">");
        assert_eq!(is_own, differ.contains(path), "{path}");
        let is_entry = path.starts_with("events/") || path.starts_with("articles/");
        assert_eq!(is_own, is_entry && !path.ends_with("index.html"), "{path}");
    }
}
