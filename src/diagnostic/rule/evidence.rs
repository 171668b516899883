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
    }
    AMBIGUOUS_QUOTE = "ambiguous-quote", Error {
        what: "an article says in several places what an event quotes of it",
        why: "A reader is led from the event to its words. `prefix` and `suffix`, the words directly before and behind \
              them, say which are meant.",
    }
    REPEATED_PASSAGE = "repeated-passage", Warning {
        what: "a passage stands twice with its event",
        why: "It is shown once. The second was perhaps meant to be other words.",
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
