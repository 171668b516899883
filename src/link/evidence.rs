//! Evidence: the sources of an event, its accounts and figures, and the sources that these name in passing.

use std::collections::{BTreeSet, HashMap};
use std::mem::take;

use thin_vec::ThinVec;

use crate::diagnostic::{Diagnostics, Place, did_you_mean, rule};
use crate::document::{self, AccountFields, At, Brought, EventFields};
use crate::site::{Account, EntryId, Figure, SourceId};
use crate::yaml::{Either, Entries, Items, Step, Words};

use super::Context;
use super::accounts::check_source;
use super::sources::Bibliography;

/// What an event says of its evidence.
pub struct Claims {
    at: At,
    /// The event, if its sources are kept.
    supported: Option<EntryId>,
    sources: Items<Either<Words, Brought>>,
    accounts: Items<AccountFields>,
    figures: Entries<document::Figure>,
}

/// What an event rests on.
pub struct Backing {
    pub sources: ThinVec<SourceId>,
    /// Which items of its list its own sources are.
    pub source_items: Box<[u32]>,
    pub accounts: ThinVec<Account>,
    pub figures: ThinVec<Figure>,
}

impl Claims {
    /// Takes them out of an event's fields.
    pub fn take(at: At, fields: &mut EventFields, supported: Option<EntryId>) -> Self {
        let (sources, accounts) = (take(&mut fields.sources), take(&mut fields.accounts));
        Claims { at, supported, sources, accounts, figures: take(&mut fields.figures) }
    }

    /// Finds every source that they name or bring along.
    pub fn link(self, bibliography: &mut Bibliography, diagnostics: &mut Diagnostics) -> Backing {
        let Claims { at, supported, sources: own, accounts, figures } = self;
        let named = match supported {
            Some(_) => BTreeSet::new(),
            None => names_of_sources(&own, bibliography),
        };
        let mut sources = ThinVec::with_capacity(own.0.len());
        let mut source_items: Vec<u32> = Vec::with_capacity(own.0.len());
        for (item, source) in own.0 {
            let place = || at.value(["sources".into(), item.into()]);
            let found = bibliography.find(source, supported, &place, diagnostics);
            if let Some(found) = found.filter(|found| found.is_first) {
                sources.push(found.id);
                source_items.push(item as u32);
            }
        }
        let sources = Evidence::new(sources);
        let mut desk = Desk { at, supported, named, sources, bibliography, diagnostics };
        let accounts = desk.accounts(accounts);
        let figures = desk.figures(&[], figures);
        Backing { sources: desk.sources.all, source_items: source_items.into(), accounts, figures }
    }
}

/// What the accounts and figures of one event share: the sources that they name become the event's.
struct Desk<'d> {
    at: At,
    supported: Option<EntryId>,
    /// What its own sources may be called, if they are not kept.
    named: BTreeSet<String>,
    sources: Evidence,
    bibliography: &'d mut Bibliography,
    diagnostics: &'d mut Diagnostics,
}

/// The sources of an event: its own, and those that are named in passing so far.
struct Evidence {
    all: ThinVec<SourceId>,
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
    fn new(all: ThinVec<SourceId>) -> Self {
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

impl Desk<'_> {
    fn accounts(&mut self, accounts: Items<AccountFields>) -> ThinVec<Account> {
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
    fn figures(&mut self, path: &[Step], figures: Entries<document::Figure>) -> ThinVec<Figure> {
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
        let position = self.sources.position(&name.0, self.bibliography);
        if position.is_some() || (self.supported.is_none() && self.named.contains(&name.0)) {
            return position;
        }
        let at = self.at;
        let found = self.bibliography.find(
            Either::Name(name),
            self.supported,
            &|| at.value([path, below].concat()),
            self.diagnostics,
        )?;
        Some(self.sources.add(found.id, self.bibliography))
    }
}

/// What accounts and figures may call an event's own sources, also where these are not kept, as for an event that is left
/// out.
fn names_of_sources(
    sources: &Items<Either<Words, Brought>>,
    bibliography: &Bibliography,
) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, source) in &sources.0 {
        let known = match source {
            Either::Name(name) => {
                named.insert(name.0.clone());
                bibliography.get(&name.0)
            }
            Either::Full(source) => Some(&*source.fields),
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
