//! Ids: one namespace of events and articles, who of them is published, and where old ids lead.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use crate::config::{Config, Key};
use crate::date::Stamp;
use crate::diagnostic::{Diagnostics, Place, nearest, rule};
use crate::document::{
    ArticleFields, At, Document, Documents, EventFields, Kind, SourceFields, independent,
};
use crate::prose::slug;
use crate::site::{EntryId, Lack, OWN_PAGES, Withheld, WithheldFor};
use crate::text::TextId;
use crate::yaml::{Either, Flag, Step, Words};

use super::Admission;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Published(EntryId),
    /// A draft, under embargo, or kept back by the gate.
    Withheld,
    /// Something that has been reported, and is no second mistake.
    Broken,
}

/// Where an id is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// With the fields that it is the id of.
    Fields(At),
    /// The name of a file.
    File(TextId),
    /// The alias of that number.
    Alias(At, usize),
}

impl Owner {
    fn place(self) -> Place {
        match self {
            Owner::Fields(at) => at.value(["id".into()]),
            Owner::File(text) => Place::file(text),
            Owner::Alias(at, item) => at.value([Step::from("aliases"), item.into()]),
        }
    }
}

/// All ids.
pub struct Ids {
    known: HashMap<Box<str>, (Known, Owner), RandomState>,
    /// Old ids of published entries.
    pub aliases: Vec<(String, EntryId)>,
    pub withheld: Vec<Withheld>,
    /// The number of each event, by its place among the documents; none of those that are not published.
    pub events: Vec<Option<u32>>,
    /// Whether there may be ids that could not be read.
    incomplete: bool,
    /// The addresses of free pages and further timelines that could not be read.
    broken_pages: BTreeSet<String>,
}

/// An entry's own file name as its id; none if it cannot stand in an address, which is reported.
pub fn from_stem(stem: &str) -> Option<Key> {
    let slug = slug(stem);
    (!slug.is_empty() && slug.len() <= 200).then_some(Key(slug))
}

fn check_stem(id: &Option<Key>, stem: &str, text: TextId, diagnostics: &mut Diagnostics) {
    if id.is_some() || from_stem(stem).is_some() {
        return;
    }
    diagnostics
        .error(rule::BAD_ID, Place::file(text), "the name of this file cannot stand in an address")
        .help("give it a short `id` of letters, digits and hyphens");
}

impl Ids {
    /// Collects the ids of all events and articles, and decides which are published.
    pub fn collect(
        documents: &Documents,
        admission: Admission,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut ids = Ids {
            known: HashMap::default(),
            aliases: Vec::new(),
            withheld: Vec::new(),
            events: Vec::new(),
            incomplete: documents.unread.ids,
            broken_pages: BTreeSet::new(),
        };
        let count = documents.events.len() + documents.articles.len();
        ids.known.reserve(count);
        let config = &documents.config;
        let gate = Gatekeeper::new(documents, admission);
        let mut next = 0;
        let mut numbers = vec![None; documents.events.len()];
        let mut renamed = Vec::new();
        for (event, number) in documents.events.iter().zip(&mut numbers) {
            let Some(id) = &event.fields.id.0 else { continue };
            let whole = event.fields.date.0.is_some() && event.fields.title.0.is_some();
            if !event.fields.aliases.is_empty() {
                renamed.push((id, event));
            }
            let why = gate.withholds(&event.fields);
            let known = state(whole, why.is_some(), EntryId::Event(next));
            let owner = Owner::Fields(event.at);
            if ids.claim(id, known, owner, diagnostics) {
                if let Known::Published(_) = known {
                    *number = Some(next);
                    next += 1;
                }
                ids.withhold(known, id, why, owner, diagnostics);
            }
        }
        ids.events = numbers;
        let mut next = 0;
        for article in &documents.articles {
            check_stem(&article.fields.id, &article.stem, article.at.text, diagnostics);
            let Some(id) = article_id(article) else { continue };
            let whole = article.fields.date.0.is_some() && article.fields.title.0.is_some();
            let why = held_back(&article.fields.draft, &article.fields.embargo, config, admission);
            let known = state(whole, why.is_some(), EntryId::Article(next));
            let owner = match &article.fields.id {
                Some(_) => Owner::Fields(article.at),
                None => Owner::File(article.at.text),
            };
            if ids.claim(&id, known, owner, diagnostics) {
                next += u32::from(matches!(known, Known::Published(_)));
                ids.withhold(known, &id, why, owner, diagnostics);
            }
        }
        for (id, event) in renamed {
            ids.alias(id, event.at, &event.fields.aliases, diagnostics);
        }
        for article in &documents.articles {
            let Some(id) = article_id(article) else { continue };
            ids.alias(&id, article.at, &article.fields.aliases, diagnostics);
        }
        ids.stand_in(documents);
        check_pages(documents, diagnostics);
        ids
    }

