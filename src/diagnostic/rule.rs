//! The rules: every check by its name, with what it is for, an example, and what it normally weighs.

use super::{Normally, Rule};

/// A rule as the documentation tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// Its name.
    pub rule: Rule,
    /// What it weighs where the settings say nothing of it.
    pub normally: Normally,
    /// What is wrong, in half a sentence.
    pub what: &'static str,
    /// Why that matters to a reader or an editor; a sentence or two of Markdown.
    pub why: &'static str,
    /// A site in which it is found.
    pub example: Option<Example>,
}

/// A file of a small site with a mistake in it, and the same file put right.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The file's path from the site's folder.
    pub file: &'static str,
    /// What the file says when the rule is broken.
    pub wrong: &'static str,
    /// What it should say.
    pub right: &'static str,
}

macro_rules! rules {
    ($($constant:ident = $name:literal, $normally:ident {
        what: $what:literal
        $(, why: $why:literal $(, file: $file:literal, wrong: $wrong:literal, right: $right:literal)?)? $(,)?
    })*) => {
        $(#[doc = $what] pub const $constant: Rule = Rule($name);)*
        /// Every rule.
        pub const ALL: &[Info] = &[$(Info {
            rule: $constant,
            normally: Normally::$normally,
            what: $what,
            why: concat!($($why)?),
            example: example!($($($file, $wrong, $right)?)?),
        }),*];
    };
}

macro_rules! example {
    () => {
        None
    };
    ($file:literal, $wrong:literal, $right:literal) => {
        Some(Example { file: $file, wrong: $wrong, right: $right })
    };
}

impl Rule {
    /// What is known of it.
    pub fn info(self) -> &'static Info {
        ALL.iter().find(|info| info.rule == self).expect("every rule stands in the table")
    }
}

