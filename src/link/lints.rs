//! Lints: what an editor wants to know of the evidence, beyond what has to be right for a site to be built.
//!
//! They run over what is published, since drafts are work in progress, and keep quiet where an error may be the reason
//! for what seems to be missing.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use crate::config::Status;
use crate::date::{Civil, Date, Limit};
use crate::diagnostic::{Diagnostics, Place, Rule, rule};
use crate::document::{RegistryTexts, SourceFields};
use crate::site::{EntryId, Event, Figure, Site, SourceId, TermId, TermKind};
use crate::text::{Folder, TextId};

use super::sources::below;

/// What entries name, those included that are left out.
pub struct Named {
    /// Sources of the registry.
    pub sources: BTreeSet<SourceId>,
    /// Terms, by their numbers.
    pub terms: Vec<bool>,
    /// Where the registries stand.
    pub registries: RegistryTexts,
    /// Texts with errors.
    pub broken: BTreeSet<TextId>,
}

/// Checks the evidence of a site.
pub fn check(site: &Site, named: &Named, diagnostics: &mut Diagnostics) {
    let broken = &named.broken;
    if named.registries.sources.is_some_and(|text| broken.contains(&text)) {
        return;
    }
    let sources = Sources { site, registry: named.registries.sources, places: RefCell::default() };
    for event in &site.events {
        if event.status != Some(Status::Retracted) && !broken.contains(&event.at.text) {
            check_event(event, &sources, diagnostics);
        }
    }
    check_articles(&sources, diagnostics);
    // What follows is about the site as a whole.
    if !broken.is_empty() {
        return;
    }
    check_fields(&sources, diagnostics);
    check_doubles(&sources, diagnostics);
    check_coverage(&sources, diagnostics);
    check_unused(&sources, named, diagnostics);
}

/// Checks a source by itself, where it is written down.
pub fn check_source(
    fields: &SourceFields,
    place: &dyn Fn() -> Place,
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let below = |key: &str| below(place(), key);
    if let Some([(None, origin)]) = fields.origin.as_ref().map(|origin| &*origin.0)
        && let Some(names) = joined(&origin.0)
    {
        diagnostics
            .warning(
                rule::JOINED_ORIGINS,
                below("origin"),
                format!("`{}` counts as one origin", origin.0),
            )
            .help(format!(
                "write `origin: [{}]`; or, if it is one name, `origin: [{}]`",
                names.join(", "),
                quoted(&origin.0)
            ));
    }
    if let (Some(copy), None) = (fields.copy.as_ref(), fields.sha256.as_ref())
        && let Some(hash) = folder.media.get(&copy.0).and_then(|file| file.sha256.as_ref())
    {
        diagnostics
            .warning(
                rule::COPY_WITHOUT_HASH,
                below("copy"),
                format!("nothing would tell if `{}` were changed", copy.0),
            )
            .help(format!("write `sha256: {hash}`"));
    }
    if let (Some(accessed), Some(published)) = (&fields.accessed, &fields.published)
        && is_before(accessed, published)
    {
        diagnostics
            .warning(
                rule::PUBLISHED_AFTER_ACCESS,
                below("accessed"),
                "this source was read before it was published",
            )
            .also(below("published"), "published later")
            .help("one of the two dates is wrong");
    }
    if let (Some(archived), Some(url)) = (fields.archived.as_ref(), &fields.url)
        && same_address(&archived.0) == same_address(&url.0)
    {
        diagnostics
            .warning(
                rule::ARCHIVED_IS_ORIGINAL,
                below("archived"),
                "the archived copy has the address of the original",
            )
            .help("give the address that the archive made");
    }
}

/// The sources of a site with where they stand.
struct Sources<'a> {
    site: &'a Site,
    registry: Option<TextId>,
    /// Where the sources of the event stand in it that was last asked for: it may have very many.
    places: RefCell<(Option<u32>, HashMap<SourceId, usize>)>,
}

