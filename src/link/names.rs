//! Names: tags, actors, places and terms, found in their registries or by themselves; one permalink, one entry.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter;

use foldhash::fast::RandomState;
use thin_vec::ThinVec;

use crate::config::{Registries, Strictness};
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{Documents, RegistryTexts, Unread};
use crate::prose::slug;
use crate::site::{Registered, Term, TermId, TermKind};
use crate::yaml::{Items, Local, Step, Words};

use super::places;
use super::sources::check_key;

/// All names found so far.
pub struct Names {
    pub terms: Vec<Term>,
    /// By what authors write: a key, a name, an alias, a free name.
    written: BTreeMap<TermKind, HashMap<String, TermId, RandomState>>,
    /// By what names fold to.
    folded: BTreeMap<TermKind, HashMap<String, TermId, RandomState>>,
    /// The entries of registries by what their names and aliases fold to, where these are several.
    ambiguous: BTreeMap<(TermKind, String), Vec<TermId>>,
    /// Keys of registries whose entries could not be read.
    broken: BTreeSet<(TermKind, String)>,
    /// Which terms an entry names, also one that is left out; by their numbers.
    pub named: Vec<bool>,
    /// What only entries that are left out name, folded.
    withheld: BTreeSet<(TermKind, String)>,
    /// Spellings that have been reported.
    reported: BTreeSet<(TermKind, String)>,
    registries: Registries,
    unread: Unread,
    taxonomies: Vec<String>,
}

impl Names {
    /// Takes the names of the registries.
    pub fn collect(documents: &mut Documents, diagnostics: &mut Diagnostics) -> Self {
        let mut names = Names {
            terms: Vec::new(),
            written: BTreeMap::new(),
            folded: BTreeMap::new(),
            ambiguous: BTreeMap::new(),
            broken: BTreeSet::new(),
            named: Vec::new(),
            withheld: BTreeSet::new(),
            reported: BTreeSet::new(),
            registries: documents.config.registries,
            unread: documents.unread.clone(),
            taxonomies: documents.config.taxonomies.iter().map(|key| key.0.clone()).collect(),
        };
        let broken = std::mem::take(&mut documents.broken_keys);
        names.broken.extend(broken.places.into_iter().map(|key| (TermKind::Place, key)));
        names.broken.extend(broken.actors.into_iter().map(|key| (TermKind::Actor, key)));
        let RegistryTexts { places: text_of_places, actors, .. } = documents.registry_texts;
        let mut within = Vec::new();
        for (key, place) in std::mem::take(&mut documents.places) {
            let aliases = words(&place.aliases);
            let own = own_names(place.name.0.as_ref());
            let inside = place.within.clone();
            let text = text_of_places.unwrap_or_default();
            let place = places::publish(place, text, &key, !names.unread.coordinates, diagnostics);
            let registered = Registered::Place(Box::new(place));
            let at = Place::key(text, vec![key.as_str().into()]);
            let id =
                names.register(TermKind::Place, &key, own, aliases, registered, at, diagnostics);
            if let Some(inside) = inside {
                let path = vec![Step::from(key.as_str()), "within".into()];
                within.push((id, inside.0, Place::value(text, path)));
            }
        }
        for (key, actor) in std::mem::take(&mut documents.actors) {
            let aliases = words(&actor.aliases);
            let own = own_names(actor.name.0.as_ref());
            let registered = Registered::Actor(Box::new(actor));
            let at = Place::key(actors.unwrap_or_default(), vec![key.as_str().into()]);
            names.register(TermKind::Actor, &key, own, aliases, registered, at, diagnostics);
        }
        names.ambiguous.retain(|_, entries| entries.len() > 1);
        names.put_within(&within, diagnostics);
        names
    }

    /// Tells places which place they lie in.
    fn put_within(&mut self, within: &[(TermId, String, Place)], diagnostics: &mut Diagnostics) {
        for (id, outer, place) in within {
            let found = self.get(TermKind::Place, outer, place, diagnostics);
            if found.is_none() && !self.is_excused(TermKind::Place, outer) {
                self.report_unknown(TermKind::Place, outer, place.clone(), diagnostics);
            }
            self.terms[id.0 as usize].within = found;
        }
        // The walk that each place was first come to in, from 1.
        let mut walks = vec![0; self.terms.len()];
        for (walk, (id, ..)) in (1..).zip(within) {
            let mut next = Some(*id);
            while let Some(at) = next.filter(|at| walks[at.0 as usize] == 0) {
                walks[at.0 as usize] = walk;
                next = self.terms[at.0 as usize].within;
            }
            if let Some(at) = next.filter(|at| walks[at.0 as usize] == walk) {
                self.open_circle(at, within, diagnostics);
            }
        }
    }

