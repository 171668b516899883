//! Sources: those of the registry, and those that entries bring along.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::config::{Key, Strictness};
use crate::diagnostic::{Diagnostics, Place, Spot, rule};
use crate::document::{Documents, SourceFields, WebAddress};
use crate::prose::slug;
use crate::site::{EntryId, Source, SourceId};
use crate::text::{Folder, TextId};
use crate::yaml::{Either, Leaf, Step, Words};

use super::lints;

/// All sources found so far.
pub struct Bibliography {
    pub sources: Vec<Source>,
    by_key: BTreeMap<String, SourceId>,
    /// Keys whose entries could not be read.
    broken: BTreeSet<String>,
    /// Sources that entries bring along are one where they have one address and say the same. Their titles are looked
    /// at first: of a data set with one address every row may be a source.
    brought: HashMap<(WebAddress, Option<String>), Vec<SourceId>>,
    by_name: HashMap<String, SourceId>,
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
            by_key: BTreeMap::new(),
            broken: std::mem::take(&mut documents.broken_keys.sources).into_iter().collect(),
            brought: HashMap::new(),
            by_name: HashMap::new(),
            named: BTreeSet::new(),
            strict: documents.config.registries.sources == Strictness::Strict,
            unread: documents.unread.sources,
        };
        let text = documents.registry_texts.sources.unwrap_or_default();
        for (key, fields) in std::mem::take(&mut documents.sources) {
            check_key(&key, Place::key(text, vec![key.as_str().into()]), diagnostics);
            let path = [Step::from(key.as_str())];
            check(&fields, text, &path, folder, diagnostics);
            lints::check_source(&fields, text, &path, folder, diagnostics);
            let id = all.add(Some(key.clone()), fields);
            all.by_key.insert(key, id);
        }
        all
    }

    /// The source that an entry names or brings along, and that it supports the entry. For an entry that is left out
    /// (`None`) it is only checked: nothing of such an entry reaches the bibliography.
    pub fn find(
        &mut self,
        source: Either<Words, SourceFields>,
        entry: Option<EntryId>,
        place: Place,
        folder: &Folder,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        let id = match source {
            Either::Name(name) => self.named(&name.0, entry.is_some(), place, diagnostics)?,
            Either::Full(fields) => {
                if let Spot::Value { path, .. } = &place.spot {
                    check(&fields, place.text, path, folder, diagnostics);
                    if entry.is_some() {
                        lints::check_source(&fields, place.text, path, folder, diagnostics);
                    }
                }
                entry?;
                self.brought(fields)
            }
        };
        let entry = entry?;
        let supports = &mut self.sources[id.0 as usize].supports;
        if supports.last() != Some(&entry) {
            supports.push(entry);
        }
        Some(id)
    }

    /// The source of a key, or of a name in words where the registry is not strict; a new one only if it `adds`.
    fn named(
        &mut self,
        name: &str,
        adds: bool,
        place: Place,
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
                    .error(rule::UNKNOWN_SOURCE, place, format!("there is no source `{name}`"))
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
        let id = self.add(None, fields);
        self.by_name.insert(name.to_owned(), id);
        Some(id)
    }

    fn brought(&mut self, fields: SourceFields) -> SourceId {
        let Some(url) = fields.url.clone() else { return self.add(None, fields) };
        let likeness = (url, fields.title.as_ref().map(|title| title.0.clone()));
        let same = self.brought.get(&likeness).into_iter().flatten().copied();
        let found = same.into_iter().find(|id| self.sources[id.0 as usize].fields == fields);
        found.unwrap_or_else(|| {
            let id = self.add(None, fields);
            self.brought.entry(likeness).or_default().push(id);
            id
        })
    }

    fn add(&mut self, key: Option<String>, fields: SourceFields) -> SourceId {
        let id = SourceId(
            u32::try_from(self.sources.len()).expect("fewer than four thousand million sources"),
        );
        self.sources.push(Source { key, fields, supports: Vec::new() });
        id
    }

    /// What the registry says of a key.
    pub fn get(&self, key: &str) -> Option<&SourceFields> {
        self.by_key.get(key).map(|id| &self.sources[id.0 as usize].fields)
    }

    /// The place among an event's sources of the one that an account names by key, name, address or publisher.
    pub fn position(&self, name: &str, sources: &[SourceId]) -> Option<usize> {
        let id = self.by_key.get(name).or_else(|| self.by_name.get(name));
        id.and_then(|id| sources.iter().position(|other| other == id)).or_else(|| {
            let is_it = |id: &SourceId| {
                self.sources[id.0 as usize].fields.called().any(|other| other == name)
            };
            sources.iter().position(is_it)
        })
    }
}

/// Reports a key of a registry that cannot stand in an address.
pub fn check_key(key: &str, at: Place, diagnostics: &mut Diagnostics) {
    if let Err(complaint) = Key::read(key) {
        diagnostics.error(rule::BAD_ID, at, complaint.message).help = complaint.help;
    }
}

/// Checks what a source says of files, and that it says anything at all.
fn check(
    fields: &SourceFields,
    text: TextId,
    path: &[Step],
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let below = |key: &str| below(text, path, key);
    let is_empty =
        |words: &Option<Words>| words.as_ref().is_none_or(|words| words.0.trim().is_empty());
    if is_empty(&fields.publisher) && is_empty(&fields.title) && fields.url.is_none() {
        diagnostics
            .error(
                rule::EMPTY_SOURCE,
                Place::value(text, path.to_vec()),
                "this source says neither who nor what nor where",
            )
            .help("give at least one of `publisher`, `title` and `url`");
    }
    if fields.publisher.as_ref().is_some_and(|publisher| slug(&publisher.0).len() > 200) {
        diagnostics
            .error(rule::BAD_ID, below("publisher"), "this publisher is too long for an address")
            .help("write 200 bytes at most, and the rest in `title` or `note`");
    }
    if let Some(copy) = &fields.copy
        && !folder.media.contains_key(&copy.0)
    {
        report_missing(&copy.0, below("copy"), folder, diagnostics);
    }
    if let (Some(copy), Some(given)) = (&fields.copy, &fields.sha256)
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
pub fn below(text: TextId, path: &[Step], key: &str) -> Place {
    Place::value(text, path.iter().cloned().chain([key.into()]).collect())
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
