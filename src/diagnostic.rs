//! Diagnostics: the author's mistakes as values, each with a rule, a place and a way out.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::{TextId, Texts};
use crate::yaml::{self, Step};

pub mod rule;

/// The stable kebab-case name of one thing that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

/// What a rule weighs where the settings say nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normally {
    /// Always an error: the settings cannot change it.
    Error,
    /// An error, or a warning where it does no harm: the settings change the warnings.
    Mixed,
    /// A warning, which the settings can allow or make an error.
    Warning,
    /// Nothing, unless the settings ask for it.
    Off,
    /// Nothing, and an error under `--strict`, unless the settings say otherwise.
    Strict,
}

/// How much a diagnostic weighs: an error keeps a site from being published, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// Where in which text something is wrong, as the step that found it knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub text: TextId,
    /// Where in it.
    pub spot: Spot,
}

/// A part of a text, exact or by its path through the file's YAML (found only when it is shown).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The file as such; shown without a line.
    File,
    /// Bytes of the content.
    Range(Range<usize>),
    /// A value in the YAML, or, with `inside`, bytes of the text that it says.
    Value { path: Vec<Step>, inside: Option<Range<usize>> },
    /// The key that leads to a value, instead of the value.
    Key { path: Vec<Step> },
}

impl Place {
    /// The file as such.
    pub fn file(text: TextId) -> Self {
        Place { text, spot: Spot::File }
    }

    /// Bytes of the content.
    pub fn range(text: TextId, range: Range<usize>) -> Self {
        Place { text, spot: Spot::Range(range) }
    }

    /// A value in the YAML.
    pub fn value(text: TextId, path: Vec<Step>) -> Self {
        Place { text, spot: Spot::Value { path, inside: None } }
    }

    /// Bytes of the text that a YAML value says, after quoting, folding and indentation are undone.
    pub fn inside(text: TextId, path: Vec<Step>, inside: Range<usize>) -> Self {
        Place { text, spot: Spot::Value { path, inside: Some(inside) } }
    }

    /// The key that leads to a value.
    pub fn key(text: TextId, path: Vec<Step>) -> Self {
        Place { text, spot: Spot::Key { path } }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which check found it.
    pub rule: Rule,
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the author's word in backticks.
    pub message: String,
    /// Where; none for what no file can be blamed for.
    pub place: Option<Place>,
    /// Further places, each with what it has to do with it.
    pub also: Vec<(Place, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Says what to write instead.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Shows a further place.
    pub fn also(&mut self, place: Place, label: impl Into<String>) -> &mut Self {
        self.also.push((place, label.into()));
        self
    }
}

/// All problems found so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    suggested: usize,
}

/// So many words are looked for among known ones; a site with more mistakes than that has one reason for them.
const SUGGESTIONS: usize = 50;

impl Diagnostics {
    /// Notes a problem that keeps the site from being published.
    pub fn error(
        &mut self,
        rule: Rule,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Severity::Error, Some(place), message.into())
    }

    /// Notes a problem that does not.
    pub fn warning(
        &mut self,
        rule: Rule,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Severity::Warning, Some(place), message.into())
    }

    fn add(
        &mut self,
        rule: Rule,
        severity: Severity,
        place: Option<Place>,
        message: String,
    ) -> &mut Diagnostic {
        self.all.push(Diagnostic { rule, severity, message, place, also: Vec::new(), help: None });
        self.all.last_mut().expect("one was just pushed")
    }

    /// The word among `known` that `word` was most likely meant to be. Only the first words of a run are looked for:
    /// each takes a look at all that is known.
    pub fn suggest<'a>(
        &mut self,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.may_suggest() { nearest(word, known) } else { None }
    }

    /// Whether something may be looked for once more that takes a look at much.
    pub fn may_suggest(&mut self) -> bool {
        self.suggested += 1;
        self.suggested <= SUGGESTIONS
    }

    /// Takes over what another collection holds.
    pub fn append(&mut self, mut other: Diagnostics) {
        if self.all.is_empty() {
            self.all = other.all;
        } else {
            self.all.append(&mut other.all);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|one| one.severity == Severity::Error)
    }

    /// The texts that an error has been found in: what they seem to lack may only not have been read.
    pub fn broken_texts(&self) -> BTreeSet<TextId> {
        let errors = self.all.iter().filter(|one| one.severity == Severity::Error);
        errors.filter_map(|one| one.place.as_ref()).map(|place| place.text).collect()
    }

    /// Lets `change` set each problem's severity, or drop it with `None`.
    pub fn regrade(&mut self, change: impl Fn(&Diagnostic) -> Option<Severity>) {
        self.all.retain_mut(|one| match change(one) {
            Some(severity) => {
                one.severity = severity;
                true
            }
            None => false,
        });
    }

    /// Every problem with its places found, in the order of files and places, none twice.
    pub fn settle(self, texts: &Texts) -> Vec<Settled> {
        let mut finder = yaml::Finder::new(texts);
        let mut settled: Vec<Settled> = self
            .all
            .into_iter()
            .map(|one| Settled {
                at: one.place.as_ref().map(|place| finder.find(place)),
                also: one
                    .also
                    .iter()
                    .map(|(place, label)| (finder.find(place), label.clone()))
                    .collect(),
                rule: one.rule,
                severity: one.severity,
                message: one.message,
                help: one.help,
            })
            .collect();
        settled.sort_by(|a, b| {
            let key = |one: &Settled| {
                one.at
                    .as_ref()
                    .map(|at| (texts.path(at.text), at.range.clone().map_or(0, |r| r.start)))
            };
            key(a)
                .cmp(&key(b))
                .then_with(|| a.rule.cmp(&b.rule))
                .then_with(|| a.message.cmp(&b.message))
        });
        settled.dedup();
        settled
    }
}

/// A problem whose places have been found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub rule: Rule,
    pub severity: Severity,
    pub message: String,
    pub help: Option<String>,
    pub at: Option<Found>,
    pub also: Vec<(Found, String)>,
}

/// A place that has been found: bytes of a text, or the file as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub text: TextId,
    /// The bytes; inside the content, on character boundaries.
    pub range: Option<Range<usize>>,
}

/// The word among `known` that `word` was most likely meant to be, as a sentence for `help`.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// The word among `known` that is nearest to `word`, if any is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let length = folded.chars().count();
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let other = candidate.to_lowercase();
        let other_length = other.chars().count();
        // No two words of so different lengths come near each other.
        if length.max(other_length) > 5 * length.min(other_length) {
            continue;
        }
        let score = strsim::jaro_winkler(&folded, &other);
        let close = score > 0.84
            || (length.abs_diff(other_length) <= length / 4
                && strsim::damerau_levenshtein(&folded, &other) <= length / 4);
        if close && best.is_none_or(|(other, _)| score > other) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, near)| near)
}
