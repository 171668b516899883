//! Diagnostics -> words: for people at a terminal, or for a program that reads them.

mod github;
mod human;
mod json;
mod lines;
mod sarif;
mod tally;

use clap::ValueEnum;

use crate::diagnostic::Settled;
use crate::text::Texts;
use crate::timings::Timings;

pub use human::Style;
pub use json::Made;
pub use tally::{by_rule, hint, tally};

/// Who is to read a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on stderr
    #[default]
    Human,
    /// One object in JSON
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

/// What a run found.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    pub problems: &'a [Settled],
    pub texts: &'a Texts,
    /// The site's folder with a slash behind it, from where paths for programs count; empty where it is that folder.
    pub folder: &'a str,
    /// What was made, if anything was.
    pub made: Option<&'a Made>,
    /// What each step took, if that was asked for.
    pub timings: Option<&'a Timings>,
}

/// All problems in a format; `style` is for people.
pub fn report(findings: &Findings<'_>, format: Format, style: Style) -> String {
    match format {
        Format::Human => human::report(findings, style),
        Format::Json => json::report(findings),
        Format::Github => github::report(findings),
        Format::Sarif => sarif::report(findings),
    }
}

/// A file of the site as programs are to find it.
fn path(findings: &Findings<'_>, text: crate::text::TextId) -> String {
    format!("{}{}", findings.folder, findings.texts.path(text))
}
