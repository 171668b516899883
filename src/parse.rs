//! Folder -> Documents, Theme: reads each file into its types, all files in parallel, and compiles the theme.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;
use thin_vec::ThinVec;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{BrokenKeys, Documents, Kind, RegistryTexts, Unread};
use crate::spool::Spool;
use crate::text::{Folder, Text, TextId};
use crate::yaml::Must;

mod content;
mod theme;

use content::One;
pub use theme::{Wanted, parse as theme};

/// Files that one thread takes at a time: by so few that none is left with many when the others have nothing to do.
const RUN: usize = 32;

/// Reads the settings and the content, without the theme; long texts go to a spool.
///
/// # Errors
/// Where the disk does not give a file.
pub fn documents(
    folder: &Folder,
    spool: Spool,
    diagnostics: &mut Diagnostics,
) -> Result<Documents> {
    let spool = Arc::new(spool);
    let ids: Vec<TextId> = folder.texts.ids().collect();
    let parsed: Vec<Result<(One, Vec<String>, Diagnostics)>> = ids
        .par_iter()
        .with_max_len(RUN)
        .map(|id| {
            let mut found = Diagnostics::default();
            let text = folder.texts.read(*id)?;
            check_encoding(*id, &text, &mut found);
            let mut one = content::parse(*id, &text, &mut found);
            one.put_away(&spool);
            let copies = one.copies();
            Ok((one, copies, found))
        })
        .collect();
    let mut documents = nothing_yet(spool);
    let events = parsed.iter().flatten().map(|(one, ..)| match one {
        One::Events(events, _) => events.len(),
        _ => 0,
    });
    // By doubling, the longest of all lists would take twice its room.
    documents.events.reserve_exact(events.sum());
    for (id, parsed) in ids.iter().zip(parsed) {
        let (one, copies, found) = parsed?;
        documents.copies.extend(copies);
        diagnostics.append(found);
        add(&mut documents, *id, one);
    }
    Ok(documents)
}

fn check_encoding(id: TextId, text: &Text, diagnostics: &mut Diagnostics) {
    if !text.damaged {
        return;
    }
    let at = text.content.find(char::REPLACEMENT_CHARACTER).unwrap_or_default();
    diagnostics
        .error(
            rule::NOT_UTF8,
            Place::range(id, at..at + char::REPLACEMENT_CHARACTER.len_utf8()),
            "this is not valid UTF-8",
        )
        .help("save the file in the encoding UTF-8");
}

fn add(documents: &mut Documents, id: TextId, one: One) {
    match one {
        One::Config(config, whole) => {
            documents.config_text = id;
            documents.unread.config = !whole;
            if let Some(config) = config {
                documents.config = *config;
            }
        }
        One::Events(events, whole) => {
            documents.events.extend(events);
            documents.unread.entries |= !whole;
            documents.unread.ids |= !whole;
        }
        One::Article(article) => documents.articles.push(*article),
        One::Page(page) => documents.pages.push(*page),
        One::Timeline(timeline) => documents.timelines.push(*timeline),
        One::Places(places, whole) => {
            documents.registry_texts.places = Some(id);
            documents.unread.places = places.is_none();
            documents.unread.coordinates = !whole;
            (documents.places, documents.broken_keys.places) = read_and_broken(places);
        }
        One::Actors(actors) => {
            documents.registry_texts.actors = Some(id);
            documents.unread.actors = actors.is_none();
            (documents.actors, documents.broken_keys.actors) = read_and_broken(actors);
        }
        One::Sources(sources) => {
            documents.registry_texts.sources = Some(id);
            documents.unread.sources = sources.is_none();
            (documents.sources, documents.broken_keys.sources) = read_and_broken(sources);
        }
        One::Unreadable(file) => {
            documents.unread.entries |= matches!(file.kind, Kind::Event | Kind::Article);
            documents.unread.ids |= file.kind == Kind::Event;
            documents.unreadable.push(file);
        }
        One::Nothing => {}
    }
}

/// The entries of a registry, and the keys of those that could not be read.
fn read_and_broken<T>(
    entries: Option<ThinVec<(String, Must<T>)>>,
) -> (Vec<(String, T)>, Vec<String>) {
    let mut read = Vec::new();
    let mut broken = Vec::new();
    for (key, fields) in entries.unwrap_or_default() {
        match fields.0 {
            Some(fields) => read.push((key, fields)),
            None => broken.push(key),
        }
    }
    (read, broken)
}

fn nothing_yet(spool: Arc<Spool>) -> Documents {
    let smallest =
        serde_yaml::from_str::<Config>("title: \"\"").expect("the smallest settings are right");
    Documents {
        config: Config { title: Must(None), ..smallest },
        config_text: TextId::default(),
        events: Vec::new(),
        articles: Vec::new(),
        pages: Vec::new(),
        timelines: Vec::new(),
        places: Vec::new(),
        actors: Vec::new(),
        sources: Vec::new(),
        unread: Unread::default(),
        unreadable: Vec::new(),
        broken_keys: BrokenKeys::default(),
        registry_texts: RegistryTexts::default(),
        copies: BTreeSet::new(),
        spool,
    }
}
