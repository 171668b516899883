//! Ink: what compiled templates write with.

use std::borrow::Cow;
use std::io::{self, Write};

use super::values::Show;
use crate::prose;

/// So many bytes are gathered before they are handed on; what is longer than the second is handed on as it is.
const GATHERED: usize = 4096;
const LONG: usize = 1024;

/// Writes a page, or keeps what it writes where a template asks for that.
pub struct Ink<'i> {
    to: &'i mut dyn Write,
    gathered: String,
    /// How many texts are open that will be kept.
    open: usize,
}

impl<'i> Ink<'i> {
    /// Writes to something.
    pub fn on(to: &'i mut dyn Write) -> Self {
        Ink { to, gathered: String::with_capacity(GATHERED + LONG), open: 0 }
    }

    /// Writes HTML.
    pub fn raw(&mut self, html: &str) -> io::Result<()> {
        if html.len() > LONG && self.open == 0 {
            self.hand_on()?;
            return self.to.write_all(html.as_bytes());
        }
        self.gathered.push_str(html);
        if self.gathered.len() > GATHERED && self.open == 0 {
            self.hand_on()?;
        }
        Ok(())
    }

    /// Writes a text.
    pub fn escaped(&mut self, text: &str) -> io::Result<()> {
        escape_to(&mut self.gathered, text);
        Ok(())
    }

    /// Writes a value, if there is one.
    pub fn show<T: Show + ?Sized>(&mut self, value: Option<&T>) -> io::Result<()> {
        value.map_or(Ok(()), |value| value.show(self))
    }

    /// Begins a text that is kept; where it begins.
    pub fn open(&mut self) -> usize {
        self.open += 1;
        self.gathered.len()
    }

    /// Ends the text that was begun last.
    pub fn close(&mut self, opened: usize) -> String {
        self.open -= 1;
        self.gathered.split_off(opened)
    }

    /// Hands everything on.
    pub fn flush(mut self) -> io::Result<()> {
        self.hand_on()?;
        self.to.flush()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.to.write_all(self.gathered.as_bytes())?;
        self.gathered.clear();
        Ok(())
    }
}

/// Escapes a text for HTML and for values of attributes.
pub fn escape(text: &str) -> Cow<'static, str> {
    let mut html = String::with_capacity(text.len() + 16);
    escape_to(&mut html, text);
    html.into()
}

/// As Tera does it: of quotation marks the single one, too.
fn escape_to(html: &mut String, text: &str) {
    let is_special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    // Without a way out of the loop many bytes are looked at together.
    if !text.bytes().fold(false, |any, byte| any | is_special(byte)) {
        return html.push_str(text);
    }
    let mut parts = text.split('\'');
    prose::escape(html, parts.next().unwrap_or_default());
    for part in parts {
        html.push_str("&#39;");
        prose::escape(html, part);
    }
}
