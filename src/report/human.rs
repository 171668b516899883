//! Diagnostics -> the compiler's own look, for people at a terminal.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Found, Settled, Severity};
use crate::text::TextId;

use super::Findings;
use super::lines::Lines;

/// How much is shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether colours may be used.
    pub colour: bool,
    /// The width of the terminal, in columns.
    pub width: usize,
}

#[cfg(test)]
impl Style {
    /// As documentation shows it.
    pub const PLAIN: Style = Style { colour: false, width: 100 };
}

/// All problems in words, each with a line of its own place.
pub fn report(findings: &Findings<'_>, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width);
    let mut report = String::new();
    let mut lines = Lines::new(findings.texts);
    for problem in findings.problems {
        report.push_str(&renderer.render(&groups(problem, findings, &mut lines)));
        report.push_str("\n\n");
    }
    report
}

/// Bytes of a text, with what is to be said of them.
type Spot<'a> = (Range<usize>, Option<&'a str>);

/// Spots of a text that lie near each other, and so are shown together.
struct Near<'a> {
    text: TextId,
    spots: Vec<Spot<'a>>,
}

/// Bytes between two spots, above which each is shown by itself.
const FAR: usize = 1 << 14;

fn groups<'a>(
    problem: &'a Settled,
    findings: &Findings<'a>,
    lines: &mut Lines<'_>,
) -> Vec<Group<'a>> {
    let texts = findings.texts;
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut main = level
        .primary_title(problem.message.as_str())
        .id(problem.rule.0)
        .elements(Vec::<Origin<'_>>::new());
    let mut snippets: Vec<Near<'_>> = Vec::new();
    match &problem.at {
        Some(Found { text, range: Some(range) }) => {
            snippets.push(Near { text: *text, spots: vec![(range.clone(), None)] });
        }
        Some(Found { text, range: None }) => main = main.element(Origin::path(texts.path(*text))),
        None => {}
    }
    for (found, label) in &problem.also {
        let spot = (found.range.clone().unwrap_or(0..0), Some(label.as_str()));
        match snippets.iter_mut().find(|near| near.reaches(found.text, spot.0.start)) {
            Some(near) => near.spots.push(spot),
            None => snippets.push(Near { text: found.text, spots: vec![spot] }),
        }
    }
    for (index, Near { text: id, spots }) in snippets.into_iter().enumerate() {
        let text = texts.get(id);
        let spots: Vec<Spot<'_>> = spots
            .into_iter()
            .map(|(range, label)| (visible(&text.content, range), label))
            .collect();
        let (before, shown) = lines_of(&text.content, &spots);
        let annotations = spots.into_iter().enumerate().map(|(at, (range, label))| {
            let kind = if index == 0 && at == 0 {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            kind.span(range.start - before..range.end - before).label(label.map(str::to_owned))
        });
        main = main.element(
            Snippet::source(shown)
                .line_start(lines.position(id, before).line)
                .path(texts.path(id))
                .annotations(annotations),
        );
    }
    let mut groups = vec![main];
    if let Some(help) = &problem.help {
        groups[0] = std::mem::replace(&mut groups[0], Group::with_level(Level::HELP))
            .element(Level::HELP.message(help.as_str()));
    }
    groups
}

impl Near<'_> {
    /// What lies between spots that are shown together is read for each problem anew: it must not be a whole file.
    fn reaches(&self, text: TextId, byte: usize) -> bool {
        self.text == text && self.spots.iter().any(|(range, _)| range.start.abs_diff(byte) < FAR)
    }
}

/// The lines that hold some spots, and where they begin: to lay out a whole file for each of its problems would take
/// time that grows with the square of them.
fn lines_of<'t>(content: &'t str, spots: &[Spot<'_>]) -> (usize, &'t str) {
    let first = spots.iter().map(|(range, _)| range.start).min().unwrap_or_default();
    let last = spots.iter().map(|(range, _)| range.end).max().unwrap_or_default();
    let start = content[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = content[last..].find('\n').map_or(content.len(), |newline| last + newline + 1);
    (start, &content[start..end])
}

/// A span that ends with its first line, and is not empty: an underline over many lines says less.
fn visible(content: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(content.len());
    let mut end = range.end.clamp(start, content.len());
    if let Some(newline) = content[start..end].find(['\n', '\r']) {
        end = start + newline;
    }
    if end == start {
        end = content[start..]
            .chars()
            .next()
            .filter(|char| !matches!(char, '\n' | '\r'))
            .map_or(start, |char| start + char.len_utf8());
    }
    start..end
}
