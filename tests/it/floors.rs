//! The floors of the house, as the table in `src/lib.rs` draws them: no module uses what stands above it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::program::{files, repository};

/// What a module's floor lets it use.
#[derive(Debug, PartialEq, Eq)]
struct Floor {
    modules: BTreeSet<String>,
    /// Whether modules of this floor may use each other.
    each_other: bool,
}

#[test]
fn every_module_stands_on_a_floor_and_uses_only_what_is_below() {
    let source = repository().join("src");
    let sources: BTreeMap<String, String> = files(&source)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, disk)| (path, fs::read_to_string(disk).expect("the source is UTF-8")))
        .collect();
    let floors = table(&sources["lib.rs"]);
    assert_eq!(floors.len(), 4, "the table of floors in src/lib.rs is not where it was");
    let wrong = wrong(&floors, &sources);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let made: BTreeSet<String> = sources.keys().map(|path| module(path)).collect();
    for name in floors.iter().flat_map(|floor| &floor.modules) {
        assert!(made.contains(name), "the table names `{name}`, which is not there");
    }
}

#[test]
fn this_test_can_fail() {
    let floors = table(
        "//! | floor | modules | may use |\n//! |---|---|---|\n//! | 1 words | `text`, `date` | each other |\n\
         //! | 2 steps | `load`, `parse` | floors below, never each other |\n//! | 3 program | `lib` | everything below |\n",
    );
    let wrong_in = |path: &str, source: &str| {
        wrong(&floors, &BTreeMap::from([(path.to_owned(), source.to_owned())]))
    };
    let fine: [(&str, &str); 6] = [
        ("text.rs", "use crate::date::Date;"),
        ("parse/yaml.rs", "use super::other; use crate::text::Text; use crate::parse::leaf;"),
        ("lib.rs", "mod load; use crate::load::load; pub use load::Thing;"),
        (
            "load.rs",
            "// crate::parse is another step\n/* crate::parse */ const WORD: &str = \"crate::parse\";",
        ),
        ("load.rs", "#[cfg(test)]\nmod tests { use crate::parse::parse; }"),
        ("load.rs", "use crate::{text::{Text, Texts}, date};"),
    ];
    for (path, source) in fine {
        assert_eq!(wrong_in(path, source), Vec::<String>::new(), "{source}");
    }
    let broken = [
        ("text.rs", "use crate::load::load;", "`text` (floor 1) uses `load` (floor 2)"),
        ("load.rs", "fn a() { crate::parse::parse() }", "`load` (floor 2) uses `parse` (floor 2)"),
        ("load.rs", "use super::parse;", "`load` (floor 2) uses `parse` (floor 2)"),
        ("load/disk.rs", "use super::super::parse::x;", "`load` (floor 2) uses `parse` (floor 2)"),
        ("load.rs", "use crate::{text::Text, parse};", "`load` (floor 2) uses `parse` (floor 2)"),
        (
            "load.rs",
            "use crate::{\n    text::{Text},\n    parse::{a, b},\n};",
            "`load` (floor 2) uses `parse` (floor 2)",
        ),
        ("date.rs", "use crate::build;", "`date` (floor 1) uses `lib` (floor 3)"),
        ("attic.rs", "", "`attic` stands on no floor"),
    ];
    for (path, source, complaint) in broken {
        assert!(
            wrong_in(path, source).iter().any(|line| line.contains(complaint)),
            "{path}: {source}"
        );
    }
}

/// The table in a crate's doc.
fn table(source: &str) -> Vec<Floor> {
    source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "))
        .filter(|line| line.starts_with(|char: char| char.is_ascii_digit()))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            let modules = cells[1].split('`').skip(1).step_by(2).map(str::to_owned).collect();
            Floor {
                modules,
                each_other: cells[2].contains("each other")
                    && !cells[2].contains("never each other"),
            }
        })
        .collect()
}

/// The top-level module that a file belongs to.
fn module(path: &str) -> String {
    let top = path.split('/').next().unwrap_or(path);
    top.trim_end_matches(".rs").to_owned()
}

fn wrong(floors: &[Floor], sources: &BTreeMap<String, String>) -> Vec<String> {
    let floor_of = |name: &str| floors.iter().position(|floor| floor.modules.contains(name));
    let mut wrong = Vec::new();
    for (path, source) in sources {
        let own = module(path);
        // Tests of the whole look at the whole.
        if path.ends_with("tests.rs") || ["damage", "again"].contains(&&*own) {
            continue;
        }
        let Some(own_floor) = floor_of(&own) else {
            wrong
                .push(format!("src/{path}: `{own}` stands on no floor of the table in src/lib.rs"));
            continue;
        };
        for (used, from) in used(path, &code(source)) {
            // What is no module is an item of `lib` itself, or, after `super`, of the module around an inner one.
            let used = match (floor_of(&used), from) {
                (Some(_), _) => used,
                (None, From::Crate) => "lib".to_owned(),
                (None, From::Super) => continue,
            };
            let floor = floor_of(&used).unwrap_or(floors.len());
            let is_allowed = used == own
                || floor < own_floor
                || (floor == own_floor && floors[floor].each_other);
            // `cli` and `main` are the program, which `lib` strings together.
            let is_program = own_floor == floors.len() - 1 && floor == own_floor;
            if !is_allowed && !is_program {
                let (own_floor, floor) = (own_floor + 1, floor + 1);
                wrong.push(format!(
                    "src/{path}: `{own}` (floor {own_floor}) uses `{used}` (floor {floor})"
                ));
            }
        }
    }
    wrong
}

/// How a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum From {
    Crate,
    Super,
}

/// The names directly below the crate that a file uses.
fn used(path: &str, code: &str) -> BTreeSet<(String, From)> {
    let mut used = BTreeSet::new();
    // How often `super` leads from this file to the crate: `load.rs` once, `load/disk.rs` twice.
    let depth = path.matches('/').count() + 1;
    let to_the_crate = format!("{}::", vec!["super"; depth].join("::"));
    let is_root = matches!(path, "lib.rs" | "main.rs");
    for (start, from) in [("crate::", From::Crate), (to_the_crate.as_str(), From::Super)] {
        if from == From::Super && is_root {
            continue;
        }
        for (at, _) in code.match_indices(start) {
            if code[..at].ends_with("super::")
                || code[..at].ends_with(|char: char| char.is_alphanumeric() || char == '_')
            {
                continue;
            }
            used.extend(
                first_names(&code[at + start.len()..]).into_iter().map(|name| (name, from)),
            );
        }
    }
    used
}

/// `a::b` -> a; `{a::{b, c}, d}` -> a, d
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|char| char.is_alphanumeric() || *char == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Code without comments, strings and the tests below it.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or(source);
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(char) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with('"') {
            string_end(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            rest[2..].find('\'').map_or(rest.len(), |at| at + 3)
        } else {
            code.push(char);
            char.len_utf8()
        };
        rest = &rest[skipped..];
    }
    code
}

fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
