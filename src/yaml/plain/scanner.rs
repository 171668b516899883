//! The scanner of the plain driver: what the characters of a source begin, and where it ends.

use std::borrow::Cow;

use super::Unlike;

/// A longer key is left to others: YAML has a limit for them.
const LONGEST_KEY: usize = 200;

/// Whether a source holds characters that are no text or end a line otherwise than `\n` does; tabs are among them.
pub fn has_other_characters(source: &str) -> bool {
    let is_other = |byte: u8| (byte < b' ' && byte != b'\n') || byte == 0x7f;
    // Those beyond ASCII begin with one of these; few others do.
    let may_begin = |byte: u8| matches!(byte, 0xc2 | 0xe2 | 0xef);
    let bytes = source.as_bytes();
    for (start, chunk) in (0..).step_by(CHUNK).zip(bytes.chunks(CHUNK)) {
        // Without a way out of the loop many bytes are looked at together.
        let found = chunk.iter().fold((false, false), |(other, begin), byte| {
            (other | is_other(*byte), begin | may_begin(*byte))
        });
        let in_chunk = start..start + chunk.len();
        if found.0 || found.1 && in_chunk.into_iter().any(|at| is_other_beyond(&bytes[at..])) {
            return true;
        }
    }
    false
}

/// So many bytes are looked at together.
const CHUNK: usize = 64;

/// Whether UTF-8 begins with U+0080 to U+009F, U+2028, U+2029, U+FEFF, U+FFFE or U+FFFF.
fn is_other_beyond(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xc2, 0x80..=0x9f, ..]
            | [0xe2, 0x80, 0xa8 | 0xa9, ..]
            | [0xef, 0xbb, 0xbf, ..]
            | [0xef, 0xbf, 0xbe | 0xbf, ..]
    )
}

/// What a value begins with. A collection in block style stands at its first key or dash, so far from its line's begin;
/// one in flow style stands behind its bracket.
pub enum Start<'s> {
    Nothing,
    /// All of a scalar; whether it stood without quotes.
    Text(Cow<'s, str>, bool),
    List(usize),
    Map(usize),
    FlowList,
    FlowMap,
}

/// Goes through a source.
pub struct Scanner<'s> {
    source: &'s str,
    /// How far it has come, in bytes.
    pub at: usize,
    /// How many collections are open, and how many of them in flow style.
    pub levels: usize,
    pub flows: usize,
}

impl<'s> Scanner<'s> {
    /// Begins at a place of a source.
    pub fn new(source: &'s str, at: usize) -> Self {
        Scanner { source, at, levels: 0, flows: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    fn ends_line(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\n'))
    }

    /// Goes to the next line that says something, and tells how far it is indented; it stays before its indentation.
    pub fn indent(&mut self) -> Option<usize> {
        loop {
            let mut end = self.at;
            while self.byte(end) == Some(b' ') {
                end += 1;
            }
            match self.byte(end)? {
                b'\n' => self.at = end + 1,
                b'#' => self.skip_line(end),
                _ => return Some(end - self.at),
            }
        }
    }

    /// Goes behind the line that a byte stands in.
    fn skip_line(&mut self, from: usize) {
        let rest = &self.source[from..];
        self.at = rest.find('\n').map_or(self.source.len(), |at| from + at + 1);
    }

    fn skip_spaces(&mut self) {
        while self.byte(self.at) == Some(b' ') {
            self.at += 1;
        }
    }

    /// Goes behind the line's end, before which nothing may stand but a comment.
    pub fn end_line(&mut self) -> Result<(), Unlike> {
        let from = self.at;
        self.skip_spaces();
        match self.byte(self.at) {
            None => Ok(()),
            Some(b'\n') => {
                self.at += 1;
                Ok(())
            }
            Some(b'#') if self.at > from => {
                self.skip_line(self.at);
                Ok(())
            }
            Some(_) => Err(Unlike),
        }
    }

    /// Whether a list's item begins behind the indentation of this line.
    pub fn is_dash(&self) -> bool {
        let dash = self.source[self.at..].trim_start_matches(' ').as_bytes();
        matches!(dash, [b'-'] | [b'-', b' ' | b'\n', ..])
    }

    /// The end of a key that begins at a byte; behind it stands a colon that no text follows at once.
    fn key_end(&self, from: usize) -> Option<usize> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        let bytes = &self.source.as_bytes()[from..];
        if !is_letter(*bytes.first()?) {
            return None;
        }
        let is_inside = |byte: &u8| is_letter(*byte) || matches!(byte, b'-' | b'.' | b' ');
        let length = bytes.iter().take(LONGEST_KEY).position(|byte| !is_inside(byte))?;
        let end = from + length;
        let is_key = bytes[length] == b':'
            && bytes[length - 1] != b' '
            && matches!(self.byte(end + 1), None | Some(b' ' | b'\n'));
        is_key.then_some(end)
    }

    /// Goes behind a key and its colon.
    pub fn key(&mut self) -> Result<&'s str, Unlike> {
        let end = self.key_end(self.at).ok_or(Unlike)?;
        let key = &self.source[self.at..end];
        self.at = end + 1;
        Ok(key)
    }