    /// What an id stands for; an old id stands for what it leads to.
    pub fn get(&self, id: &str) -> Option<Known> {
        self.known.get(id).map(|(known, _)| *known)
    }

    /// Whether the page of this address is not there only because of what has been reported.
    pub fn is_broken_page(&self, address: &str) -> bool {
        let entry = |folder| address.strip_prefix(folder)?.strip_suffix(".html");
        match (entry("events/"), entry("articles/")) {
            (Some(id), _) => match self.get(id) {
                Some(known) => known == Known::Broken,
                None => self.incomplete,
            },
            (_, Some(id)) => self.get(id) == Some(Known::Broken),
            (None, None) => self.broken_pages.contains(address),
        }
    }

    /// The entry that is kept back and whose page this address would be.
    pub fn withheld_at<'a>(&self, address: &'a str) -> Option<&'a str> {
        let below =
            address.strip_prefix("events/").or_else(|| address.strip_prefix("articles/"))?;
        let id = below.strip_suffix(".html")?;
        (self.get(id) == Some(Known::Withheld)).then_some(id)
    }

    /// Takes the names of what could not be read, so that nothing that links to it dangles.
    fn stand_in(&mut self, documents: &Documents) {
        for file in &documents.unreadable {
            let names = from_stem(&file.stem).map(|key| key.0).into_iter().chain(file.id.clone());
            for name in names {
                match file.kind {
                    Kind::Page => {
                        self.broken_pages.insert(format!("{name}.html"));
                    }
                    Kind::Timeline => {
                        self.broken_pages.insert(format!("timelines/{name}.html"));
                    }
                    Kind::Event | Kind::Article => {
                        let owner = Owner::File(file.text);
                        self.known.entry(name.into()).or_insert((Known::Broken, owner));
                    }
                }
            }
        }
        for page in documents.pages.iter().filter(|page| page.fields.title.0.is_none()) {
            if let Some(id) = page.fields.id.clone().or_else(|| from_stem(&page.stem)) {
                self.broken_pages.insert(format!("{}.html", id.0));
            }
        }
        for one in documents.timelines.iter().filter(|one| one.fields.title.0.is_none()) {
            if let Some(id) = one.fields.id.clone().or_else(|| from_stem(&one.stem)) {
                self.broken_pages.insert(format!("timelines/{}.html", id.0));
            }
        }
    }

    /// The ids of entries that are left out, old ones included, with where they are written.
    pub fn kept_back(&self) -> BTreeMap<String, Place> {
        let is_withheld = |known: &Known| *known == Known::Withheld;
        let all = self.known.iter().filter(|(_, (known, _))| is_withheld(known));
        all.map(|(id, (_, owner))| (id.to_string(), owner.place())).collect()
    }

    /// The ids of published entries, old ones included.
    pub fn published(self) -> HashMap<Box<str>, EntryId, RandomState> {
        let mut published =
            HashMap::with_capacity_and_hasher(self.known.len(), RandomState::default());
        published.extend(self.known.into_iter().filter_map(|(id, (known, _))| match known {
            Known::Published(entry) => Some((id, entry)),
            Known::Withheld | Known::Broken => None,
        }));
        published
    }

    /// The event that a list names; none for one that is left out, or unknown, which is reported.
    pub fn event(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<u32> {
        match self.entry(id, place.clone(), diagnostics)? {
            EntryId::Event(event) => Some(event),
            EntryId::Article(_) => {
                diagnostics
                    .error(
                        rule::UNKNOWN_EVENT,
                        place,
                        format!("`{id}` is an article, not an event"),
                    )
                    .help("name an event");
                None
            }
        }
    }

    /// The entry that something names, likewise.
    pub fn entry(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<EntryId> {
        match self.get(id) {
            Some(Known::Published(entry)) => Some(entry),
            Some(Known::Withheld | Known::Broken) => None,
            None => {
                self.report_unknown(id, place, diagnostics);
                None
            }
        }
    }

    /// Reports an id that nothing has.
    pub fn report_unknown(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) {
        if self.incomplete {
            return;
        }
        let near = diagnostics.may_suggest().then(|| {
            // Of ids that are equally near, always the same one.
            let mut known: Vec<&str> = self.known.keys().map(|id| &**id).collect();
            known.sort_unstable();
            nearest(id, known)
        });
        let found = diagnostics.error(
            rule::UNKNOWN_EVENT,
            place,
            format!("there is no event or article `{id}`"),
        );
        if let Some(near) = near.flatten() {
            found.help(format!("did you mean `{near}`?"));
        }
    }

    fn claim(
        &mut self,
        id: &Key,
        known: Known,
        owner: Owner,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if id.0 == "index" {
            diagnostics
                .error(rule::BAD_ID, owner.place(), "`index` is the address of the list itself")
                .help("choose another id");
        }
        let Some(first) = self.known.insert(id.0.as_str().into(), (known, owner)) else {
            return true;
        };
        diagnostics
            .error(rule::DUPLICATE_ID, owner.place(), format!("the id `{}` is taken", id.0))
            .also(first.1.place(), "by this one")
            .help("ids are permalinks: each event and article needs one of its own");
        self.known.insert(id.0.as_str().into(), first);
        false
    }

    /// Lists an entry that is left out, and reports one that the gate keeps back.
    fn withhold(
        &mut self,
        known: Known,
        id: &Key,
        why: Option<WithheldFor>,
        owner: Owner,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(why) = why.filter(|_| known == Known::Withheld) else { return };
        if let WithheldFor::Gate(lacks) = &why {
            report_below_gate(lacks, owner.place(), diagnostics);
        }
        self.withheld.push(Withheld { name: id.0.clone(), why });
    }

    fn alias(&mut self, id: &Key, at: At, aliases: &[Key], diagnostics: &mut Diagnostics) {
        let Some((known, _)) = self.known.get(&*id.0).copied() else { return };
        for (item, alias) in aliases.iter().enumerate() {
            let owner = Owner::Alias(at, item);
            if let Some((_, first)) = self.known.get(&*alias.0) {
                let message = format!("the id `{}` is taken", alias.0);
                diagnostics
                    .error(rule::DUPLICATE_ID, owner.place(), message)
                    .also(first.place(), "by this one")
                    .help("an alias is an old id that nothing else has now");
                continue;
            }
            if let Known::Published(entry) = known {
                self.aliases.push((alias.0.clone(), entry));
            }
            self.known.insert(alias.0.as_str().into(), (known, owner));
        }
    }
}

fn state(whole: bool, is_withheld: bool, entry: EntryId) -> Known {
    match (whole, is_withheld) {
        (false, _) => Known::Broken,
        (true, true) => Known::Withheld,
        (true, false) => Known::Published(entry),
    }
}

/// The id of an article: the one given, or the name of its file.
pub fn article_id(article: &Document<ArticleFields>) -> Option<Key> {
    article.fields.id.clone().or_else(|| from_stem(&article.stem))
}

/// Whether an entry is a draft or under embargo.
fn held_back(
    draft: &Option<Flag>,
    embargo: &Option<Stamp>,
    config: &Config,
    admission: Admission,
) -> Option<WithheldFor> {
    if crate::config::is_on(draft) && !admission.drafts {
        return Some(WithheldFor::Draft);
    }
    let until = embargo.as_ref().filter(|until| config.instant(until) > admission.now)?;
    Some(WithheldFor::Embargo(until.date().text().to_owned()))
}

/// Decides which events are published.
struct Gatekeeper<'a> {
    config: &'a Config,
    admission: Admission,
    /// The sources of the registry by their keys.
    registry: HashMap<&'a str, &'a SourceFields>,
}

