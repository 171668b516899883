//! Rules about ids, names and the registries.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Ids and names";
    BAD_ID = "bad-id", Error {
        what: "an id or a name cannot stand in an address",
        why: "An id is a permalink. Capitals, spaces and signs break in links that people copy, and `index` is the address of the list itself.",
        file: "content/events/example.yaml",
        wrong: "- id: Harbour Inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    DUPLICATE_ID = "duplicate-id", Error {
        what: "two entries have one id",
        why: "Events and articles share one namespace, old ids (`aliases`) included: a link has to lead to one of them.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-fire\n  date: 2024-04\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    UNKNOWN_EVENT = "unknown-event", Error {
        what: "there is no event or article of an id",
        why: "A link or a relation that leads nowhere is worse than none: the reader is promised a page.",
        file: "content/articles/example.md",
        wrong: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into [the fire in March](event:harbor-fire).\n",
        right: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into [the fire in March](event:harbour-fire).\n",
    }
    UNKNOWN_PLACE = "unknown-place", Error {
        what: "a place is not in its strict registry",
        why: "Asked for by `registries: {places: strict}`. A misspelt place would be a place of its own, with a page of its own; without `strict` that is allowed.",
        settings: "registries: {places: strict}\n",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  places: [harbor-town]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  places: [harbour-town]\n",
    }
    UNKNOWN_ACTOR = "unknown-actor", Error {
        what: "an actor is not in its strict registry",
        why: "Asked for by `registries: {actors: strict}`. One person under two spellings would be two people to the reader.",
        settings: "registries: {actors: strict}\n",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  actors: [The Harbour Offices]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  actors: [Harbour Office]\n",
    }
    UNKNOWN_TAG = "unknown-tag", Error {
        what: "a timeline's filter names what nothing has",
        why: "A filter with a misspelt name shows less than it promises, and nobody notices.",
        file: "content/timelines/town.md",
        wrong: "---\ntitle: In the town\nfilter: {tags: [harbour]}\n---\n",
        right: "---\ntitle: In the town\nfilter: {places: [harbour-town]}\n---\n",
    }
    UNKNOWN_TAXONOMY = "unknown-taxonomy", Error {
        what: "a taxonomy is not declared",
        why: "Each taxonomy gets lists of its own, so the settings say which there are: `taxonomies: [cause]`.",
        settings: "taxonomies: [cause]\n",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  taxonomies: {causes: [arson]}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  taxonomies: {cause: [arson]}\n",
    }
    NAME_SPELLING = "name-spelling", Warning {
        what: "two spellings of a name have one address",
        why: "They are taken for one. If they are one, the page should spell it one way; if they are two, one of them needs another name.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: [Port Law]\n- id: harbour-verdict\n  date: 2024-06\n  title: The inquiry ends\n  tags: [port-law]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  tags: [Port Law]\n- id: harbour-verdict\n  date: 2024-06\n  title: The inquiry ends\n  tags: [Port Law]\n",
    }
    AMBIGUOUS_NAME = "ambiguous-name", Error {
        what: "a name stands for two entries of a registry",
        why: "Which of the two is meant only the author knows. The key of an entry is never ambiguous.",
        file: "content/places.yaml",
        wrong: "north-quay: {name: North Quay, within: The Harbour}\nharbour-town: {name: Harbour Town, aliases: [The Harbour]}\nold-harbour: {name: Old Harbour, aliases: [The Harbour]}\n",
        right: "north-quay: {name: North Quay, within: old-harbour}\nharbour-town: {name: Harbour Town, aliases: [The Harbour]}\nold-harbour: {name: Old Harbour, aliases: [The Harbour]}\n",
    }
    UNUSED_PLACE = "unused-place", Off {
        what: "no entry names a place of the registry, nor one that lies in it",
        why: "Ask for this where the registry is kept for one site alone; a gazetteer that several share always holds more.",
        file: "content/places.yaml",
        wrong: "north-quay: {name: North Quay, within: harbour-town}\nharbour-town: {name: Harbour Town}\nsouth-quay: {name: South Quay, within: harbour-town}\n",
        right: "north-quay: {name: North Quay, within: harbour-town}\nharbour-town: {name: Harbour Town}\n",
    }
    UNUSED_ACTOR = "unused-actor", Off {
        what: "no entry names an actor of the registry",
        why: "Ask for this where the registry is kept for one site alone.",
        file: "content/actors.yaml",
        wrong: "harbour-office: {name: Harbour Office}\nfire-brigade: {name: Fire Brigade}\n",
        right: "harbour-office: {name: Harbour Office}\n",
    }
    WITHIN_CYCLE = "within-cycle", Error {
        what: "places lie in one another in a circle",
        why: "`within` names the larger place, whose page lists what happened in the smaller ones. In a circle nothing is larger.",
        file: "content/places.yaml",
        wrong: "north-quay: {name: North Quay, within: harbour-town}\nharbour-town: {name: Harbour Town, within: north-quay}\n",
        right: "north-quay: {name: North Quay, within: harbour-town}\nharbour-town: {name: Harbour Town}\n",
    }
    NO_PRECISION = "no-precision", Warning {
        what: "a place has coordinates and does not say how exact they may be",
        why: "Coordinates can lead to a person's door. A place says how exactly it may be known, and its coordinates \
            are rounded to that before anything is made of them; one that says nothing is rounded to about a kilometre.",
        file: "content/places.yaml",
        wrong: "safe-house:\n  name: The safe house\n  lat: 35.95123\n  lon: 39.00456\n",
        right: "safe-house:\n  name: The safe house\n  lat: 35.95123\n  lon: 39.00456\n  precision: region\n",
    }
    NULL_ISLAND = "null-island", Warning {
        what: "a place lies at 0° N, 0° E",
        why: "There is only sea: programs write zeros where they know no coordinates.",
        file: "content/places.yaml",
        wrong: "raqqa:\n  name: Raqqa\n  lat: 0\n  lon: 0\n  precision: city\n",
        right: "raqqa:\n  name: Raqqa\n  lat: 35.95\n  lon: 39.01\n  precision: city\n",
    }
    RELATION_CYCLE = "relation-cycle", Warning {
        what: "entries supersede, cause or contain one another in a circle",
        why: "Of two entries that take each other's place neither is the newer one, and what is a part of its own part is no part. Most often one of the relations was written at the wrong end.",
        file: "content/events/example.yaml",
        wrong: "- id: first-report\n  date: 2026-02-21\n  title: A first report\n  related: [{event: second-report, how: supersedes}]\n- id: second-report\n  date: 2026-02-22\n  title: A second report\n  related: [{event: first-report, how: supersedes}]\n",
        right: "- id: first-report\n  date: 2026-02-21\n  title: A first report\n- id: second-report\n  date: 2026-02-22\n  title: A second report\n  related: [{event: first-report, how: supersedes}]\n",
    }
}
