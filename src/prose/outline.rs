//! The outline of a text: its headings, and the levels that they get on a page.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// The headings above a place: an `h2` is the highest, no level is skipped, and those of a block quote or of a list's
/// item are below the text's own.
#[derive(Default)]
pub struct Outline {
    /// The level as written and as shown.
    above: Vec<(HeadingLevel, usize)>,
    /// How many headings stood above each open block quote and item.
    blocks: Vec<usize>,
}

impl Outline {
    pub fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::Item) => self.blocks.push(self.above.len()),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => {
                self.above.truncate(self.blocks.pop().unwrap_or_default());
            }
            _ => {}
        }
    }

    pub fn add(&mut self, written: HeadingLevel) -> usize {
        let own = self.blocks.last().copied().unwrap_or_default();
        while self.above.len() > own && self.above.last().is_some_and(|last| last.0 >= written) {
            self.above.pop();
        }
        let level = (self.level() + 1).min(6);
        self.above.push((written, level));
        level
    }

    /// The level of the nearest heading above.
    pub fn level(&self) -> usize {
        self.above.last().map_or(1, |last| last.1)
    }
}

/// The plain words of each heading, in order.
pub fn words_of_headings(events: &[(Event<'_>, Range<usize>)]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut inside = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                all.push(String::new());
                inside = true;
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            other if inside => {
                if let Some(all) = all.last_mut() {
                    all.push_str(words(other).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    all
}

/// What an event says.
pub fn words<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    }
}
