//! Diagnostics -> workflow commands of GitHub Actions, which become annotations beside the lines.
//!
//! A command is `::error file=…,line=…::message` on a line of its own. What would end a value or the line is escaped as
//! the `command` module of GitHub's `@actions/core` does.

use std::fmt::Write as _;

use crate::diagnostic::{Settled, Severity};

use super::lines::Lines;
use super::{Findings, path};

/// A line for each problem.
pub fn report(findings: &Findings<'_>) -> String {
    let mut lines = Lines::new(findings.texts);
    let mut report = String::new();
    for problem in findings.problems {
        let command = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut properties = Vec::new();
        let mut message = problem.message.clone();
        if let Some(help) = &problem.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        place(problem, findings, &mut lines, &mut properties, &mut message);
        properties.push(("title", problem.rule.0.to_owned()));
        let properties: Vec<String> =
            properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
        let _ = writeln!(report, "::{command} {}::{}", properties.join(","), data(&message));
    }
    report
}

/// Where the annotation is to stand, and the same in words for those who read the log.
fn place(
    problem: &Settled,
    findings: &Findings<'_>,
    lines: &mut Lines<'_>,
    properties: &mut Vec<(&'static str, String)>,
    message: &mut String,
) {
    if let Some(at) = &problem.at {
        let file = path(findings, at.text);
        let _ = write!(message, "\n --> {file}");
        properties.push(("file", file));
        if let Some(region) = lines.region(at) {
            let (start, end) = (region.start, region.end);
            let _ = write!(message, ":{}:{}", start.line, start.column);
            properties.push(("line", start.line.to_string()));
            properties.push(("endLine", end.line.to_string()));
            // GitHub takes columns only within one line.
            if start.line == end.line {
                properties.push(("col", start.column.to_string()));
                properties.push(("endColumn", end.column.to_string()));
            }
        }
    }
    for (found, label) in &problem.also {
        let file = path(findings, found.text);
        let _ = match lines.region(found) {
            Some(region) => write!(message, "\n{label}: {file}:{}", region.start.line),
            None => write!(message, "\n{label}: {file}"),
        };
    }
}

/// Text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{Found, rule};
    use crate::text::{Text, Texts};

    #[derive(Debug, PartialEq)]
    struct Command {
        name: String,
        properties: Vec<(String, String)>,
        message: String,
    }

    /// A command by the documented grammar: `::name key=value,key=value::message`.
    fn parse(line: &str) -> Option<Command> {
        let (head, message) = line.strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ')?;
        let properties = properties
            .split(',')
            .map(|pair| {
                let (key, value) = pair.split_once('=')?;
                let known = ["file", "line", "endLine", "col", "endColumn", "title"];
                (known.contains(&key) && !value.contains(':'))
                    .then(|| (key.to_owned(), unescape(value)))
            })
            .collect::<Option<Vec<_>>>()?;
        (["error", "warning"].contains(&name) && !line.contains(['\r', '\n'])).then(|| Command {
            name: name.to_owned(),
            properties,
            message: unescape(message),
        })
    }

    /// As GitHub's runner undoes the escapes: `%25` last.
    fn unescape(text: &str) -> String {
        let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    fn found(path: &str, message: &str, help: &str) -> String {
        let mut texts = Texts::default();
        let text = texts.add(Text {
            path: path.to_owned(),
            content: "one\ntwo\nthree\n".into(),
            damaged: false,
        });
        let at = |range| Found { text, range };
        let problem = Settled {
            rule: rule::BAD_VALUE,
            severity: Severity::Warning,
            message: message.to_owned(),
            help: Some(help.to_owned()),
            at: Some(at(Some(4..7))),
            also: vec![(at(Some(8..9)), "and this".into())],
        };
        report(&Findings {
            problems: &[problem],
            texts: &texts,
            folder: "a,b/",
            made: None,
            timings: None,
        })
    }

    #[test]
    fn nasty_words_and_paths_end_nothing() {
        let line = found("c: 100%,\r\n::d.yaml", "50%, of::\n::error::no\r%0A", "a, b: %2C");
        assert_eq!(line.lines().count(), 1, "{line}");
        let command = parse(line.trim_end()).unwrap();
        assert_eq!(command.name, "warning");
        let value = |key: &str| {
            command.properties.iter().find(|(other, _)| other == key).map(|(_, value)| &**value)
        };
        assert_eq!(value("file"), Some("a,b/c: 100%,\r\n::d.yaml"));
        let numbers = ["line", "endLine", "col", "endColumn"].map(|key| value(key).unwrap());
        assert_eq!(numbers, ["2", "2", "1", "4"]);
        assert_eq!(value("title"), Some("bad-value"));
        assert!(command.message.starts_with("50%, of::\n::error::no\r%0A\nhelp: a, b: %2C\n"));
        assert!(command.message.ends_with("\nand this: a,b/c: 100%,\r\n::d.yaml:3"));
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in "([%:,\r\n]|%0A|%25|%3A|[a-z]|\\PC){0,40}") {
            let (as_data, as_property) = (data(&text), property(&text));
            prop_assert!(!as_data.contains(['\r', '\n']));
            prop_assert!(!as_property.contains(['\r', '\n', ':', ',']));
            prop_assert_eq!(undo(&as_data), text.clone());
            prop_assert_eq!(undo(&as_property), text);
        }

        #[test]
        fn every_line_is_a_command(path in "\\PC{1,20}", message in "(.|\n){0,40}", help in "(.|\r){0,40}") {
            let line = found(&path, &message, &help);
            let command = parse(line.strip_suffix('\n').unwrap());
            prop_assert!(command.is_some(), "{}", line);
        }
    }

    /// Undoes the escapes from the left, each once.
    fn undo(text: &str) -> String {
        let mut parts = text.split('%');
        let mut undone = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (code, rest) = part.split_at(2);
            undone.push(char::from(u8::from_str_radix(code, 16).unwrap()));
            undone.push_str(rest);
        }
        undone
    }
}
