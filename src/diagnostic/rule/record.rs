//! Rules about what is published, corrected and withdrawn.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Publication and corrections";
    NO_REASON = "no-reason", Warning {
        what: "an event or an article is retracted without a reason",
        why: "Whoever linked to it is told that it is withdrawn, and deserves to be told why.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: retracted\n  updated: 2024-05-02\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  status: retracted\n  retracted: The inquiry was announced, but never opened.\n  updated: 2024-05-02\n",
    }
    UNDATED_RETRACTION = "undated-retraction", Warning {
        what: "nothing says when an event or article was withdrawn",
        why: "A retraction is a correction of the gravest kind and stands in the record of corrections and in its feed by its day, which is `updated`, or the newest of the entry's `corrections`. Without one it stands at the end of the record and in no feed.",
        file: "content/events/example.yaml",
        wrong: "- id: claim\n  date: 2026-02-21\n  title: A claim\n  status: retracted\n  retracted: The report proved wrong.\n",
        right: "- id: claim\n  date: 2026-02-21\n  title: A claim\n  status: retracted\n  retracted: The report proved wrong.\n  updated: 2026-02-24\n",
    }
    CORRECTION_BEFORE_PUBLICATION = "correction-before-publication", Warning {
        what: "a correction is older than the entry that it corrects",
        why: "A correction tells readers that what they may have read was wrong. Nobody can have read an entry before it was published, so one of the two dates is mistaken.",
        file: "content/events/example.yaml",
        wrong: "- id: shooting\n  date: 2026-02-21\n  title: A shooting\n  published: 2026-02-22\n  corrections:\n    - {date: 2026-01-24, text: An earlier version gave the wrong town.}\n",
        right: "- id: shooting\n  date: 2026-02-21\n  title: A shooting\n  published: 2026-02-22\n  corrections:\n    - {date: 2026-02-24, text: An earlier version gave the wrong town.}\n",
    }
    CORRECTION_AFTER_UPDATE = "correction-after-update", Warning {
        what: "an entry says that it was last changed before its newest correction",
        why: "A correction is a change. Where `updated` lies before it, readers are told that what they see is older than it is, and the feed does not show them the entry again.",
        file: "content/events/example.yaml",
        wrong: "- id: shooting\n  date: 2026-02-21\n  title: A shooting\n  published: 2026-02-22\n  updated: 2026-02-23\n  corrections:\n    - {date: 2026-02-24, text: An earlier version gave the wrong town.}\n",
        right: "- id: shooting\n  date: 2026-02-21\n  title: A shooting\n  published: 2026-02-22\n  updated: 2026-02-24\n  corrections:\n    - {date: 2026-02-24, text: An earlier version gave the wrong town.}\n",
    }
    VANISHED_ID = "vanished-id", Warning {
        what: "an address that was published would no longer be there",
        why: "An id is a permalink: others cite it. Before a build puts the new site in the place of the old one, it looks at the record of what is published there and says which addresses of events, articles, timelines and pages would break. `aliases: [OLD]` at the entry that took its place keeps an address alive, and `status: retracted` leaves the reason there. Once the site was built all the same, the address is forgotten. Where nothing has been published yet, as in a fresh folder, nothing is compared.",
    }
    BELOW_GATE = "below-gate", Strict {
        what: "an event does not have what the gate asks for",
        why: "The gate keeps such an event off the site, and the summary of the build lists it. Under `--strict` it is an error, so that nothing is left out unseen where a site is published. A draft and an event under embargo are left out on purpose and are no problem.",
        settings: "gate: {sources: 2}\n",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [agency-2024-03-02]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  sources: [agency-2024-03-02, paper-2024-03-02]\n",
    }
}