impl<'a> Gatekeeper<'a> {
    fn new(documents: &'a Documents, admission: Admission) -> Self {
        let registry =
            documents.sources.iter().map(|(key, source)| (key.as_str(), source)).collect();
        Gatekeeper { config: &documents.config, admission, registry }
    }

    /// Why an event is left out; none for one that is neither a draft nor under embargo and has what the gate asks for.
    fn withholds(&self, event: &EventFields) -> Option<WithheldFor> {
        let held = held_back(&event.draft, &event.embargo, self.config, self.admission);
        // A tombstone stays, whatever the gate says.
        if held.is_some() || event.is_retracted() {
            return held;
        }
        let lacks = self.lacks(event);
        (!lacks.is_empty()).then_some(WithheldFor::Gate(lacks))
    }

    /// What the gate asks for and an event does not have.
    fn lacks(&self, event: &EventFields) -> Vec<Lack> {
        let gate = &self.config.gate;
        let mut lacks = Vec::new();
        if let Some(least) = gate.status
            && event.status.is_none_or(|status| status < least)
        {
            lacks.push(Lack::Status { has: event.status, least });
        }
        if gate.sources.is_none() && gate.origins.is_none() {
            return lacks;
        }
        let (sources, origins) = self.count_sources(event);
        let too_few = |has: usize, least: u64| (has as u64) < least;
        if let Some(least) = &gate.sources
            && too_few(sources, least.0)
        {
            lacks.push(Lack::Sources { has: sources, least: least.0 });
        }
        if let Some(least) = &gate.origins
            && too_few(origins, least.0)
        {
            lacks.push(Lack::Origins { has: origins, least: least.0 });
        }
        lacks
    }

