//! Footnotes: which there are, and how they are numbered.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, html};

use super::{MARK, REFERENCE_TAG};

/// Footnotes: numbered as they are first referred to, the main text before the notes themselves, and set below it.
#[derive(Default)]
pub struct Notes<'a> {
    pub all: Vec<Note<'a>>,
    /// The first note of each folded label.
    pub by_label: BTreeMap<String, usize>,
    /// Notes that have begun, each with the events before it.
    pub open: Vec<Note<'a>>,
    /// Notes in the order of their numbers.
    pub listed: Vec<usize>,
}

pub struct Note<'a> {
    pub label: CowStr<'a>,
    pub range: Range<usize>,
    pub events: Vec<Event<'a>>,
    /// From 1 on; 0 as long as nothing that is shown refers to it.
    pub number: usize,
    pub references: usize,
}

impl<'a> Notes<'a> {
    pub fn open(&mut self, label: CowStr<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        let events = std::mem::take(out);
        self.open.push(Note { label, range, events, number: 0, references: 0 });
    }

    pub fn close(&mut self, out: &mut Vec<Event<'a>>) {
        let Some(mut note) = self.open.pop() else { return };
        std::mem::swap(&mut note.events, out);
        self.by_label.entry(fold(&note.label)).or_insert(self.all.len());
        self.all.push(note);
    }

    /// Numbers the notes that the text leads to, directly or from note to note.
    pub fn number(&mut self, text: &mut [Event<'a>]) {
        self.refer_all(text);
        let mut next = 0;
        while let Some(index) = self.listed.get(next).copied() {
            let mut events = std::mem::take(&mut self.all[index].events);
            self.refer_all(&mut events);
            self.all[index].events = events;
            next += 1;
        }
    }

    pub fn refer_all(&mut self, events: &mut [Event<'a>]) {
        for event in events {
            if let Event::FootnoteReference(label) = event {
                *event = match self.refer(label) {
                    Some(html) => Event::Html(html.into()),
                    None => Event::Text(format!("[^{label}]").into()),
                };
            }
        }
    }

    pub fn refer(&mut self, label: &str) -> Option<String> {
        let index = *self.by_label.get(&fold(label))?;
        let note = &mut self.all[index];
        if note.number == 0 {
            self.listed.push(index);
            note.number = self.listed.len();
        }
        note.references += 1;
        let number = note.number;
        let id = reference_id(number, note.references);
        Some(format!(
            "<{REFERENCE_TAG} id=\"{MARK}S{MARK}{id}\"><a href=\"#{MARK}S{MARK}fn:{number}\">{number}</a></sup>"
        ))
    }
}

impl Note<'_> {
    pub fn push(&mut self, marked: &mut String) {
        let number = self.number;
        let mut body = String::new();
        html::push_html(&mut body, std::mem::take(&mut self.events).into_iter());
        let mut back = String::new();
        for reference in 1..=self.references {
            let at = reference_id(number, reference);
            let _ = write!(
                back,
                " <a class=\"footnote-back\" href=\"#{MARK}S{MARK}{at}\">↩\u{fe0e}</a>"
            );
        }
        let body = body.trim_end();
        let body = match body.strip_suffix("</p>") {
            Some(open) => format!("{open}{back}</p>"),
            None => format!("{body}<p>{back}</p>"),
        };
        let _ = writeln!(marked, "<li id=\"{MARK}S{MARK}fn:{number}\">{body}</li>");
    }
}

/// A footnote's label as pulldown-cmark compares it: by Unicode's full case folding, of which going down, up and down
/// again differs in nothing but the dotless i.
pub fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for char in label.chars() {
        match char {
            'ı' => folded.push(char),
            ascii if ascii.is_ascii() => folded.push(ascii.to_ascii_lowercase()),
            other => folded.extend(
                other.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase),
            ),
        }
    }
    folded
}

pub fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{reference}") }
}
