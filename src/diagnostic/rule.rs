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
    /// A site in which it is found; none where no file of text can show it.
    pub example: Option<Example>,
}

/// A file with a mistake in it, and the same file put right. It is laid over the small site in `src/cli/rule/base/`, of
/// which a test builds both.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What the settings say besides `title` and `base_url`; lines of YAML.
    pub settings: &'static str,
    /// The file's path from the site's folder.
    pub file: &'static str,
    /// What the file says when the rule is broken.
    pub wrong: &'static str,
    /// Where the file should be, if that is what is wrong with it.
    pub instead: Option<&'static str>,
    /// What it should say; none where that is too long to show.
    pub right: Option<&'static str>,
}

/// Rules about one thing.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// What they are about.
    pub title: &'static str,
    /// In the order in which they are told.
    pub rules: &'static [Info],
}

macro_rules! rules {
    ($subject:ident, $title:literal; $($constant:ident = $name:literal, $normally:ident {
        what: $what:literal,
        why: $why:literal
        $(
            $(, settings: $settings:literal)?, file: $file:literal, wrong: $wrong:literal
            $(, instead: $instead:literal)? $(, right: $right:literal)?
        )? $(,)?
    })*) => {
        $(#[doc = $what] pub const $constant: Rule = Rule($name);)*
        const $subject: Subject = Subject {
            title: $title,
            rules: &[$(Info {
                rule: $constant,
                normally: Normally::$normally,
                what: $what,
                why: $why,
                example: maybe!($(Example {
                    settings: concat!($($settings)?),
                    file: $file,
                    wrong: $wrong,
                    instead: maybe!($($instead)?),
                    right: maybe!($($right)?),
                })?),
            }),*],
        };
    };
}

macro_rules! maybe {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

/// Every rule by what it is about.
pub const SUBJECTS: &[Subject] = &[FILES, FIELDS, NAMES, TEXTS, EVIDENCE, ORDER, SITE];

/// Every rule.
pub const ALL: &[Info] = &joined::<{ count(SUBJECTS) }>(SUBJECTS);

const fn count(subjects: &[Subject]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < subjects.len() {
        count += subjects[at].rules.len();
        at += 1;
    }
    count
}

const fn joined<const N: usize>(subjects: &[Subject]) -> [Info; N] {
    let mut all = [subjects[0].rules[0]; N];
    let (mut subject, mut at, mut next) = (0, 0, 0);
    while next < N {
        if at == subjects[subject].rules.len() {
            (subject, at) = (subject + 1, 0);
            continue;
        }
        all[next] = subjects[subject].rules[at];
        (at, next) = (at + 1, next + 1);
    }
    all
}

impl Rule {
    /// What is known of it.
    pub fn info(self) -> &'static Info {
        ALL.iter().find(|info| info.rule == self).expect("every rule stands in the table")
    }
}

impl Info {
    /// What is wrong, as a whole sentence.
    pub fn sentence(&self) -> String {
        let mut chars = self.what.chars();
        let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", chars.as_str())
    }

    /// How the settings change what it weighs, in a sentence of Markdown.
    pub fn setting(&self) -> String {
        let name = self.rule.0;
        match self.normally {
            Normally::Error => "Always an error.".to_owned(),
            Normally::Mixed => format!(
                "An error, or a warning where it does no harm; `lints: {{{name}: allow}}` or `error` changes the warnings."
            ),
            Normally::Warning => format!(
                "A warning; `lints: {{{name}: allow}}` silences it, `lints: {{{name}: error}}` makes it an error."
            ),
            Normally::Off => {
                format!("Off; `lints: {{{name}: warn}}` or `lints: {{{name}: error}}` turns it on.")
            }
        }
    }
}

rules! { FILES, "Files";
    NOT_UTF8 = "not-utf8", Error {
        what: "a file is not valid UTF-8",
        why: "Any other encoding would have to be guessed, and a wrong guess garbles names. Save the file as UTF-8; until then only its name is used.",
    }
    YAML_SYNTAX = "yaml-syntax", Error {
        what: "a file is not valid YAML",
        why: "What cannot be read cannot be checked. The place is where reading became impossible; the mistake may stand a little above it.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: Inquiry: the first day\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: \"Inquiry: the first day\"\n",
    }
    TOO_DEEP = "too-deep", Error {
        what: "YAML is nested more than 64 levels deep",
        why: "No content needs that. It is a slip or an attack, and reading it takes time that grows with the square of its depth.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  extra:\n    a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  extra:\n    a: []\n",
    }
    FRONT_MATTER = "front-matter", Error {
        what: "a Markdown file has no fields on top",
        why: "Without them it has no title, and an article no date. The fields stand in YAML between two lines `---`.",
        file: "content/pages/about.md",
        wrong: "# About this timeline\n\nWe keep it from day to day.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.\n",
    }
    EMPTY_FILE = "empty-file", Warning {
        what: "a file of events says nothing",
        why: "It may have been meant to hold something: an editor that saved nothing, or a merge that lost everything.",
        file: "content/events/example.yaml",
        wrong: "# The inquiry, to come.\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    STRAY_FILE = "stray-file", Warning {
        what: "a file stands where Dateline does not read it",
        why: "Its author believes that it is published. Most often only the name is wrong: `.yml` instead of `.yaml`, or a folder too high.",
        file: "content/events/example.yml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
        instead: "content/events/example.yaml",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    PATH_TAKEN = "path-taken", Error {
        what: "two files of the site have one address",
        why: "One of them would never be seen, and which one would be chance. A file under `content/static/` may replace `robots.txt` and what a theme brings, but no page.",
        file: "content/static/sources.html",
        wrong: "<p>Our sources.</p>\n",
        instead: "content/static/old-sources.html",
        right: "<p>Our sources.</p>\n",
    }
}

rules! { FIELDS, "Fields and values";
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
        why: "A date that cannot be read would stand nowhere, or somewhere wrong: it never becomes today or 1 January. [dates.md](dates.md) tells what can be written, and `dateline date` explains a date.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: c. April 2024\n  title: The inquiry opens\n",
        right: "- id: harbour-inquiry\n  date: 2024-04~\n  title: The inquiry opens\n",
    }
}

rules! { NAMES, "Ids and names";
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
}

rules! { TEXTS, "Texts, links and pictures";
    RAW_HTML = "raw-html", Warning {
        what: "a text holds HTML, which is shown as text",
        why: "Pages hold no markup that nobody checked. The reader sees the tag itself, which is hardly what was meant.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from <i>day to day</i>.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from *day to day*.\n",
    }
    EMPTY_LINK = "empty-link", Warning {
        what: "a link has no words",
        why: "Nobody can see it or click it, and a screen reader reads out the address.",
        file: "content/articles/example.md",
        wrong: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into the fire [](event:harbour-fire).\n",
        right: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into [the fire](event:harbour-fire).\n",
    }
    UNSAFE_LINK = "unsafe-link", Error {
        what: "a link has a scheme that could run code",
        why: "Links of a site lead to pages, mail and telephones. `javascript:` and the like run with the rights of the page that holds them.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n[Print it](javascript:print()).\n",
        right: "---\ntitle: About this timeline\n---\n\nEvery page can be printed.\n",
    }
    BROKEN_LINK = "broken-link", Error {
        what: "a link leads to a page that the site does not have",
        why: "The reader would see a page that says that nothing is there.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nSee [the sources](source.html).\n",
        right: "---\ntitle: About this timeline\n---\n\nSee [the sources](sources.html).\n",
    }
    BROKEN_ANCHOR = "broken-anchor", Warning {
        what: "a link leads to a heading that its text does not have",
        why: "The browser stays where it is, so that the link seems dead. Headings that were reworded get another anchor, unless they name one: `## Words {#anchor}`.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nSee [below](#method).\n\n## How we work\n\nFrom day to day.\n",
        right: "---\ntitle: About this timeline\n---\n\nSee [below](#how-we-work).\n\n## How we work\n\nFrom day to day.\n",
    }
    OUTSIDE_PICTURE = "outside-picture", Error {
        what: "a picture is not a file of the site",
        why: "No page asks another server for anything: that server would learn who reads what, and the picture could change or go.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n![The quay](https://pictures.example/quay.svg)\n",
        right: "---\ntitle: About this timeline\n---\n\n![The quay](media/quay.svg)\n",
    }
    MISSING_ALT = "missing-alt", Warning {
        what: "a picture has no alternative text",
        why: "Readers who do not see the picture are told nothing of it. Say in a sentence what it shows.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n![](media/quay.svg)\n",
        right: "---\ntitle: About this timeline\n---\n\n![The quay, seen from the water](media/quay.svg)\n",
    }
    MISSING_MEDIA = "missing-media", Error {
        what: "a file that is named is not under content/media/",
        why: "The page would show a broken picture or offer a file that is not there. Capitals count, on every system.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  media:\n    - {file: media/Quay.svg, alt: The quay, credit: Harbour Office}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  media:\n    - {file: media/quay.svg, alt: The quay, credit: Harbour Office}\n",
    }
    UNUSED_FOOTNOTE = "unused-footnote", Warning {
        what: "nothing refers to a footnote",
        why: "It is left out, and with it what it says. Most often its label was misspelt or the sentence was cut.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.\n\n[^1]: Since 2024.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n\n[^1]: Since 2024.\n",
    }
    UNKNOWN_FOOTNOTE = "unknown-footnote", Warning {
        what: "a footnote that is referred to is not there",
        why: "The reference is shown as plain text, `[^1]`, and the note that it promises is missing.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n\n[^1]: Since 2024.\n",
    }
}

rules! { EVIDENCE, "Sources and evidence";
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
}

rules! { ORDER, "The order";
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

rules! { SITE, "The site and its theme";
    NO_BASE_URL = "no-base-url", Warning {
        what: "without a base URL there is no feed, sitemap or canonical address",
        why: "These hold whole addresses, which only `base_url` can give. A site that needs none of them can say so in `outputs`.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\n",
        right: "title: The Harbour\nbase_url: https://example.org/\n",
    }
    UNKNOWN_RULE = "unknown-rule", Error {
        what: "the settings name a rule that there is not",
        why: "A misspelt rule would change nothing, and its author would believe that it does.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\nbase_url: https://example.org/\nlints: {missing-alts: error}\n",
        right: "title: The Harbour\nbase_url: https://example.org/\nlints: {missing-alt: error}\n",
    }
    UNKNOWN_THEME = "unknown-theme", Error {
        what: "the theme is not there",
        why: "The site would be published in another look than its author chose. Without `theme` the built-in one is used.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\nbase_url: https://example.org/\ntheme: newspaper\n",
        right: "title: The Harbour\nbase_url: https://example.org/\n",
    }
    TEMPLATE = "template", Error {
        what: "a template does not compile, or cannot render a page",
        why: "Pages would be missing or half made. [themes.md](themes.md) tells what each template sees.",
        settings: "theme: own\n",
        file: "themes/own/templates/footer.html",
        wrong: "<footer>{{ site.titel }}</footer>\n",
        right: "<footer>{{ site.title }}</footer>\n",
    }
    UNKNOWN_MESSAGE = "unknown-message", Warning {
        what: "a theme has words that no template asks for",
        why: "A misspelt key leaves the built-in words on the page. The keys are those of the built-in theme's `i18n/en.yaml`, and those that your own templates ask for.",
        settings: "theme: own\n",
        file: "themes/own/i18n/en.yaml",
        wrong: "timline: Chronicle\n",
        right: "timeline: Chronicle\n",
    }
    NO_MESSAGES = "no-messages", Warning {
        what: "the theme does not speak the site's language",
        why: "Its own words, such as \"Sources\", are English then, among content in another language. A translation is one file.",
        file: "dateline.yaml",
        wrong: "title: De haven\nbase_url: https://example.org/\nlanguage: nl\n",
        right: "title: Der Hafen\nbase_url: https://example.org/\nlanguage: de\n",
    }
    MISSING_MESSAGES = "missing-messages", Warning {
        what: "a translation lacks words or plural forms",
        why: "English stands in for them in the middle of a page. The file that is asked for has every key of the built-in theme's `i18n/en.yaml`, with the plural forms of its own language.",
        settings: "language: nl\ntheme: own\n",
        file: "themes/own/i18n/nl.yaml",
        wrong: "locale: nl\ntimeline: Tijdlijn\n",
    }
}