    /// Reports the circle of places that one lies in, from the first of them on, and opens it there.
    fn open_circle(
        &mut self,
        one: TermId,
        within: &[(TermId, String, Place)],
        diagnostics: &mut Diagnostics,
    ) {
        let outer = |id: &TermId| self.terms[id.0 as usize].within;
        let mut circle = vec![one];
        circle.extend(iter::successors(outer(&one), outer).take_while(|id| *id != one));
        let first = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or_default();
        circle.rotate_left(first);
        if let Ok(at) = within.binary_search_by_key(&circle[0], |(id, ..)| *id) {
            self.report_circle(&circle, within[at].2.clone(), diagnostics);
        }
        self.terms[circle[0].0 as usize].within = None;
    }

    fn report_circle(&self, path: &[TermId], place: Place, diagnostics: &mut Diagnostics) {
        let keys: Vec<&str> = path
            .iter()
            .chain(path.first())
            .map(|id| self.terms[id.0 as usize].key.as_str())
            .collect();
        let message = match path {
            [_] => format!("`{}` lies in itself", keys[0]),
            _ => format!("these places lie in one another in a circle: `{}`", keys.join("` → `")),
        };
        diagnostics
            .error(rule::WITHIN_CYCLE, place, message)
            .help("`within` names the larger place: remove the one that is wrong");
    }

    #[expect(clippy::too_many_arguments, reason = "what a registry says of one name, and where")]
    fn register(
        &mut self,
        kind: TermKind,
        key: &str,
        own: Vec<String>,
        aliases: Vec<String>,
        registered: Registered,
        at: Place,
        diagnostics: &mut Diagnostics,
    ) -> TermId {
        check_key(key, at.clone(), diagnostics);
        if key == "index" {
            diagnostics
                .error(rule::BAD_ID, at, "`index` is the address of the list itself")
                .help("choose another key");
        }
        let id = self.add(kind, key.to_owned(), key.to_owned(), registered);
        for name in own.into_iter().chain(aliases) {
            let folded = slug(&name);
            let entries = self.ambiguous.entry((kind, folded.clone())).or_default();
            if entries.last() != Some(&id) {
                entries.push(id);
            }
            self.folded.entry(kind).or_default().entry(folded).or_insert(id);
            self.written.entry(kind).or_default().entry(name).or_insert(id);
        }
        id
    }

    fn add(
        &mut self,
        kind: TermKind,
        key: String,
        written: String,
        registered: Registered,
    ) -> TermId {
        let id = TermId(
            u32::try_from(self.terms.len()).expect("fewer than four thousand million names"),
        );
        // A key wins over other entries' names and aliases.
        self.folded.entry(kind).or_default().insert(key.clone(), id);
        self.written.entry(kind).or_default().insert(written.clone(), id);
        self.terms.push(Term { kind, key, written, registered, within: None });
        self.named.push(false);
        id
    }

