//! The site's settings, as `dateline.yaml` gives them.

mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::date::{Date, Stamp};
use crate::diagnostic::{Normally, Rule, Severity, rule};
use crate::prose::Brief;
use crate::yaml::{Entries, Extra, Flag, Local, Must, Number, Words};

pub use self::values::{
    BaseUrl, Contact, Key, Language, PageSize, Percent, UndatedBeyond, Weight, Zone,
};

/// Everything that `dateline.yaml` can say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "settings", deny_unknown_fields)]
pub struct Config {
    /// The site's name.
    pub title: Must<Local<Words>>,
    /// Where the site will stand: `https://example.org/`. Feed, sitemap and canonical addresses need it.
    pub base_url: Option<BaseUrl>,
    /// The language of the site's own words, a BCP 47 tag.
    #[serde(default)]
    pub language: Language,
    /// The zone of publication times that name none, by its IANA name.
    #[serde(default)]
    pub timezone: Zone,
    /// What the site is about, for the front page; brief Markdown.
    pub summary: Option<Local<Brief>>,
    /// The licence of the content.
    pub licence: Option<Words>,
    /// Where readers report an error: an e-mail address or a URL; `{id}` in it becomes the id of the entry.
    pub contact: Option<Contact>,
    /// The folder under `themes/` whose files stand in for the built-in ones.
    pub theme: Option<Words>,
    /// Anything that the theme wants to know, as `site.theme_options`.
    #[serde(default)]
    pub theme_options: Extra,
    /// Named spans of time, for the drawing and the front page.
    #[serde(default)]
    pub eras: Vec<Era>,
    /// Which end of time comes first on pages.
    #[serde(default)]
    pub order: Direction,
    /// How many entries a page shows before its list is divided.
    #[serde(default)]
    pub page_size: PageSize,
    /// Entries that may begin anywhere within more years than this stand under "Undated".
    #[serde(default)]
    pub undated_beyond: UndatedBeyond,
    /// Whether a name has to be in its registry.
    #[serde(default)]
    pub registries: Registries,
    /// Further ways to sort entries, each with lists of its own: `[weapon]`.
    #[serde(default)]
    pub taxonomies: Vec<Key>,
    /// The figures that events may give; the usual ones if it is left out.
    pub figures: Option<Vec<Key>>,
    /// Further calendars in which a date that is known to the day is given.
    #[serde(default)]
    pub calendars: Vec<Calendar>,
    /// What becomes of which rule: `{no-base-url: allow}`.
    #[serde(default)]
    #[schemars(schema_with = "lints")]
    pub lints: Entries<Level>,
    /// What an event needs before it is published.
    #[serde(default)]
    pub gate: Gate,
    /// How many per cent of the sources that have an address should be archived; nothing is asked if it is left out.
    pub archive_coverage: Option<Percent>,
    /// Which events have a page of their own; all if it is left out.
    #[serde(default)]
    pub event_pages: EventPages,
    /// Which kinds of page and file to make; all if it is left out.
    pub outputs: Option<Vec<OutputKind>>,
}

/// The rules by name, for editors to offer; one that is always an error can be nothing else.
fn lints(_: &mut SchemaGenerator) -> Schema {
    let any = [Level::Allow, Level::Warn, Level::Error].map(|level| json!(level));
    let mut rules = Map::new();
    for info in rule::ALL {
        let is_fixed = info.normally == Normally::Error;
        let mut levels = if is_fixed { vec![json!(Level::Error)] } else { any.to_vec() };
        levels.push(Value::Null);
        let description = format!("{} {}", info.sentence(), info.why);
        rules.insert(
            info.rule.0.to_owned(),
            json!({"description": description.trim_end(), "enum": levels}),
        );
    }
    json_schema!({"type": "object", "properties": rules, "additionalProperties": false})
}

/// A named span of time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename = "era", deny_unknown_fields)]
pub struct Era {
    /// Its own name; no two eras share one.
    pub id: Must<Key>,
    /// Its name, as pages show it.
    pub title: Must<Local<Words>>,
    /// The time that it spans: `2014/2017`.
    pub date: Must<Date>,
}

/// Which end of time comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The oldest first.
    #[default]
    Oldest,
    /// The newest first.
    Newest,
}

