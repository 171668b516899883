//! Diagnostics -> SARIF 2.1.0 (OASIS, 27 March 2020), for code scanning and editors.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::config::percent;
use crate::diagnostic::rule::Info;
use crate::diagnostic::{Found, Normally, Settled, Severity};
use crate::text::TextId;

use super::lines::Lines;
use super::{Findings, path};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that relative addresses count from; whoever reads the log knows where it is.
const BASE: &str = "%SRCROOT%";

#[derive(Debug, Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    results: Vec<Outcome<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Serialize)]
struct Base {
    description: Words,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Words,
    full_description: Words,
    help: Words,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
    enabled: bool,
}

/// The same in plain text and, where it differs, in Markdown.
#[derive(Debug, Serialize)]
struct Words {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

/// A result, in the words of the standard.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Words,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Words>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// One log of one run, with a line break behind it.
pub fn report(findings: &Findings<'_>) -> String {
    let mut rules: Vec<&Info> = findings.problems.iter().map(|one| one.rule.info()).collect();
    rules.sort_by_key(|info| info.rule);
    rules.dedup_by_key(|info| info.rule);
    let mut places = Places { findings, lines: Lines::new(findings.texts) };
    let mut seen = BTreeMap::new();
    let results = findings.problems.iter().map(|problem| Outcome {
        rule_id: problem.rule.0,
        rule_index: rules.partition_point(|info| info.rule < problem.rule),
        level: level(problem.severity),
        message: message(problem),
        locations: problem.at.iter().map(|at| places.location(at)).collect(),
        related_locations: places.related(problem),
        partial_fingerprints: BTreeMap::from([(
            "dateline/v1",
            places.fingerprint(problem, &mut seen),
        )]),
    });
    let results = results.collect();
    let root = "The folder that the paths of the files count from.";
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "Dateline",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: rules.into_iter().map(descriptor).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                BASE,
                Base { description: Words::plain(root) },
            )]),
            results,
        }],
    };
    serde_json::to_string_pretty(&log).expect("texts and numbers can be written") + "\n"
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The message with what to write, as viewers show no other field of a result beside its line.
fn message(problem: &Settled) -> Words {
    let message = literal(&problem.message);
    match problem.help.as_deref().map(literal) {
        Some(help) => Words {
            text: format!("{message}\nhelp: {help}"),
            markdown: Some(format!("{message}\n\n**help:** {help}")),
        },
        None => Words { text: message, markdown: None },
    }
}

/// Text without placeholders such as `{0}` (section 3.11.5 of the standard).
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn descriptor(info: &'static Info) -> Descriptor {
    let mut markdown = format!("{}\n", info.why);
    if let Some(example) = &info.example {
        let wrong = example.wrong.trim_end();
        let _ = write!(markdown, "\nWrong, in `{}`:\n\n```\n{wrong}\n```\n", example.file);
        if let Some(right) = example.right {
            let place = example.instead.map(|file| format!(", in `{file}`")).unwrap_or_default();
            let _ = write!(markdown, "\nRight{place}:\n\n```\n{}\n```\n", right.trim_end());
        }
    }
    let setting = info.setting();
    let _ = write!(markdown, "\n{setting}\n");
    Descriptor {
        id: info.rule.0,
        short_description: Words::plain(&info.sentence()),
        full_description: Words::plain(info.why),
        help: Words { text: format!("{}\n\n{setting}", info.why), markdown: Some(markdown) },
        default_configuration: Configuration {
            level: match info.normally {
                Normally::Error | Normally::Mixed | Normally::Strict => level(Severity::Error),
                Normally::Warning | Normally::Off => level(Severity::Warning),
            },
            enabled: !matches!(info.normally, Normally::Off | Normally::Strict),
        },
    }
}

impl Words {
    fn plain(text: &str) -> Self {
        Words { text: text.to_owned(), markdown: None }
    }
}

struct Places<'a> {
    findings: &'a Findings<'a>,
    lines: Lines<'a>,
}

