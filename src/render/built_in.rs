//! The built-in theme, compiled: what `build/` makes of its templates, and when that may be used.
//!
//! A page of the built-in theme is written by a function that knows its view. It is what the same template gives when Tera
//! renders it, byte for byte, and takes a fraction of the time, since no view has to become a value of the engine. Where
//! a site has a template of its own, the pages that are made of it are rendered by Tera.

use std::io;

use crate::output::Sheet;
use crate::wording::Wording;

use super::view::{CardView, DateView, FurnitureView, PageView, SiteView};
use ink::Ink;
pub use templates::{
    CARD_MADE_OF as CARD, DATE_MADE_OF as DATE, FOOTER_MADE_OF as FOOTER, HEADER_MADE_OF as HEADER,
};

mod ink;
mod values;

#[expect(
    clippy::all,
    unused_variables,
    reason = "it is written by `build/`, for the compiler alone"
)]
mod templates {
    use std::borrow::Cow;
    use std::io::Result;

    use super::Compiled;
    use super::ink::{Ink, escape};
    use super::values::{concat, is, items, number, peel, text};
    use crate::render::view::*;
    use crate::wording::{Wording, fill};

    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}

/// A view that templates were compiled for.
pub trait Compiled {
    /// The templates that one of them is made of, itself among them.
    fn made_of(template: &str) -> &'static [&'static str];

    /// Writes what one of them says.
    ///
    /// # Errors
    /// Those of writing.
    fn write(
        &self,
        template: &str,
        ink: &mut Ink<'_>,
        t: &[&str],
        words: &Wording,
        site: &SiteView<'_>,
        page: &PageView<'_>,
    ) -> io::Result<()>;
}

/// The built-in theme in a language.
pub struct BuiltIn<'a> {
    words: &'a Wording,
    /// The phrases that its templates ask for, by the numbers that they have there.
    phrases: Box<[&'a str]>,
}

impl<'a> BuiltIn<'a> {
    /// That of a language.
    pub fn of(words: &'a Wording) -> Self {
        BuiltIn { words, phrases: templates::KEYS.iter().map(|key| words.get(key)).collect() }
    }

    /// Writes a page.
    ///
    /// # Errors
    /// Those of writing.
    pub fn page(
        &self,
        to: &mut dyn Sheet,
        template: &str,
        site: &SiteView<'_>,
        page: &PageView<'_>,
        view: &impl Compiled,
    ) -> io::Result<()> {
        let mut ink = Ink::on(to);
        view.write(template, &mut ink, &self.phrases, self.words, site, page)?;
        ink.flush()
    }

    /// A card.
    pub fn card(&self, card: &CardView<'_>) -> String {
        self.part(|ink| templates::card(ink, &self.phrases, self.words, card))
    }

    /// A header.
    pub fn header(&self, site: &SiteView<'_>, page: &FurnitureView<'_>) -> String {
        self.part(|ink| templates::header(ink, &self.phrases, self.words, site, page))
    }

    /// A footer.
    pub fn footer(&self, site: &SiteView<'_>, page: &FurnitureView<'_>) -> String {
        self.part(|ink| templates::footer(ink, &self.phrases, self.words, site, page))
    }

    /// A date.
    pub fn date(&self, date: &DateView) -> String {
        self.part(|ink| templates::date(ink, &self.phrases, self.words, date))
    }

    fn part(&self, write: impl FnOnce(&mut Ink<'_>) -> io::Result<()>) -> String {
        let mut part = Vec::new();
        let mut ink = Ink::on(&mut part);
        write(&mut ink).and_then(|()| ink.flush()).expect("memory takes what is written");
        String::from_utf8(part).expect("templates and views are texts")
    }
}
