//! Evidence: sources with their origins, and the bibliography.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::config::percent;
use crate::prose::slug;
use crate::site::SourceId;
use crate::yaml::Flag;

use super::entry::entry_link;
use super::list::{cut, part_name};
use super::stage::Stage;
use super::view::{Link, SourceView, SourcesView};

/// A source, numbered in a page's list.
pub fn source_view<'s>(
    stage: &'s Stage<'_>,
    id: SourceId,
    number: usize,
    root: &str,
    scope: &str,
) -> SourceView<'s> {
    let source = stage.site().source(id);
    let fields = &source.fields;
    let is_linked = !matches!(fields.link, Some(Flag(false)));
    SourceView {
        number,
        key: source.key.as_deref(),
        publisher: fields.publisher.as_ref().map(|words| words.0.as_str()),
        title: fields.title.as_ref().map(|words| words.0.as_str()),
        url: fields.url.as_ref().filter(|_| is_linked).map(|url| &*url.0),
        not_linked: fields.url.is_some() && !is_linked,
        author: fields.author.as_ref().map(|words| words.0.as_str()),
        origin: fields.origin.as_ref().map(|words| words.0.as_str()),
        language: fields.language.as_ref().map(|language| language.0.as_str()),
        published: fields.published.as_ref().map(|date| stage.date(date)),
        accessed: fields.accessed.as_ref().map(|date| stage.date(date)),
        archived: fields.archived.as_ref().map(|url| &*url.0),
        copy: fields.copy.as_ref().map(|path| percent(&path.0)),
        note_html: stage.html(fields.note.as_ref(), root, scope),
        events: Vec::new(),
    }
}

/// How many independent origins stand behind some sources.
pub fn origins(stage: &Stage<'_>, sources: &[SourceId]) -> usize {
    let origins: BTreeSet<String> = sources
        .iter()
        .filter_map(|id| stage.site().source(*id).origin())
        .map(str::to_lowercase)
        .collect();
    origins.len()
}

/// The bibliography: which page holds which sources.
pub struct Bibliography {
    /// The pages, by path; the first is `sources.html`.
    pub pages: Vec<BibliographyPage>,
    /// On a long bibliography's first page: links to the others.
    pub parts: Vec<Link>,
    count: usize,
    archived: usize,
    origins: Vec<Link>,
}

/// A page of the bibliography.
pub struct BibliographyPage {
    pub path: String,
    pub heading: Option<String>,
    pub sources: Vec<SourceId>,
}

/// Divides the bibliography: by publisher where it is long, and then into parts that an insertion does not move.
pub fn bibliography(stage: &Stage<'_>) -> Bibliography {
    let site = stage.site();
    let mut used: Vec<SourceId> = (0..site.sources.len() as u32)
        .map(SourceId)
        .filter(|id| !site.source(*id).supports.is_empty())
        .collect();
    let key = |id: &SourceId| {
        let fields = &site.source(*id).fields;
        let text = |words: &Option<crate::yaml::Words>| {
            words.as_ref().map_or(String::new(), |words| words.0.to_lowercase())
        };
        (
            text(&fields.publisher),
            fields.published.as_ref().map(|date| date.key()),
            text(&fields.title),
            *id,
        )
    };
    used.sort_by_cached_key(key);
    let archived = used
        .iter()
        .filter(|id| {
            let fields = &site.source(**id).fields;
            fields.archived.is_some() || fields.copy.is_some()
        })
        .count();
    let count = used.len();
    let mut by_origin: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for id in &used {
        if let Some(origin) = site.source(*id).origin() {
            by_origin.entry(origin.to_lowercase()).or_insert_with(|| (origin.to_owned(), 0)).1 += 1;
        }
    }
    let mut origins: Vec<Link> = by_origin
        .into_values()
        .map(|(title, count)| Link { title, href: String::new(), count: Some(count) })
        .collect();
    origins.sort_by_key(|origin| Reverse(origin.count));
    origins.truncate(60);
    let size = stage.config().page_size.0;
    if used.len() <= size {
        let pages =
            vec![BibliographyPage { path: "sources.html".into(), heading: None, sources: used }];
        return Bibliography { pages, parts: Vec::new(), count, archived, origins };
    }
    let mut pages =
        vec![BibliographyPage { path: "sources.html".into(), heading: None, sources: Vec::new() }];
    let mut parts = Vec::new();
    for (publisher, sources) in by_publisher(stage, used) {
        let base = match slug(&publisher) {
            // No name makes an underscore.
            empty if empty.is_empty() => "_".to_owned(),
            slug => slug,
        };
        if sources.len() <= size {
            add_part(&mut pages, &mut parts, base, publisher, sources);
            continue;
        }
        for (after, part) in cut(stage, &sources, |id| source_id(stage, *id)) {
            let title = match &after {
                Some(_) => format!("{publisher}: {}", source_title(stage, part[0])),
                None => publisher.clone(),
            };
            let name = part_name(&base, after.as_deref());
            add_part(&mut pages, &mut parts, name, title, part.to_vec());
        }
    }
    Bibliography { pages, parts, count, archived, origins }
}

