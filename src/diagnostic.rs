//! Diagnostics: the author's mistakes as values, each with a rule, a place and a way out.

use std::ops::Range;

use crate::text::{TextId, Texts};
use crate::yaml::{self, Step};

/// The stable kebab-case name of one thing that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

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
        self.suggested += 1;
        if self.suggested > SUGGESTIONS { None } else { nearest(word, known) }
    }

    /// Takes over what another collection holds.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.all.append(&mut other.all);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|one| one.severity == Severity::Error)
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
                one.at.as_ref().map(|at| {
                    (texts.get(at.text).path.clone(), at.range.clone().map_or(0, |r| r.start))
                })
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

/// The names of all rules.
pub mod rule {
    use super::Rule;

    macro_rules! rules {
        ($($constant:ident = $name:literal: $what:literal;)*) => {
            $(#[doc = $what] pub const $constant: Rule = Rule($name);)*
            /// Every rule with what it checks.
            pub const ALL: &[(Rule, &str)] = &[$(($constant, $what)),*];
        };
    }

    /// Those that are warnings, at least where they mean no harm: only these can the settings change.
    pub const WARNINGS: &[Rule] = &[
        BAD_VALUE,
        EMPTY_FILE,
        STRAY_FILE,
        RAW_HTML,
        EMPTY_LINK,
        BROKEN_ANCHOR,
        MISSING_ALT,
        UNUSED_FOOTNOTE,
        UNKNOWN_FOOTNOTE,
        NAME_SPELLING,
        NO_REASON,
        ORDER_OVER_DATE,
        NO_BASE_URL,
        UNKNOWN_MESSAGE,
        NO_MESSAGES,
        MISSING_MESSAGES,
    ];

    rules! {
        NOT_UTF8 = "not-utf8": "a file is not valid UTF-8";
        YAML_SYNTAX = "yaml-syntax": "a file is not valid YAML";
        TOO_DEEP = "too-deep": "YAML is nested more than 64 levels deep";
        UNKNOWN_KEY = "unknown-key": "a key that Dateline does not know";
        DUPLICATE_KEY = "duplicate-key": "a key stands twice in one map";
        MISSING_KEY = "missing-key": "a required key is missing or has no value";
        WRONG_TYPE = "wrong-type": "a value is of another kind than the key takes";
        BAD_VALUE = "bad-value": "a value is not one that the key takes";
        BAD_DATE = "bad-date": "a date is not valid EDTF";
        BAD_ID = "bad-id": "an id or a name cannot stand in an address";
        DUPLICATE_ID = "duplicate-id": "two entries have one id";
        FRONT_MATTER = "front-matter": "a Markdown file has no fields on top";
        EMPTY_FILE = "empty-file": "a file says nothing";
        STRAY_FILE = "stray-file": "a file stands where Dateline does not read it";
        RAW_HTML = "raw-html": "a text holds HTML, which is shown as text";
        EMPTY_LINK = "empty-link": "a link has no words";
        UNSAFE_LINK = "unsafe-link": "a link has a scheme that could run code";
        BROKEN_LINK = "broken-link": "a link leads to a page that the site does not have";
        OUTSIDE_PICTURE = "outside-picture": "a picture is not a file of the site";
        MISSING_ALT = "missing-alt": "a picture has no alternative text";
        MISSING_MEDIA = "missing-media": "a file that is named is not under content/media/";
        UNUSED_FOOTNOTE = "unused-footnote": "nothing refers to a footnote";
        UNKNOWN_FOOTNOTE = "unknown-footnote": "a footnote that is referred to is not there";
        UNKNOWN_EVENT = "unknown-event": "there is no event or article of an id";
        UNKNOWN_PLACE = "unknown-place": "a place is not in its strict registry";
        UNKNOWN_ACTOR = "unknown-actor": "an actor is not in its strict registry";
        UNKNOWN_SOURCE = "unknown-source": "a source is not in the registry";
        UNKNOWN_TAG = "unknown-tag": "a timeline's filter names what nothing has";
        UNKNOWN_TAXONOMY = "unknown-taxonomy": "a taxonomy is not declared";
        UNKNOWN_FIGURE = "unknown-figure": "a figure is not among those that the settings name";
        NAME_SPELLING = "name-spelling": "two spellings of a name have one address";
        AMBIGUOUS_NAME = "ambiguous-name": "a name stands for two entries of a registry";
        WITHIN_CYCLE = "within-cycle": "places lie in one another in a circle";
        EMPTY_SOURCE = "empty-source": "a source says nothing";
        SELF_RELATION = "self-relation": "an event is related to itself";
        NO_REASON = "no-reason": "an event is retracted without a reason";
        ORDER_CYCLE = "order-cycle": "events come after one another in a circle";
        ORDER_OVER_DATE = "order-over-date": "a known order overrules an uncertain date";
        IMPOSSIBLE_ORDER = "impossible-order": "a known order contradicts the dates";
        NO_BASE_URL = "no-base-url": "without a base URL there is no feed, sitemap or canonical address";
        UNKNOWN_RULE = "unknown-rule": "the settings name a rule that there is not";
        BROKEN_ANCHOR = "broken-anchor": "a link leads to a heading that its text does not have";
        UNKNOWN_THEME = "unknown-theme": "the theme is not there";
        UNKNOWN_MESSAGE = "unknown-message": "a theme has words that no template asks for";
        NO_MESSAGES = "no-messages": "the theme does not speak the site's language";
        MISSING_MESSAGES = "missing-messages": "a translation lacks words or plural forms";
        TEMPLATE = "template": "a template does not compile, or cannot render a page";
        PATH_TAKEN = "path-taken": "two files of the site have one address";
    }
}