rules! {
    NOT_UTF8 = "not-utf8", Error { what: "a file is not valid UTF-8" }
    YAML_SYNTAX = "yaml-syntax", Error { what: "a file is not valid YAML" }
    TOO_DEEP = "too-deep", Error { what: "YAML is nested more than 64 levels deep" }
    UNKNOWN_KEY = "unknown-key", Error { what: "a key that Dateline does not know" }
    DUPLICATE_KEY = "duplicate-key", Error { what: "a key stands twice in one map" }
    MISSING_KEY = "missing-key", Error { what: "a required key is missing or has no value" }
    WRONG_TYPE = "wrong-type", Error { what: "a value is of another kind than the key takes" }
    BAD_VALUE = "bad-value", Mixed { what: "a value is not one that the key takes" }
    BAD_DATE = "bad-date", Error { what: "a date is not valid EDTF" }
    BAD_ID = "bad-id", Error { what: "an id or a name cannot stand in an address" }
    DUPLICATE_ID = "duplicate-id", Error { what: "two entries have one id" }
    FRONT_MATTER = "front-matter", Error { what: "a Markdown file has no fields on top" }
    EMPTY_FILE = "empty-file", Warning { what: "a file says nothing" }
    STRAY_FILE = "stray-file", Warning { what: "a file stands where Dateline does not read it" }
    RAW_HTML = "raw-html", Warning { what: "a text holds HTML, which is shown as text" }
    EMPTY_LINK = "empty-link", Warning { what: "a link has no words" }
    UNSAFE_LINK = "unsafe-link", Error { what: "a link has a scheme that could run code" }
    BROKEN_LINK = "broken-link", Error { what: "a link leads to a page that the site does not have" }
    OUTSIDE_PICTURE = "outside-picture", Error { what: "a picture is not a file of the site" }
    MISSING_ALT = "missing-alt", Warning { what: "a picture has no alternative text" }
    MISSING_MEDIA = "missing-media", Error { what: "a file that is named is not under content/media/" }
    UNUSED_FOOTNOTE = "unused-footnote", Warning { what: "nothing refers to a footnote" }
    UNKNOWN_FOOTNOTE = "unknown-footnote", Warning { what: "a footnote that is referred to is not there" }
    UNKNOWN_EVENT = "unknown-event", Error { what: "there is no event or article of an id" }
    UNKNOWN_PLACE = "unknown-place", Error { what: "a place is not in its strict registry" }
    UNKNOWN_ACTOR = "unknown-actor", Error { what: "an actor is not in its strict registry" }
    UNKNOWN_SOURCE = "unknown-source", Error { what: "a source is not in the registry" }
    UNKNOWN_TAG = "unknown-tag", Error { what: "a timeline's filter names what nothing has" }
    UNKNOWN_TAXONOMY = "unknown-taxonomy", Error { what: "a taxonomy is not declared" }
    UNKNOWN_FIGURE = "unknown-figure", Error { what: "a figure is not among those that the settings name" }
    NAME_SPELLING = "name-spelling", Warning { what: "two spellings of a name have one address" }
    AMBIGUOUS_NAME = "ambiguous-name", Error { what: "a name stands for two entries of a registry" }
    WITHIN_CYCLE = "within-cycle", Error { what: "places lie in one another in a circle" }
    EMPTY_SOURCE = "empty-source", Error { what: "a source says nothing" }
    SELF_RELATION = "self-relation", Error { what: "an event is related to itself" }
    NO_REASON = "no-reason", Warning { what: "an event is retracted without a reason" }
    BELOW_GATE = "below-gate", Strict {
        what: "an event does not have what the gate asks for",
        why: "The gate keeps such an event off the site, and the summary of the build lists it. Under `--strict` it is an error, so that nothing is left out unseen where a site is published. A draft and an event under embargo are left out on purpose and are no problem.",
    }
    DISPUTED_WITHOUT_ACCOUNTS = "disputed-without-accounts", Warning {
        what: "a disputed event does not say who disputes what",
        why: "Readers of a disputed event want to know who says what. Two accounts tell them, or one that gives another date or other figures than the event's own, a date that is one of several, or an event that contradicts this one.",
        file: "content/events/example.yaml",
        wrong: "- id: attack\n  date: 2026-02-21\n  title: Two are killed at a checkpoint\n  status: disputed\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n",
        right: "- id: attack\n  date: 2026-02-21\n  title: Two are killed at a checkpoint\n  status: disputed\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n  accounts:\n    - {by: The ministry, says: Two soldiers were killed., source: Example Wire}\n    - {by: The group, says: Three were killed., source: Example Wire}\n",
    }
    ACCOUNTS_WITHOUT_SOURCE = "accounts-without-source", Warning {
        what: "an account names no source",
        why: "What somebody is said to have said is a claim like any other: readers need to see where it is documented.",
        file: "content/events/example.yaml",
        wrong: "- id: attack\n  date: 2026-02-21\n  title: Two are killed at a checkpoint\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n  accounts:\n    - {by: The ministry, says: Two soldiers were killed.}\n",
        right: "- id: attack\n  date: 2026-02-21\n  title: Two are killed at a checkpoint\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n  accounts:\n    - {by: The ministry, says: Two soldiers were killed., source: Example Wire}\n",
    }
    ACCOUNT_OUTSIDE_FIGURES = "account-outside-figures", Warning {
        what: "an account's number lies outside of the event's own range",
        why: "The event's own `low` and `high` are to hold whatever is said. Either the range is too narrow, or one of the numbers is mistyped.",
        file: "content/events/example.yaml",
        wrong: "- id: attack\n  date: 2026-02-21\n  title: Many are killed at a checkpoint\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n  figures: {killed: {low: 20, high: 40}}\n  accounts:\n    - {by: The ministry, figures: {killed: 50}, source: Example Wire}\n",
        right: "- id: attack\n  date: 2026-02-21\n  title: Many are killed at a checkpoint\n  sources: [{publisher: Example Wire, url: https://example.org/wire}]\n  figures: {killed: {low: 20, high: 50}}\n  accounts:\n    - {by: The ministry, figures: {killed: 50}, source: Example Wire}\n",
    }
    FIGURES_DISAGREE = "figures-disagree", Off {
        what: "accounts of a confirmed event give figures that exclude each other",
        why: "That it happened may well be confirmed while its toll is not, so this is off. A desk that calls an event confirmed only with its figures settled can ask for it. A range of the event's own that holds what all accounts say settles it.",
        file: "content/events/example.yaml",
        wrong: "- id: attack\n  date: 2026-02-21\n  title: Many are killed at a checkpoint\n  status: confirmed\n  sources:\n    - {publisher: Example Wire, url: https://example.org/wire}\n    - {publisher: Other Wire, url: https://example.org/other}\n  accounts:\n    - {by: The ministry, figures: {killed: 20}, source: Example Wire}\n    - {by: The group, figures: {killed: 40}, source: Other Wire}\n",
        right: "- id: attack\n  date: 2026-02-21\n  title: Many are killed at a checkpoint\n  status: confirmed\n  sources:\n    - {publisher: Example Wire, url: https://example.org/wire}\n    - {publisher: Other Wire, url: https://example.org/other}\n  figures: {killed: {low: 20, high: 40}}\n  accounts:\n    - {by: The ministry, figures: {killed: 20}, source: Example Wire}\n    - {by: The group, figures: {killed: 40}, source: Other Wire}\n",
    }
    ORDER_CYCLE = "order-cycle", Error { what: "events come after one another in a circle" }
    ORDER_OVER_DATE = "order-over-date", Warning { what: "a known order overrules an uncertain date" }
    IMPOSSIBLE_ORDER = "impossible-order", Error { what: "a known order contradicts the dates" }
    NO_BASE_URL = "no-base-url", Warning { what: "without a base URL there is no feed, sitemap or canonical address" }
    UNKNOWN_RULE = "unknown-rule", Error { what: "the settings name a rule that there is not" }
    BROKEN_ANCHOR = "broken-anchor", Warning { what: "a link leads to a heading that its text does not have" }
    UNKNOWN_THEME = "unknown-theme", Error { what: "the theme is not there" }
    UNKNOWN_MESSAGE = "unknown-message", Warning { what: "a theme has words that no template asks for" }
    NO_MESSAGES = "no-messages", Warning { what: "the theme does not speak the site's language" }
    MISSING_MESSAGES = "missing-messages", Warning { what: "a translation lacks words or plural forms" }
    TEMPLATE = "template", Error { what: "a template does not compile, or cannot render a page" }
    PATH_TAKEN = "path-taken", Error { what: "two files of the site have one address" }
}
