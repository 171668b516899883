//! What the YAML parser says about a broken file, in words for writers.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use super::tree::Trouble;
use crate::diagnostic::rule;

/// Says in a writer's words what the parser found wrong at a byte of the source.
pub fn explain(source: &str, at: usize, info: &str) -> Trouble {
    let at = source.floor_char_boundary(at);
    let mut range =
        at..at + source[at..].chars().next().filter(|char| *char != '\n').map_or(0, char::len_utf8);
    let mut help = None;
    let message = if info.starts_with("mapping values are not allowed") {
        let line = line_of(source, at);
        match key_and_value(&source[line.clone()]) {
            Some((key, value)) if line.start + key.trim_end().len() < at => {
                help =
                    Some(format!("put the value in quotes: `{}: {}`", key.trim(), quoted(value)));
                "`: ` in a text that is not in quotes".to_owned()
            }
            _ if colon_without_space(source, line.start).is_some() => {
                let colon = colon_without_space(source, line.start).unwrap_or(at);
                let line = source[line_of(source, colon)].trim_start_matches([' ', '-']).trim_end();
                let (key, value) = line.split_once(':').unwrap_or((line, ""));
                range = colon..colon + 1;
                help = Some(format!("write a space after the colon: `{key}: {value}`"));
                "a key cannot stand here, for the line above is a text and no key".to_owned()
            }
            _ => {
                help = Some(
                    "the keys of one map begin in the same column; a text with `: ` needs quotes"
                        .to_owned(),
                );
                "a key cannot stand here".to_owned()
            }
        }
    } else if let Some(char) =
        info.strip_prefix("unexpected character: `").and_then(|rest| rest.chars().next())
    {
        help = quote_value(source, at);
        format!("a text that begins with `{char}` needs quotes")
    } else if info.contains("unknown anchor") {
        help = quote_value(source, at);
        "a text that begins with `*` needs quotes, and there is no anchor of this name".to_owned()
    } else if info.contains("mapping keys are not allowed") {
        help = quote_value(source, at);
        "a text that begins with `? ` needs quotes".to_owned()
    } else if info.contains("tab") {
        range = tab_before(source, at).unwrap_or(range);
        help = Some("indent with spaces".to_owned());
        "a tab cannot indent".to_owned()
    } else if info.contains("invalid indentation in quoted scalar")
        || info.contains("unexpected end of stream")
    {
        help = Some(
            "close it with the same quote; its further lines are indented more than its key"
                .to_owned(),
        );
        "a quote that is not closed".to_owned()
    } else if info.contains("trailing content after") {
        help = Some("inside of `'…'` write `''`, inside of `\"…\"` write `\\\"`".to_owned());
        "text after the closing quote".to_owned()
    } else if info.contains("expected ',' or ']'") || info.contains("illegal placement of ':'") {
        range = opening(source, at, '[', ']').unwrap_or_else(|| last_before(source, at));
        help = Some("close the list, or put a text with `[`, `,` or `: ` in quotes".to_owned());
        "a `[` that is not closed: expected `,` or `]`".to_owned()
    } else if info.contains("expected ',' or '}'") {
        range = opening(source, at, '{', '}').unwrap_or_else(|| last_before(source, at));
        help = Some("close the map, or put a text with `{`, `,` or `: ` in quotes".to_owned());
        "a `{` that is not closed: expected `,` or `}`".to_owned()
    } else if info.starts_with("simple key expect") {
        range = last_before(source, at);
        let line = source[line_of(source, range.start)].trim();
        help = match line.split_once(':') {
            Some((key, value)) => {
                Some(format!("write a space after the colon: `{key}: {}`", value.trim()))
            }
            None => Some(
                "a key ends with `: `; a text's further lines are indented more than its key"
                    .to_owned(),
            ),
        };
        "a line without `: ` among the keys of a map".to_owned()
    } else if info.contains("block sequence entries are not allowed") {
        help = Some(
            "begin the list on a line of its own, or write it as `[…, …]`; quote a text".to_owned(),
        );
        "a list's `- ` cannot stand here".to_owned()
    } else if info.contains("did not find expected '-' indicator")
        || info.contains("did not find expected key")
    {
        help = Some(
            "the keys of one map, and the `-` of one list, begin in the same column".to_owned(),
        );
        "this line's indentation does not fit the lines above".to_owned()
    } else if info.contains("misplaced bracket") {
        help = quote_value(source, at);
        "a closing bracket that nothing opened".to_owned()
    } else if info.contains("escape") {
        help = Some("write `\\\\` for a backslash, or use single quotes".to_owned());
        "an escape that YAML does not know".to_owned()
    } else {
        let words = info.rsplit_once(", ").map_or(info, |(_, words)| words);
        words
            .strip_prefix("did not find ")
            .map_or_else(|| words.to_owned(), |what| format!("missing: {what}"))
    };
    Trouble { rule: rule::YAML_SYNTAX, range, message, help }
}

