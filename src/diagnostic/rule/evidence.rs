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
    NO_REASON = "no-reason", Warning {
        what: "an event is retracted without a reason",
        why: "Whoever linked to it is told that it is withdrawn, and deserves to be told why.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: retracted\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: retracted\n  retracted: The inquiry was announced, but never opened.\n",
    }
}
