//! Phrases: messages into which a date is put, in the variant that fits what stands in them.
//!
//! Languages put different little words before a year, a month and a day: "vers 2014", "vers le 14 janvier 2014",
//! "d’avril". So a message about dates may have variants, each its key with an ending; the one that fits best is taken,
//! and the key itself where there is none.

use std::borrow::Cow;

use super::{Wording, fill};

/// Words for a date, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// The words.
    pub text: String,
    /// What a phrase around them has to know.
    pub shape: Shape,
}

/// What the words for a date are, as far as the words around them depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// "2014"
    Year,
    /// "June 2014", "June"
    Month(u8),
    /// "29 June 2014", "29 June"
    Day,
    /// "29", the month of which follows with another day
    BareDay,
    /// "spring 2014", by its number in EDTF
    Season(u8),
    /// Words that are a phrase themselves: "about 2014", "some time in the 1560s"
    Phrase,
}

impl Worded {
    /// Words that are a phrase themselves.
    pub fn phrase(text: String) -> Self {
        Worded { text, shape: Shape::Phrase }
    }
}

impl Shape {
    /// The endings of the variants for it, the best first.
    fn endings(self) -> Vec<Cow<'static, str>> {
        match self {
            Shape::Year => vec!["year".into()],
            Shape::Month(month) => vec![format!("month_{month}").into(), "month".into()],
            Shape::Day => vec!["day".into()],
            Shape::BareDay => vec!["bare".into(), "day".into()],
            Shape::Season(season) => vec![format!("season_{season}").into(), "season".into()],
            Shape::Phrase => vec!["phrase".into()],
        }
    }
}

impl Wording {
    /// A message with a date in it.
    pub(super) fn phrase(&self, key: &str, date: &Worded) -> Worded {
        let message = self.variant(key, date.shape).unwrap_or(key);
        Worded::phrase(fill(message, &[("date", &date.text)]))
    }

    /// A message with two dates in it. Where the language puts a word before either that depends on it, the message's
    /// key with `_from` or `_to` and the ending of a variant says so; where one of them is a phrase already, or a
    /// season, the message's own variant for these is taken, if there is one.
    pub(super) fn pair(&self, key: &str, from: &Worded, to: &Worded) -> Worded {
        let shapes = [from.shape, to.shape];
        let special = if shapes.contains(&Shape::Phrase) {
            self.find(&format!("{key}_phrase"))
        } else if shapes.iter().any(|shape| matches!(shape, Shape::Season(_))) {
            self.find(&format!("{key}_season"))
        } else {
            None
        };
        let plain = || {
            let part = |end: &str, date: &Worded| match self
                .variant(&format!("{key}_{end}"), date.shape)
            {
                Some(message) => fill(message, &[("date", &date.text)]),
                None => date.text.clone(),
            };
            fill(self.get(key), &[("from", &part("from", from)), ("to", &part("to", to))])
        };
        Worded::phrase(match special {
            Some(message) => fill(message, &[("from", &from.text), ("to", &to.text)]),
            None => plain(),
        })
    }

    fn variant(&self, key: &str, shape: Shape) -> Option<&str> {
        shape
            .endings()
            .iter()
            .find_map(|ending| self.find(&format!("{key}_{ending}")))
            .or_else(|| self.find(key))
    }
}