    /// How many sources an event has, with those that only its accounts and figures name, and how many origins.
    fn count_sources<'e>(&'e self, event: &'e EventFields) -> (usize, usize) {
        let mut count = 0;
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let mut brought: HashMap<&str, Vec<&SourceFields>> = HashMap::new();
        let mut called: BTreeSet<&str> = BTreeSet::new();
        let mut known_more_of: Vec<&SourceFields> = Vec::new();
        let mut add = |source: Option<&'e SourceFields>| {
            count += 1;
            known_more_of.extend(source);
        };
        for (_, source) in &event.sources.0 {
            match source {
                Either::Name(name) if !named.insert(&name.0) => {}
                Either::Name(name) => {
                    let known = self.registry.get(name.0.as_str()).copied();
                    called.insert(&name.0);
                    called.extend(known.into_iter().flat_map(SourceFields::called));
                    add(known);
                }
                Either::Full(source) => {
                    let source = &*source.fields;
                    // With one address and the same words they are one source.
                    if let Some(url) = &source.url {
                        let same = brought.entry(&url.0).or_default();
                        if same.contains(&source) {
                            continue;
                        }
                        same.push(source);
                    }
                    called.extend(source.called());
                    add(Some(source));
                }
            }
        }
        for name in named_in_passing(event) {
            if called.insert(&name.0) {
                let known = self.registry.get(name.0.as_str()).copied();
                called.extend(known.into_iter().flat_map(SourceFields::called));
                add(known);
            }
        }
        (count, independent(known_more_of).len())
    }
}

/// The sources that an event's accounts and figures name.
fn named_in_passing(event: &EventFields) -> impl Iterator<Item = &Words> {
    let accounts = event.accounts.0.iter().map(|(_, account)| account);
    let figures = accounts.clone().map(|account| &account.figures).chain([&event.figures]);
    let of_figures =
        figures.flat_map(|figures| &figures.0).flat_map(|(_, figure)| &figure.source.0);
    accounts.filter_map(|account| account.source.as_ref()).chain(of_figures.map(|(_, name)| name))
}

fn report_below_gate(lacks: &[Lack], place: Place, diagnostics: &mut Diagnostics) {
    let said: Vec<String> = lacks.iter().map(Lack::to_string).collect();
    let further = |has: usize, least: u64, one: &str, many: &str| match least - has as u64 {
        1 => one.to_owned(),
        more => format!("{more} {many}"),
    };
    let mut ways: Vec<String> = lacks
        .iter()
        .map(|lack| match *lack {
            Lack::Status { least, .. } => {
                format!("write `status: {}` or a surer one once it is so", least.key())
            }
            Lack::Sources { has, least } => {
                format!("name {}", further(has, least, "another source", "more sources"))
            }
            Lack::Origins { has, least } => {
                format!("name sources of {}", further(has, least, "another origin", "more origins"))
            }
        })
        .collect();
    ways.push("keep it back with `draft: true`".into());
    ways.push("let `gate` in dateline.yaml ask for less".into());
    diagnostics
        .warning(
            rule::BELOW_GATE,
            place,
            format!("this event does not pass the gate: {}", said.join(", ")),
        )
        .help(ways.join("; or "));
}

/// Free pages and further timelines have namespaces of their own; a page must not take the address of ours.
fn check_pages(documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut pages: HashMap<String, Place> = HashMap::new();
    for page in &documents.pages {
        let place = page
            .fields
            .id
            .as_ref()
            .map_or(Place::file(page.at.text), |_| page.at.value(["id".into()]));
        check_stem(&page.fields.id, &page.stem, page.at.text, diagnostics);
        let Some(id) = page.fields.id.clone().or_else(|| from_stem(&page.stem)) else { continue };
        if OWN_PAGES.contains(&id.0.as_str()) {
            diagnostics
                .error(
                    rule::BAD_ID,
                    place.clone(),
                    format!("`{}` is the address of a page that Dateline makes", id.0),
                )
                .help("give the page another `id`");
        }
        once(&mut pages, id, place, diagnostics);
    }
    let mut timelines: HashMap<String, Place> = HashMap::new();
    for timeline in &documents.timelines {
        let at = timeline.at;
        let place =
            timeline.fields.id.as_ref().map_or(Place::file(at.text), |_| at.value(["id".into()]));
        check_stem(&timeline.fields.id, &timeline.stem, at.text, diagnostics);
        let Some(id) = timeline.fields.id.clone().or_else(|| from_stem(&timeline.stem)) else {
            continue;
        };
        once(&mut timelines, id, place, diagnostics);
    }
}

fn once(seen: &mut HashMap<String, Place>, id: Key, place: Place, diagnostics: &mut Diagnostics) {
    match seen.get(&id.0) {
        Some(first) => {
            diagnostics
                .error(rule::DUPLICATE_ID, place, format!("the id `{}` is taken", id.0))
                .also(first.clone(), "by this one");
        }
        None => {
            seen.insert(id.0, place);
        }
    }
}
