//! Figures in words: "2 killed", "18 to 21 wounded".

use super::{Wording, fill};
use crate::document::Figure;

impl Wording {
    /// A figure by its name; where the language has no words for it, the name itself.
    pub fn figure(&self, name: &str, figure: &Figure) -> String {
        let number = self.figure_number(figure);
        let key = format!("figure_{name}");
        // Where there is a range, its end decides the plural form, as CLDR has it for most languages.
        let counted = figure.high.or(figure.best).or(figure.low).unwrap_or_default();
        match self.plural(&key, counted).or_else(|| self.messages.find(&key)) {
            Some(message) => fill(message, &[("n", &number)]),
            None => format!("{number} {}", name.replace('-', " ")),
        }
    }

    fn figure_number(&self, figure: &Figure) -> String {
        let [low, best, high] =
            [figure.low, figure.best, figure.high].map(|number| number.map(|n| self.number(n)));
        match (low, best, high) {
            (Some(low), best, Some(high))
                if low == high && best.as_ref().is_none_or(|best| *best == low) =>
            {
                low
            }
            (Some(low), Some(best), Some(high)) if best != low && best != high => {
                self.fill("figure_range_best", &[("low", &low), ("high", &high), ("best", &best)])
            }
            (Some(low), _, Some(high)) => {
                self.fill("figure_range", &[("low", &low), ("high", &high)])
            }
            (Some(low), Some(best), None) if low != best => {
                self.fill("figure_range", &[("low", &low), ("high", &best)])
            }
            (None, Some(best), Some(high)) if best != high => {
                self.fill("figure_range", &[("low", &best), ("high", &high)])
            }
            (Some(low), None, None) => self.fill("figure_at_least", &[("low", &low)]),
            (None, None, Some(high)) => self.fill("figure_at_most", &[("high", &high)]),
            (low, best, high) => best.or(low).or(high).unwrap_or_default(),
        }
    }
}
