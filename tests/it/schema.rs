//! The schemas for editors: valid, complete, held against every file of the example and the cases, and kept fresh.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use crate::program::{bytes, files, folder, folder_of, put, repository, run, times};

const KINDS: [&str; 9] =
    ["settings", "events", "event", "article", "page", "timeline", "places", "actors", "sources"];

/// The rules that a schema knows of.
const KNOWN: [&str; 5] = ["unknown-key", "missing-key", "wrong-type", "bad-value", "unknown-rule"];

/// Those of which it knows some, and those of files that no editor can read.
const KNOWN_IN_PART: [&str; 7] =
    ["bad-date", "bad-id", "yaml-syntax", "duplicate-key", "too-deep", "not-utf8", "front-matter"];

/// Errors of these rules that no schema can see, each with its reason.
const EXCEPTIONS: [(&str, &str); 5] = [
    (
        "figure-sources/content/events/a.yaml:20",
        "that there is no number shows in three keys together",
    ),
    (
        "no-harm-refused/content/places.yaml:1",
        "that half a position is none shows in two keys together",
    ),
    (
        "no-harm-refused/content/places.yaml:2",
        "that half a position is none shows in two keys together",
    ),
    ("bad-values/content/events/b.md:5", "the other body stands below the front matter"),
    (
        "places-exact/content/events/styles.yaml:14",
        "that a reason asks for a status shows in two keys together",
    ),
];

fn schema(kind: &str) -> Value {
    let answer = run(repository(), ["schema", kind]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{kind}");
    serde_json::from_str(&answer.stdout).expect("a schema is JSON")
}

fn validator(kind: &str) -> Validator {
    jsonschema::draft7::new(&schema(kind)).expect("the schema is one of draft-07")
}

#[test]
fn every_schema_is_valid_and_explains_every_key_and_word() {
    for kind in KINDS {
        let schema = schema(kind);
        if let Err(error) = jsonschema::draft7::meta::validate(&schema) {
            panic!("{kind}: {error}");
        }
        let mut silent = Vec::new();
        look_for_silence(&schema, kind, &mut silent);
        assert!(silent.is_empty(), "nothing is said of:\n{}", silent.join("\n"));
    }
}

/// Finds keys and words of closed vocabularies without a description.
fn look_for_silence(schema: &Value, path: &str, silent: &mut Vec<String>) {
    if !schema.is_object() {
        return;
    }
    let says = |part: &Value| part["description"].as_str().is_some_and(|text| text.len() > 5);
    for (key, field) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        if !says(field) {
            silent.push(path.clone());
        }
        look_for_silence(field, &path, silent);
    }
    for word in schema["oneOf"].as_array().into_iter().flatten() {
        if word.get("const").is_some() && !says(word) || word["enum"].as_array().is_some() {
            silent.push(format!("{path}: {word}"));
        }
    }
    assert!(schema.get("$ref").is_none(), "{path}: draft-07 reads nothing beside a reference");
    for below in ["items", "additionalProperties"] {
        look_for_silence(&schema[below], path, silent);
    }
    for below in ["anyOf", "allOf"] {
        for part in schema[below].as_array().into_iter().flatten() {
            look_for_silence(part, path, silent);
        }
    }
}

#[test]
fn the_example_is_accepted() {
    let mut count = 0;
    for (path, disk) in files(&repository().join("content")) {
        count += usize::from(accepts_file(&format!("content/{path}"), &disk));
    }
    assert!(accepts_file("dateline.yaml", &repository().join("dateline.yaml")));
    assert!(count > 10, "only {count} files of the example have a schema");
}

/// Whether there is a schema for a file, which has to accept it.
fn accepts_file(path: &str, disk: &Path) -> bool {
    let Some(kind) = kind_of(path) else { return false };
    let text = fs::read_to_string(disk).expect("the file is text");
    let value = value_of(&text, path).expect("the file is YAML");
    let errors: Vec<String> = validator(kind)
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{path}:\n{}", errors.join("\n"));
    true
}