impl Sources<'_> {
    /// Those that published entries rest on.
    fn used(&self) -> impl Iterator<Item = SourceId> {
        self.site.used_sources().map(|(id, _)| id)
    }

    /// Where a source is written down: in the registry, or where it is first named.
    fn place(&self, id: SourceId) -> Place {
        let source = self.site.source(id);
        if let (Some(key), Some(text)) = (&source.key, self.registry) {
            return Place::key(text, vec![key.as_str().into()]);
        }
        match self.site.supports(id).first() {
            Some(EntryId::Event(event)) => self.place_in(*event, id),
            Some(EntryId::Article(article)) => {
                self.site.article(*article).at.value(["source".into()])
            }
            None => Place::file(self.site.config_text),
        }
    }

    /// A field of a source, if it has it; else the source.
    fn field(&self, id: SourceId, key: &str) -> Place {
        below(self.place(id), key)
    }

    /// Where an event names a source.
    fn place_in(&self, number: u32, id: SourceId) -> Place {
        let event = self.site.event(number);
        let mut places = self.places.borrow_mut();
        if places.0 != Some(number) {
            let all = event.sources.iter().enumerate();
            *places = (Some(number), all.map(|(position, id)| (*id, position)).collect());
        }
        match places.1.get(&id) {
            Some(position) => self.place_at(event, *position),
            None => event.at.value(["id".into()]),
        }
    }

    /// Where an event names the source at a position: in its list, or with an account or a figure.
    fn place_at(&self, event: &Event, position: usize) -> Place {
        if let Some(item) = event.source_items.get(position) {
            return event.at.value(["sources".into(), (*item as usize).into()]);
        }
        if let Some(account) = event.accounts.iter().find(|one| one.source == Some(position)) {
            return event.at.value(["accounts".into(), account.item.into(), "source".into()]);
        }
        let names = |figure: &&Figure| figure.sources.contains(&position);
        if let Some(figure) = event.figures.iter().find(names) {
            return event.at.value([
                "figures".into(),
                figure.name.as_str().into(),
                "source".into(),
            ]);
        }
        let of_accounts =
            event.accounts.iter().find(|one| one.figures.iter().any(|one| names(&one)));
        match of_accounts {
            Some(account) => event.at.value(["accounts".into(), account.item.into()]),
            None => event.at.value(["sources".into()]),
        }
    }

    /// What to call a source in a message.
    fn name(&self, id: SourceId) -> String {
        let source = self.site.source(id);
        let fields = &source.fields;
        let words =
            |words: &Option<crate::yaml::Words>| words.as_ref().map(|words| words.0.clone());
        source
            .key
            .clone()
            .or_else(|| words(&fields.title))
            .or_else(|| fields.url.as_ref().map(|url| url.0.to_string()))
            .or_else(|| words(&fields.publisher))
            .unwrap_or_default()
    }
}

fn check_event(event: &Event, sources: &Sources<'_>, diagnostics: &mut Diagnostics) {
    let site = sources.site;
    if event.sources.is_empty() {
        if site.config.minds(rule::NO_SOURCE) {
            diagnostics
                .warning(rule::NO_SOURCE, event.at.value(["id".into()]), "this event has no source")
                .help("name who reports it: `sources: [{publisher: …, title: …, url: …}]`");
        }
        return;
    }
    if event.status == Some(Status::Confirmed) && site.config.minds(rule::SINGLE_ORIGIN) {
        let count = event.sources.len();
        let its = if count == 1 { "its source".to_owned() } else { format!("its {count} sources") };
        let message = match site.independent_origins(&event.sources)[..] {
            [] => format!("this event is `confirmed`, and nothing says who stands behind {its}"),
            [one] => format!("this event is `confirmed`, and behind {its} stands `{one}` alone"),
            _ => String::new(),
        };
        if !message.is_empty() {
            diagnostics
                .warning(rule::SINGLE_ORIGIN, event.at.value(["status".into()]), message)
                .help("add a source of another origin, or write `status: reported`");
        }
    }
    // What was published before its event began announces it, and so may its sources.
    let is_announced = event.published.as_ref().is_some_and(|on| is_before(on.date(), &event.date));
    if is_announced || !site.config.minds(rule::EVENT_AFTER_PUBLICATION) {
        return;
    }
    for (position, id) in event.sources.iter().enumerate() {
        if let Some(published) = &site.source(*id).fields.published
            && is_before(published, &event.date)
        {
            let message = format!(
                "this source was published (`{}`) before the event began (`{}`)",
                published.text(),
                event.date.text()
            );
            diagnostics
                .warning(rule::EVENT_AFTER_PUBLICATION, sources.place_at(event, position), message)
                .also(sources.field(*id, "published"), "published here")
                .help("one of the two dates is wrong, or the source belongs to another event");
        }
    }
}

fn check_articles(sources: &Sources<'_>, diagnostics: &mut Diagnostics) {
    let site = sources.site;
    for article in &site.articles {
        let last = article.updated.as_ref().unwrap_or(&article.date).date();
        if let Some(id) = article.source
            && let Some(published) = &site.source(id).fields.published
            && is_before(last, published)
        {
            diagnostics
                .warning(
                    rule::SOURCE_AFTER_ARTICLE,
                    article.at.value(["source".into()]),
                    format!("this source was published (`{}`) after the article", published.text()),
                )
                .also(sources.field(id, "published"), "published here")
                .help("one of the two dates is wrong, or the article lacks `updated: …`");
        }
    }
}

