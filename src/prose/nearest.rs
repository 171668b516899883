//! Quote -> the words of a text that are most like it: what a passage says now, after somebody has changed it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// So many words of a quote are compared; the rest of a longer one is taken to be alike.
const WORDS: usize = 200;

/// So many places are looked at at most for one quote, those of its rarest words first.
const PLACES: usize = 20_000;

/// What it costs to leave out a word or to put one in; another word in its place costs a little less, and one that
/// differs only in its ending or in upper and lower case still less.
const GAP: u32 = 5;
const OTHER: u32 = 4;
const ALIKE: u32 = 2;
const CASE: u32 = 1;

/// The words of a text, each with its places: made once to look for many quotes.
#[derive(Debug)]
pub struct Nearby {
    words: Vec<Range<u32>>,
    /// The places of each word in lower case.
    places: HashMap<String, Vec<u32>>,
}

impl Nearby {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        let mut words = Vec::new();
        let mut places: HashMap<String, Vec<u32>> = HashMap::new();
        for (place, (at, word)) in text.unicode_word_indices().enumerate() {
            words.push(at as u32..(at + word.len()) as u32);
            places.entry(word.to_lowercase()).or_default().push(place as u32);
        }
        Nearby { words, places }
    }

    /// The words of the text most like a quote, both in normal form; none if too little of it is there.
    pub fn find(&self, text: &str, quote: &str) -> Option<Range<usize>> {
        let wanted: Vec<&str> = quote.unicode_words().take(WORDS).collect();
        let window = self.window(&wanted)?;
        let around: Vec<&str> = self.words[window.clone()]
            .iter()
            .map(|word| &text[word.start as usize..word.end as usize])
            .collect();
        let (found, cost) = align(&wanted, &around)?;
        // At least about a third has to be left.
        if cost as usize * 10 > wanted.len() * OTHER as usize * 7 {
            return None;
        }
        let mut start = self.words[window.start + found.start].start as usize;
        let mut end = self.words[window.start + found.end - 1].end as usize;
        // Marks that the quote begins and ends with belong to it.
        let is_mark = |char: &char| char.is_ascii_punctuation();
        if quote.chars().next().is_some_and(|char| is_mark(&char)) {
            start -= text[..start].chars().next_back().filter(is_mark).map_or(0, char::len_utf8);
        }
        if quote.chars().next_back().is_some_and(|char| is_mark(&char)) {
            end += text[end..].chars().next().filter(is_mark).map_or(0, char::len_utf8);
        }
        Some(start..end)
    }

    /// The part of the text, in words, that holds most of what is wanted, with some room around.
    fn window(&self, wanted: &[&str]) -> Option<Range<usize>> {
        let mut distinct: Vec<&[u32]> = wanted
            .iter()
            .map(|word| word.to_lowercase())
            .collect::<std::collections::BTreeSet<_>>()
            .iter()
            .filter_map(|word| self.places.get(word).map(Vec::as_slice))
            .collect();
        distinct.sort_by_key(|places| places.len());
        let mut hits: Vec<(u32, usize, u32)> = Vec::new();
        for (number, places) in distinct.iter().enumerate() {
            if !hits.is_empty() && hits.len() + places.len() > PLACES {
                break;
            }
            // A rare word tells more than a common one.
            let weight = 1 + 16 / (1 + places.len().ilog2());
            hits.extend(places.iter().take(PLACES).map(|place| (*place, number, weight)));
        }
        hits.sort_unstable();
        let length = wanted.len() + wanted.len() / 4 + 2;
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let (mut sum, mut first) = (0, 0);
        let mut best: Option<(u32, Range<usize>)> = None;
        for last in 0..hits.len() {
            let (place, number, weight) = hits[last];
            let count = counts.entry(number).or_default();
            *count += 1;
            sum += if *count == 1 { weight } else { 0 };
            while place - hits[first].0 >= length as u32 {
                let (_, number, weight) = hits[first];
                let count = counts.entry(number).or_default();
                *count -= 1;
                sum -= if *count == 0 { weight } else { 0 };
                first += 1;
            }
            if best.as_ref().is_none_or(|(most, _)| sum > *most) {
                best = Some((sum, hits[first].0 as usize..place as usize + 1));
            }
        }
        let (_, around) = best?;
        let room = wanted.len() + 4;
        Some(around.start.saturating_sub(room)..(around.end + room).min(self.words.len()))
    }
}

/// The part of a text that all of the wanted words are turned into at the least cost, and that cost.
fn align(wanted: &[&str], text: &[&str]) -> Option<(Range<usize>, u32)> {
    // For each end in the text: the cost so far, and where the part begins.
    let mut above: Vec<(u32, usize)> = (0..=text.len()).map(|start| (0, start)).collect();
    for (row, word) in wanted.iter().enumerate() {
        let mut costs = Vec::with_capacity(above.len());
        costs.push(((row as u32 + 1) * GAP, 0));
        for (column, other) in text.iter().enumerate() {
            let replaced = (above[column].0 + difference(word, other), above[column].1);
            let left_out = (above[column + 1].0 + GAP, above[column + 1].1);
            let (before, start): (u32, usize) = costs[column];
            let put_in = (before + GAP, start);
            costs.push([replaced, left_out, put_in].into_iter().min_by_key(|(cost, _)| *cost)?);
        }
        above = costs;
    }
    let (end, (cost, start)) = above.into_iter().enumerate().min_by_key(|(_, (cost, _))| *cost)?;
    (start < end).then_some((start..end, cost))
}

fn difference(word: &str, other: &str) -> u32 {
    if word == other {
        return 0;
    }
    let same = word
        .chars()
        .flat_map(char::to_lowercase)
        .zip(other.chars().flat_map(char::to_lowercase))
        .take_while(|(a, b)| a == b)
        .count();
    let (length, other_length) = (word.chars().count(), other.chars().count());
    if same >= length.max(other_length) {
        CASE
    } else if same >= 4 && 2 * same > length.max(other_length) {
        ALIKE
    } else {
        OTHER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest<'t>(text: &'t str, quote: &str) -> Option<&'t str> {
        Nearby::new(text).find(text, quote).map(|range| &text[range])
    }

    const TEXT: &str = "The day began quietly. Unknown attackers had killed two soldiers and a civilian in \
                        al-Mayadin. The day after, a civilian was killed there.";

    #[test]
    fn a_word_that_was_changed_is_found_among_its_neighbours() {
        let changed = Some("killed two soldiers and a civilian");
        assert_eq!(nearest(TEXT, "killed a soldier and a civilian"), changed);
        assert_eq!(nearest(TEXT, "Killed two soldiers and a civilian"), changed);
        assert_eq!(nearest(TEXT, "had shot two soldiers"), Some("had killed two soldiers"));
    }

    #[test]
    fn the_first_and_the_last_word_may_have_changed() {
        assert_eq!(nearest(TEXT, "Gunmen had killed two"), Some("attackers had killed two"));
        assert_eq!(nearest(TEXT, "The day began calmly."), Some("The day began quietly."));
    }

    #[test]
    fn of_what_is_not_there_nothing_is_near() {
        assert_eq!(nearest(TEXT, "Elections were postponed until further notice"), None);
        assert_eq!(nearest(TEXT, "the election of the council in the north"), None);
        assert_eq!(nearest("", "a"), None);
        assert_eq!(nearest(TEXT, "—"), None);
    }

    #[test]
    fn a_long_text_of_common_words_costs_no_more_than_its_bound() {
        let text = "the war of the north ".repeat(20_000);
        assert!(nearest(&text, "the war of the south").is_some());
    }
}
