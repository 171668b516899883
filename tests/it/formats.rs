//! What programs are told: JSON, annotations of GitHub Actions and SARIF, and where.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use crate::cases::{all, compare, lay};
use crate::program::{Answer, copy, folder, folder_of, put, repository, run, run_with};

const SMALL: [(&str, &str); 2] = [
    ("dateline.yaml", "title: Small\nbase_url: https://example.org/\nlints: {no-source: allow}\n"),
    ("content/events/one.yaml", "- id: one\n  date: 2014-06-10\n  title: One\n"),
];

fn home() -> std::path::PathBuf {
    repository().join("tests/formats")
}

/// The site with problems, in a folder of its own.
fn bad_site() -> tempfile::TempDir {
    let site = folder();
    copy(&home().join("site"), site.path());
    site
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", answer.stdout))
}

fn sarif_schema() -> Validator {
    let schema = fs::read_to_string(home().join("sarif-schema-2.1.0.json")).unwrap();
    // The first edition closes a bracket that it did not open; this is how its errata have it.
    let slip = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert!(schema.contains(slip));
    let schema = schema.replace(slip, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn complaints(schema: &Validator, log: &Value) -> Vec<String> {
    schema.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Whether a line is a workflow command as GitHub documents it: `::error key=value,key=value::message`, with `%`, line
/// breaks and, in values, `:` and `,` escaped.
fn is_command(line: &str) -> bool {
    let Some((head, message)) = line.strip_prefix("::").and_then(|rest| rest.split_once("::"))
    else {
        return false;
    };
    let Some((name, properties)) = head.split_once(' ') else { return false };
    let is_property = |pair: &str| {
        pair.split_once('=').is_some_and(|(key, value)| {
            let is_number = || value.parse::<u32>().is_ok_and(|number| number > 0);
            match key {
                "file" | "title" => !value.is_empty() && !value.contains(':'),
                "line" | "endLine" | "col" | "endColumn" => is_number(),
                _ => false,
            }
        })
    };
    let is_escaped = |text: &str, codes: &[&str]| {
        text.split('%').skip(1).all(|rest| codes.iter().any(|code| rest.starts_with(code)))
    };
    matches!(name, "error" | "warning")
        && properties.split(',').all(is_property)
        && is_escaped(properties, &["25", "0D", "0A", "3A", "2C"])
        && is_escaped(message, &["25", "0D", "0A"])
        && !message.contains('\r')
}

#[test]
fn each_format_says_what_is_expected() {
    let site = bad_site();
    let said = |format: &str| {
        let answer = run(site.path(), ["check", "--format", format]);
        assert_eq!(answer.code, 1, "{format}");
        let said = if format == "human" { answer.stderr } else { answer.stdout };
        said.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"")
    };
    let expected = [
        ("human", "human.txt"),
        ("json", "report.json"),
        ("github", "github.txt"),
        ("sarif", "report.sarif"),
    ];
    let wrong: Vec<String> = expected
        .into_iter()
        .filter_map(|(format, file)| {
            compare(&home().join("expected").join(file), &said(format)).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_report_for_programs_is_alone_on_stdout() {
    let (good, bad) = (folder_of(&SMALL), bad_site());
    for format in ["json", "github", "sarif"] {
        for command in ["build", "check"] {
            let answer = run(good.path(), [command, "--format", format]);
            assert_eq!(answer.code, 0);
            assert!(answer.stderr.starts_with("read     1 event"), "{}", answer.stderr);
            let quiet = run(good.path(), [command, "--format", format, "--quiet"]);
            assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
            let other = run(bad.path(), [command, "--format", format]);
            assert!(other.stderr.starts_with("5 errors, 5 warnings"), "{}", other.stderr);
            let quiet_other = run(bad.path(), [command, "--format", format, "--quiet"]);
            assert_eq!((quiet_other.code, quiet_other.stderr.as_str()), (1, ""));
            assert_eq!(quiet_other.stdout, other.stdout);
            match format {
                "github" => assert_eq!(quiet.stdout, ""),
                _ => assert!(json(&quiet).is_object() && json(&quiet_other).is_object()),
            }
        }
        // What is wrong with the usage is told in words.
        let usage = run(good.path(), ["check", "--format", format, "--root", "nowhere"]);
        assert_eq!((usage.code, usage.stdout.as_str()), (2, ""));
        let explain = run(good.path(), ["check", "--format", format, "--explain", "one"]);
        assert_eq!((explain.code, explain.stdout.as_str()), (2, ""));
    }
}

#[test]
fn json_says_what_was_built_and_how_many_problems_there_are() {
    let site = folder_of(&SMALL);
    let built = json(&run(site.path(), ["build", "--format", "json", "--output", "out"]));
    assert_eq!(built["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(built["summary"]["errors"], 0);
    assert_eq!(built["problems"], Value::Array(Vec::new()));
    assert_eq!(built["built"]["output"], "out");
    assert_eq!(built["built"]["events"], 1);
    assert_eq!(built["built"]["from"], "2014-06-10");
    let strict = run(bad_site().path(), ["check", "--format", "json", "--strict"]);
    let strict = json(&strict);
    assert_eq!(strict["built"], Value::Null);
    assert_eq!(strict["summary"]["warnings"], 0);
    let problems = strict["problems"].as_array().unwrap();
    assert_eq!(strict["summary"]["errors"], problems.len());
    let rules = strict["summary"]["rules"].as_array().unwrap();
    let counted: u64 = rules.iter().map(|rule| rule["errors"].as_u64().unwrap()).sum();
    assert_eq!(counted, problems.len() as u64);
}

#[test]
fn places_are_where_an_editor_finds_them() {
    let site = bad_site();
    let report = json(&run(site.path(), ["check", "--format", "json"]));
    for problem in report["problems"].as_array().unwrap() {
        let Some(line) = problem["line"].as_u64() else { continue };
        let file = problem["file"].as_str().unwrap();
        let content = fs::read_to_string(site.path().join(file)).unwrap();
        let number = |key: &str| problem[key].as_u64().unwrap() as usize;
        let lines: Vec<&str> = content.split('\n').collect();
        let byte_of = |line: usize, column: usize| -> usize {
            let before: usize = lines[..line - 1].iter().map(|line| line.len() + 1).sum();
            let within: usize = lines[line - 1].chars().take(column - 1).map(char::len_utf8).sum();
            before + within
        };
        assert_eq!(byte_of(line as usize, number("column")), number("start_byte"), "{problem}");
        assert_eq!(
            byte_of(number("end_line"), number("end_column")),
            number("end_byte"),
            "{problem}"
        );
    }
}

#[test]
fn every_case_is_valid_sarif_and_well_formed_for_github() {
    let schema = sarif_schema();
    let mut results = 0;
    let mut wrong = Vec::new();
    for (name, case) in all() {
        let site = folder();
        lay(&case, site.path());
        let say = |format| {
            run(site.path(), ["check", "--now", "2026-03-01", "--quiet", "--format", format])
        };
        let sarif = say("sarif");
        if sarif.code == 2 {
            continue;
        }
        let log = json(&sarif);
        wrong.extend(complaints(&schema, &log).into_iter().map(|one| format!("{name}: {one}")));
        let found = log["runs"][0]["results"].as_array().unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in found {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
        }
        let prints: std::collections::BTreeSet<String> =
            found.iter().map(|result| result["partialFingerprints"].to_string()).collect();
        assert_eq!(prints.len(), found.len(), "{name}: two results have one fingerprint");
        results += found.len();
        let github = say("github");
        assert_eq!(github.stdout.lines().count(), found.len(), "{name}");
        let odd = github.stdout.lines().filter(|line| !is_command(line));
        wrong.extend(odd.map(|line| format!("{name}: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(results > 200, "the cases have only {results} problems");
}

#[test]
fn these_checks_can_fail() {
    let schema = sarif_schema();
    let log = |level: &str| -> Value {
        serde_json::from_str(&format!(
            r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{"name": "x"}}}},
                "results": [{{"level": "{level}", "message": {{"text": "m"}}}}]}}]}}"#
        ))
        .unwrap()
    };
    assert_eq!(complaints(&schema, &log("warning")), Vec::<String>::new());
    assert_eq!(complaints(&schema, &log("fatal")).len(), 1);
    assert!(is_command("::error file=a%2Cb.yaml,line=1,title=x::50%25, of: it"));
    for line in [
        "error: no",
        "::fatal file=a::no",
        "::error file=a:b::no",
        "::error file=a,b::no",
        "::error line=0::no",
        "::error file=a::50% of it",
        "::error file=50%::no",
    ] {
        assert!(!is_command(line), "{line}");
    }
}

#[test]
fn paths_count_from_the_working_directory_or_from_githubs_workspace() {
    let place = folder();
    let site = place.path().join("repository/a site");
    for (path, content) in SMALL {
        put(&site.join(path), content.as_bytes());
    }
    put(&site.join("content/notes.txt"), b"");
    let file = |folder: &Path, root: &str, workspace: &str| -> String {
        let arguments = ["check", "--format", "json", "--root", root];
        let answer = run_with(folder, arguments, &[("GITHUB_WORKSPACE", workspace)]);
        json(&answer)["problems"][0]["file"].as_str().unwrap().to_owned()
    };
    let repository = place.path().join("repository");
    let whole = repository.canonicalize().unwrap();
    let name = "content/notes.txt";
    assert_eq!(file(&site, ".", ""), name);
    assert_eq!(file(&repository, "a site", ""), format!("a site/{name}"));
    assert_eq!(file(&repository, "./a site/", ""), format!("a site/{name}"));
    assert_eq!(file(&repository, &site.display().to_string(), ""), format!("a site/{name}"));
    assert_eq!(file(&site, ".", &repository.display().to_string()), format!("a site/{name}"));
    assert_eq!(file(&site, ".", "/nowhere"), name);
    let elsewhere = folder();
    let shown = format!("{}/a site/{name}", whole.display());
    assert_eq!(file(elsewhere.path(), &site.display().to_string(), ""), shown);
    let sarif = run(&repository, ["check", "--format", "sarif", "--root", "a site"]);
    let at = &json(&sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], "a%20site/content/notes.txt");
}

#[test]
fn rule_explains_a_rule_or_names_all() {
    let place = folder();
    let list = run(place.path(), ["rule"]);
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    assert!(list.stdout.contains("  unknown-place "), "{}", list.stdout);
    let one = run(place.path(), ["rule", "unknown-place"]);
    assert_eq!((one.code, one.stderr.as_str()), (0, ""));
    let page = fs::read_to_string(repository().join("docs/rules.md")).unwrap();
    let section = page.split("### `unknown-place`").nth(1).unwrap();
    let example = section.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = flat(&one.stdout);
    assert!(said.contains(&flat(example)), "{}", one.stdout);
    assert!(said.contains("Always an error."), "{}", one.stdout);
    let unknown = run(place.path(), ["rule", "unknown-plaec"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("did you mean `unknown-place`?"), "{}", unknown.stderr);
}