/// What sources lack that only some desks ask for.
fn check_fields(sources: &Sources<'_>, diagnostics: &mut Diagnostics) {
    let mut lacks = |rule: Rule, lacks: fn(&SourceFields) -> bool, message: &str, help: &str| {
        if !sources.site.config.minds(rule) {
            return;
        }
        for id in sources.used().filter(|id| lacks(&sources.site.source(*id).fields)) {
            diagnostics.warning(rule, sources.place(id), message).help(help);
        }
    };
    lacks(
        rule::SOURCE_WITHOUT_DATE,
        |fields| fields.published.is_none(),
        "this source does not say when it was published",
        "write `published: …`, as exactly as it is known",
    );
    lacks(
        rule::SOURCE_WITHOUT_ORIGIN,
        |fields| fields.origins().next().is_none(),
        "this source names neither a publisher nor an origin",
        "write `publisher: …`, and `origin: …` if it prints what another has reported",
    );
}

fn check_doubles(sources: &Sources<'_>, diagnostics: &mut Diagnostics) {
    if !sources.site.config.minds(rule::DUPLICATE_SOURCE) {
        return;
    }
    let mut first: HashMap<&str, SourceId, RandomState> = HashMap::default();
    first.reserve(sources.site.sources.len());
    for (index, source) in sources.site.sources.iter().enumerate() {
        let id = SourceId(index as u32);
        let Some(url) = &source.fields.url else { continue };
        let Some(other) = first.get(same_address(&url.0)).copied() else {
            first.insert(same_address(&url.0), id);
            continue;
        };
        let help = match (&source.key, &sources.site.source(other).key) {
            (Some(_), Some(key)) => format!("keep one of them: name it `{key}` everywhere"),
            (_, Some(key)) => format!("name it by its key: `{key}`"),
            (..) => "write it down once, in content/sources.yaml, and name it by its key".into(),
        };
        diagnostics
            .warning(
                rule::DUPLICATE_SOURCE,
                sources.field(id, "url"),
                "another source has this address",
            )
            .also(sources.field(other, "url"), "this one")
            .help(help);
    }
}

fn check_coverage(sources: &Sources<'_>, diagnostics: &mut Diagnostics) {
    /// So many sources are shown of those that are not archived.
    const SHOWN: usize = 3;
    let site = sources.site;
    let Some(least) = site.config.archive_coverage else { return };
    let coverage = site.archive_coverage();
    let Some(percent) = coverage.percent().filter(|percent| *percent < usize::from(least.0)) else {
        return;
    };
    let online = coverage.online;
    let lacking = (online * usize::from(least.0)).div_ceil(100) - coverage.archived;
    let place = Place::value(site.config_text, vec!["archive_coverage".into()]);
    let message = format!(
        "{} of {online} online sources are archived, {percent} %, and the site asks for {} %",
        coverage.archived, least.0
    );
    let missing: Vec<SourceId> = sources
        .used()
        .filter(|id| site.source(*id).fields.url.is_some() && !site.source(*id).is_archived())
        .take(SHOWN)
        .collect();
    let mut names = missing
        .iter()
        .map(|id| format!("`{}`", sources.name(*id)))
        .collect::<Vec<String>>()
        .join(", ");
    if online - coverage.archived > missing.len() {
        names.push_str(" and others");
    }
    let needed = match lacking {
        1 => "one more is needed".to_owned(),
        _ => format!("{lacking} more are needed"),
    };
    let found = diagnostics.warning(rule::NOT_ARCHIVED, place, message);
    for id in missing {
        found.also(sources.place(id), "not archived");
    }
    found.help(format!("{needed}: give {names} `archived: https://…` or `copy: media/…`"));
}

fn check_unused(sources: &Sources<'_>, named: &Named, diagnostics: &mut Diagnostics) {
    let site = sources.site;
    if let Some(text) = named.registries.sources {
        for (index, source) in site.sources.iter().enumerate() {
            let Some(key) = &source.key else { break };
            if !named.sources.contains(&SourceId(index as u32)) {
                diagnostics
                    .warning(
                        rule::UNUSED_SOURCE,
                        Place::key(text, vec![key.as_str().into()]),
                        format!("nothing names the source `{key}`"),
                    )
                    .help("name it under `sources` of the event that it supports, or remove it");
            }
        }
    }
    let Named { registries, terms, .. } = named;
    for (rule, kind, text, what) in [
        (rule::UNUSED_PLACE, TermKind::Place, registries.places, "place"),
        (rule::UNUSED_ACTOR, TermKind::Actor, registries.actors, "actor"),
    ] {
        let Some(text) = text.filter(|_| site.config.minds(rule)) else { continue };
        let used = with_what_they_lie_in(site, terms);
        for (index, term) in site.terms.iter().enumerate() {
            let is_registered = !matches!(term.registered, crate::site::Registered::Nothing);
            if term.kind == kind && is_registered && !used[index] {
                diagnostics
                    .warning(
                        rule,
                        Place::key(text, vec![term.key.as_str().into()]),
                        format!("nothing names the {what} `{}`", term.key),
                    )
                    .help("name it in an event or an article, or remove it");
            }
        }
    }
}

