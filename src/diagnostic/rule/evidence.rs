//! Rules about sources, figures, and what holds an event up.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Sources and evidence";
    UNKNOWN_SOURCE = "unknown-source", Error {
        what: "a source is not in the registry",
        why: "A claim would lose its source because of a slip. A single word is a key of `sources.yaml`; `registries: {sources: strict}` allows no other names at all.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [agency-2024-03-20]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [agency-2024-03-02]\n",
    }
    EMPTY_SOURCE = "empty-source", Error {
        what: "a source says nothing",
        why: "A source that names no publisher, title or address cannot be looked up. It only looks like evidence.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {published: 2024-04-02}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2024-04-02, url: \"https://paper.example/inquiry\", archived: \"https://archive.example/2024/inquiry\"}\n",
    }
    NO_SOURCE = "no-source", Warning {
        what: "an event has no source",
        why: "A reader can check only what somebody is named for. An event without a source is a claim of the desk's own.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [paper-2024-03-02]\n",
    }
    SINGLE_ORIGIN = "single-origin", Warning {
        what: "an event is confirmed by fewer than two independent origins",
        why: "`confirmed` says that independent sources agree. Papers that print one agency are one witness: what counts is the `origin` of each source, or without one its `publisher`.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: confirmed\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, origin: Example Agency}\n    - {publisher: The Coast, title: An inquiry at last, origin: Example Agency}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: confirmed\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, origin: Example Agency}\n    - {publisher: Radio Coast, title: An inquiry at last}\n",
    }
    JOINED_ORIGINS = "joined-origins", Warning {
        what: "an `origin` reads like several names and counts as one",
        why: "Independent origins are counted. Names that are joined in one text count as one more, beside each of them alone.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Coast, title: An inquiry at last, origin: 'Example Agency, Radio Coast'}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Coast, title: An inquiry at last, origin: [Example Agency, Radio Coast]}\n",
    }
    EVENT_AFTER_PUBLICATION = "event-after-publication", Warning {
        what: "a source was published before the event that it is to report began",
        why: "Nobody reports what has not happened: most often a date is a slip, or the source belongs to another event. Days are compared with a day to spare for time zones. Dates marked as uncertain are left alone, and so are entries that were published before their event, since they announce it.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2023-04-02}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2024-04-02}\n",
    }
    SOURCE_AFTER_ARTICLE = "source-after-article", Warning {
        what: "an article is older than the report that it retells",
        why: "One of the two dates is wrong, or the article was changed later and does not say so.",
        file: "content/articles/example.md",
        wrong: "---\ntitle: What the inquiry asks\ndate: 2024-04-03\nsource: {publisher: The Harbour Paper, title: What the inquiry asks, published: 2024-04-20}\n---\n\nIt asks who had the keys.\n",
        right: "---\ntitle: What the inquiry asks\ndate: 2024-04-03\nupdated: 2024-04-21\nsource: {publisher: The Harbour Paper, title: What the inquiry asks, published: 2024-04-20}\n---\n\nIt asks who had the keys.\n",
    }
    PUBLISHED_AFTER_ACCESS = "published-after-access", Warning {
        what: "a source was read before it was published",
        why: "One of the two dates is wrong.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2024-04-02, accessed: 2023-04-03}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2024-04-02, accessed: 2024-04-03}\n",
    }
    UNUSED_SOURCE = "unused-source", Warning {
        what: "no entry names a source of the registry",
        why: "Either an event lacks it, or it is left over. What a draft names is in use.",
        file: "content/events/harbour.yaml",
        wrong: "- id: harbour-fire\n  date: 2024-03-02\n  title: A warehouse burns on the North Quay\n  sources: [agency-2024-03-02]\n",
        right: "- id: harbour-fire\n  date: 2024-03-02\n  title: A warehouse burns on the North Quay\n  sources: [agency-2024-03-02, paper-2024-03-02]\n",
    }
    DUPLICATE_SOURCE = "duplicate-source", Warning {
        what: "two sources have one address",
        why: "A report that is written down twice stands twice in the bibliography, and its two entries grow apart.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: A fire, url: 'http://paper.example/fire-on-the-north-quay/'}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [paper-2024-03-02]\n",
    }
    NOT_ARCHIVED = "not-archived", Warning {
        what: "fewer sources are archived than `archive_coverage` asks for",
        why: "Pages on the web move and vanish, and a claim loses its evidence with them. A copy in an archive, or among the site's own files, stays.",
        settings: "archive_coverage: 80\n",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, url: 'https://paper.example/inquiry'}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, url: 'https://paper.example/inquiry', archived: 'https://archive.example/2024/inquiry'}\n",
    }
    ARCHIVED_IS_ORIGINAL = "archived-is-original", Warning {
        what: "the archived copy of a source has the address of the original",
        why: "It would vanish together with the original, and the site would count it as archived until then.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, url: 'https://paper.example/inquiry', archived: 'https://paper.example/inquiry'}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, url: 'https://paper.example/inquiry', archived: 'https://archive.example/2024/inquiry'}\n",
    }
    COPY_CHANGED = "copy-changed", Error {
        what: "a local copy is not the file that its `sha256` was taken of",
        why: "The hash proves that readers get the copy that the desk has read. If the file was changed on purpose, look at it again and take the new hash.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - publisher: Harbour Office\n      title: Plan of the quay\n      copy: media/quay.svg\n      sha256: 0000000000000000000000000000000000000000000000000000000000000001\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - publisher: Harbour Office\n      title: Plan of the quay\n      copy: media/quay.svg\n      sha256: c5847e724c2bc1a35da47b3a321d38b45927e31e7b83398bebbff50231dd5167\n",
    }
    COPY_WITHOUT_HASH = "copy-without-hash", Warning {
        what: "a local copy has no `sha256`",
        why: "Without it nobody would notice if the file were changed or replaced. The help shows the hash to write.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - publisher: Harbour Office\n      title: Plan of the quay\n      copy: media/quay.svg\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - publisher: Harbour Office\n      title: Plan of the quay\n      copy: media/quay.svg\n      sha256: c5847e724c2bc1a35da47b3a321d38b45927e31e7b83398bebbff50231dd5167\n",
    }
    SOURCE_WITHOUT_DATE = "source-without-date", Off {
        what: "a source does not say when it was published",
        why: "Without its date a reader cannot tell a report of the day from a memory of it.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens, published: 2024-04-02}\n",
    }
    SOURCE_WITHOUT_ORIGIN = "source-without-origin", Off {
        what: "a source names neither a publisher nor an origin",
        why: "Nobody stands behind it, so it never counts as an independent one.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {title: Inquiry opens}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources:\n    - {publisher: The Harbour Paper, title: Inquiry opens}\n",
    }
    UNKNOWN_FIGURE = "unknown-figure", Error {
        what: "a figure is not among those that the settings name",
        why: "Figures are compared between accounts, so each has one name. `figures` in the settings lists them; a list of your own replaces the usual one.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  figures: {injured: 3}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  figures: {wounded: 3}\n",
    }
    SELF_RELATION = "self-relation", Error {
        what: "an event is related to itself",
        why: "The page would name itself as its own context. Most often an entry was copied and its relation forgotten.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  related: [{event: harbour-inquiry}]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  related: [{event: harbour-fire}]\n",
    }
    QUOTE_NOT_FOUND = "quote-not-found", Error {
        what: "an article does not say what an event quotes of it",
        why: "A passage ties an event to the words of an article that tell of it. When the article is edited, somebody \
              has to look whether it still says so; until then the event claims a support that it does not have.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: By the evening the fire was out\n",
        right: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: By noon the fire was out\n",
    }
    AMBIGUOUS_QUOTE = "ambiguous-quote", Error {
        what: "an article says in several places what an event quotes of it",
        why: "A reader is led from the event to its words. `prefix` and `suffix`, the words directly before and behind \
              them, say which are meant.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: the\n",
        right: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: the fire was out\n",
    }
    REPEATED_PASSAGE = "repeated-passage", Warning {
        what: "a passage stands twice with its event",
        why: "It is shown once. The second was perhaps meant to be other words.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: By noon the fire was out\n    - article: harbour-report\n      quote: By noon the fire was out\n",
        right: "- id: harbour-all-clear\n  date: 2024-03-02\n  title: The fire is out\n  passages:\n    - article: harbour-report\n      quote: By noon the fire was out\n",
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
}
