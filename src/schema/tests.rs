//! The schemas beside the reader: what it takes they accept, and what they can know to be wrong they refuse.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::DateTime;
use jsonschema::Validator;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::{Kind, schema};
use crate::diagnostic::{Diagnostics, Severity};
use crate::link::Admission;
use crate::spool::Spool;
use crate::text::{Folder, Text, Texts};
use crate::{link, load, parse};

/// The rules that a schema knows of.
const KNOWN: [&str; 5] = ["unknown-key", "missing-key", "wrong-type", "bad-value", "unknown-rule"];
/// Those that it knows in part: what a date or an id is goes beyond a pattern.
const KNOWN_IN_PART: [&str; 2] = ["bad-date", "bad-id"];

/// Where the two do not agree: whether the schema accepts what the reader does not, the place, and the reason.
const EXCEPTIONS: [(bool, &str, &str); 7] = [
    (
        true,
        "figures.*",
        "that numbers go down, or that there is none, shows in several keys together",
    ),
    (
        true,
        "date.[]",
        "only unquoted members make a set of a list, and an editor does not tell of quotes",
    ),
    (true, "*.lat", "that half a position is none shows in two keys together"),
    (true, "*.lon", "as `lat`"),
    (false, "media.[].file", "a path that says nothing is no file: another rule"),
    (false, "related.[].event", "an id that says nothing is no id: another rule"),
    (false, "passages.[]", "as an id, and a quote that says nothing is nowhere"),
];

#[test]
fn schemas_agree_with_the_reader_on_every_small_change() {
    let samples = samples();
    let mut wrong = Vec::new();
    let mut excused = BTreeSet::new();
    for kind in Kind::ALL {
        let validator = validator(kind);
        let mutants = mutants(kind, &samples[kind.name()]);
        assert!(mutants.len() > 40, "{}: only {} changes", kind.name(), mutants.len());
        let verdicts = verdicts(kind, &mutants);
        for ((change, value), rules) in mutants.iter().zip(verdicts) {
            let accepted = validator.is_valid(value);
            let is_known = rules.iter().any(|rule| KNOWN.contains(&rule.as_str()));
            if accepted == rules.is_empty() || accepted && !is_known {
                continue;
            }
            let excuse = EXCEPTIONS
                .iter()
                .position(|(side, place, _)| *side == accepted && change.contains(place));
            match excuse {
                Some(excuse) => {
                    excused.insert(excuse);
                }
                None => {
                    let verdict = if accepted { "accepted" } else { "refused" };
                    wrong.push(format!("{}: {verdict}, {rules:?}: {change}: {value}", kind.name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
    let idle: Vec<_> = (0..EXCEPTIONS.len()).filter(|at| !excused.contains(at)).collect();
    let idle: Vec<_> = idle.into_iter().map(|at| EXCEPTIONS[at]).collect();
    assert!(idle.is_empty(), "these are no exceptions any more: {idle:?}");
}

fn validator(kind: Kind) -> Validator {
    jsonschema::draft7::new(schema(kind).as_value()).expect("the schema is one of draft-07")
}

/// Everything of each kind that the example and the cases say and that is read without a problem.
fn samples() -> BTreeMap<&'static str, Vec<Value>> {
    let mut found: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for root in roots() {
        let Ok(folder) = load::load(&root) else { continue };
        for (_, text) in folder.texts.iter() {
            let Some(kind) = kind_of(&text.path) else { continue };
            let Ok(value) = serde_yaml::from_str::<Value>(text.yaml().1) else { continue };
            let parts = match value {
                Value::Array(items) if kind == Kind::Events => {
                    items.into_iter().map(|item| json!([item])).collect()
                }
                Value::Object(entries)
                    if matches!(kind, Kind::Places | Kind::Actors | Kind::Sources) =>
                {
                    entries.into_iter().map(|(key, fields)| json!({key: fields})).collect()
                }
                other => vec![other],
            };
            found.entry(kind.name()).or_default().extend(parts);
        }
    }
    for kind in Kind::ALL {
        let all = found.entry(kind.name()).or_default();
        let named: Vec<(String, Value)> =
            all.drain(..).map(|value| (String::new(), value)).collect();
        let verdicts = verdicts(kind, &named);
        all.extend(
            named
                .into_iter()
                .zip(verdicts)
                .filter_map(|((_, value), rules)| rules.is_empty().then_some(value)),
        );
    }
    found
}

fn roots() -> Vec<std::path::PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = std::fs::read_dir(repository.join("tests/cases")).expect("there are cases");
    let mut roots: Vec<_> = cases.map(|case| case.expect("it can be read").path()).collect();
    roots.push(repository.to_owned());
    roots.sort();
    roots
}

fn kind_of(path: &str) -> Option<Kind> {
    Some(match path.strip_prefix("content/") {
        None if path == "dateline.yaml" => Kind::Settings,
        Some("places.yaml") => Kind::Places,
        Some("actors.yaml") => Kind::Actors,
        Some("sources.yaml") => Kind::Sources,
        Some(below) => match (below.split_once('/')?.0, below.rsplit_once('.')?.1) {
            ("events", "yaml") => Kind::Events,
            ("events", "md") => Kind::Event,
            ("articles", "md") => Kind::Article,
            ("pages", "md") => Kind::Page,
            ("timelines", "md") => Kind::Timeline,
            _ => return None,
        },
        None => return None,
    })
}

/// Every small change of some values, once for each place that a schema can tell from others.
fn mutants(kind: Kind, samples: &[Value]) -> Vec<(String, Value)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for sample in samples {
        let mut paths = Vec::new();
        collect_paths(sample, &mut Vec::new(), &mut paths);
        for path in paths {
            let value = at(sample, &path);
            let shape = format!("{} {}", shape(&path, kind), name_of(value));
            if seen.insert(shape.clone()) {
                change(sample, &path, &shape, &mut found);
            }
        }
    }
    found
}

#[derive(Debug, Clone, PartialEq)]
enum To {
    Key(String),
    Item(usize),
}

fn collect_paths(value: &Value, path: &mut Vec<To>, found: &mut Vec<Vec<To>>) {
    found.push(path.clone());
    let children: Vec<(To, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (To::Item(index), item)).collect()
        }
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (To::Key(key.clone()), value)).collect()
        }
        _ => Vec::new(),
    };
    for (step, child) in children {
        path.push(step);
        collect_paths(child, path, found);
        path.pop();
    }
}

