//! Captions: what an entry's marks are called and where they lead. An entry is drawn on many lists, so each is made once, and
//! all of it lies in one place.

use std::sync::OnceLock;

use crate::config::{Status, percent};
use crate::site::EntryId;

use super::entry::status_label;
use super::made::unset;
use super::stage::Stage;

/// Those of all entries, by their place on the timeline.
pub struct Captions(Box<[OnceLock<Caption>]>);

/// The caption of an entry.
pub struct Caption {
    /// Where it leads, and behind it what it is called.
    text: Box<str>,
    /// Where the one ends.
    end: usize,
}

impl Captions {
    /// Those of so many entries.
    pub fn new(count: usize) -> Self {
        Captions(unset(count))
    }

    /// That of the entry at a place, made when it is first asked for.
    pub fn of(&self, stage: &Stage<'_>, position: u32) -> &Caption {
        self.0[position as usize].get_or_init(|| Caption::new(stage, position))
    }
}

impl Caption {
    fn new(stage: &Stage<'_>, position: u32) -> Self {
        let gist = stage.gist(position);
        let words = stage.words();
        let comma = words.get("comma");
        let href = own_href(stage, gist.entry);
        let end = href.len();
        let mut parts = vec![
            href.as_str(),
            stage.entry_title(gist.entry),
            comma,
            stage.entry_date_text(gist.entry),
        ];
        if let Some(status @ (Status::Reported | Status::Claimed | Status::Disputed)) = gist.status
        {
            parts.extend([comma, status_label(words, status)]);
        }
        Caption { text: parts.concat().into(), end }
    }

    /// Where its card stands, from the page on which that is.
    pub fn href(&self) -> &str {
        &self.text[..self.end]
    }

    /// Its title, its date, and how sure it is.
    pub fn name(&self) -> &str {
        &self.text[self.end..]
    }
}

/// Where the card of an entry stands on its own page.
pub fn own_href(stage: &Stage<'_>, entry: EntryId) -> String {
    ["#", &percent(stage.site().entry_id(entry))].concat()
}
