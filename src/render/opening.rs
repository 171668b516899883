//! Openings: how texts begin, in plain words, for what describes a page outside of it.

use std::cell::OnceCell;

use serde::{Serialize, Serializer};

use crate::prose::Prose;

/// So many characters describe a page at most.
const MOST: usize = 200;

/// The beginning of a Markdown text without any markup, read when a template is rendered; none where it has no words.
#[derive(Clone)]
pub struct Opening<'s> {
    prose: &'s Prose,
    text: OnceCell<Option<String>>,
}

impl<'s> Opening<'s> {
    /// That of a text.
    pub fn of(prose: &'s Prose) -> Self {
        Opening { prose, text: OnceCell::new() }
    }

    /// The words.
    pub fn text(&self) -> Option<&str> {
        let text = || Some(self.prose.plain(MOST)).filter(|plain| !plain.is_empty());
        self.text.get_or_init(text).as_deref()
    }
}

impl Serialize for Opening<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => self.text().serialize(serializer),
            false => self.prose.digest().serialize(serializer),
        }
    }
}
