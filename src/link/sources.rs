//! Sources: those of the registry, and those that entries bring along.

use std::collections::{BTreeSet, HashMap};

use crate::config::Strictness;
use crate::diagnostic::{Diagnostics, Place, did_you_mean, nearest, rule};
use crate::document::{Documents, SourceFields, WebAddress};
use crate::site::{EntryId, Source, SourceId};
use crate::text::{Folder, TextId};
use crate::yaml::{Either, Leaf, Step, Words};

/// All sources found so far.
pub struct Bibliography {
    pub sources: Vec<Source>,
    by_key: HashMap<String, SourceId>,
    /// Sources that entries bring along are one where they have one address and say the same.
    by_url: HashMap<WebAddress, Vec<SourceId>>,
    by_name: HashMap<String, SourceId>,
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
            by_key: HashMap::new(),
            by_url: HashMap::new(),
            by_name: HashMap::new(),
            strict: documents.config.registries.sources == Strictness::Strict,
            unread: documents.unread.sources,
        };
        let text = documents.registry_texts.sources.unwrap_or_default();
        for (key, fields) in std::mem::take(&mut documents.sources) {
            check(&fields, text, vec![key.as_str().into()], folder, diagnostics);
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
            Either::Name(name) => self.named(&name.0, place, diagnostics)?,
            Either::Full(fields) => {
                if let crate::diagnostic::Spot::Value { path, .. } = &place.spot {
                    check(&fields, place.text, path.clone(), folder, diagnostics);
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

    /// The source of a key, or of a name in words where the registry is not strict.
    pub fn named(
        &mut self,
        name: &str,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        if let Some(id) = self.by_key.get(name).or_else(|| self.by_name.get(name)) {
            return Some(*id);
        }
        let address = WebAddress::read(name).ok();
        let is_free = !self.strict && (address.is_some() || name.contains(char::is_whitespace));
        if !is_free {
            if !self.unread {
                let mut keys: Vec<&str> = self.by_key.keys().map(String::as_str).collect();
                keys.sort_unstable();
                let help = did_you_mean(name, keys.iter().copied())
                    .unwrap_or_else(|| "name a key of content/sources.yaml, or write `{publisher: …, title: …, url: …}`".into());
                diagnostics
                    .error(rule::UNKNOWN_SOURCE, place, format!("there is no source `{name}`"))
                    .help(help);
            }
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
        let same = self.by_url.get(&url).into_iter().flatten().copied();
        let found = same.into_iter().find(|id| self.sources[id.0 as usize].fields == fields);
        found.unwrap_or_else(|| {
            let id = self.add(None, fields);
            self.by_url.entry(url).or_default().push(id);
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

    /// The place among an event's sources of the one that an account names by key or publisher.
    pub fn position(&self, name: &str, sources: &[SourceId]) -> Option<usize> {
        let by_key =
            self.by_key.get(name).and_then(|id| sources.iter().position(|other| other == id));
        by_key.or_else(|| {
            sources.iter().position(|id| {
                let fields = &self.sources[id.0 as usize].fields;
                fields.publisher.as_ref().is_some_and(|publisher| publisher.0 == name)
            })
        })
    }
}

/// Checks what a source says of files, and that it says anything at all.
fn check(
    fields: &SourceFields,
    text: TextId,
    path: Vec<Step>,
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let below = |key: &str| Place::value(text, path.iter().cloned().chain([key.into()]).collect());
    if fields.publisher.is_none() && fields.title.is_none() && fields.url.is_none() {
        diagnostics
            .error(
                rule::EMPTY_SOURCE,
                Place::value(text, path.clone()),
                "this source says neither who nor what nor where",
            )
            .help("give at least one of `publisher`, `title` and `url`");
    }
    if let Some(copy) = &fields.copy
        && !folder.media.contains_key(&copy.0)
    {
        report_missing(&copy.0, below("copy"), folder, diagnostics);
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

/// Reports a file that is not under `content/media/`.
pub fn report_missing(path: &str, place: Place, folder: &Folder, diagnostics: &mut Diagnostics) {
    let files: BTreeSet<&str> = folder.media.keys().map(String::as_str).collect();
    let help = match nearest(path, files.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if !path.starts_with("media/") => {
            format!("write the path from content/ on: `media/{path}`")
        }
        None => format!("put the file at content/{path}"),
    };
    diagnostics.error(rule::MISSING_MEDIA, place, format!("there is no file `{path}`")).help(help);
}