#[test]
fn every_case_is_accepted_or_refused_as_the_program_does() {
    let validators: Vec<(&str, Validator)> =
        KINDS.into_iter().map(|kind| (kind, validator(kind))).collect();
    let validator = |kind: &str| &validators.iter().find(|(name, _)| *name == kind).unwrap().1;
    let (mut wrong, mut excused, mut accepted, mut refused) = (Vec::new(), BTreeSet::new(), 0, 0);
    for (path, disk) in files(&repository().join("tests/cases")) {
        let (case, inner) = path.split_once('/').expect("a case is a folder");
        if inner.starts_with("before/") || inner.starts_with("expected/") {
            continue;
        }
        let Some(site) = site_of(&disk) else { continue };
        let inner = disk.strip_prefix(&site).expect("it lies there").to_string_lossy().into_owned();
        let Some(kind) = kind_of(&inner) else { continue };
        let Ok(text) = fs::read_to_string(&disk) else { continue };
        let terminal = repository().join("tests/cases").join(case).join("expected/terminal.txt");
        let found = errors_of(&fs::read_to_string(terminal).unwrap_or_default(), &inner);
        let Some(value) = value_of(&text, &inner) else {
            assert!(!found.is_empty(), "{path} is no YAML, and nothing is said of it");
            continue;
        };
        let of = |rules: &[&str]| -> Vec<&(String, usize)> {
            found.iter().filter(|(rule, _)| rules.contains(&rule.as_str())).collect()
        };
        let validator = validator(kind);
        let known = of(&KNOWN);
        if known.is_empty() {
            if of(&KNOWN_IN_PART).is_empty() {
                accepted += 1;
                for error in validator.iter_errors(&value) {
                    wrong.push(format!("{path}: {}: {error}", error.instance_path()));
                }
            }
            continue;
        }
        // Where a file is a list or a registry, each of its entries stands for itself.
        for (rule, line) in known {
            let place = format!("{path}:{line}");
            let part = part_at(&text, &value, *line).filter(|_| !inner.ends_with(".md"));
            let is_refused = match part {
                Some(part) if kind != "settings" => !validator.is_valid(&part),
                _ => !validator.is_valid(&value),
            };
            match EXCEPTIONS.iter().position(|(excused, _)| *excused == place) {
                Some(exception) if !is_refused => {
                    excused.insert(exception);
                }
                _ if is_refused => refused += 1,
                _ => wrong.push(format!("{place}: `{rule}`, and the schema accepts it")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let idle: Vec<_> = (0..EXCEPTIONS.len()).filter(|at| !excused.contains(at)).collect();
    assert!(idle.is_empty(), "these are no exceptions any more: {idle:?}");
    assert!(accepted > 100 && refused > 60, "{accepted} accepted, {refused} refused");
}

/// The nearest folder above a file with settings in it, or the case's own.
fn site_of(disk: &Path) -> Option<std::path::PathBuf> {
    disk.ancestors()
        .skip(1)
        .find(|folder| folder.join("dateline.yaml").exists())
        .map(Path::to_owned)
}

fn kind_of(path: &str) -> Option<&'static str> {
    // Hidden files are not read.
    if path.rsplit('/').next()?.starts_with('.') {
        return None;
    }
    let Some(below) = path.strip_prefix("content/") else {
        return (path == "dateline.yaml").then_some("settings");
    };
    Some(
        match (below.split_once('/').map_or("", |(folder, _)| folder), below.rsplit_once('.')?.1) {
            ("events", "yaml") => "events",
            ("events", "md") => "event",
            ("articles", "md") => "article",
            ("pages", "md") => "page",
            ("timelines", "md") => "timeline",
            ("", "yaml") => {
                KINDS.into_iter().find(|kind| below.strip_suffix(".yaml") == Some(kind))?
            }
            _ => return None,
        },
    )
}

/// The YAML of a file as an editor types it, by YAML's core schema; none if it is broken or there is none.
fn value_of(text: &str, path: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let yaml = if path.ends_with(".md") {
        let mut lines = text.split_inclusive('\n');
        lines.next().filter(|line| line.trim_end() == "---")?;
        let lines: Vec<&str> = lines.collect();
        let end = lines.iter().position(|line| line.trim_end() == "---")?;
        lines[..end].concat()
    } else {
        text.to_owned()
    };
    serde_yaml::from_str(&yaml).ok().map(typed)
}

/// Infinity and what is not a number are numbers in YAML; JSON has none, and any number stands for them.
fn typed(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Number(number)
            if number.as_f64().is_some_and(|one| !one.is_finite()) =>
        {
            Value::from(0)
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(typed).collect(),
        serde_yaml::Value::Mapping(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key = serde_yaml::to_string(&key).expect("a key is a scalar");
                    (key.trim().trim_matches(['\'', '"']).to_owned(), typed(value))
                })
                .collect(),
        ),
        scalar => serde_json::to_value(scalar).expect("a scalar is JSON"),
    }
}

/// The rules and lines of the errors in a file, as the terminal showed them.
fn errors_of(terminal: &str, path: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = terminal.lines().collect();
    let rule = |line: &str| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned());
    let place = |line: &str| {
        let (found, place) = line
            .split_once("--> ")?
            .1
            .split_once(':')
            .unwrap_or((line.split_once("--> ")?.1, "1:1"));
        (found == path).then(|| place.split(':').next()?.parse().ok()).flatten()
    };
    lines.windows(2).filter_map(|two| Some((rule(two[0])?, place(two[1])?))).collect()
}

/// The entry of a list or a map in block style that a line belongs to, as a file of its own.
fn part_at(text: &str, value: &Value, line: usize) -> Option<Value> {
    let begins: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with([' ', '#', '\r', '\t']))
        .filter(|(_, line)| line.trim_end() != "---")
        .map(|(number, _)| number + 1)
        .collect();
    let index = begins.iter().rposition(|begin| *begin <= line)?;
    match value {
        Value::Array(items) if items.len() == begins.len() => {
            Some(Value::Array(vec![items[index].clone()]))
        }
        Value::Object(entries) if entries.len() == begins.len() => {
            let (key, fields) = entries.iter().nth(index)?;
            Some(Value::Object([(key.clone(), fields.clone())].into_iter().collect()))
        }
        _ => None,
    }
}

