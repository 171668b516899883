//! Origins: who stands behind sources. Sources of one origin are one witness, however many papers print it.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::SourceFields;
use crate::prose::slug;
use crate::yaml::OneOrMore;

impl SourceFields {
    /// Those who stand behind it: its origins, or without any its publisher.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        let named = self.origin.as_ref().into_iter().flat_map(OneOrMore::each);
        let mut named = named.map(|(_, name)| name.0.trim()).filter(|name| !name.is_empty());
        let first = named.next();
        let publisher = self.publisher.as_ref().map(|publisher| publisher.0.trim());
        first.or(publisher.filter(|name| !name.is_empty())).into_iter().chain(named)
    }
}

/// What two spellings of an origin have in common: they fold as all names do.
pub fn fold(origin: &str) -> String {
    match slug(origin) {
        // No letters and no digits: then the characters themselves have to do.
        empty if empty.is_empty() => origin.trim().to_owned(),
        slug => slug,
    }
}

/// The independent origins behind some sources, each once, as it is first written.
pub fn independent<'a>(sources: impl IntoIterator<Item = &'a SourceFields>) -> Vec<&'a str> {
    let mut origins: Vec<&str> = sources.into_iter().flat_map(SourceFields::origins).collect();
    // Most are written alike, and to fold a name costs more than to look at it.
    let mut written = HashSet::new();
    origins.retain(|origin| written.insert(*origin));
    if origins.len() > 1 {
        let mut seen = HashSet::new();
        origins.retain(|origin| seen.insert(fold(origin)));
    }
    origins
}

/// The origins behind all sources of a site by number, so that none is folded more than once: spellings of one have the
/// same number.
#[derive(Debug, Default)]
pub struct Origins {
    /// Those of one source behind those of the one before it.
    numbers: Vec<u32>,
    /// Where those of each source end.
    ends: Vec<u32>,
}

/// An origin as a source writes it, and its number.
pub type Origin<'a> = (&'a str, u32);

impl Origins {
    /// Numbers those of sources.
    pub fn new<'a>(sources: impl ExactSizeIterator<Item = &'a SourceFields>) -> Self {
        let mut written: HashMap<&str, u32, RandomState> = HashMap::default();
        let mut folded: HashMap<String, u32, RandomState> = HashMap::default();
        let mut numbers = Vec::with_capacity(sources.len());
        let mut ends = Vec::with_capacity(sources.len());
        for source in sources {
            numbers.extend(source.origins().map(|origin| {
                *written.entry(origin).or_insert_with(|| {
                    let next = folded.len() as u32;
                    *folded.entry(fold(origin)).or_insert(next)
                })
            }));
            ends.push(
                u32::try_from(numbers.len()).expect("fewer than four thousand million origins"),
            );
        }
        Origins { numbers, ends }
    }

    /// Those of one source, which is the one of this number.
    pub fn of<'a>(
        &self,
        number: usize,
        source: &'a SourceFields,
    ) -> impl Iterator<Item = Origin<'a>> {
        source.origins().zip(self.numbers_of(number).iter().copied())
    }

    /// How many there are behind some sources, which are those of these numbers.
    pub fn count(&self, sources: impl Iterator<Item = usize>) -> usize {
        let mut all: Vec<u32> =
            sources.flat_map(|number| self.numbers_of(number)).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    fn numbers_of(&self, source: usize) -> &[u32] {
        let start = source.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[source] as usize]
    }
}

/// Origins each once, as they are first written.
pub fn each_once<'a>(origins: impl Iterator<Item = Origin<'a>>) -> Vec<&'a str> {
    let all: Vec<Origin> = origins.collect();
    if all.len() > FEW {
        let mut seen = HashSet::new();
        let is_new = |(_, number): &Origin| seen.insert(*number);
        return all.into_iter().filter(is_new).map(|(name, _)| name).collect();
    }
    let is_first = |at: &usize| all[..*at].iter().all(|(_, number)| *number != all[*at].1);
    (0..all.len()).filter(is_first).map(|at| all[at].0).collect()
}

/// So many numbers are faster held against each other than put into a set.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::yaml::Words;

    fn source(publisher: Option<&str>, origins: &[&str]) -> SourceFields {
        let words = |text: &&str| Words((*text).to_owned());
        let item = |(at, text)| (Some(at), words(text));
        let origin = match origins {
            [] => None,
            [one] => Some(OneOrMore([(None, words(one))].into())),
            more => Some(OneOrMore(more.iter().enumerate().map(item).collect())),
        };
        SourceFields {
            publisher: publisher.as_ref().map(words),
            origin: origin.into(),
            ..SourceFields::default()
        }
    }

    #[test]
    fn three_papers_that_reprint_one_agency_are_one_origin() {
        let sources = [
            source(Some("The Times"), &["Reuters"]),
            source(Some("AOL News"), &[" reuters "]),
            source(Some("REUTERS"), &[]),
        ];
        assert_eq!(independent(&sources), ["Reuters"]);
    }

    #[test]
    fn spellings_that_fold_to_one_name_are_one_origin() {
        for (one, other) in [
            ("Agence France-Presse", "agence  france presse"),
            ("Le Monde", "LE\u{a0}MONDE"),
            ("Café", "Cafe\u{301}"),
            ("ＡＦＰ", "AFP"),
            ("رويترز", " رويترز"),
        ] {
            let sources = [source(None, &[one]), source(None, &[other])];
            assert_eq!(independent(&sources), [one]);
        }
        let sources = [source(None, &["★"]), source(None, &["☆"])];
        assert_eq!(independent(&sources), ["★", "☆"]);
    }

    #[test]
    fn a_source_can_have_several_origins_and_stands_for_its_publisher_without_any() {
        let sources = [source(Some("Enab Baladi"), &["SANA", "SOHR"]), source(Some("SOHR"), &[])];
        assert_eq!(independent(&sources), ["SANA", "SOHR"]);
        assert_eq!(independent(&[source(Some("A paper"), &[" "])]), ["A paper"]);
        assert_eq!(independent(&[source(None, &[])]), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn numbers_tell_origins_apart_as_names_do(
            names in proptest::collection::vec(
                (proptest::option::of("[aAbB★ ]{0,3}"), proptest::collection::vec("[aAb' .-]{0,4}|[aäb\u{301}★ ]{0,3}", 0..3)),
                0..2 * FEW,
            ),
        ) {
            let sources: Vec<SourceFields> = names
                .iter()
                .map(|(publisher, origins)| {
                    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
                    source(publisher.as_deref(), &origins)
                })
                .collect();
            let origins = Origins::new(sources.iter());
            let all = sources.iter().enumerate().flat_map(|(number, source)| origins.of(number, source));
            prop_assert_eq!(each_once(all), independent(&sources));
            prop_assert_eq!(origins.count(0..sources.len()), independent(&sources).len());
        }

        #[test]
        fn a_further_source_never_lowers_the_number_and_the_order_does_not_matter(
            names in proptest::collection::vec(
                (proptest::option::of("[aAbB ]{0,3}"), proptest::collection::vec("[a-cA-C -]{0,3}", 0..3)),
                1..8,
            ),
            turn in 0_usize..8,
        ) {
            let mut sources: Vec<SourceFields> = names
                .iter()
                .map(|(publisher, origins)| {
                    let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
                    source(publisher.as_deref(), &origins)
                })
                .collect();
            let all = independent(&sources).len();
            prop_assert!(independent(&sources[1..]).len() <= all);
            let turn = turn % sources.len();
            sources.rotate_left(turn);
            prop_assert_eq!(independent(&sources).len(), all);
        }
    }
}
