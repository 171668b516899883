//! Figures in words: "2 killed", "between 18 and 21 wounded, best estimate 21".

use super::{Wording, fill};
use crate::document::Count;

impl Wording {
    /// A figure by its name; where the language has no words for it, the name itself.
    pub fn figure(&self, name: &str, count: Count) -> String {
        let number = self.range(count);
        let key = format!("figure_{name}");
        // Where there is a range, its end decides the plural form, as CLDR has it for most languages.
        let counted = count.high.or(count.low).or(count.best).unwrap_or_default();
        let figure = match self.plural(&key, counted).or_else(|| self.find(&key)) {
            Some(message) => fill(message, &[("n", &number)]),
            None => format!("{number} {}", plain(name)),
        };
        self.with_best(figure, count)
    }

    /// How many, without saying of what.
    pub fn how_many(&self, count: Count) -> String {
        self.with_best(self.range(count), count)
    }

    /// What is counted, as a heading.
    pub fn counted(&self, name: &str) -> String {
        if let Some(heading) = self.find(&format!("figure_{name}_heading")) {
            return heading.to_owned();
        }
        let plain = plain(name);
        let mut rest = plain.chars();
        rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
    }

    fn range(&self, count: Count) -> String {
        let number = |number: u64| self.number(number);
        match count.bounds() {
            (Some(low), Some(high)) if low == high => number(low),
            (Some(low), Some(high)) => {
                self.fill("figure_range", &[("low", &number(low)), ("high", &number(high))])
            }
            (Some(low), None) => self.fill("figure_at_least", &[("low", &number(low))]),
            (None, Some(high)) => self.fill("figure_at_most", &[("high", &number(high))]),
            (None, None) => String::new(),
        }
    }

    /// A best estimate stands behind the range that it lies in.
    fn with_best(&self, words: String, count: Count) -> String {
        let is_range = count.bounds().0 != count.bounds().1;
        match count.best.filter(|_| is_range) {
            Some(best) => {
                self.fill("best_estimate", &[("figure", &words), ("best", &self.number(best))])
            }
            None => words,
        }
    }
}

/// `ships-lost` -> `ships lost`
fn plain(name: &str) -> String {
    name.replace(['-', '_'], " ")
}