#[test]
fn schemas_are_written_once_and_only_over_our_own() {
    let site = folder_of(&[("dateline.yaml", "title: Small\n")]);
    let first = run(site.path(), ["schema", "--write"]);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""));
    assert_eq!(first.stdout, "written  9 schemas to schemas\n");
    let made = site.path().join("schemas");
    for kind in KINDS {
        let printed = run(site.path(), ["schema", kind]).stdout;
        assert_eq!(fs::read_to_string(made.join(format!("{kind}.json"))).unwrap(), printed);
    }
    let before = times(&made);
    let again = run(site.path(), ["schema", "--write"]);
    assert_eq!(again.stdout, "written  9 schemas (9 unchanged) to schemas\n");
    assert_eq!(times(&made), before);

    // An older one of ours is replaced; what others made stays, and nothing else is written either.
    let old = fs::read_to_string(made.join("page.json")).unwrap().replace("headline", "title");
    put(&made.join("page.json"), old.as_bytes());
    assert_eq!(
        run(site.path(), ["schema", "--write"]).stdout,
        "written  9 schemas (8 unchanged) to schemas\n"
    );
    for foreign in ["{}", "mine", "{\"$comment\": \"mine\"}"] {
        put(&made.join("page.json"), old.as_bytes());
        put(&made.join("places.json"), foreign.as_bytes());
        let before = bytes(&made);
        let refused = run(site.path(), ["schema", "--write"]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains("places.json is not a schema"), "{}", refused.stderr);
        assert_eq!(bytes(&made), before);
    }
    let elsewhere = run(site.path(), ["schema", "--write", "editor/forms", "--quiet"]);
    assert_eq!((elsewhere.code, elsewhere.stdout.as_str()), (0, ""));
    assert_eq!(files(&site.path().join("editor/forms")).len(), KINDS.len());
}

#[test]
fn schemas_are_written_into_a_site_and_nowhere_else() {
    let place = folder_of(&[("site/dateline.yaml", "title: Small\n")]);
    let nowhere = run(place.path(), ["schema", "--write"]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.stderr.contains("no `dateline.yaml` in ."), "{}", nowhere.stderr);
    assert_eq!(run(place.path(), ["schema", "--write", "--root", "site"]).code, 0);
    assert!(place.path().join("site/schemas/events.json").exists());
    assert_eq!(run(place.path().join("site").as_path(), ["check", "--strict", "-q"]).code, 1);
    let plain = run(place.path(), ["check", "--root", "site"]);
    assert_eq!(plain.code, 0, "schemas are no content: {}", plain.stderr);
}

#[test]
fn an_unknown_kind_is_answered_with_the_nearest() {
    let answer = run(folder().path(), ["schema", "evnts"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("'events'"), "{}", answer.stderr);
    for kind in KINDS {
        assert!(answer.stderr.contains(kind), "{}", answer.stderr);
    }
    assert_eq!(run(folder().path(), ["schema"]).code, 2);
    assert_eq!(run(folder().path(), ["schema", "events", "--write"]).code, 2);
}

#[test]
fn every_yaml_file_of_the_starter_names_its_schema() {
    let place = folder();
    assert_eq!(run(place.path(), ["init", "site"]).code, 0);
    let site = place.path().join("site");
    let mut count = 0;
    for (path, disk) in files(&site) {
        let Some(kind) = kind_of(&path).filter(|_| path.ends_with(".yaml")) else { continue };
        let text = fs::read_to_string(&disk).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix("# yaml-language-server: $schema=").expect(&path);
        let leads_to = disk.parent().unwrap().join(named).canonicalize().expect(named);
        let wanted = site.join(format!("schemas/{kind}.json")).canonicalize().unwrap();
        assert_eq!(leads_to, wanted, "{path}");
        assert!(validator(kind).is_valid(&value_of(&text, &path).unwrap()), "{path}");
        count += 1;
    }
    assert_eq!(count, 3);
    let again = run(&site, ["schema", "--write"]);
    assert_eq!(again.stdout, "written  9 schemas (9 unchanged) to schemas\n");
}

#[test]
fn the_schemas_of_this_repository_are_fresh() {
    if std::env::var_os("UPDATE").is_some() {
        assert_eq!(run(repository(), ["schema", "--write"]).code, 0);
    }
    for kind in KINDS {
        let path = repository().join(format!("schemas/{kind}.json"));
        assert!(
            fs::read_to_string(path).unwrap_or_default()
                == run(repository(), ["schema", kind]).stdout,
            "schemas/{kind}.json is stale; `dateline schema --write` brings it up to date"
        );
    }
}