fn add_part(
    pages: &mut Vec<BibliographyPage>,
    parts: &mut Vec<Link>,
    name: String,
    title: String,
    sources: Vec<SourceId>,
) {
    let path = format!("sources/{name}.html");
    parts.push(Link { title: title.clone(), href: percent(&path), count: Some(sources.len()) });
    pages.push(BibliographyPage { path, heading: Some(title), sources });
}

/// What tells a source from others in an address.
fn source_id(stage: &Stage<'_>, id: SourceId) -> String {
    let source = stage.site().source(id);
    if let Some(key) = &source.key {
        return key.clone();
    }
    let fields = &source.fields;
    let words = fields
        .url
        .as_ref()
        .map(|url| url.0.to_string())
        .or_else(|| fields.title.as_ref().map(|t| t.0.clone()));
    blake3::hash(words.unwrap_or_default().as_bytes()).to_hex()[..12].to_owned()
}

fn source_title<'s>(stage: &'s Stage<'_>, id: SourceId) -> &'s str {
    stage.site().source(id).fields.title.as_ref().map_or("…", |title| title.0.as_str())
}

fn by_publisher(stage: &Stage<'_>, sources: Vec<SourceId>) -> Vec<(String, Vec<SourceId>)> {
    let mut groups: Vec<(String, Vec<SourceId>)> = Vec::new();
    for id in sources {
        let fields = &stage.site().source(id).fields;
        let publisher = fields.publisher.as_ref().map_or("…", |words| words.0.as_str());
        match groups.last_mut() {
            Some((last, group)) if last.to_lowercase() == publisher.to_lowercase() => {
                group.push(id)
            }
            _ => groups.push((publisher.to_owned(), vec![id])),
        }
    }
    groups
}

/// A page of the bibliography.
pub fn sources_view<'s>(
    stage: &'s Stage<'_>,
    bibliography: &'s Bibliography,
    page: &'s BibliographyPage,
    root: &str,
) -> SourcesView<'s> {
    let is_first = page.path == "sources.html";
    let words = stage.words();
    let sources = page.sources.iter().enumerate().map(|(index, id)| {
        let mut view = source_view(stage, *id, index + 1, root, &format!("source-{}:", index + 1));
        view.events = stage
            .site()
            .source(*id)
            .supports
            .iter()
            .map(|entry| entry_link(stage, *entry))
            .collect();
        view
    });
    SourcesView {
        heading: page.heading.as_deref(),
        sources: sources.collect(),
        parts: if is_first { bibliography.parts.clone() } else { Vec::new() },
        count_text: words
            .count("sources_count", if is_first { bibliography.count } else { page.sources.len() }),
        archived_text: words.fill(
            "archived_coverage",
            &[
                ("n", &words.number(bibliography.archived as u64)),
                ("m", &words.number(bibliography.count as u64)),
            ],
        ),
        origins: if is_first { bibliography.origins.clone() } else { Vec::new() },
    }
}
