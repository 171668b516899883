//! Cards: each entry's is made once, however many pages it stands on.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Serialize, Serializer};
use tera::Context;

use crate::date::Limit;
use crate::output::{Sheet, Sketch, TemplateFailure};
use crate::site::EntryId;

use super::built_in;
use super::entry;
use super::made::Html;
use super::stage::Stage;
use super::view::CardView;

/// Stands in cards where the way to the site's root belongs, until they stand on a page: a character that neither HTML nor
/// a text may hold.
const AT_ROOT: &str = "\u{1}";

/// The cards of all entries, by their place on the timeline; each is made when it is first asked for, and kept until all
/// pages that show it are there.
#[derive(Default)]
pub struct Cards(Box<[Cell]>);

#[derive(Default)]
struct Cell {
    sketch: OnceLock<Option<Sketch>>,
    html: Mutex<Option<Html>>,
    /// How many pages are still to show it.
    pages: AtomicU32,
}

/// A card on a page.
pub struct Card<'s> {
    stage: &'s Stage<'s>,
    position: u32,
}

impl Cards {
    /// Those of so many entries.
    pub fn new(count: usize) -> Self {
        Cards((0..count).map(|_| Cell::default()).collect())
    }

    /// Says that a page will show the cards of entries.
    pub fn expect(&self, positions: &[u32]) {
        for position in positions {
            self.0[*position as usize].pages.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Says that a page which shows them is there. A card that no further page is to show is given up; whoever asks for
    /// it all the same, to see one page again, has it made anew.
    pub fn release(&self, positions: &[u32]) {
        for position in positions {
            let cell = &self.0[*position as usize];
            let one_less = |pages: u32| pages.checked_sub(1);
            let before = cell.pages.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
            if before.unwrap_or(1) == 1 {
                cell.html().take();
            }
        }
    }

    fn html(&self, stage: &Stage<'_>, position: u32) -> Html {
        let cell = &self.0[position as usize];
        if let Some(html) = &*cell.html() {
            return html.clone();
        }
        // Another thread may make the same card meanwhile; both are equal.
        let html = stage.sound(make(stage, &view(stage, position)));
        cell.html().get_or_insert(html).clone()
    }

    fn sketch(&self, stage: &Stage<'_>, position: u32) -> Option<Sketch> {
        let cell = &self.0[position as usize];
        if let Some(sketch) = cell.sketch.get() {
            return *sketch;
        }
        let view = view(stage, position);
        let sketch = Sketch::of(&(&view, said_dates(stage, position), days(stage, position)));
        if stage.is_new && cell.html().is_none() {
            let html = stage.sound(make(stage, &view));
            cell.html().get_or_insert(html);
        }
        *cell.sketch.get_or_init(|| sketch)
    }
}

impl Cell {
    fn html(&self) -> MutexGuard<'_, Option<Html>> {
        self.html.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn view<'s>(stage: &'s Stage<'_>, position: u32) -> CardView<'s> {
    entry::card(stage, stage.timeline.at(position).entry, AT_ROOT)
}

/// What accounts say of an event's date. A drawing shows it where the card of the event does not.
fn said_dates<'s>(stage: &'s Stage<'_>, position: u32) -> Vec<(&'s str, &'s str)> {
    let EntryId::Event(id) = stage.timeline.at(position).entry else { return Vec::new() };
    let accounts = stage.site().event(id).accounts.iter();
    accounts
        .filter_map(|account| Some((account.date.as_ref()?.text(), stage.say(&account.by))))
        .collect()
}

/// The days on which an entry may begin, by year, month and day. A drawing shows them where no card does.
fn days(stage: &Stage<'_>, position: u32) -> impl Serialize + use<> {
    let placed = stage.timeline.at(position);
    [placed.begin, placed.earliest_begin, placed.latest_begin].map(|limit| match limit {
        Limit::Past => (-1, None),
        Limit::Day(day) => (0, Some((day.year, day.month, day.day))),
        Limit::Future => (1, None),
    })
}

fn make(stage: &Stage<'_>, view: &CardView<'_>) -> Result<Html, TemplateFailure> {
    if let Some(built_in) = stage.built_in(built_in::CARD) {
        return Ok(Html::shared(&built_in.card(view)));
    }
    let mut context = Context::new();
    context.insert_value("t", stage.messages());
    context.insert("card", view);
    stage.part("card.html", &context)
}

impl<'s> Card<'s> {
    /// The card of the entry at a place of the timeline.
    pub fn new(stage: &'s Stage<'s>, position: u32) -> Self {
        Card { stage, position }
    }

    /// Its HTML, whose way to the site's root is open.
    pub fn html(&self) -> Html {
        self.stage.cards.html(self.stage, self.position)
    }
}

impl Serialize for Card<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return self.html().serialize(serializer);
        }
        self.stage.cards.sketch(self.stage, self.position).serialize(serializer)
    }
}

/// Writes a page, with its way to the site's root wherever a card on it leaves that open.
pub struct Rooted<'t> {
    to: &'t mut dyn Sheet,
    root: &'t str,
}

impl<'t> Rooted<'t> {
    /// Writes a page from which `root` leads to the site's root.
    pub fn new(to: &'t mut dyn Sheet, root: &'t str) -> Self {
        Rooted { to, root }
    }
}

impl Sheet for Rooted<'_> {
    fn stands(&mut self, sketch: Sketch) -> bool {
        self.to.stands(sketch)
    }
}

impl Write for Rooted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let open = AT_ROOT.as_bytes()[0];
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(open, rest) {
            self.to.write_all(&rest[..at])?;
            self.to.write_all(self.root.as_bytes())?;
            rest = &rest[at + 1..];
        }
        self.to.write_all(rest)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_root_is_filled_in_wherever_it_is_open() {
        for (root, expected) in [("", "a href=b href=c"), ("../", "../a href=../b href=c../")] {
            let mut page = Vec::new();
            let mut to = Rooted::new(&mut page, root);
            to.write_all(b"\x01a href=\x01").unwrap();
            to.write_all(b"b href=c\x01").unwrap();
            assert_eq!(String::from_utf8(page).unwrap(), expected);
        }
    }
}
