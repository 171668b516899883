//! Diagnostics -> words: the compiler's own look, for people at a terminal.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Found, Settled, Severity};
use crate::text::{Text, Texts};

/// How much is shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether colours may be used.
    pub colour: bool,
    /// The width of the terminal, in columns.
    pub width: usize,
}

/// All problems in words, each with a line of its own place.
pub fn report(problems: &[Settled], texts: &Texts, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(style.width);
    let mut report = String::new();
    for problem in problems {
        report.push_str(&renderer.render(&groups(problem, texts)));
        report.push_str("\n\n");
    }
    report
}

/// "3 errors, 1 warning"
pub fn tally(problems: &[Settled]) -> String {
    let count = |severity| problems.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let plural =
        |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, warnings) => plural(warnings, "warning"),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => {
            format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
        }
    }
}

/// Bytes of a text, with what is to be said of them.
type Spot<'a> = (Range<usize>, Option<&'a str>);

fn groups<'a>(problem: &'a Settled, texts: &'a Texts) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut main = level
        .primary_title(problem.message.as_str())
        .id(problem.rule.0)
        .elements(Vec::<Origin<'_>>::new());
    let mut snippets: Vec<(&Text, Vec<Spot<'_>>)> = Vec::new();
    match &problem.at {
        Some(Found { text, range: Some(range) }) => {
            snippets.push((texts.get(*text), vec![(range.clone(), None)]));
        }
        Some(Found { text, range: None }) => {
            main = main.element(Origin::path(texts.get(*text).path.as_str()))
        }
        None => {}
    }
    for (found, label) in &problem.also {
        let (text, range) = (texts.get(found.text), found.range.clone().unwrap_or(0..0));
        match snippets.iter_mut().find(|(other, _)| other.path == text.path) {
            Some((_, spots)) => spots.push((range, Some(label.as_str()))),
            None => snippets.push((text, vec![(range, Some(label.as_str()))])),
        }
    }
    for (index, (text, spots)) in snippets.into_iter().enumerate() {
        let spots: Vec<Spot<'_>> = spots
            .into_iter()
            .map(|(range, label)| (visible(&text.content, range), label))
            .collect();
        let (before, lines) = lines_of(&text.content, &spots);
        let annotations = spots.into_iter().enumerate().map(|(at, (range, label))| {
            let kind = if index == 0 && at == 0 {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            kind.span(range.start - before..range.end - before).label(label.map(str::to_owned))
        });
        let first = text.content[..before].bytes().filter(|byte| *byte == b'\n').count() + 1;
        main = main.element(
            Snippet::source(lines)
                .line_start(first)
                .path(text.path.as_str())
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
