//! Sources: those of the registry, and those that entries bring along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::config::{Key, Strictness};
use crate::diagnostic::{Diagnostics, Place, Spot, rule};
use crate::document::{Brought, Documents, SourceFields, WebAddress};
use crate::prose::slug;
use crate::site::{EntryId, Source, SourceId};
use crate::text::Folder;
use crate::yaml::{Either, Leaf, Words};

use super::lints;

/// A source that an entry rests on.
pub struct FoundSource {
    pub id: SourceId,
    /// Whether the entry names it for the first time.
    pub is_first: bool,
}

/// All sources found so far.
pub struct Bibliography {
    pub sources: Vec<Source>,
    /// The last entry that rests on each.
    last: Vec<Option<EntryId>>,
    by_key: BTreeMap<String, SourceId>,
    /// Keys whose entries could not be read.
    broken: BTreeSet<String>,
    /// Sources that entries bring along, by a hash of all that they say, or the next number that is free: they are one
    /// where they have one address and say the same.
    brought: HashMap<u64, SourceId, RandomState>,
    by_name: HashMap<String, SourceId, RandomState>,
    /// Which sources of the registry an entry names, also one that is left out.
    pub named: BTreeSet<SourceId>,
    strict: bool,
    unread: bool,
}

impl Bibliography {
    /// Takes the sources of the registry.
    pub fn collect(
        documents: &mut Documents,
        folder: &Folder,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut all = Bibliography {
            sources: Vec::new(),
            last: Vec::new(),
            by_key: BTreeMap::new(),
            broken: std::mem::take(&mut documents.broken_keys.sources).into_iter().collect(),
            brought: HashMap::default(),
            by_name: HashMap::default(),
            named: BTreeSet::new(),
            strict: documents.config.registries.sources == Strictness::Strict,
            unread: documents.unread.sources,
        };
        // At most so many, and mostly that many, of which none is to be moved when more come.
        let brought: usize =
            documents.events.par_iter().map(|event| event.fields.sources.0.len()).sum();
        all.sources.reserve_exact(documents.sources.len() + brought);
        all.last.reserve_exact(documents.sources.len() + brought);
        all.brought.reserve(brought);
        let text = documents.registry_texts.sources.unwrap_or_default();
        for (key, fields) in std::mem::take(&mut documents.sources) {
            check_key(&key, Place::key(text, vec![key.as_str().into()]), diagnostics);
            let place = || Place::value(text, vec![key.as_str().into()]);
            check(&fields, &place, folder, diagnostics);
            lints::check_source(&fields, &place, folder, diagnostics);
            let id = all.add(Some(key.clone()), Box::new(fields));
            all.by_key.insert(key, id);
        }
        all
    }