/// Whether names outside of each registry are allowed.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename = "map of registries", deny_unknown_fields)]
pub struct Registries {
    /// Whether a place has to be in `places.yaml`.
    #[serde(default)]
    pub places: Strictness,
    /// Whether an actor has to be in `actors.yaml`.
    #[serde(default)]
    pub actors: Strictness,
    /// Whether a source has to be in `sources.yaml`.
    #[serde(default)]
    pub sources: Strictness,
}

/// Whether a name has to be in a registry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strictness {
    /// Any name may be used.
    #[default]
    Free,
    /// A name that the registry does not have is an error.
    Strict,
}

/// What becomes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It is not mentioned.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error, and nothing is published.
    Error,
}

/// What an event needs before it is published.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "gate", deny_unknown_fields)]
pub struct Gate {
    /// The lowest status.
    pub status: Option<Status>,
    /// The least number of sources.
    pub sources: Option<Number<u64>>,
    /// The least number of independent origins.
    pub origins: Option<Number<u64>>,
}

/// Which events have a page of their own.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename = "map of event pages", deny_unknown_fields)]
pub struct EventPages {
    /// The least weight.
    pub weight: Option<Weight>,
}

/// A kind of page or file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutputKind {
    /// The front page; it is always made.
    Timeline,
    /// A page for each event.
    Events,
    /// A page for each article.
    Articles,
    /// A page for each year.
    Years,
    /// A page for each tag, and their list.
    Tags,
    /// A page for each actor, and their list.
    Actors,
    /// A page for each place, and their list.
    Places,
    /// Pages for each taxonomy, and their lists.
    Taxonomies,
    /// The bibliography.
    Sources,
    /// What each status means.
    Status,
    /// The list of corrections.
    Corrections,
    /// The free pages.
    Pages,
    /// The further timelines.
    Timelines,
    /// Pages at old ids that lead to the new ones.
    Redirects,
    /// The page for addresses that there are not, `404.html`.
    Missing,
    /// The Atom feed.
    Feed,
    /// The list of all pages for search engines.
    Sitemap,
    /// What search engines may read, `robots.txt`.
    Robots,
}

/// A calendar in which days known to the day are given beside the Gregorian one; named as CLDR names them, and `julian`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Calendar {
    /// That of Saudi Arabia, tabulated for the years 1300 to 1600 of the Hijra.
    IslamicUmalqura,
    /// The arithmetical one that astronomers use, its epoch 16 July 622.
    IslamicCivil,
    /// The same with its epoch a day earlier.
    IslamicTbla,
    /// The Jewish calendar.
    Hebrew,
    /// The Solar Hijri calendar of Iran and Afghanistan.
    Persian,
    /// The calendar of the Coptic Church.
    Coptic,
    /// The calendar of Ethiopia and Eritrea.
    Ethiopic,
    /// The national calendar of India, of the Saka era.
    Indian,
    /// The Thai solar calendar, of the Buddhist era.
    Buddhist,
    /// The calendar of the Republic of China, Taiwan.
    Roc,
    /// The "old style" of Europe before the Gregorian calendar.
    Julian,
}

/// How sure the desk is of an event; a closed vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The entry was wrong or could not be upheld.
    Retracted,
    /// Accounts conflict.
    Disputed,
    /// A party to the events says so.
    Claimed,
    /// A credible source reports it.
    Reported,
    /// Independent sources agree.
    Confirmed,
}

impl Status {
    /// Every status, from the surest on.
    pub const ALL: [Status; 5] =
        [Status::Confirmed, Status::Reported, Status::Claimed, Status::Disputed, Status::Retracted];

    /// The word that authors write.
    pub fn key(self) -> &'static str {
        match self {
            Status::Retracted => "retracted",
            Status::Disputed => "disputed",
            Status::Claimed => "claimed",
            Status::Reported => "reported",
            Status::Confirmed => "confirmed",
        }
    }
}

/// The figures that events may give where the settings name none.
pub const USUAL_FIGURES: [&str; 7] =
    ["killed", "wounded", "displaced", "missing", "arrested", "escaped", "captured"];

