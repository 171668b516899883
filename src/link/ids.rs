//! Ids: one namespace of events and articles, who of them is published, and where old ids lead.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::config::{Config, Key, Status};
use crate::date::Stamp;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{
    ArticleFields, At, Document, Documents, EventFields, Kind, SourceFields, independent,
};
use crate::prose::slug;
use crate::site::EntryId;
use crate::text::TextId;
use crate::yaml::{Either, Flag, Number, Step};

use super::Admission;
use super::sources::is_called;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Published(EntryId),
    /// A draft, under embargo, or kept back by the gate.
    Withheld,
    /// Something that has been reported, and is no second mistake.
    Broken,
}

/// All ids.
pub struct Ids {
    known: BTreeMap<String, (Known, Place)>,
    /// The ids of published entries, old ones included.
    pub published: HashMap<String, EntryId>,
    /// Old ids of published entries.
    pub aliases: Vec<(String, EntryId)>,
    pub withheld: usize,
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
            known: BTreeMap::new(),
            published: HashMap::new(),
            aliases: Vec::new(),
            withheld: 0,
            incomplete: documents.unread.ids,
            broken_pages: BTreeSet::new(),
        };
        let config = &documents.config;
        let gate = Gatekeeper::new(documents, admission);
        let mut next = 0;
        for event in &documents.events {
            let Some(id) = &event.fields.id.0 else { continue };
            let whole = event.fields.date.0.is_some() && event.fields.title.0.is_some();
            let known = state(whole, gate.admits(&event.fields), EntryId::Event(next));
            if ids.claim(id, known, event.at.value(["id".into()]), diagnostics)
                && matches!(known, Known::Published(_))
            {
                next += 1;
            }
        }
        let mut next = 0;
        for article in &documents.articles {
            check_stem(&article.fields.id, &article.stem, article.at.text, diagnostics);
            let Some(id) = article_id(article) else { continue };
            let whole = article.fields.date.0.is_some() && article.fields.title.0.is_some();
            let open = is_open(&article.fields.draft, &article.fields.embargo, config, admission);
            let known = state(whole, open, EntryId::Article(next));
            let place = match &article.fields.id {
                Some(_) => article.at.value(["id".into()]),
                None => Place::file(article.at.text),
            };
            if ids.claim(&id, known, place, diagnostics) && matches!(known, Known::Published(_)) {
                next += 1;
            }
        }
        for event in &documents.events {
            let Some(id) = &event.fields.id.0 else { continue };
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
                        let place = Place::file(file.text);
                        self.known.entry(name).or_insert((Known::Broken, place));
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

    /// Whether an entry is the one that has this id, rather than a second one.
    pub fn is_owner(&self, id: &Key, place: &Place) -> bool {
        self.known.get(&id.0).is_some_and(|(_, owner)| owner == place)
    }

    /// Reports an id that nothing has.
    pub fn report_unknown(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) {
        if self.incomplete {
            return;
        }
        let near = diagnostics.suggest(id, self.known.keys().map(String::as_str));
        let found = diagnostics.error(
            rule::UNKNOWN_EVENT,
            place,
            format!("there is no event or article `{id}`"),
        );
        if let Some(near) = near {
            found.help(format!("did you mean `{near}`?"));
        }
    }

    fn claim(
        &mut self,
        id: &Key,
        known: Known,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if id.0 == "index" {
            diagnostics
                .error(rule::BAD_ID, place.clone(), "`index` is the address of the list itself")
                .help("choose another id");
        }
        if let Some((_, first)) = self.known.get(&id.0) {
            diagnostics
                .error(rule::DUPLICATE_ID, place, format!("the id `{}` is taken", id.0))
                .also(first.clone(), "by this one")
                .help("ids are permalinks: each event and article needs one of its own");
            return false;
        }
        match known {
            Known::Published(entry) => {
                self.published.insert(id.0.clone(), entry);
            }
            Known::Withheld => self.withheld += 1,
            Known::Broken => {}
        }
        self.known.insert(id.0.clone(), (known, place));
        true
    }

    fn alias(&mut self, id: &Key, at: At, aliases: &[Key], diagnostics: &mut Diagnostics) {
        let Some((known, _)) = self.known.get(&id.0).cloned() else { return };
        for (item, alias) in aliases.iter().enumerate() {
            let place = at.value([Step::from("aliases"), item.into()]);
            if let Some((_, first)) = self.known.get(&alias.0) {
                diagnostics
                    .error(rule::DUPLICATE_ID, place, format!("the id `{}` is taken", alias.0))
                    .also(first.clone(), "by this one")
                    .help("an alias is an old id that nothing else has now");
                continue;
            }
            if let Known::Published(entry) = known {
                self.aliases.push((alias.0.clone(), entry));
                self.published.insert(alias.0.clone(), entry);
            }
            self.known.insert(alias.0.clone(), (known, place));
        }
    }
}

