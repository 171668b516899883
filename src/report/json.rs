//! Diagnostics -> one object in JSON, for programs; `docs/publishing.md` says what each field means.

use serde::Serialize;

use crate::diagnostic::{Found, Severity};
use crate::timings::{Step, Timings};

use super::lines::{Lines, Region};
use super::tally::{Counts, rules};
use super::{Findings, path};

/// Counts up when a field changes its meaning or goes; new fields do not count.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Report<'a> {
    format: u32,
    tool: Tool,
    summary: Summary,
    built: Option<&'a Made>,
    /// Only where it was asked for, since it is never the same twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Vec<Step>>,
    problems: Vec<Problem<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    rules: Vec<RuleCount>,
}

#[derive(Debug, Serialize)]
struct RuleCount {
    rule: &'static str,
    errors: usize,
    warnings: usize,
}

/// What a build read and made; a check makes it and throws it away.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// Where it was written, as it was given on the command line.
    pub output: Option<String>,
    pub events: usize,
    pub articles: usize,
    pub sources: usize,
    /// How many files were read.
    pub read: usize,
    /// Entries that are a draft, under embargo or behind the gate.
    pub withheld: usize,
    /// Entries too wide to place.
    pub undated: usize,
    /// The first and the last day on the timeline.
    pub from: Option<String>,
    pub to: Option<String>,
    /// How many files the site has, and their bytes.
    pub files: usize,
    pub bytes: u64,
    pub unchanged: usize,
    pub removed: usize,
}

#[derive(Debug, Serialize)]
struct Problem<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    at: Place,
    also: Vec<Also<'a>>,
}

#[derive(Debug, Serialize)]
struct Also<'a> {
    label: &'a str,
    #[serde(flatten)]
    at: Place,
}

#[derive(Debug, Default, Serialize)]
struct Place {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start_byte: Option<usize>,
    end_byte: Option<usize>,
}

/// One object, with a line break behind it.
pub fn report(findings: &Findings<'_>) -> String {
    let mut lines = Lines::new(findings.texts);
    let mut place = |found: &Found| Place::new(path(findings, found.text), lines.region(found));
    let problems = findings.problems.iter().map(|one| Problem {
        rule: one.rule.0,
        severity: match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &one.message,
        help: one.help.as_deref(),
        at: one.at.as_ref().map(&mut place).unwrap_or_default(),
        also: one.also.iter().map(|(at, label)| Also { label, at: place(at) }).collect(),
    });
    let problems = problems.collect();
    let counts = Counts::of(findings.problems);
    let report = Report {
        format: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        summary: Summary {
            errors: counts.errors,
            warnings: counts.warnings,
            rules: rules(findings.problems)
                .into_iter()
                .map(|(rule, Counts { errors, warnings })| RuleCount {
                    rule: rule.0,
                    errors,
                    warnings,
                })
                .collect(),
        },
        built: findings.made,
        timings: findings.timings.map(Timings::lines),
        problems,
    };
    serde_json::to_string_pretty(&report).expect("texts and numbers can be written") + "\n"
}

impl Place {
    fn new(file: String, region: Option<Region>) -> Self {
        let Some(Region { start, end, bytes }) = region else {
            return Place { file: Some(file), ..Place::default() };
        };
        Place {
            file: Some(file),
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
            start_byte: Some(bytes.start),
            end_byte: Some(bytes.end),
        }
    }
}