    fn get(
        &self,
        kind: TermKind,
        name: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<TermId> {
        let written = self.written.get(&kind).and_then(|names| names.get(name)).copied();
        let found = written
            .or_else(|| self.folded.get(&kind).and_then(|names| names.get(&slug(name))).copied())?;
        self.check_ambiguous(kind, found, name, || place.clone(), diagnostics);
        Some(found)
    }

    /// Reports a name of several entries; a key is the name of one.
    fn check_ambiguous(
        &self,
        kind: TermKind,
        found: TermId,
        name: &str,
        place: impl Fn() -> Place,
        diagnostics: &mut Diagnostics,
    ) {
        if self.ambiguous.is_empty() || self.terms[found.0 as usize].key == name {
            return;
        }
        let Some(entries) = self.ambiguous.get(&(kind, slug(name))) else { return };
        let keys: Vec<&str> =
            entries.iter().map(|id| self.terms[id.0 as usize].key.as_str()).collect();
        diagnostics
            .error(
                rule::AMBIGUOUS_NAME,
                place(),
                format!("`{name}` is a name of {} entries", keys.len()),
            )
            .help(format!("write the key of the one that is meant: `{}`", keys.join("` or `")));
    }

    /// The terms that a list names, each once; free names become terms only if the list `adds`: nothing of an entry
    /// that is left out reaches the site.
    pub fn find_all(
        &mut self,
        kind: TermKind,
        list: &Items<Words>,
        adds: bool,
        place: impl Fn(usize) -> Place,
        diagnostics: &mut Diagnostics,
    ) -> ThinVec<TermId> {
        let mut found = ThinVec::with_capacity(list.0.len());
        for (item, name) in &list.0 {
            if let Some(id) = self.find(kind, &name.0, adds, || place(*item), diagnostics) {
                self.named[id.0 as usize] = true;
                found.push(id);
            }
        }
        each_once(&mut found);
        found
    }

    fn find(
        &mut self,
        kind: TermKind,
        name: &str,
        adds: bool,
        place: impl Fn() -> Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<TermId> {
        let written = self.written.get(&kind).and_then(|names| names.get(name)).copied();
        if let Some(id) = written {
            self.check_ambiguous(kind, id, name, place, diagnostics);
            return Some(id);
        }
        let mut key = slug(name);
        if key.is_empty() || key.len() > 200 {
            diagnostics
                .error(rule::BAD_ID, place(), format!("`{name}` makes no address for its list"))
                .help("a name needs letters or digits, and at most 200 bytes");
            return None;
        }
        if key == "index" {
            key = "index-1".to_owned();
        }
        if let Some(id) = self.folded.get(&kind).and_then(|names| names.get(&key)).copied() {
            self.check_ambiguous(kind, id, name, &place, diagnostics);
            if adds {
                self.report_spelling(kind, id, name, place(), diagnostics);
            }
            return Some(id);
        }
        if self.is_strict(kind) {
            if !self.is_excused(kind, name) {
                self.report_unknown(kind, name, place(), diagnostics);
            }
            return None;
        }
        if !adds {
            self.withheld.insert((kind, key));
            return None;
        }
        Some(self.add(kind, key, name.to_owned(), Registered::Nothing))
    }

    /// The term of a name that has to be in use already.
    pub fn find_used(
        &self,
        kind: TermKind,
        name: &str,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<TermId> {
        let found = self.get(kind, name, &place, diagnostics);
        let is_withheld = || self.withheld.contains(&(kind, slug(name)));
        if found.is_none() && !self.is_excused(kind, name) && !self.unread.entries && !is_withheld()
        {
            self.report_unknown(kind, name, place, diagnostics);
        }
        found
    }

    fn report_spelling(
        &mut self,
        kind: TermKind,
        id: TermId,
        name: &str,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) {
        let term = &self.terms[id.0 as usize];
        if !matches!(term.registered, Registered::Nothing)
            || !self.reported.insert((kind, name.to_owned()))
        {
            return;
        }
        diagnostics
            .warning(
                rule::NAME_SPELLING,
                place,
                format!("`{name}` and `{}` have one address, and are taken for one", term.written),
            )
            .help(format!(
                "write `{}`, or names that differ in more than case and punctuation",
                term.written
            ));
    }

    fn report_unknown(
        &self,
        kind: TermKind,
        name: &str,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) {
        let (rule, what) = match kind {
            TermKind::Place => (rule::UNKNOWN_PLACE, "place"),
            TermKind::Actor => (rule::UNKNOWN_ACTOR, "actor"),
            TermKind::Tag => (rule::UNKNOWN_TAG, "tag"),
            TermKind::Taxonomy(index) => {
                (rule::UNKNOWN_TAG, self.taxonomies.get(index).map_or("term", String::as_str))
            }
        };
        let known =
            self.terms.iter().filter(|term| term.kind == kind).map(|term| term.key.as_str());
        let near = diagnostics.suggest(name, known).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| match kind {
            TermKind::Place => {
                format!("add `{}:` with a `name` to content/places.yaml", slug(name))
            }
            TermKind::Actor => {
                format!("add `{}:` with a `name` to content/actors.yaml", slug(name))
            }
            TermKind::Tag | TermKind::Taxonomy(_) => "name one that an event or article has".into(),
        });
        diagnostics.error(rule, place, format!("there is no {what} `{name}`")).help(help);
    }

    fn is_strict(&self, kind: TermKind) -> bool {
        let strictness = match kind {
            TermKind::Place => self.registries.places,
            TermKind::Actor => self.registries.actors,
            TermKind::Tag | TermKind::Taxonomy(_) => Strictness::Free,
        };
        strictness == Strictness::Strict
    }

    /// Whether a name may be missing because of what has been reported.
    fn is_excused(&self, kind: TermKind, name: &str) -> bool {
        let is_unread = match kind {
            TermKind::Place => self.unread.places,
            TermKind::Actor => self.unread.actors,
            TermKind::Tag | TermKind::Taxonomy(_) => false,
        };
        is_unread
            || self.broken.contains(&(kind, name.to_owned()))
            || self.broken.contains(&(kind, slug(name)))
    }
}

/// So many terms are faster held against each other than put into a set.
const FEW: usize = 16;

/// Takes out what stands further ahead already.
fn each_once(terms: &mut ThinVec<TermId>) {
    if terms.len() > FEW {
        let mut seen = BTreeSet::new();
        return terms.retain(|id| seen.insert(*id));
    }
    let is_double = |at: usize| terms[..at].contains(&terms[at]);
    if (1..terms.len()).any(is_double) {
        *terms = (0..terms.len()).filter(|at| !is_double(*at)).map(|at| terms[at]).collect();
    }
}

/// A registered name in every language that it is given in.
fn own_names(name: Option<&Local<Words>>) -> Vec<String> {
    name.into_iter().flat_map(Local::each).map(|(_, words)| words.0.clone()).collect()
}

fn words(list: &Items<Words>) -> Vec<String> {
    list.0.iter().map(|(_, words)| words.0.clone()).collect()
}
