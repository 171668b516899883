//! Prose: what texts link to and show has to be there.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostics, Place, nearest, rule};
use crate::document::{Documents, Found, Texts};
use crate::prose::{Link, Target};
use crate::text::{Folder, TextId};
use crate::yaml::Step;

use super::ids::{Ids, article_id, from_stem};
use super::sources::report_missing;

/// Turns links to Markdown files beside the text's own into the addresses of their pages.
pub fn resolve_files(documents: &mut Documents, folder: &Folder, diagnostics: &mut Diagnostics) {
    let pages = page_addresses(documents, folder);
    let bodies = documents
        .events
        .iter_mut()
        .map(|one| (one.at.text, &mut one.body))
        .chain(documents.articles.iter_mut().map(|one| (one.at.text, &mut one.body)))
        .chain(documents.pages.iter_mut().map(|one| (one.at.text, &mut one.body)))
        .chain(documents.timelines.iter_mut().map(|one| (one.at.text, &mut one.body)));
    for (text, body) in bodies {
        let Some((start, body)) = body else { continue };
        let own = folder.texts.get(text).path.as_str();
        for link in body.0.links.iter_mut().filter(|link| !link.picture) {
            let Target::File(address) = &link.target else { continue };
            let (path, fragment) = split_fragment(address);
            if !path.ends_with(".md") {
                continue;
            }
            let path = join(own, path);
            match pages.get(&path) {
                Some(Target::Entry(id)) => link.target = Target::Entry(id.clone()),
                Some(Target::File(page)) => {
                    link.target = Target::File(format!("{page}{fragment}").into());
                }
                None => {
                    let place =
                        Place::range(text, *start + link.range.start..*start + link.range.end);
                    let known =
                        pages.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>();
                    let found = diagnostics.error(
                        rule::BROKEN_LINK,
                        place,
                        format!("there is no page made of `{path}`"),
                    );
                    if let Some(near) = nearest(&path, known.iter().copied()) {
                        found.help(format!("did you mean `{near}`?"));
                    }
                    link.target = Target::File("index.html".into());
                }
            }
        }
    }
}

/// What each Markdown file becomes: an entry, or a page at an address.
fn page_addresses(documents: &Documents, folder: &Folder) -> HashMap<String, Target> {
    let path = |text: TextId| folder.texts.get(text).path.clone();
    let mut pages = HashMap::new();
    for event in documents.events.iter().filter(|event| event.at.item.is_none()) {
        if let Some(id) = &event.fields.id.0 {
            pages.insert(path(event.at.text), Target::Entry(id.0.as_str().into()));
        }
    }
    for article in &documents.articles {
        if let Some(id) = article_id(article) {
            pages.insert(path(article.at.text), Target::Entry(id.0.into()));
        }
    }
    for page in &documents.pages {
        if let Some(id) = page.fields.id.clone().or_else(|| from_stem(&page.stem)) {
            pages.insert(path(page.at.text), Target::File(format!("{}.html", id.0).into()));
        }
    }
    for timeline in &documents.timelines {
        if let Some(id) = timeline.fields.id.clone().or_else(|| from_stem(&timeline.stem)) {
            pages.insert(
                path(timeline.at.text),
                Target::File(format!("timelines/{}.html", id.0).into()),
            );
        }
    }
    pages
}

/// A path relative to the folder of a file, without `.` and `..`.
fn join(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// An address without its fragment, and the fragment with its `#`.
pub fn split_fragment(address: &str) -> (&str, &str) {
    address.find('#').map_or((address, ""), |at| address.split_at(at))
}

/// Checks every link and picture of every text, but for addresses of pages, which only the plan of the output knows:
/// those are given back.
pub fn check_texts(
    documents: &Documents,
    folder: &Folder,
    ids: &Ids,
    diagnostics: &mut Diagnostics,
) -> Vec<(Place, String)> {
    let mut checker = Checker { folder, ids, diagnostics, addresses: Vec::new() };
    let registries = documents.registry_texts;
    checker.fields(documents.config_text, None, documents.config.texts());
    for event in &documents.events {
        checker.fields(event.at.text, event.at.item.map(Step::Item), event.fields.texts());
        checker.body(event.at.text, &event.body);
    }
    for article in &documents.articles {
        checker.fields(article.at.text, None, article.fields.texts());
        checker.body(article.at.text, &article.body);
    }
    for page in &documents.pages {
        checker.fields(page.at.text, None, page.fields.texts());
        checker.body(page.at.text, &page.body);
    }
    for timeline in &documents.timelines {
        checker.fields(timeline.at.text, None, timeline.fields.texts());
        checker.body(timeline.at.text, &timeline.body);
    }
    for (key, place) in &documents.places {
        checker.fields(
            registries.places.unwrap_or_default(),
            Some(key.as_str().into()),
            place.texts(),
        );
    }
    for (key, actor) in &documents.actors {
        checker.fields(
            registries.actors.unwrap_or_default(),
            Some(key.as_str().into()),
            actor.texts(),
        );
    }
    for (key, source) in &documents.sources {
        checker.fields(
            registries.sources.unwrap_or_default(),
            Some(key.as_str().into()),
            source.texts(),
        );
    }
    checker.addresses
}

struct Checker<'a> {
    folder: &'a Folder,
    ids: &'a Ids,
    diagnostics: &'a mut Diagnostics,
    addresses: Vec<(Place, String)>,
}

impl Checker<'_> {
    fn fields(&mut self, text: TextId, top: Option<Step>, found: Vec<Found<'_>>) {
        for (path, prose) in found {
            for link in &prose.links {
                self.link(link, || {
                    let path = top.iter().cloned().chain(path.iter().cloned()).collect();
                    Place::inside(text, path, link.range.clone())
                });
            }
        }
    }

    fn body(&mut self, text: TextId, body: &Option<(usize, crate::prose::Body)>) {
        let Some((start, body)) = body else { return };
        for link in &body.0.links {
            self.link(link, || {
                Place::range(text, start + link.range.start..start + link.range.end)
            });
        }
    }

    fn link(&mut self, link: &Link, place: impl Fn() -> Place) {
        match &link.target {
            Target::Entry(id) => {
                if self.ids.get(id).is_none() {
                    self.ids.report_unknown(id, place(), self.diagnostics);
                }
            }
            Target::File(path) => {
                let (path, _) = split_fragment(path);
                if path.is_empty() {
                    return;
                }
                if self.folder.media.contains_key(path) {
                    return;
                }
                if link.picture || path.starts_with("media/") {
                    report_missing(path, place(), self.folder, self.diagnostics);
                } else {
                    self.addresses.push((place(), path.to_owned()));
                }
            }
        }
    }
}