/// A path without what its author chose freely: keys of registries, and names of languages, figures, taxonomies.
fn shape(path: &[To], kind: Kind) -> String {
    let is_registry = matches!(kind, Kind::Places | Kind::Actors | Kind::Sources);
    let mut shape = Vec::new();
    for step in path {
        shape.push(match step {
            To::Item(_) => "[]",
            To::Key(_) if is_registry && shape.is_empty() => "*",
            To::Key(_) if matches!(shape.last(), Some(&"figures" | &"taxonomies" | &"lints")) => {
                "*"
            }
            To::Key(key) if key.len() == 2 && key != "by" && key != "id" => "*",
            To::Key(key) => key,
        });
        // What may be anything is looked at once.
        if let Some(&"extra" | &"internal" | &"theme_options") = shape.last() {
            break;
        }
    }
    shape.join(".")
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "flag",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "map",
    }
}

fn at<'a>(value: &'a Value, path: &[To]) -> &'a Value {
    path.iter().fold(value, |value, step| match step {
        To::Key(key) => &value[key.as_str()],
        To::Item(index) => &value[*index],
    })
}

fn at_mut<'a>(value: &'a mut Value, path: &[To]) -> &'a mut Value {
    path.iter().fold(value, |value, step| match step {
        To::Key(key) => &mut value[key.as_str()],
        To::Item(index) => &mut value[*index],
    })
}

fn change(sample: &Value, path: &[To], shape: &str, found: &mut Vec<(String, Value)>) {
    let mut add = |what: String, change: &dyn Fn(&mut Value)| {
        let mut changed = sample.clone();
        change(&mut changed);
        found.push((format!("{shape}: {what}"), changed));
    };
    add("as it is".to_owned(), &|_| {});
    let others = [
        json!(null),
        json!(""),
        json!("  "),
        json!("words"),
        json!("Two Words"),
        json!("true"),
        json!("7"),
        json!("007"),
        json!(7),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(2014),
        json!(1_000_000),
        json!(true),
        json!([]),
        json!(["words"]),
        json!([2014, 2015]),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!({}),
        json!({"words": "words"}),
        json!({"en": "Words", "de": "Wörter"}),
        json!({"en": null, "pt-BR": "Palavras"}),
        json!({"en": ""}),
        json!({"low": 5, "high": 7}),
    ];
    for other in others {
        add(format!("{other}"), &|changed| *at_mut(changed, path) = other.clone());
    }
    match at(sample, path) {
        Value::Object(entries) => {
            for added in ["zzz", "titel", "en", "id"] {
                add(format!("add {added}"), &|changed| {
                    at_mut(changed, path)[added] = json!("x");
                });
            }
            for key in entries.keys() {
                add(format!("remove {key}"), &|changed| {
                    at_mut(changed, path).as_object_mut().expect("it is a map").shift_remove(key);
                });
            }
        }
        Value::Array(_) => {
            for added in [json!(null), json!(7), json!("words"), json!({})] {
                add(format!("add {added}"), &|changed| {
                    at_mut(changed, path).as_array_mut().expect("it is a list").push(added.clone());
                });
            }
        }
        Value::String(text) => {
            add("misspelt".to_owned(), &|changed| {
                *at_mut(changed, path) = format!("{text}x").into();
            });
        }
        _ => {}
    }
}