    /// The source that an entry names or brings along, and that it supports the entry. For an entry that is left out
    /// (`None`) only its name is looked for: nothing of such an entry reaches the bibliography.
    pub fn find(
        &mut self,
        source: Either<Words, Brought>,
        entry: Option<EntryId>,
        place: &dyn Fn() -> Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<FoundSource> {
        let id = match source {
            Either::Name(name) => self.named(&name.0, entry.is_some(), place, diagnostics)?,
            Either::Full(source) => {
                entry?;
                self.brought(source)
            }
        };
        let entry = entry?;
        // An entry names all of its sources before the next one does.
        let last = self.last[id.0 as usize].replace(entry);
        Some(FoundSource { id, is_first: last != Some(entry) })
    }

    /// The source of a key, or of a name in words where the registry is not strict; a new one only if it `adds`.
    fn named(
        &mut self,
        name: &str,
        adds: bool,
        place: &dyn Fn() -> Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        if let Some(id) = self.by_key.get(name) {
            self.named.insert(*id);
            return Some(*id);
        }
        if let Some(id) = self.by_name.get(name) {
            return Some(*id);
        }
        let address = WebAddress::read(name).ok();
        let is_free = !self.strict && (address.is_some() || name.contains(char::is_whitespace));
        if !is_free {
            if !self.unread && !self.broken.contains(name) {
                let help = diagnostics
                    .suggest(name, self.by_key.keys().map(String::as_str))
                    .map(|near| format!("did you mean `{near}`?"))
                    .unwrap_or_else(|| "name a key of content/sources.yaml, or write `{publisher: …, title: …, url: …}`".into());
                diagnostics
                    .error(rule::UNKNOWN_SOURCE, place(), format!("there is no source `{name}`"))
                    .help(help);
            }
            return None;
        }
        if !adds {
            return None;
        }
        let fields = match address {
            Some(url) => SourceFields { url: Some(url), ..SourceFields::default() },
            None => SourceFields { title: Some(Words(name.to_owned())), ..SourceFields::default() },
        };
        let id = self.add(None, Box::new(fields));
        self.by_name.insert(name.to_owned(), id);
        Some(id)
    }

    fn brought(&mut self, Brought { fields, mut likeness }: Brought) -> SourceId {
        if fields.url.is_none() {
            return self.add(None, fields);
        }
        while let Some(id) = self.brought.get(&likeness) {
            if self.sources[id.0 as usize].fields == fields {
                return *id;
            }
            likeness = likeness.wrapping_add(1);
        }
        let id = self.add(None, fields);
        self.brought.insert(likeness, id);
        id
    }

    fn add(&mut self, key: Option<String>, fields: Box<SourceFields>) -> SourceId {
        let id = SourceId(
            u32::try_from(self.sources.len()).expect("fewer than four thousand million sources"),
        );
        self.sources.push(Source { key, fields });
        self.last.push(None);
        id
    }

    /// What the registry says of a key.
    pub fn get(&self, key: &str) -> Option<&SourceFields> {
        self.by_key.get(key).map(|id| &*self.sources[id.0 as usize].fields)
    }

    /// The source of the registry, or of a free name, that this is a key or the name of.
    pub fn by_name(&self, name: &str) -> Option<SourceId> {
        self.by_key.get(name).or_else(|| self.by_name.get(name)).copied()
    }
}

/// Reports a key of a registry that cannot stand in an address.
pub fn check_key(key: &str, at: Place, diagnostics: &mut Diagnostics) {
    if let Err(complaint) = Key::read(key) {
        diagnostics.error(rule::BAD_ID, at, complaint.message).help = complaint.help;
    }
}

/// So many bytes of a name can stand in an address.
const MOST: usize = 200;

/// Whether a name is too long for an address.
fn is_long(name: &str) -> bool {
    // To make an address of it costs more than to see that it cannot be.
    name.len() > MOST / most_of_one(name) && slug(name).len() > MOST
}

/// So many bytes a byte of a name comes to at most, when it is made an address: U+FDFA has three and becomes 33.
fn most_of_one(name: &str) -> usize {
    match name.chars().max() {
        Some('\0'..='\u{7f}') | None => 1,
        Some(..'\u{2000}') => 3,
        Some(_) => 11,
    }
}

/// Checks a source that an entry brings along; what only editors want to know of it where it is kept.
pub fn check_brought(
    source: &Either<Words, Brought>,
    is_kept: bool,
    place: &dyn Fn() -> Place,
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let Either::Full(source) = source else { return };
    check(&source.fields, place, folder, diagnostics);
    if is_kept {
        lints::check_source(&source.fields, place, folder, diagnostics);
    }
}

/// Checks what a source says of files, and that it says anything at all.
fn check(
    fields: &SourceFields,
    place: &dyn Fn() -> Place,
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let below = |key: &str| below(place(), key);
    let is_empty =
        |words: &Option<Words>| words.as_ref().is_none_or(|words| words.0.trim().is_empty());
    if is_empty(&fields.publisher) && is_empty(&fields.title) && fields.url.is_none() {
        diagnostics
            .error(rule::EMPTY_SOURCE, place(), "this source says neither who nor what nor where")
            .help("give at least one of `publisher`, `title` and `url`");
    }
    if fields.publisher.as_ref().is_some_and(|publisher| is_long(&publisher.0)) {
        diagnostics
            .error(rule::BAD_ID, below("publisher"), "this publisher is too long for an address")
            .help("write 200 bytes at most, and the rest in `title` or `note`");
    }
    if let Some(copy) = fields.copy.as_ref()
        && !folder.media.contains_key(&copy.0)
    {
        report_missing(&copy.0, below("copy"), folder, diagnostics);
    }
    if let (Some(copy), Some(given)) = (fields.copy.as_ref(), fields.sha256.as_ref())
        && let Some(found) = folder.media.get(&copy.0).and_then(|file| file.sha256.as_ref())
        && **found != *given.0
    {
        diagnostics
            .error(
                rule::COPY_CHANGED,
                below("sha256"),
                format!("`{}` is not the file that this hash was taken of", copy.0),
            )
            .help(format!(
                "its hash is now `{found}`: write that if the new file is right, or restore the old one"
            ));
    }
    if fields.sha256.is_some() && fields.copy.is_none() {
        diagnostics
            .warning(
                rule::BAD_VALUE,
                below("sha256"),
                "there is no `copy` that this hash could be of",
            )
            .help("name the file: `copy: media/…`");
    }
}

/// The place of one field of a source.
pub fn below(source: Place, key: &str) -> Place {
    match source.spot {
        Spot::Key { path } | Spot::Value { path, .. } => {
            Place::value(source.text, path.into_iter().chain([key.into()]).collect())
        }
        Spot::File | Spot::Range(_) => source,
    }
}

/// Reports a file that is not under `content/media/`.
pub fn report_missing(path: &str, place: Place, folder: &Folder, diagnostics: &mut Diagnostics) {
    let help = match diagnostics.suggest(path, folder.media.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if !path.starts_with("media/") => {
            format!("write the path from content/ on: `media/{path}`")
        }
        None => format!("put the file at content/{path}"),
    };
    diagnostics.error(rule::MISSING_MEDIA, place, format!("there is no file `{path}`")).help(help);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_becomes_longer_than_is_said_of_names_with_it() {
        for char in '\0'..=char::MAX {
            let name = char.to_string();
            assert!(
                slug(&name).len() <= name.len() * most_of_one(&name),
                "{}",
                char.escape_unicode()
            );
        }
    }
}
