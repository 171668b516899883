//! Origins: who stands behind sources. Sources of one origin are one witness, however many papers print it.

use std::collections::HashSet;

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
    let named: Vec<&str> = sources.into_iter().flat_map(SourceFields::origins).collect();
    if named.len() > FEW {
        return folded_once(named);
    }
    let mut origins: Vec<&str> = Vec::with_capacity(named.len());
    for name in named {
        if !origins.iter().any(|other| are_one(name, other)) {
            origins.push(name);
        }
    }
    origins
}

/// So many names are faster held against each other than folded.
const FEW: usize = 16;

fn folded_once(mut origins: Vec<&str>) -> Vec<&str> {
    // Most are written alike, and to fold a name costs more than to look at it.
    let mut written = HashSet::new();
    origins.retain(|origin| written.insert(*origin));
    let mut seen = HashSet::new();
    origins.retain(|origin| seen.insert(fold(origin)));
    origins
}

/// Whether two names fold to the same.
fn are_one(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let mut starts = plain_start(one).zip(plain_start(other));
    if starts.any(|(one, other)| one != other) {
        return false;
    }
    // Plain to their ends, they would have to have equally many.
    let are_plain = one.is_ascii() && other.is_ascii();
    (!are_plain || plain_start(one).count() == plain_start(other).count())
        && fold(one) == fold(other)
}

/// What a name folds to, from its start as far as that is plain to see: nothing before these letters and digits can become
/// one, and nothing behind them can change them.
fn plain_start(name: &str) -> impl Iterator<Item = u8> {
    let bytes = name.as_bytes();
    // A mark behind a letter may belong to it.
    let is_plain = |at: &usize| bytes[*at].is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii);
    let plain = (0..bytes.len()).take_while(is_plain).map(|at| bytes[at]);
    plain.filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

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
        fn names_are_one_if_they_fold_to_one(
            one in "[a-cA-C1 '★éＡ\u{301}-]{0,6}",
            other in "[a-cA-C1 '★éＡ\u{301}-]{0,6}",
        ) {
            prop_assert_eq!(are_one(&one, &other), fold(&one) == fold(&other));
        }

        #[test]
        fn few_names_are_told_apart_as_many_are(names in proptest::collection::vec("[aAb' .-]{0,4}|[aäb\u{301}★ ]{0,3}", 0..FEW)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let sources = [source(None, &names)];
            let named = sources[0].origins().collect();
            prop_assert_eq!(independent(&sources), folded_once(named));
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
