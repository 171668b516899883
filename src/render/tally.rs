//! Tallies: how many sources an entry rests on, in words. Many entries rest on as many, so each tally is worded once.

use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::made::Made;
use super::stage::Stage;
use crate::wording::Wording;

/// A number of sources and of the independent origins behind them, worded when a template is rendered.
#[derive(Clone, Copy)]
pub struct Tally<'s> {
    stage: &'s Stage<'s>,
    sources: usize,
    origins: usize,
}

impl<'s> Tally<'s> {
    /// None where there is nothing to count.
    pub fn of(stage: &'s Stage<'s>, sources: usize, origins: usize) -> Option<Self> {
        (sources > 0).then_some(Tally { stage, sources, origins })
    }
}

impl Tally<'_> {
    /// The words.
    pub fn worded(&self) -> Made<String> {
        self.stage.tallies.of(self.stage.words(), self.sources, self.origins)
    }
}

impl Serialize for Tally<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Tally { sources, origins, .. } = *self;
        match serializer.is_human_readable() {
            true => self.worded().serialize(serializer),
            // The rest is decided by the words, which all pages share.
            false => (sources, origins).serialize(serializer),
        }
    }
}

/// Tallies below this, in sources and in origins, are kept.
const FEW: usize = 16;

/// Small tallies in words.
#[derive(Default)]
pub struct Tallies([[OnceLock<Made<String>>; FEW]; FEW]);

impl Tallies {
    fn of(&self, words: &Wording, sources: usize, origins: usize) -> Made<String> {
        let worded = || Made::of(worded(words, sources, origins));
        match self.0.get(sources).and_then(|row| row.get(origins)) {
            Some(kept) => kept.get_or_init(worded).clone(),
            None => worded(),
        }
    }
}

/// "4 sources, 2 independent".
fn worded(words: &Wording, sources: usize, origins: usize) -> String {
    let count = words.count("sources_count", sources);
    if sources == 1 || origins == 0 {
        return count;
    }
    // One alone is independent of nobody, and of joint reports there can be more than sources.
    let are_some_of_them = (2..=sources).contains(&origins);
    let key = if are_some_of_them { "independent" } else { "origins_count" };
    words.fill("date_list", &[("list", &count), ("next", &words.count(key, origins))])
}