impl Config {
    /// Whether a kind of page or file is to be made.
    pub fn makes(&self, kind: OutputKind) -> bool {
        self.outputs.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// The names of figures that events may give.
    pub fn figure_names(&self) -> BTreeSet<&str> {
        match &self.figures {
            Some(names) => names.iter().map(|name| name.0.as_str()).collect(),
            None => USUAL_FIGURES.into_iter().collect(),
        }
    }

    /// What the settings make of a problem: nothing, a warning or an error. Only warnings can be changed; where
    /// warnings are errors (`strict`), so is what is left of them.
    pub fn grade(&self, found: Rule, severity: Severity, strict: bool) -> Option<Severity> {
        if severity == Severity::Error {
            return Some(severity);
        }
        let level = match (self.level(found.0), found.info().normally) {
            (Some(level), _) => level,
            (None, Normally::Off) => Level::Allow,
            (None, Normally::Strict) if !strict => Level::Allow,
            (None, _) => Level::Warn,
        };
        match level {
            Level::Allow => None,
            Level::Warn if !strict => Some(Severity::Warning),
            Level::Warn | Level::Error => Some(Severity::Error),
        }
    }

    /// What the settings say of a rule.
    fn level(&self, rule: &str) -> Option<Level> {
        self.lints.0.iter().find(|(name, _)| name == rule).map(|(_, level)| *level)
    }

    /// Whether a rule is looked at in every build: neither off nor allowed.
    pub fn minds(&self, rule: Rule) -> bool {
        self.grade(rule, Severity::Warning, false).is_some()
    }

    /// The address to report an error of an entry at.
    pub fn report_href(&self, id: &str, title: &str) -> Option<String> {
        let contact = self.contact_href_for(id)?;
        let fields = contact.strip_prefix("mailto:").map(|to| to.split_once('?'));
        let has_subject = |fields: &str| {
            let mut names = fields.split('&').filter_map(|field| field.split('=').next());
            names.any(|name| name.eq_ignore_ascii_case("subject"))
        };
        let joint = match fields {
            Some(None) => '?',
            Some(Some((_, fields))) if !has_subject(fields) => '&',
            Some(Some(_)) | None => return Some(contact),
        };
        // A slash stands in no header field of a mail address (RFC 6068, section 2).
        let subject = percent(&format!("{title} ({id})")).replace('/', "%2F");
        Some(format!("{contact}{joint}subject={subject}"))
    }

    /// The address to write to about the site.
    pub fn contact_href(&self) -> Option<String> {
        self.contact_href_for("")
    }

    fn contact_href_for(&self, id: &str) -> Option<String> {
        let Contact(contact) = self.contact.as_ref()?;
        if contact.contains(':') {
            return Some(contact.replace("{id}", &percent(id)));
        }
        // What stands before and after the id is escaped, and the `@` between name and host is not.
        let parts = contact.split("{id}").map(|part| percent(part).replace("%40", "@"));
        let address = parts.collect::<Vec<_>>().join(&percent(id));
        Some(format!("mailto:{}", address.replace("%2B", "+")))
    }

    /// The site's name.
    pub fn title(&self) -> &str {
        self.title
            .0
            .as_ref()
            .and_then(|title| title.pick(&self.language.0))
            .map_or("", |words| &words.0)
    }

    /// When something was published, as an instant.
    pub fn instant(&self, stamp: &Stamp) -> chrono::DateTime<chrono::Utc> {
        stamp.instant(self.timezone.0)
    }
}

/// Escapes a text for a part of a URL.
pub fn percent(text: &str) -> Cow<'_, str> {
    /// Of each byte whether it stands as it is.
    const PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let mut byte = 0;
        while byte < 128 {
            let is_mark = matches!(byte as u8, b'-' | b'_' | b'.' | b'~' | b'/');
            plain[byte] = is_mark || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        plain
    };
    let is_plain = |byte: u8| PLAIN[usize::from(byte)];
    if is_surely_plain(text.as_bytes()) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match is_plain(byte) {
            true => escaped.push(byte.into()),
            false => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped.into()
}

/// Whether bytes are letters and digits of ASCII and marks that addresses have most, told without a way out of the loop,
/// so that many are looked at together.
fn is_surely_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |all, byte| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // Between them stand only `-`, `.`, `/` and digits.
        let is_other = byte.wrapping_sub(b'-') <= b'9' - b'-';
        all & (is_letter | is_other)
    })
}

/// Whether a setting that takes `true` or `false` is on.
pub fn is_on(flag: &Option<Flag>) -> bool {
    flag.as_ref().is_some_and(|flag| flag.0)
}