impl Places<'_> {
    fn location(&mut self, found: &Found) -> Location {
        let region = self.lines.region(found).map(|region| Region {
            start_line: region.start.line,
            start_column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
        });
        let path = path(self.findings, found.text);
        let artifact_location = artifact(&path);
        Location {
            id: None,
            physical_location: Physical { artifact_location, region },
            message: None,
        }
    }

    fn related(&mut self, problem: &Settled) -> Vec<Location> {
        let numbered = problem.also.iter().zip(1..);
        numbered
            .map(|((found, label), id)| Location {
                id: Some(id),
                message: Some(Words::plain(&literal(label))),
                ..self.location(found)
            })
            .collect()
    }

    /// What stays the same when lines are put in above: the rule, the file, the words and the line as it is written;
    /// and which of several such it is.
    fn fingerprint(&mut self, problem: &Settled, seen: &mut BTreeMap<[u8; 32], usize>) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &str| {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        };
        add(problem.rule.0);
        add(&problem.message);
        if let Some(at) = &problem.at {
            add(&path(self.findings, at.text));
            add(at.range.clone().map_or("", |range| self.line(at.text, range.start)));
        }
        let hash = hasher.finalize();
        let times = seen.entry(*hash.as_bytes()).or_insert(0);
        *times += 1;
        format!("{}:{times}", &hash.to_hex()[..32])
    }

    /// The first words of the line that a byte stands on.
    fn line(&self, text: TextId, byte: usize) -> &str {
        const MOST: usize = 200;
        let content = &self.findings.texts.get(text).content;
        let from = content.floor_char_boundary(byte.saturating_sub(MOST));
        let to = content.floor_char_boundary(byte + MOST);
        let start = content[from..byte].rfind('\n').map_or(from, |newline| from + newline + 1);
        let end = content[byte..to].find('\n').map_or(to, |newline| byte + newline);
        content[start..end].trim()
    }
}

/// An address by RFC 3986: of a file outside the base a whole one.
fn artifact(path: &str) -> Artifact {
    let absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    let encoded = percent(path);
    if absolute {
        let uri = format!("file:///{}", encoded.trim_start_matches('/'));
        Artifact { uri, uri_base_id: None }
    } else {
        Artifact { uri: encoded.into_owned(), uri_base_id: Some(BASE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::text::{Text, Texts};

    #[test]
    fn addresses_hold_no_character_that_ends_or_splits_them() {
        let relative = artifact("a site/100%,?#:é.yaml");
        assert_eq!(relative.uri, "a%20site/100%25%2C%3F%23%3A%C3%A9.yaml");
        assert_eq!(relative.uri_base_id, Some(BASE));
        let absolute = artifact("/srv/a site/x.yaml");
        assert_eq!(
            (absolute.uri.as_str(), absolute.uri_base_id),
            ("file:///srv/a%20site/x.yaml", None)
        );
    }

    #[test]
    fn fingerprints_stay_when_lines_move_and_differ_where_problems_do() {
        let prints = |content: &str, message: &str| -> Vec<String> {
            let mut texts = Texts::default();
            let text =
                texts.add(Text { path: "a".into(), content: content.into(), damaged: false });
            let problems: Vec<Settled> = content
                .match_indices("bad")
                .map(|(start, word)| Settled {
                    rule: rule::BAD_VALUE,
                    severity: Severity::Error,
                    message: message.into(),
                    help: None,
                    at: Some(Found { text, range: Some(start..start + word.len()) }),
                    also: Vec::new(),
                })
                .collect();
            let findings = Findings {
                problems: &problems,
                texts: &texts,
                folder: "",
                made: None,
                timings: None,
            };
            let mut places = Places { findings: &findings, lines: Lines::new(&texts) };
            let mut seen = BTreeMap::new();
            problems.iter().map(|one| places.fingerprint(one, &mut seen)).collect()
        };
        let before = prints("x: bad\ny: bad\nx: bad\n", "no");
        assert_eq!(before, prints("# new\n\nx: bad\nfine\n  y: bad\nx: bad\n", "no"));
        assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
        assert_ne!(before, prints("x: bad\ny: bad\nx: bad\n", "not that"));
    }
}