/// The first character that YAML does not allow anywhere.
pub fn control_character(source: &str) -> Option<Trouble> {
    let (at, char) = source.char_indices().find(|(_, char)| !is_printable(*char))?;
    Some(Trouble {
        rule: rule::YAML_SYNTAX,
        range: at..at + char.len_utf8(),
        message: format!(
            "a character that cannot be seen and is not allowed, U+{:04X}",
            u32::from(char)
        ),
        help: Some("remove it".to_owned()),
    })
}

/// `c-printable` of YAML 1.2, less the byte order mark.
fn is_printable(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}' | '\u{FF00}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A text in the quotes that change it least.
pub fn quoted(text: &str) -> String {
    let text = text.trim();
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// A scalar's bytes without the tag and the anchor before it.
pub fn without_properties(source: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let mut start = range.start;
    let rest = |start: usize| &source[start..range.end];
    while rest(start).starts_with(['&', '!']) {
        let word = rest(start).find(char::is_whitespace).unwrap_or(range.end - start);
        start += word;
        start += rest(start).len() - rest(start).trim_start().len();
    }
    let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    if block && rest(start).starts_with(['|', '>']) {
        start += rest(start).find('\n').unwrap_or(range.end - start);
        start += rest(start).len() - rest(start).trim_start().len();
    }
    start..range.end
}

fn line_of(source: &str, at: usize) -> Range<usize> {
    let start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline);
    start..end
}

/// The line's key, with what stands before it, and the value after it.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let bare = key.trim_start_matches([' ', '-']);
    let value = value.trim();
    let simple = !bare.is_empty() && !value.is_empty() && !bare.contains(['"', '\'', '{', '[']);
    simple.then_some((key, value)).filter(|_| !value.starts_with(['"', '\'']))
}

/// The colon of the line before, if that is a `key:value` that lacks the space.
fn colon_without_space(source: &str, line: usize) -> Option<usize> {
    let before = line_of(source, source[..line].trim_end().len());
    let colon = before.start + source[before.clone()].find(':')?;
    let key = source[before.start..colon].trim_start_matches([' ', '-']);
    let is_key = !key.is_empty() && key.chars().all(|char| char.is_alphanumeric() || char == '_');
    let lacks_space = source[colon + 1..before.end]
        .starts_with(|char: char| !char.is_whitespace() && char != '/');
    (is_key && lacks_space && before.start < line).then_some(colon)
}

/// How to quote the value that begins at a byte, where it ends with its line.
fn quote_value(source: &str, at: usize) -> Option<String> {
    let line = line_of(source, at);
    let value = source[at..line.end].trim();
    let before = source[line.start..at].trim_start_matches([' ', '-']);
    if before.contains(['{', '[']) {
        let end = value.find([',', '}', ']']).unwrap_or(value.len());
        return Some(format!("write it in quotes: `{}`", quoted(&value[..end])));
    }
    Some(format!("write it in quotes: `{before}{}`", quoted(value)))
}

/// The last character before a byte that is not white space, where something is missing.
fn last_before(source: &str, at: usize) -> Range<usize> {
    let end = source[..at].trim_end().len();
    let start = source[..end].char_indices().next_back().map_or(0, |(start, _)| start);
    start..end
}

/// The bracket of an earlier line that is still open at a byte.
fn opening(source: &str, at: usize, open: char, close: char) -> Option<Range<usize>> {
    let mut closed = 0;
    for (start, char) in source[..at].char_indices().rev() {
        if char == close {
            closed += 1;
        } else if char == open && closed > 0 {
            closed -= 1;
        } else if char == open {
            return (start < line_of(source, at).start).then_some(start..start + 1);
        }
    }
    None
}

/// The tab on a byte's line, or the first one below that indents.
fn tab_before(source: &str, at: usize) -> Option<Range<usize>> {
    let line = line_of(source, at);
    let tab = match source[line.clone()].find('\t') {
        Some(tab) => line.start + tab,
        None => line.end + source[line.end..].find("\n\t")? + 1,
    };
    Some(tab..tab + 1)
}
