//! Moments: dates as templates see them. Many entries share one, and an entry's stands on many pages, so each is worded once.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, RwLock};

use foldhash::fast::RandomState;
use serde::{Serialize, Serializer};

use crate::date::Date;
use crate::output::TemplateFailure;
use crate::site::{EntryId, Site};

use super::made::{Html, Made, PerEntry};
use super::stage::Stage;
use super::view::DateView;

/// A date on a page; one of the content's is worded when a template is rendered.
#[derive(Clone)]
pub struct Moment<'s>(Kind<'s>);

#[derive(Clone)]
enum Kind<'s> {
    Own {
        stage: &'s Stage<'s>,
        date: &'s Date,
        of: Option<EntryId>,
        in_calendars: bool,
        worded: OnceCell<Made<DateView>>,
    },
    Worded(Made<DateView>),
}

impl<'s> Moment<'s> {
    /// A date of the content, with what the site's further calendars say of it where that is asked for.
    pub fn new(stage: &'s Stage<'s>, date: &'s Date, in_calendars: bool) -> Self {
        Moment::own(stage, date, None, in_calendars)
    }

    /// The date of an entry, likewise.
    pub fn of_entry(stage: &'s Stage<'s>, entry: EntryId, in_calendars: bool) -> Self {
        let date = stage.site().entry_date(entry);
        Moment::own(stage, date, Some(entry), in_calendars)
    }

    fn own(stage: &'s Stage<'s>, date: &'s Date, of: Option<EntryId>, in_calendars: bool) -> Self {
        Moment(Kind::Own { stage, date, of, in_calendars, worded: OnceCell::new() })
    }

    /// The date in words.
    pub fn worded(&self) -> &Made<DateView> {
        match &self.0 {
            Kind::Own { stage, date, of, in_calendars, worded } => {
                worded.get_or_init(|| stage.dated(date, *of, *in_calendars))
            }
            Kind::Worded(worded) => worded,
        }
    }
}

/// A date in words of its own.
impl From<Made<DateView>> for Moment<'_> {
    fn from(worded: Made<DateView>) -> Self {
        Moment(Kind::Worded(worded))
    }
}

impl Serialize for Moment<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            // The rest is decided by the words, which all pages share.
            Kind::Own { date, in_calendars, .. } if !serializer.is_human_readable() => {
                (date.text(), in_calendars).serialize(serializer)
            }
            _ => self.worded().serialize(serializer),
        }
    }
}

/// A date, worded.
#[derive(Clone)]
pub struct Shown {
    pub text: Arc<str>,
    pub view: Made<DateView>,
}

/// So many threads hardly ever wait for each other.
const SHELVES: usize = 64;

type Shelf = RwLock<HashMap<Box<str>, Shown, RandomState>>;

/// All dates that were asked for.
pub struct Moments {
    /// As they are written.
    shelves: Box<[Shelf]>,
    hasher: RandomState,
    /// Those of entries, which are asked for most.
    of_entries: PerEntry<Shown>,
}

impl Moments {
    /// None so far.
    pub fn new(site: &Site) -> Self {
        Moments {
            shelves: (0..SHELVES).map(|_| RwLock::default()).collect(),
            hasher: RandomState::default(),
            of_entries: PerEntry::of(site),
        }
    }

    /// The date of an entry, made when it is first asked for.
    pub fn of_entry(&self, entry: EntryId, make: impl FnOnce() -> Shown) -> &Shown {
        self.of_entries.get(entry, make)
    }

    /// A date, made when it is first asked for.
    pub fn of(&self, date: &Date, make: impl FnOnce() -> Shown) -> Shown {
        let hash = self.hasher.hash_one(date.text());
        let shelf = &self.shelves[hash as usize % SHELVES];
        if let Some(shown) = shelf.read().expect("nobody panics with it").get(date.text()) {
            return shown.clone();
        }
        // Another thread may make the same one meanwhile; both are equal.
        let shown = make();
        shelf.write().expect("nobody panics with it").insert(date.text().into(), shown.clone());
        shown
    }
}

/// A date as templates see it, and what is wrong with the component that writes it, if anything is: then its HTML is empty.
pub fn view(
    stage: &Stage<'_>,
    date: &Date,
    text: String,
    others: Vec<String>,
) -> (Made<DateView>, Option<TemplateFailure>) {
    let edtf = date.text().to_owned();
    let mut view =
        DateView { edtf, text, html: Html::default(), datetime: date.datetime(), others };
    match stage.date_html(&view) {
        Ok(html) => {
            view.html = html.into();
            (Made::of(view), None)
        }
        Err(failure) => (Made::of(view), Some(failure)),
    }
}
