//! Evidence: the accounts and figures of an event, and the sources that they name in passing.

use std::collections::{BTreeSet, HashMap};

use thin_vec::ThinVec;

use crate::diagnostic::{Diagnostics, Place, did_you_mean, rule};
use crate::document::{self, AccountFields, At, EventFields};
use crate::site::{Account, EntryId, Figure, SourceId};
use crate::yaml::{Either, Entries, Items, Step, Words};

use super::Linker;
use super::accounts::check_source;
use super::entries::Context;
use super::sources::Bibliography;

/// What the accounts and figures of one event share: the sources that they name become the event's.
pub struct Desk<'d, 'a> {
    pub at: At,
    /// The event, if its sources are kept.
    pub supported: Option<EntryId>,
    /// What its own sources may be called, if they are not kept.
    pub named: BTreeSet<String>,
    pub sources: Evidence,
    pub linker: &'d mut Linker<'a>,
    pub diagnostics: &'d mut Diagnostics,
}

/// The sources of an event: its own, and those that are named in passing so far.
pub struct Evidence {
    pub all: ThinVec<SourceId>,
    /// Where each stands, and the first that has a name; made once something is named in passing.
    places: Option<Places>,
}

#[derive(Default)]
struct Places {
    of: HashMap<SourceId, usize>,
    called: HashMap<String, usize>,
}

impl Evidence {
    /// The sources of an event's own list.
    pub fn new(all: ThinVec<SourceId>) -> Self {
        Evidence { all, places: None }
    }

    /// The place of the source that is named by key, name, address or publisher.
    fn position(&mut self, name: &str, bibliography: &Bibliography) -> Option<usize> {
        let all = &self.all;
        let places = self.places.get_or_insert_with(|| {
            let mut places = Places::default();
            for (place, id) in all.iter().enumerate() {
                places.add(place, *id, bibliography);
            }
            places
        });
        let named = bibliography.by_name(name).and_then(|id| places.of.get(&id));
        named.or_else(|| places.called.get(name)).copied()
    }

    /// Adds a source, unless it is there; its place.
    fn add(&mut self, id: SourceId, bibliography: &Bibliography) -> usize {
        let place = self.all.len();
        if let Some(known) = self.places.as_ref().and_then(|places| places.of.get(&id)) {
            return *known;
        }
        self.all.push(id);
        if let Some(places) = &mut self.places {
            places.add(place, id, bibliography);
        }
        place
    }
}

impl Places {
    fn add(&mut self, place: usize, id: SourceId, bibliography: &Bibliography) {
        self.of.entry(id).or_insert(place);
        for name in bibliography.sources[id.0 as usize].fields.called() {
            if !self.called.contains_key(name) {
                self.called.insert(name.to_owned(), place);
            }
        }
    }
}

impl Desk<'_, '_> {
    pub fn accounts(&mut self, accounts: Items<AccountFields>) -> ThinVec<Account> {
        let mut linked = ThinVec::with_capacity(accounts.0.len());
        for (item, account) in accounts.0 {
            if self.supported.is_some() {
                check_source(self.at, item, &account, self.diagnostics);
            }
            let path = [Step::from("accounts"), item.into()];
            let source =
                account.source.and_then(|name| self.source(name, &path, &["source".into()]));
            let figures = self.figures(&path, account.figures);
            let Some(by) = account.by.0 else { continue };
            linked.push(Account {
                item,
                by,
                says: account.says,
                date: account.date,
                figures,
                source,
            });
        }
        linked
    }

    /// The figures of the event, or those of the account that the path leads to.
    pub fn figures(
        &mut self,
        path: &[Step],
        figures: Entries<document::Figure>,
    ) -> ThinVec<Figure> {
        let mut linked = ThinVec::with_capacity(figures.0.len());
        for (name, document::Figure { count, source }) in figures.0 {
            let mut sources = ThinVec::new();
            for (item, key) in source.0 {
                let below: Vec<Step> =
                    [Step::from("figures"), name.as_str().into(), "source".into()]
                        .into_iter()
                        .chain(item.map(Step::Item))
                        .collect();
                let found = self.source(key, path, &below);
                sources.extend(found.filter(|found| !sources.contains(found)));
            }
            // A figure without a number has been reported.
            if count.numbers().next().is_some() {
                linked.push(Figure { name, count, sources });
            }
        }
        linked
    }

    /// The place among the event's sources of one that is named in passing, and that becomes one of them.
    fn source(&mut self, name: Words, path: &[Step], below: &[Step]) -> Option<usize> {
        let position = self.sources.position(&name.0, &self.linker.bibliography);
        if position.is_some() || (self.supported.is_none() && self.named.contains(&name.0)) {
            return position;
        }
        let at = self.at;
        let found = self.linker.bibliography.find(
            Either::Name(name),
            self.supported,
            &|| at.value([path, below].concat()),
            self.linker.folder,
            self.diagnostics,
        )?;
        Some(self.sources.add(found.id, &self.linker.bibliography))
    }
}

/// What accounts and figures may call an event's own sources, also where these are not kept, as for an event that is left
/// out.
pub fn names_of_sources(fields: &EventFields, linker: &Linker<'_>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, source) in &fields.sources.0 {
        let known = match source {
            Either::Name(name) => {
                named.insert(name.0.clone());
                linker.bibliography.get(&name.0)
            }
            Either::Full(source) => Some(&**source),
        };
        named.extend(known.into_iter().flat_map(|source| source.called()).map(str::to_owned));
    }
    named
}

/// Reports figures that have no name in the settings, and those that say nothing or contradict themselves.
pub fn check_figures(
    at: At,
    fields: &EventFields,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let own = fields.figures.0.iter().map(|figure| (None, figure));
    let of_accounts = fields.accounts.0.iter().flat_map(|(item, account)| {
        account.figures.0.iter().map(move |figure| (Some(*item), figure))
    });
    for (account, (name, figure)) in own.chain(of_accounts) {
        let path = || {
            let account = account.map(|item| ["accounts".into(), Step::Item(item)]);
            at.path(account.into_iter().flatten().chain(["figures".into(), name.as_str().into()]))
        };
        if !context.unread && !context.figures.contains(name) {
            let known = context.figures.iter().map(String::as_str);
            diagnostics
                .error(
                    rule::UNKNOWN_FIGURE,
                    Place::key(at.text, path()),
                    format!("there is no figure `{name}`"),
                )
                .help(did_you_mean(name, known).unwrap_or_else(|| {
                    format!(
                        "name it in dateline.yaml: `figures: [{}, {name}]`",
                        context.figures.join(", ")
                    )
                }));
        }
        let numbers: Vec<u64> = figure.count.numbers().collect();
        if numbers.is_empty() {
            diagnostics
                .error(
                    rule::BAD_VALUE,
                    Place::value(at.text, path()),
                    format!("`{name}` says no number"),
                )
                .help("write a number, or `{low: 18, best: 21, high: 21}`");
        }
        if let Some(pair) = numbers.windows(2).find(|pair| pair[1] < pair[0]) {
            diagnostics
                .error(
                    rule::BAD_VALUE,
                    Place::value(at.text, path()),
                    format!("`{name}` goes down from {} to {}", pair[0], pair[1]),
                )
                .help("`low` is the least, `high` the most, and `best` between them");
        }
    }
}
