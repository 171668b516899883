//! `docs/rules.md`, made of the table of rules and of what the program says of its examples.
//!
//! `UPDATE=1 cargo test --lib rule` writes it anew, to be read in the diff.

use std::fmt::Write as _;
use std::path::Path;

use include_dir::{Dir, DirEntry};
use rayon::prelude::*;

use super::{trial, weight, wrapped};
use crate::diagnostic::rule::{Info, SUBJECTS};
use crate::report::Style;

const INTRODUCTION: &str = "\
# The rules

Every problem that Dateline reports has a rule, whose name stands in brackets: `error[unknown-place]: …`. This page
tells of each rule why it is there, shows an example, and says how to set it. `dateline rule NAME` tells the same at
the terminal, and `dateline rule` names all of them.

An error keeps the site from being published. A warning does not, unless `--strict` is given. In `dateline.yaml`,
`lints` changes what becomes of a rule that is not always an error:

```yaml
lints: {missing-alt: error, name-spelling: allow}
```

The examples are files of [a small site](#the-site-of-the-examples). They are cut down to what their rule is about;
what other warnings could be found in them is left out.

<!-- Written by a test from the files under src/diagnostic/rule/: change it there. -->

";

/// As the other pages are wrapped.
const WIDTH: usize = 119;

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for subject in SUBJECTS {
        let _ = writeln!(page, "**[{}](#{})**\n", subject.title, anchor(subject.title));
        let _ = writeln!(page, "| rule | normally | |\n|---|---|---|");
        for Info { rule, normally, what, .. } in subject.rules {
            let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {what} |", rule.0, weight(*normally));
        }
        page.push('\n');
    }
    for subject in SUBJECTS {
        let _ = writeln!(page, "## {}\n", subject.title);
        let sections: Vec<String> = subject.rules.par_iter().map(section).collect();
        page.push_str(&sections.concat());
    }
    page.push_str("## The site of the examples\n\n");
    base(&trial::BASE, &mut page);
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

fn section(info: &Info) -> String {
    let mut text = format!("### `{}`\n\n{}\n\n", info.rule.0, info.sentence());
    let _ = writeln!(text, "{}\n", wrapped(info.why, WIDTH));
    if let Some(example) = &info.example {
        if !example.settings.is_empty() {
            let _ = writeln!(text, "With this in `dateline.yaml`:\n");
            fence(&mut text, "yaml", example.settings);
        }
        let _ = writeln!(text, "Wrong, in `{}`:\n", example.file);
        fence(&mut text, language(example.file), example.wrong);
        let said = trial::wrong(info, example).unwrap().said(Style::PLAIN);
        fence(&mut text, "text", &said);
        if let Some(right) = example.right {
            let file = example.instead.unwrap_or(example.file);
            match example.instead {
                Some(file) => text.push_str(&format!("Right, in `{file}`:\n\n")),
                None => text.push_str("Right:\n\n"),
            }
            fence(&mut text, language(file), right);
        }
    }
    let _ = writeln!(text, "{}\n", wrapped(&info.setting(), WIDTH));
    text
}

/// The files of the base site, one after the other.
fn base(folder: &Dir<'_>, page: &mut String) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => base(inner, page),
            DirEntry::File(file) => {
                let path = file.path().display().to_string();
                let _ = writeln!(page, "`{path}`\n");
                fence(page, language(&path), file.contents_utf8().expect("it is text"));
            }
        }
    }
}

fn fence(text: &mut String, language: &str, content: &str) {
    let _ = writeln!(text, "```{language}\n{}\n```\n", content.trim_end());
}

fn language(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("yaml" | "yml") => "yaml",
        Some("md") => "markdown",
        Some("html") => "html",
        Some("svg") => "svg",
        _ => "text",
    }
}

/// What GitHub makes of a heading.
fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(',', "").replace(' ', "-")
}

#[test]
fn the_documented_rules_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page).expect("the page can be written");
        return;
    }
    let written = std::fs::read_to_string(&path).expect("the page is there");
    for (number, (written, right)) in written.lines().zip(page.lines()).enumerate() {
        assert_eq!(
            written,
            right,
            "line {} of docs/rules.md; `UPDATE=1` writes it anew",
            number + 1
        );
    }
    assert_eq!(written, page);
}