/// Terms that are named, and the places that such places lie in.
fn with_what_they_lie_in(site: &Site, named: &[bool]) -> Vec<bool> {
    let mut used = named.to_vec();
    for index in (0..used.len()).filter(|index| named[*index]) {
        let mut outer = site.terms[index].within;
        while let Some(TermId(id)) = outer.filter(|id| !used[id.0 as usize]) {
            used[id as usize] = true;
            outer = site.terms[id as usize].within;
        }
    }
    used
}

/// Whether the one date lies before the other whatever they leave open, with a day to spare for time zones. Nothing is
/// said of dates that are marked as uncertain or approximate.
fn is_before(one: &Date, other: &Date) -> bool {
    if one.is_qualified() || other.is_qualified() {
        return false;
    }
    match (one.latest(), other.earliest()) {
        (Limit::Day(one), Limit::Day(other)) => {
            Civil::from(one).number() + 1 < Civil::from(other).number()
        }
        (Limit::Past | Limit::Future | Limit::Day(_), _) => false,
    }
}

/// The names in a text that joins several, as they are written in a list.
fn joined(origin: &str) -> Option<Vec<String>> {
    let names: Vec<&str> = origin
        .split([',', ';', '،', '؛', '、'])
        .flat_map(|part| part.split(" / "))
        .flat_map(|part| part.split(" + "))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    (names.len() > 1).then(|| names.into_iter().map(quoted).collect())
}

/// A name as an item of a list in brackets, in quotes where it needs them.
fn quoted(name: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || " -./'’".contains(char);
    if name.starts_with(char::is_alphanumeric) && name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What two addresses of one page have in common.
fn same_address(url: &str) -> &str {
    let url = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Leaf;

    #[test]
    fn names_are_joined_by_signs_and_not_by_words() {
        let list = |origin| joined(origin).map(|names| names.join("|"));
        assert_eq!(list("SANA, SOHR").as_deref(), Some("SANA|SOHR"));
        assert_eq!(list("AP; RFE/RL").as_deref(), Some("AP|RFE/RL"));
        assert_eq!(list("AP / Reuters").as_deref(), Some("AP|Reuters"));
        assert_eq!(list("سانا، المرصد").as_deref(), Some("سانا|المرصد"));
        assert_eq!(list("[x], y").as_deref(), Some("\"[x]\"|y"));
        for one in ["RFE/RL", "Pentagon and CENTCOM", "AT&T", "Reuters,", "", ","] {
            assert_eq!(list(one), None, "{one}");
        }
    }

    #[test]
    fn one_date_is_before_another_only_if_no_reading_denies_it() {
        let is_before =
            |one, other| is_before(&Date::read(one).unwrap(), &Date::read(other).unwrap());
        for (one, other) in [
            ("2014-06-27", "2014-06-29"),
            ("2014-05", "2014-06-29"),
            ("2013", "2015"),
            ("2014-06-27T23:00:00Z", "2014-06-29"),
            ("-0044", "2014"),
        ] {
            assert!(is_before(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("2014-06-29", "2014-06-29"),
            ("2014-06-28", "2014-06-29"),
            ("2014", "2014-06-29"),
            ("2014-06-27~", "2014-06-29"),
            ("2014-06-27", "2014-06-29?"),
            ("2014-06-27/..", "2014-06-29"),
            ("2014-06-27", "/2014-06-29"),
            ("2014-06-27", "../2014-06-29"),
            ("2014-06-30", "2014-06-29"),
        ] {
            assert!(!is_before(one, other), "{one} {other}");
        }
    }

    #[test]
    fn addresses_differ_in_more_than_scheme_and_slash() {
        assert_eq!(same_address("https://www.a.org/x/"), same_address("http://a.org/x"));
        assert_ne!(same_address("https://a.org/x?id=1"), same_address("https://a.org/x?id=2"));
        assert_ne!(same_address("https://a.org/x#1"), same_address("https://a.org/x#2"));
    }
}
