//! Rules about the order of events.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "The order";
    ORDER_CYCLE = "order-cycle", Error {
        what: "events come after one another in a circle",
        why: "No order of the timeline can keep all of `after` and `before` then. Every place of the circle is shown; one of them is wrong.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024\n  title: The inquiry opens\n  after: [harbour-verdict]\n- id: harbour-verdict\n  date: 2024\n  title: The inquiry ends\n  after: [harbour-inquiry]\n",
        right: "- id: harbour-inquiry\n  date: 2024\n  title: The inquiry opens\n- id: harbour-verdict\n  date: 2024\n  title: The inquiry ends\n  after: [harbour-inquiry]\n",
    }
    IMPOSSIBLE_ORDER = "impossible-order", Error {
        what: "a known order contradicts the dates",
        why: "Two firm dates leave no room for it, so a date or the order is wrong. A date that is not certain can say so: `2024-02-27~`.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-02-27\n  title: The inquiry opens\n  after: [harbour-fire]\n",
        right: "- id: harbour-inquiry\n  date: 2024-03-27\n  title: The inquiry opens\n  after: [harbour-fire]\n",
    }
    ORDER_OVER_DATE = "order-over-date", Warning {
        what: "a known order overrules an uncertain date",
        why: "The event stands where the order puts it, while its date is shown as written: the reader sees a contradiction. Write the date that the order leaves.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-02~\n  title: The inquiry opens\n  after: [harbour-fire]\n",
        right: "- id: harbour-inquiry\n  date: 2024-03~\n  title: The inquiry opens\n  after: [harbour-fire]\n",
    }
}