/// The rules of errors in the form of each value, as the program finds them. JSON is YAML, so the value is its own file.
fn verdicts(kind: Kind, values: &[(String, Value)]) -> Vec<BTreeSet<String>> {
    let path = |number: usize| match kind {
        Kind::Settings => "dateline.yaml".to_owned(),
        Kind::Places | Kind::Actors | Kind::Sources => format!("content/{}.yaml", kind.name()),
        Kind::Events => format!("content/events/{number:06}.yaml"),
        Kind::Event => format!("content/events/{number:06}.md"),
        Kind::Article => format!("content/articles/{number:06}.md"),
        Kind::Page => format!("content/pages/{number:06}.md"),
        Kind::Timeline => format!("content/timelines/{number:06}.md"),
    };
    let content = |value: &Value| match kind {
        Kind::Event | Kind::Article | Kind::Page | Kind::Timeline => format!("---\n{value}\n---\n"),
        _ => value.to_string(),
    };
    // One file a site where there can be only one; elsewhere few, for each unknown id is compared with all known ones.
    let size = if path(0) == path(1) { 1 } else { 40 };
    let verdicts = values.par_chunks(size).map(|part| {
        let mut texts = Texts::default();
        for (number, (_, value)) in part.iter().enumerate() {
            texts.add(Text { path: path(number), content: content(value), damaged: false });
        }
        if kind != Kind::Settings {
            let settings = "title: Samples\nfigures: [killed, wounded, displaced]\n";
            texts.add(Text {
                path: "dateline.yaml".to_owned(),
                content: settings.to_owned(),
                damaged: false,
            });
        }
        let mut found = errors(texts);
        let of = |number| found.remove(&path(number)).unwrap_or_default();
        (0..part.len()).map(of).collect::<Vec<_>>()
    });
    verdicts.flatten().collect()
}

/// The rules of errors in the form of files, by path.
fn errors(texts: Texts) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Folder { texts: texts.into(), ..Folder::default() };
    let mut diagnostics = Diagnostics::default();
    let documents = parse::documents(&folder, Spool::default(), &mut diagnostics).unwrap();
    let now = DateTime::from_timestamp(1_772_323_200, 0).expect("a moment in 2026");
    let admission = Admission { now, drafts: false };
    let linked = link::link(documents, &folder, admission, &mut diagnostics);
    link::lint(&linked.site, &linked.named, &mut diagnostics);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for problem in diagnostics.settle(&folder.texts) {
        let is_of_form = [KNOWN.as_slice(), &KNOWN_IN_PART, &["yaml-syntax", "duplicate-key"]]
            .concat()
            .contains(&problem.rule.0);
        if let Some(at) = problem.at
            && is_of_form
            && problem.severity == Severity::Error
        {
            let path = folder.texts.path(at.text).to_owned();
            found.entry(path).or_default().insert(problem.rule.0.to_owned());
        }
    }
    found
}

#[test]
fn every_date_is_accepted_as_an_editor_types_it() {
    let vectors =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edtf/valid.tsv"))
            .expect("the vectors are there");
    let validator = validator(Kind::Events);
    let event = |date: Value| json!([{"id": "a", "date": date, "title": "A"}]);
    for date in vectors.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        assert!(validator.is_valid(&event(json!(date))), "{date}");
    }
    // Unquoted: a year, one with zeros in front, one BC, a set.
    for date in [json!(2014), json!(400), json!(-43), json!([1667, "1668-12"])] {
        assert!(validator.is_valid(&event(date.clone())), "{date}");
    }
    for date in ["yesterday", "c. 2014", "no", "1e3", "29 June 2014", ""] {
        assert!(!validator.is_valid(&event(json!(date))), "{date}");
    }
    for date in [json!(20_140_629), json!(true), json!({"year": 2014}), json!([])] {
        assert!(!validator.is_valid(&event(date.clone())), "{date}");
    }
}

#[test]
fn texts_are_accepted_as_an_editor_types_them() {
    let validator = validator(Kind::Events);
    let event = |fields: Value| {
        let mut event =
            Map::from_iter([("id".to_owned(), json!("a")), ("date".to_owned(), json!(2014))]);
        event.extend(fields.as_object().cloned().unwrap_or_default());
        json!([event])
    };
    // `title: 1984`, `title: true`, `id: 1984`, `tags: [2014, 1.10]`
    for fields in [
        json!({"title": 1984}),
        json!({"title": true}),
        json!({"title": {"en": 1984}}),
        json!({"id": 1984, "title": "A"}),
        json!({"tags": [2014, 1.1, true], "title": "A"}),
        json!({"tags": null, "weight": null, "status": null, "title": "A"}),
    ] {
        assert!(validator.is_valid(&event(fields.clone())), "{fields}");
    }
    for fields in [
        json!({"title": null}),
        json!({"title": ""}),
        json!({"title": {"en": " "}}),
        json!({"title": {"English": "A"}}),
        json!({"title": ["A"]}),
        json!({"id": "Big Words", "title": "A"}),
        json!({"tags": [null], "title": "A"}),
    ] {
        assert!(!validator.is_valid(&event(fields.clone())), "{fields}");
    }
}
