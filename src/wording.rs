//! Wording: the words of one language, with its dates, numbers and plural forms as CLDR has them.
//!
//! What CLDR knows comes from ICU4X: month names, the order of day, month and year, eras, digits, plural categories.
//! What it does not know, the phrases around dates ("about …", "some time in the …"), are messages of `i18n/`.

mod calendar;
mod date;
mod figure;
mod formats;
#[cfg(test)]
mod laws;
mod messages;
mod part;
mod phrase;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use crate::config::Calendar;
use crate::date::Day;
use crate::site::Position;

use calendar::Other;
pub use formats::is_locale_of;
use formats::{Eras, Formats};
pub use messages::{Messages, fill, fill_with};

/// The words of one language, ready to word dates, numbers and whatever templates ask for.
pub struct Wording {
    messages: Messages,
    /// The same, to be found by key: a page asks for many.
    by_key: HashMap<Box<str>, Box<str>, RandomState>,
    formats: Formats,
    others: Vec<Other>,
}

impl Wording {
    /// The wording of a language, with dates in further calendars beside the Gregorian ones.
    pub fn new(language: &str, messages: Messages, calendars: &[Calendar]) -> Self {
        let tag = match messages.find("locale") {
            // A region or keywords of the site's own decide; else the language's file may name a region.
            Some(tag) if !language.contains('-') && is_locale_of(tag, language) => tag,
            _ => language,
        };
        let locale = formats::locale(tag, language);
        let others = calendars.iter().map(|calendar| Other::new(*calendar, &locale)).collect();
        let by_key = messages.0.iter().map(|(key, words)| (key[..].into(), words[..].into()));
        let by_key = by_key.collect();
        Wording { messages, by_key, formats: Formats::new(&locale), others }
    }

    /// The wording of a language that the built-in theme speaks.
    pub fn built_in(language: &str) -> Option<Self> {
        let primary = language.split('-').next().unwrap_or(language);
        let mut words = Messages::english();
        if primary != "en" {
            words.lay(Messages::built_in(primary)?);
        }
        Some(Wording::new(language, words, &[]))
    }

    /// All words by key, for templates.
    pub fn messages(&self) -> &BTreeMap<String, String> {
        &self.messages.0
    }

    fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(|words| &**words)
    }

    /// The words for a key; a key that is missing stands for itself.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The words for a key, filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The words for a number of things, in the plural form that the language has for the number.
    pub fn count(&self, key: &str, number: usize) -> String {
        let number = number as u64;
        let form = self.plural(key, number).unwrap_or(key);
        fill(form, &[("n", &self.number(number))])
    }

    /// Millions of years, counted in tenths: "3.9 million years".
    pub fn million_years(&self, tenths: u64) -> String {
        let (number, category) = self.formats.tenths(tenths);
        fill(self.form("million_years", category).unwrap_or_default(), &[("n", &number)])
    }

    /// A time before the common era by how long it is before it: "66 million years BC".
    pub fn before_era(&self, span: &str) -> String {
        self.formats.before_era(span)
    }

    /// `KEY_zero`, `_one`, `_two`, `_few`, `_many` or `_other` by the number, `_other` where the form is missing.
    fn plural(&self, key: &str, number: u64) -> Option<&str> {
        self.form(key, self.formats.category(number))
    }

    fn form(&self, key: &str, category: &str) -> Option<&str> {
        let form = |category: &str| self.find(&[key, "_", category].concat());
        form(category).or_else(|| form("other"))
    }

    /// The plural categories that the language has for numbers of things, by CLDR.
    pub fn categories(&self) -> Vec<&'static str> {
        self.formats.categories()
    }

    /// A number in the language's digits, grouped as it groups them.
    pub fn number(&self, number: u64) -> String {
        self.formats.number(number)
    }

    /// Where a place is: "35.9° N, 39.0° E, for the region as a whole".
    pub fn position(&self, position: &Position) -> String {
        let latitude = self.angle(&position.latitude, ["latitude_north", "latitude_south"]);
        let longitude = self.angle(&position.longitude, ["longitude_east", "longitude_west"]);
        let both = [latitude, longitude].join(self.get("comma"));
        self.fill(position.precision.message(), &[("position", &both)])
    }

    fn angle(&self, degrees: &str, [ahead, behind]: [&str; 2]) -> String {
        let (message, degrees) = match degrees.strip_prefix('-') {
            Some(degrees) => (behind, degrees),
            None => (ahead, degrees),
        };
        self.fill(message, &[("degrees", &self.formats.decimal(degrees))])
    }

    /// A year as people count: 0 is 1 BC, and 7 is AD 7.
    pub fn year(&self, year: i64) -> String {
        self.formats.year(year, Eras::WhereNeeded)
    }

    /// A day: "29 June 2014".
    pub fn day(&self, day: Day) -> String {
        self.formats.day(day, &self.day_number(day.day), Eras::WhereNeeded)
    }

    /// The name of a month, from 1, as a heading.
    pub fn month(&self, month: u8) -> &str {
        self.formats.month(month)
    }

    /// A month of a year: "June 2014".
    pub fn month_of_year(&self, year: i64, month: u8) -> String {
        self.formats.month_of_year(year, month, Eras::WhereNeeded)
    }
}
