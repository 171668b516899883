//! SVG: drawings without comments and metadata, and what they would do to a reader who opens them by themselves.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};

use super::Broken;

/// A drawing without comments, metadata and notes of the program that made it.
#[derive(Debug, PartialEq)]
pub struct Drawing<'a> {
    /// The file as it came, where there was nothing to remove.
    pub text: Cow<'a, str>,
    /// What it runs or fetches where it is opened by itself, without the policy of a page: half a sentence.
    pub active: Option<String>,
    /// What may say more than the drawing shows and stays in it: half a sentence.
    pub kept: Option<&'static str>,
}

impl Drawing<'_> {
    /// Reads a drawing.
    ///
    /// # Errors
    /// Where it is not XML.
    pub fn clean(text: &str) -> Result<Drawing<'_>, Broken> {
        let mut found = Found::default();
        let mut reader = Reader::from_str(text);
        loop {
            let start = at(&reader);
            let event = reader.read_event().map_err(|_| Broken("it is not well-formed XML"))?;
            let end = at(&reader);
            match event {
                Event::Eof if !found.open.is_empty() => return Err(super::CUT_OFF),
                Event::Eof if !found.has_root => return Err(Broken("it holds no drawing")),
                Event::Eof => break,
                Event::Start(tag) => found.open(&tag, start),
                Event::Empty(tag) => {
                    found.open(&tag, start);
                    found.close(end);
                }
                Event::End(_) => found.close(end),
                Event::Comment(_) => found.remove(start..end),
                Event::PI(instruction) if instruction.target() == b"xml-stylesheet" => {
                    found.look_at_value("href", &text[start..end]);
                }
                Event::PI(_) => found.remove(start..end),
                Event::DocType(_) if text[start..end].contains("<!ENTITY") => {
                    let declared = text[start..end].split("<!ENTITY").skip(1);
                    if declared.into_iter().any(|entity| entity.contains(['<', '&'])) {
                        found.acts("it hides markup in an entity");
                    }
                }
                Event::Text(_) if found.is_style() => found.style.push_str(&text[start..end]),
                Event::CData(data) if found.is_style() => {
                    found.style.push_str(&String::from_utf8_lossy(&data));
                }
                Event::GeneralRef(_) if found.is_style() => {
                    let read = found.read(&text[start..end]);
                    found.style.push_str(&read);
                }
                Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Decl(_)
                | Event::DocType(_) => {}
            }
        }
        Ok(Drawing { text: found.rest(text), active: found.active, kept: found.kept })
    }
}

fn at(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// The open elements, by name.
    open: Vec<Box<[u8]>>,
    has_root: bool,
    /// How many elements were open when the metadata began, and where that was.
    metadata: Option<(usize, usize)>,
    removed: Vec<Range<usize>>,
    /// The style sheet that is being read.
    style: String,
    active: Option<String>,
    kept: Option<&'static str>,
}

impl Found {
    fn open(&mut self, tag: &BytesStart<'_>, start: usize) {
        let name = tag.local_name();
        self.has_root = true;
        self.open.push(name.as_ref().into());
        if self.metadata.is_some() {
            return;
        }
        match name.as_ref() {
            b"metadata" => self.metadata = Some((self.open.len(), start)),
            b"script" | b"handler" | b"listener" => self.acts("it holds a script"),
            b"iframe" | b"object" | b"embed" => self.acts("it holds another document"),
            _ => self.look_at_attributes(tag),
        }
    }

    fn close(&mut self, end: usize) {
        if let Some((depth, start)) = self.metadata
            && depth == self.open.len()
        {
            self.metadata = None;
            self.removed.push(start..end);
        }
        let style = std::mem::take(&mut self.style);
        self.look_at_style(&style);
        self.open.pop();
    }

    fn remove(&mut self, range: Range<usize>) {
        if self.metadata.is_none() {
            self.removed.push(range);
        }
    }

    fn is_style(&self) -> bool {
        self.metadata.is_none() && self.open.last().is_some_and(|name| **name == *b"style")
    }

    fn look_at_attributes(&mut self, tag: &BytesStart<'_>) {
        let is_link = tag.local_name().as_ref() == b"a";
        for attribute in tag.attributes().with_checks(false).flatten() {
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let local = name.rsplit(':').next().unwrap_or_default();
            // Drawing programs keep the names of their namespaces in entities.
            if name.starts_with("xmlns") {
                continue;
            }
            let value = self.read(&String::from_utf8_lossy(&attribute.value));
            match local {
                "docname" | "export-filename" | "absref" => {
                    self.kept = Some("the path of a file on the machine it was made on");
                }
                "style" => self.look_at_style(&value),
                // A reader follows a link of his own will.
                "href" if is_link && !is_code(&value) => {}
                "href" | "src" | "from" | "to" | "values" => self.look_at_value(local, &value),
                _ if local.len() > 2
                    && local.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("on")) =>
                {
                    self.acts(format!("it runs code at `{local}`"));
                }
                _ if value.contains('(') => self.look_at_style(&value),
                _ => {}
            }
        }
    }

    /// Characters as a browser reads them. What an entity of the file's own stands for is not followed.
    fn read(&mut self, raw: &str) -> String {
        let mut is_hidden = false;
        let read = unescape_with(raw, |name| {
            resolve_xml_entity(name).or_else(|| {
                is_hidden = true;
                Some("")
            })
        });
        let read = read.map_or_else(|_| raw.to_owned(), Cow::into_owned);
        if is_hidden {
            self.acts("it hides words in an entity");
        }
        read
    }

    fn look_at_value(&mut self, name: &str, value: &str) {
        let low = value.trim_start().to_ascii_lowercase();
        if is_code(value) {
            self.acts("it runs code at a link");
        } else if low.starts_with("data:") && !low.starts_with("data:font/") {
            self.kept = Some("a picture inside it, with whatever that holds");
        } else if is_elsewhere(&low) && matches!(name, "href" | "src") {
            self.acts("it asks another server for something");
        }
    }

    fn look_at_style(&mut self, style: &str) {
        let plain: String = style
            .to_ascii_lowercase()
            .chars()
            .filter(|char| !matches!(char, '"' | '\'') && !char.is_whitespace())
            .collect();
        let addresses = plain.split("url(").skip(1).chain(plain.split("@import").skip(1));
        if addresses.into_iter().any(is_elsewhere) {
            self.acts("it asks another server for something");
        } else if plain.contains("url(data:image") {
            self.kept = Some("a picture inside it, with whatever that holds");
        }
    }

    fn acts(&mut self, how: impl Into<String>) {
        self.active.get_or_insert_with(|| how.into());
    }

    fn rest<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.removed.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut rest = String::with_capacity(text.len());
        let mut from = 0;
        for range in &self.removed {
            rest.push_str(&text[from..range.start]);
            from = range.end;
        }
        rest.push_str(&text[from..]);
        Cow::Owned(rest)
    }
}

/// Whether an address runs code. Browsers leave out white space and control characters.
fn is_code(value: &str) -> bool {
    let seen: String =
        value.chars().filter(|char| !char.is_whitespace() && !char.is_control()).collect();
    let low = seen.to_ascii_lowercase();
    low.contains("javascript:")
        || low.starts_with("data:text/html")
        || low.starts_with("data:image/svg")
}

fn is_elsewhere(address: &str) -> bool {
    ["http:", "https:", "//", "url(http", "url(//"].iter().any(|begin| address.starts_with(begin))
}