    /// Begins a value of a collection in block style.
    pub fn start(&mut self, parent: usize, in_list: bool) -> Result<Start<'s>, Unlike> {
        self.skip_spaces();
        match self.byte(self.at) {
            None | Some(b'\n' | b'#') => {
                // White space stands before it, for a key's colon and a dash are followed by some.
                self.skip_line(self.at);
                self.start_below(parent, in_list)
            }
            Some(b'|') => self.literal(parent),
            Some(b'-') if self.is_dash() => Err(Unlike),
            Some(b'[' | b'{' | b'"' | b'\'') => {
                let start = self.start_in_line()?;
                if let Start::Text(..) = start {
                    self.end_line()?;
                }
                Ok(start)
            }
            Some(_) if in_list && self.key_end(self.at).is_some() => {
                let line = self.source[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
                Ok(Start::Map(self.at - line))
            }
            Some(_) => self.plain(),
        }
    }

    /// Begins a value that may stand on the next lines.
    fn start_below(&mut self, parent: usize, in_list: bool) -> Result<Start<'s>, Unlike> {
        match self.indent() {
            Some(indent) if indent > parent => {
                let is_list = self.is_dash();
                self.at += indent;
                match (is_list, self.key_end(self.at)) {
                    (true, _) => Ok(Start::List(indent)),
                    (false, Some(_)) => Ok(Start::Map(indent)),
                    (false, None) => Err(Unlike),
                }
            }
            Some(indent) if indent == parent && !in_list && self.is_dash() => {
                self.at += indent;
                Ok(Start::List(indent))
            }
            _ => Ok(Start::Nothing),
        }
    }

    /// Begins what is written in brackets or in quotes.
    fn start_in_line(&mut self) -> Result<Start<'s>, Unlike> {
        let first = self.byte(self.at);
        self.at += 1;
        match first {
            Some(b'[') => Ok(Start::FlowList),
            Some(b'{') => Ok(Start::FlowMap),
            Some(b'\'') => self.single_quoted(),
            Some(b'"') => self.double_quoted(),
            _ => Err(Unlike),
        }
    }

    fn single_quoted(&mut self) -> Result<Start<'s>, Unlike> {
        let mut text = Cow::Borrowed("");
        loop {
            let rest = &self.source[self.at..];
            let end = position(rest, |byte| matches!(byte, b'\'' | b'\n')).ok_or(Unlike)?;
            let part = &rest[..end];
            self.at += end + 1;
            match (&rest.as_bytes()[end..], text.is_empty()) {
                ([b'\'', b'\'', ..], _) => {
                    self.at += 1;
                    text.to_mut().push_str(part);
                    text.to_mut().push('\'');
                }
                ([b'\'', ..], true) => return Ok(Start::Text(part.into(), false)),
                ([b'\'', ..], false) => {
                    text.to_mut().push_str(part);
                    return Ok(Start::Text(text, false));
                }
                _ => return Err(Unlike),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<Start<'s>, Unlike> {
        let mut text = Cow::Borrowed("");
        loop {
            let rest = &self.source[self.at..];
            let end = position(rest, |byte| matches!(byte, b'"' | b'\\' | b'\n')).ok_or(Unlike)?;
            let part = &rest[..end];
            self.at += end + 1;
            match (rest.as_bytes()[end], text.is_empty()) {
                (b'"', true) => return Ok(Start::Text(part.into(), false)),
                (b'"', false) => {
                    text.to_mut().push_str(part);
                    return Ok(Start::Text(text, false));
                }
                (b'\\', _) => {
                    let char = self.escaped()?;
                    text.to_mut().push_str(part);
                    text.to_mut().push(char);
                }
                _ => return Err(Unlike),
            }
        }
    }

    /// The character of an escape, behind its backslash.
    fn escaped(&mut self) -> Result<char, Unlike> {
        let escape = self.byte(self.at).ok_or(Unlike)?;
        self.at += 1;
        match escape {
            b'"' | b'\\' | b'/' => Ok(escape.into()),
            b'n' => Ok('\n'),
            b't' => Ok('\t'),
            b'u' => {
                let digits = self.source.get(self.at..self.at + 4).ok_or(Unlike)?;
                if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(Unlike);
                }
                self.at += 4;
                let code = u32::from_str_radix(digits, 16).map_err(|_| Unlike)?;
                char::from_u32(code).ok_or(Unlike)
            }
            _ => Err(Unlike),
        }
    }

    /// A scalar without quotes, to the end of its line. If it went on in the next one, that would be indented more than
    /// the collection, which the collection refuses.
    fn plain(&mut self) -> Result<Start<'s>, Unlike> {
        self.check_begin(|byte| matches!(byte, None | Some(b' ' | b'\n')))?;
        let from = self.at;
        self.skip_line(from);
        let line = self.source[from..self.at].trim_end_matches('\n');
        let text = match line.find(" #") {
            Some(comment) => &line[..comment],
            None => line,
        };
        let text = text.trim_end_matches(' ');
        if text.contains(": ") || text.ends_with(':') {
            return Err(Unlike);
        }
        Ok(scalar(text))
    }

    /// Refuses what no scalar without quotes begins with.
    fn check_begin(&self, is_end: impl Fn(Option<u8>) -> bool) -> Result<(), Unlike> {
        match self.byte(self.at) {
            Some(b'-') if !is_end(self.byte(self.at + 1)) => Ok(()),
            None => Err(Unlike),
            Some(first) if b"-?:,[]{}#&*!|>'\"%@`".contains(&first) => Err(Unlike),
            Some(_) => Ok(()),
        }
    }

    /// A literal block: its lines as they stand, without their indentation.
    fn literal(&mut self, parent: usize) -> Result<Start<'s>, Unlike> {
        self.at += 1;
        let is_stripped = self.byte(self.at) == Some(b'-');
        self.at += usize::from(is_stripped);
        if self.byte(self.at) != Some(b'\n') {
            return Err(Unlike);
        }
        self.at += 1;
        // A file's last line has an end, or is left to those who know what is missing then.
        if !self.source.ends_with('\n') {
            return Err(Unlike);
        }
        let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let indent = spaces(&self.source[self.at..]);
        if indent <= parent || self.ends_line(self.at + indent) {
            return Err(Unlike);
        }
        let mut text = String::new();
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            let length = rest.find('\n').ok_or(Unlike)? + 1;
            let line = &rest[..length];
            let before = spaces(line).min(indent);
            if before == indent {
                text.push_str(&line[indent..]);
            } else if before + 1 == length {
                text.push('\n');
            } else if before <= parent {
                break;
            } else {
                return Err(Unlike);
            }
            self.at += length;
        }
        text.truncate(text.trim_end_matches('\n').len());
        if !is_stripped {
            text.push('\n');
        }
        Ok(Start::Text(text.into(), false))
    }

    /// Begins a value of a collection in flow style.
    pub fn start_in_flow(&mut self) -> Result<Start<'s>, Unlike> {
        self.skip_spaces();
        match self.byte(self.at) {
            Some(b'[' | b'{' | b'"' | b'\'') => self.start_in_line(),
            Some(b',' | b'}') => Ok(Start::Nothing),
            _ => self.plain_in_flow(),
        }
    }

    fn plain_in_flow(&mut self) -> Result<Start<'s>, Unlike> {
        let ends =
            |byte| matches!(byte, None | Some(b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}'));
        self.check_begin(ends)?;
        let rest = &self.source[self.at..];
        let ends = |byte| matches!(byte, b',' | b']' | b'}' | b'[' | b'{' | b'\n');
        let length = position(rest, ends).ok_or(Unlike)?;
        if matches!(rest.as_bytes()[length], b'[' | b'{' | b'\n') {
            return Err(Unlike);
        }
        let text = rest[..length].trim_end_matches(' ');
        if text.contains(" #") || text.contains(": ") || text.ends_with(':') {
            return Err(Unlike);
        }
        self.at += length;
        Ok(scalar(text))
    }

    /// Goes to the next part of a collection in flow style; not for the first, where that is no end.
    pub fn next_in_flow(&mut self, close: u8, is_first: bool) -> Result<bool, Unlike> {
        self.skip_spaces();
        match self.byte(self.at) {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if is_first => Ok(true),
            Some(b',') => {
                self.at += 1;
                self.skip_spaces();
                // A comma before the bracket.
                if self.byte(self.at) == Some(close) { Err(Unlike) } else { Ok(true) }
            }
            _ => Err(Unlike),
        }
    }
}

/// Where the first of some characters of ASCII stands.
fn position(text: &str, is_one: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(is_one)
}

fn scalar(text: &str) -> Start<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Start::Nothing,
        text => Start::Text(text.into(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::has_other_characters;

    #[test]
    fn a_character_that_is_no_text_is_found_wherever_it_stands() {
        let is_other = |char: char| {
            (char.is_control() && char != '\n')
                || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        };
        for char in '\0'..='\u{ffff}' {
            for before in [0, 61, 62, 63, 64] {
                let source = format!("{}{char}é“", "a".repeat(before));
                assert_eq!(has_other_characters(&source), is_other(char), "{char:?} at {before}");
            }
        }
    }
}
