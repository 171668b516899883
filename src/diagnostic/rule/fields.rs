//! Rules about keys and values.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Fields and values";
    UNKNOWN_KEY = "unknown-key", Error {
        what: "a key that Dateline does not know",
        why: "A misspelt key would be passed over in silence, and what it says would be missing from the page. For fields of your own there is `extra`.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  titel: The inquiry opens\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    DUPLICATE_KEY = "duplicate-key", Error {
        what: "a key stands twice in one map",
        why: "YAML keeps one of them without a word. Which of the two is right only their author knows.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: [inquiry]\n  tags: [harbour]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: [inquiry, harbour]\n",
    }
    MISSING_KEY = "missing-key", Error {
        what: "a required key is missing or has no value",
        why: "Without it there is nothing to show. An event needs an `id`, a `date` and a `title`; a picture needs its `alt` and its `credit`.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    WRONG_TYPE = "wrong-type", Error {
        what: "a value is of another kind than the key takes",
        why: "A list where a text belongs, or a map where a list belongs, cannot be shown without guessing what was meant.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: inquiry\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: [inquiry]\n",
    }
    BAD_VALUE = "bad-value", Mixed {
        what: "a value is not one that the key takes",
        why: "Words such as `status` and `weight` are closed vocabularies, so that they mean the same on every page. It is a warning where the value does no harm: a `sha256` without the `copy` that it is of.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: certain\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: reported\n",
    }
    BAD_DATE = "bad-date", Error {
        what: "a date is not valid EDTF",
        why: "A date that cannot be read would stand nowhere, or somewhere wrong: it never becomes today or 1 January. docs/dates.md tells what can be written, and `dateline date` explains a date.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: c. April 2024\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04~\n  title: The inquiry opens\n",
    }
}