fn state(whole: bool, open: bool, entry: EntryId) -> Known {
    match (whole, open) {
        (false, _) => Known::Broken,
        (true, false) => Known::Withheld,
        (true, true) => Known::Published(entry),
    }
}

/// The id of an article: the one given, or the name of its file.
pub fn article_id(article: &Document<ArticleFields>) -> Option<Key> {
    article.fields.id.clone().or_else(|| from_stem(&article.stem))
}

fn is_open(
    draft: &Option<Flag>,
    embargo: &Option<Stamp>,
    config: &Config,
    admission: Admission,
) -> bool {
    let draft = crate::config::is_on(draft) && !admission.drafts;
    let embargoed = embargo.as_ref().is_some_and(|until| config.instant(until) > admission.now);
    !draft && !embargoed
}

/// Decides which events are published.
struct Gatekeeper<'a> {
    config: &'a Config,
    admission: Admission,
    registry: HashMap<&'a str, &'a SourceFields>,
}

impl<'a> Gatekeeper<'a> {
    fn new(documents: &'a Documents, admission: Admission) -> Self {
        let registry =
            documents.sources.iter().map(|(key, source)| (key.as_str(), source)).collect();
        Gatekeeper { config: &documents.config, admission, registry }
    }

    /// Whether an event is neither a draft nor under embargo and has what the gate asks for.
    fn admits(&self, event: &EventFields) -> bool {
        if !is_open(&event.draft, &event.embargo, self.config, self.admission) {
            return false;
        }
        // A tombstone stays, whatever the gate says.
        if event.status == Some(Status::Retracted) {
            return true;
        }
        let gate = &self.config.gate;
        if gate.status.is_some_and(|least| event.status.is_none_or(|status| status < least)) {
            return false;
        }
        if gate.sources.is_none() && gate.origins.is_none() {
            return true;
        }
        let enough = |least: &Option<Number<u64>>, count: usize| {
            least.as_ref().is_none_or(|least| count as u64 >= least.0)
        };
        let (names, sources) = self.evidence(event);
        enough(&gate.sources, names + sources.len())
            && (gate.origins.is_none() || enough(&gate.origins, independent(sources).len()))
    }

    /// What an event rests on, those sources included that only its accounts name: the number of those of which no more
    /// is known than a name or an address, and the others.
    fn evidence<'e>(&self, event: &'e EventFields) -> (usize, Vec<&'e SourceFields>)
    where
        'a: 'e,
    {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut sources: Vec<&SourceFields> = Vec::new();
        for (_, source) in &event.sources.0 {
            match source {
                Either::Name(name) => {
                    names.insert(&name.0);
                }
                Either::Full(source) => sources.push(source),
            }
        }
        for (_, account) in &event.accounts.0 {
            let Some(name) = &account.source else { continue };
            let known = names.iter().filter_map(|name| self.registry.get(name));
            let mut known = known.chain(&sources);
            if !known.any(|source| is_called(source, &name.0)) {
                names.insert(&name.0);
            }
        }
        let registered = names.iter().filter_map(|name| self.registry.get(name).copied());
        let unregistered = names.len() - registered.clone().count();
        sources.extend(registered);
        (unregistered, sources)
    }
}

/// Free pages and further timelines have namespaces of their own; a page must not take the address of ours.
fn check_pages(documents: &Documents, diagnostics: &mut Diagnostics) {
    const OURS: [&str; 4] = ["index", "sources", "corrections", "404"];
    let mut pages: HashMap<String, Place> = HashMap::new();
    for page in &documents.pages {
        let place = page
            .fields
            .id
            .as_ref()
            .map_or(Place::file(page.at.text), |_| page.at.value(["id".into()]));
        check_stem(&page.fields.id, &page.stem, page.at.text, diagnostics);
        let Some(id) = page.fields.id.clone().or_else(|| from_stem(&page.stem)) else { continue };
        if OURS.contains(&id.0.as_str()) {
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
