//! Openings: how texts begin, in plain words, for what describes a page outside of it.

use serde::{Serialize, Serializer};

use crate::prose::Prose;

/// So many characters describe a page at most.
const MOST: usize = 200;

/// The beginning of a Markdown text without any markup, read when a template is rendered; none where it has no words.
#[derive(Clone, Copy)]
pub struct Opening<'s>(&'s Prose);

impl<'s> Opening<'s> {
    /// That of a text.
    pub fn of(prose: &'s Prose) -> Self {
        Opening(prose)
    }

    /// The words.
    pub fn text(self) -> Option<String> {
        Some(self.0.plain(MOST)).filter(|plain| !plain.is_empty())
    }
}

impl Serialize for Opening<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => self.text().serialize(serializer),
            false => self.0.digest().serialize(serializer),
        }
    }
}
