//! Prose: what texts link to and show has to be there.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{Document, Documents, Found, Kind, Texts};
use crate::prose::{Link, Prose, Target, split_fragment};
use crate::text::{Folder, TextId};
use crate::yaml::Step;

use super::files::Files;
use super::ids::{Ids, article_id, from_stem};
use super::sources::report_missing;

/// What each Markdown file becomes: an entry, or a page at an address.
fn page_addresses(documents: &Documents, folder: &Folder) -> BTreeMap<String, Target> {
    let path = |text: TextId| folder.texts.path(text).to_owned();
    let mut pages = BTreeMap::new();
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
    // What has no address because of something that is reported is a page all the same.
    let nowhere = || Target::File("index.html".into());
    let nameless = documents.events.iter().filter(|event| event.at.item.is_none());
    let texts = nameless
        .map(|event| event.at.text)
        .chain(documents.articles.iter().map(|article| article.at.text))
        .chain(documents.pages.iter().map(|page| page.at.text))
        .chain(documents.timelines.iter().map(|timeline| timeline.at.text));
    for text in texts {
        pages.entry(path(text)).or_insert_with(nowhere);
    }
    for file in &documents.unreadable {
        let target = match (file.kind, from_stem(&file.stem)) {
            (Kind::Article, Some(id)) => Target::Entry(id.0.into()),
            _ => nowhere(),
        };
        pages.insert(path(file.text), target);
    }
    pages
}

/// Whether any text links to a Markdown file.
fn link_to_markdown(documents: &mut Documents) -> bool {
    fn prose_does(prose: &Prose) -> bool {
        prose.links.iter().any(|link| {
            matches!(&link.target, Target::File(address) if is_markdown(split_fragment(address).0))
        })
    }
    fn one_does(texts: Vec<Found<'_>>) -> bool {
        texts.iter().any(|(_, prose)| prose_does(prose))
    }
    fn documents_do<T: Texts>(documents: &mut [Document<T>]) -> bool {
        with_links(documents).any(|document| {
            let body = document.body.as_ref();
            body.is_some_and(|(_, body)| prose_does(&body.0)) || one_does(document.fields.texts())
        })
    }
    one_does(documents.config.texts())
        || documents.places.iter_mut().any(|(_, place)| one_does(place.texts()))
        || documents.actors.iter_mut().any(|(_, actor)| one_does(actor.texts()))
        || documents.sources.iter_mut().any(|(_, source)| one_does(source.texts()))
        || documents_do(&mut documents.timelines)
        || documents_do(&mut documents.pages)
        || documents_do(&mut documents.articles)
        || documents_do(&mut documents.events)
}

/// Those that link to something; few do.
fn with_links<T>(documents: &mut [Document<T>]) -> impl Iterator<Item = &mut Document<T>> {
    documents.iter_mut().filter(|document| document.links)
}

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md")
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

/// Checks every link and picture of every text, and turns links to Markdown files beside the text's own into the
/// addresses of their pages. Addresses of pages only the plan of the output can check: those are given back.
pub fn check_texts(
    documents: &mut Documents,
    folder: &Folder,
    ids: &Ids,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Vec<(Place, String)> {
    // It takes long to find out what each file becomes, and few sites link to files.
    let pages = match link_to_markdown(documents) {
        true => page_addresses(documents, folder),
        false => BTreeMap::new(),
    };
    let mut checker = Checker { folder, ids, files, pages, diagnostics, addresses: Vec::new() };
    let registries = documents.registry_texts;
    checker.fields(documents.config_text, None, documents.config.texts());
    for event in with_links(&mut documents.events) {
        checker.fields(event.at.text, event.at.item.map(Step::Item), event.fields.texts());
        checker.body(event.at.text, &mut event.body);
    }
    for article in with_links(&mut documents.articles) {
        checker.fields(article.at.text, None, article.fields.texts());
        checker.body(article.at.text, &mut article.body);
    }
    for page in with_links(&mut documents.pages) {
        checker.fields(page.at.text, None, page.fields.texts());
        checker.body(page.at.text, &mut page.body);
    }
    for timeline in with_links(&mut documents.timelines) {
        checker.fields(timeline.at.text, None, timeline.fields.texts());
        checker.body(timeline.at.text, &mut timeline.body);
    }
    for (key, place) in &mut documents.places {
        checker.fields(
            registries.places.unwrap_or_default(),
            Some(key.as_str().into()),
            place.texts(),
        );
    }
    for (key, actor) in &mut documents.actors {
        checker.fields(
            registries.actors.unwrap_or_default(),
            Some(key.as_str().into()),
            actor.texts(),
        );
    }
    for (key, source) in &mut documents.sources {
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
    files: &'a mut Files,
    /// What each Markdown file becomes, where any text links to one.
    pages: BTreeMap<String, Target>,
    diagnostics: &'a mut Diagnostics,
    addresses: Vec<(Place, String)>,
}

impl Checker<'_> {
    fn fields(&mut self, text: TextId, top: Option<Step>, found: Vec<Found<'_>>) {
        for (path, prose) in found {
            for link in &mut prose.links {
                let path = top.iter().cloned().chain(path.iter().cloned()).collect();
                let place = Place::inside(text, path, link.range.clone());
                self.link(link, place);
            }
        }
    }

    fn body(&mut self, text: TextId, body: &mut Option<(usize, crate::prose::Body)>) {
        let Some((start, body)) = body else { return };
        for link in &mut body.0.links {
            let range = *start + link.range.start..*start + link.range.end;
            self.link(link, Place::range(text, range));
        }
    }

    fn link(&mut self, link: &mut Link, place: Place) {
        self.resolve(link, &place);
        match &link.target {
            Target::Entry(id) => {
                if self.ids.get(id).is_none() {
                    self.ids.report_unknown(id, place, self.diagnostics);
                }
            }
            Target::File(path) => {
                let (path, _) = split_fragment(path);
                if path.is_empty() {
                    return;
                }
                if self.folder.media.contains_key(path) {
                    self.files.uses(path, place, self.folder, self.diagnostics);
                    return;
                }
                if link.picture || path.starts_with("media/") {
                    report_missing(path, place, self.folder, self.diagnostics);
                } else if !self.ids.is_broken_page(path) {
                    self.addresses.push((place, path.to_owned()));
                }
            }
        }
    }

    /// Turns a path of a Markdown file into the address of its page, and the address of an entry that is kept back
    /// into the entry, which has no page.
    fn resolve(&mut self, link: &mut Link, place: &Place) {
        let Target::File(address) = &link.target else { return };
        if link.picture {
            return;
        }
        let (path, fragment) = split_fragment(address);
        if let Some(id) = self.ids.withheld_at(path) {
            link.target = Target::Entry(id.into());
            return;
        }
        if !is_markdown(path) {
            return;
        }
        let path = join(self.folder.texts.path(place.text), path);
        link.target = match self.pages.get(&path) {
            Some(Target::Entry(id)) => Target::Entry(id.clone()),
            Some(Target::File(page)) => Target::File(format!("{page}{fragment}").into()),
            None => {
                let near = self.diagnostics.suggest(&path, self.pages.keys().map(String::as_str));
                let found = self.diagnostics.error(
                    rule::BROKEN_LINK,
                    place.clone(),
                    format!("there is no page made of `{path}`"),
                );
                if let Some(near) = near {
                    found.help(format!("did you mean `{near}`?"));
                }
                Target::File("index.html".into())
            }
        };
    }
}
