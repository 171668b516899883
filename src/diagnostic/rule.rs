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
    NO_SOURCE = "no-source", Warning {
        what: "an event has no source",
        why: "A reader can only check what somebody is named for. An event without a source is a claim of the desk's own.",
        file: "content/events/example.yaml",
        wrong: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n",
        right: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold}\n",
    }
    SINGLE_ORIGIN = "single-origin", Warning {
        what: "an event is confirmed by fewer than two independent origins",
        why: "`confirmed` says that independent sources agree. Papers that print the same agency are one witness: what counts is the `origin` of each source, or without one its `publisher`.",
        file: "content/events/example.yaml",
        wrong: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  status: confirmed\n  sources:\n    - {publisher: The Times, title: Guns fall silent, origin: Reuters}\n    - {publisher: AOL News, title: Ceasefire takes hold, origin: Reuters}\n",
        right: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  status: confirmed\n  sources:\n    - {publisher: The Times, title: Guns fall silent, origin: Reuters}\n    - {publisher: France 24, title: Ceasefire takes hold, origin: AFP}\n",
    }
    JOINED_ORIGINS = "joined-origins", Warning {
        what: "an `origin` reads like several names and counts as one",
        why: "Independent origins are counted. Names that are joined in one text are taken for a further origin, next to each of them.",
        file: "content/sources.yaml",
        wrong: "enab-baladi-2025-03-10: {publisher: Enab Baladi, title: Ceasefire, origin: 'SANA, SOHR'}\n",
        right: "enab-baladi-2025-03-10: {publisher: Enab Baladi, title: Ceasefire, origin: [SANA, SOHR]}\n",
    }
    NOT_ARCHIVED = "not-archived", Warning {
        what: "fewer sources are archived than `archive_coverage` asks for",
        why: "Pages on the web move and vanish, and a claim loses its evidence with them. An archived copy, on the web or among the site's own files, stays.",
    }
    EVENT_AFTER_PUBLICATION = "event-after-publication", Warning {
        what: "a source was published before the event that it is to report began",
        why: "Nobody reports what has not happened. Most often one of the two dates is a slip, or the source belongs to another event. Days are compared with a day to spare, for time zones; dates that are marked as uncertain, and entries that were themselves published before their event, are left alone.",
        file: "content/events/example.yaml",
        wrong: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold, published: 2024-03-10}\n",
        right: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold, published: 2025-03-10}\n",
    }
    SOURCE_AFTER_ARTICLE = "source-after-article", Warning {
        what: "an article is older than the report that it retells",
        why: "One of the two dates is wrong, or the article has been changed and does not say so: give it `updated`.",
        file: "content/articles/example.md",
        wrong: "---\ntitle: Guns fall silent\ndate: 2025-03-10\nsource: {publisher: Reuters, title: Ceasefire takes hold, published: 2025-03-20}\n---\n\nA ceasefire began.\n",
        right: "---\ntitle: Guns fall silent\ndate: 2025-03-10\nupdated: 2025-03-21\nsource: {publisher: Reuters, title: Ceasefire takes hold, published: 2025-03-20}\n---\n\nA ceasefire began.\n",
    }
    PUBLISHED_AFTER_ACCESS = "published-after-access", Warning {
        what: "a source was read before it was published",
        why: "One of the two dates is wrong.",
        file: "content/sources.yaml",
        wrong: "reuters-2025-03-10: {publisher: Reuters, title: Ceasefire, published: 2025-03-10, accessed: 2024-03-11}\n",
        right: "reuters-2025-03-10: {publisher: Reuters, title: Ceasefire, published: 2025-03-10, accessed: 2025-03-11}\n",
    }
    UNUSED_SOURCE = "unused-source", Warning {
        what: "no entry names a source of the registry",
        why: "Either an event lacks it, or it is left over. Entries that are left out as drafts count as well.",
    }
    UNUSED_PLACE = "unused-place", Off {
        what: "no entry names a place of the registry, nor one that lies in it",
        why: "Ask for it where the registry is kept for this site alone; a gazetteer shared with others always holds more.",
    }
    UNUSED_ACTOR = "unused-actor", Off {
        what: "no entry names an actor of the registry",
        why: "Ask for it where the registry is kept for this site alone.",
    }
    DUPLICATE_SOURCE = "duplicate-source", Warning {
        what: "two sources have one address",
        why: "One report that is written down twice stands twice in the bibliography, and its two entries grow apart.",
        file: "content/sources.yaml",
        wrong: "reuters-1: {publisher: Reuters, title: Ceasefire, url: 'https://example.org/ceasefire'}\nreuters-2: {publisher: Reuters, title: Ceasefire takes hold, url: 'http://example.org/ceasefire/'}\n",
        right: "reuters-1: {publisher: Reuters, title: Ceasefire takes hold, url: 'https://example.org/ceasefire'}\n",
    }
    ARCHIVED_IS_ORIGINAL = "archived-is-original", Warning {
        what: "the archived copy of a source has the address of the original",
        why: "It vanishes together with the original, and counts as archived until then.",
        file: "content/sources.yaml",
        wrong: "reuters-1: {publisher: Reuters, title: Ceasefire, url: 'https://example.org/a', archived: 'https://example.org/a'}\n",
        right: "reuters-1: {publisher: Reuters, title: Ceasefire, url: 'https://example.org/a', archived: 'https://archive.example/2025/https://example.org/a'}\n",
    }
    COPY_CHANGED = "copy-changed", Error {
        what: "a local copy is not the file that its `sha256` was taken of",
        why: "The hash proves that the copy which readers get is the one that the desk has read. If the file was changed on purpose, take the hash again.",
    }
    COPY_WITHOUT_HASH = "copy-without-hash", Warning {
        what: "a local copy has no `sha256`",
        why: "Without it nobody would notice if the file were changed or replaced. The help shows the hash to paste.",
    }
    SOURCE_WITHOUT_DATE = "source-without-date", Off {
        what: "a source does not say when it was published",
        why: "Without its date a reader cannot tell a report of the day from a memory of it.",
        file: "content/events/example.yaml",
        wrong: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold}\n",
        right: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold, published: 2025-03-10}\n",
    }
    SOURCE_WITHOUT_ORIGIN = "source-without-origin", Off {
        what: "a source names neither a publisher nor an origin",
        why: "Nobody stands behind it, so it never counts as independent.",
        file: "content/events/example.yaml",
        wrong: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {title: Ceasefire takes hold}\n",
        right: "- id: ceasefire\n  date: 2025-03-10\n  title: A ceasefire begins\n  sources:\n    - {publisher: Reuters, title: Ceasefire takes hold}\n",
    }
    TEMPLATE = "template", Error { what: "a template does not compile, or cannot render a page" }
    PATH_TAKEN = "path-taken", Error { what: "two files of the site have one address" }
}
