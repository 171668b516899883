//! Evidence: sources with their origins, and the bibliography.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::num::NonZeroU32;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use crate::config::{OutputKind, percent};
use crate::document::fold;
use crate::prose::slug;
use crate::site::{EntryId, Source, SourceId};
use crate::yaml::{Flag, Words};

use super::entry::entry_link;
use super::list::{cut, part_name};
use super::stage::Stage;
use super::view::{Link, MoreView, OriginView, SourceView, SourcesView};

/// A source, numbered in a page's list; `beside` is the entry on whose page it stands, one of those that
/// it supports; none in the bibliography. `scope` says that of its note, if it has one.
pub fn source_view<'s>(
    stage: &'s Stage<'_>,
    id: SourceId,
    number: usize,
    beside: Option<EntryId>,
    root: &'s str,
    scope: impl FnOnce() -> String,
) -> SourceView<'s> {
    let source = stage.site().source(id);
    let fields = &source.fields;
    SourceView {
        number,
        anchor: stage.bibliography().anchor(source, id),
        key: source.key.as_deref(),
        publisher: publisher(source),
        title: fields.title.as_ref().map(|words| words.0.as_str()),
        url: fields.url.as_ref().filter(|_| is_linked(source)).map(|url| &*url.0),
        language: fields.language.as_ref().map(|language| language.0.as_str()),
        unarchived: beside.is_none() && fields.url.is_some() && !source.is_archived(),
        more: more(stage, id, beside, root, scope),
        events: Vec::new(),
    }
}

/// The scope of the note of a source with a number.
pub fn note_scope(number: usize) -> String {
    format!("source-{number}:")
}

/// What more there is to say of a source than who published what, and where it is read.
fn more<'s>(
    stage: &'s Stage<'_>,
    id: SourceId,
    beside: Option<EntryId>,
    root: &'s str,
    scope: impl FnOnce() -> String,
) -> Option<Box<MoreView<'s>>> {
    let source = stage.site().source(id);
    let fields = &source.fields;
    let is_linked = is_linked(source);
    let copy = fields.copy.as_ref();
    let hash = copy.and(fields.sha256.as_ref()).map(|hash| &*hash.0);
    let more = MoreView {
        not_linked: !is_linked && (fields.url.is_some() || fields.archived.is_some()),
        author: fields.author.as_ref().map(|words| words.0.as_str()),
        origins: other_origins(source),
        published: fields.published.as_ref().map(|date| stage.date(date)),
        accessed: fields.accessed.as_ref().map(|date| stage.date(date)),
        // The address of an archived copy has that of the original in it.
        archived: fields.archived.as_ref().filter(|_| is_linked).map(|url| &*url.0),
        copy: copy.map(|path| percent(&path.0).into_owned()),
        sha256: hash,
        sha256_short: hash.map(|hash| &hash[..12]),
        note_html: fields.note.as_ref().and_then(|note| stage.filled(Some(note), root, &scope())),
        others: beside.and_then(|_| others(stage, id)),
    };
    says_anything(&more).then(|| Box::new(more))
}

fn says_anything(more: &MoreView<'_>) -> bool {
    // Every field is named, so that none that comes is left out here.
    let MoreView {
        not_linked,
        author,
        origins,
        published,
        accessed,
        archived,
        copy,
        sha256,
        sha256_short: _,
        note_html,
        others,
    } = more;
    *not_linked
        || !origins.is_empty()
        || [published, accessed].into_iter().any(Option::is_some)
        || [author, archived, sha256].into_iter().any(|field| field.is_some())
        || copy.is_some()
        || note_html.is_some()
        || others.is_some()
}

/// How many entries a source supports besides one, and where they are listed.
fn others(stage: &Stage<'_>, id: SourceId) -> Option<Link> {
    let count = stage.site().supports(id).len().checked_sub(2)? + 1;
    let href = stage.bibliography().href(stage, id)?;
    Some(Link { title: stage.words().count("also_supports", count), href, count: Some(count) })
}

fn publisher(source: &Source) -> Option<&str> {
    source.fields.publisher.as_ref().map(|words| words.0.as_str())
}

/// Whether its addresses may be linked to.
fn is_linked(source: &Source) -> bool {
    !matches!(source.fields.link, Some(Flag(false)))
}

/// The origins behind a source that are not its publisher; none where it names none, as most do.
fn other_origins(source: &Source) -> Vec<&str> {
    if source.fields.origin.is_none() {
        return Vec::new();
    }
    let publisher = publisher(source);
    let mut origins: Vec<&str> =
        source.fields.origins().filter(|origin| Some(*origin) != publisher).collect();
    if let Some(own) = publisher.filter(|_| !origins.is_empty()).map(fold) {
        origins.retain(|origin| fold(origin) != own);
    }
    origins
}

/// The bibliography: which page holds which sources.
#[derive(Default)]
pub struct Bibliography {
    /// The pages, by path; the first is `sources.html`.
    pub pages: Vec<BibliographyPage>,
    /// On a long bibliography's first page: links to the others.
    pub parts: Vec<Link>,
    /// Where each source stands, if an entry rests on it.
    standing: Box<[Option<Stand>]>,
    /// How many these are.
    count: usize,
}

/// Where a source stands. There are more sources than anything else, so no more is kept of each than is needed.
#[derive(Clone, Copy)]
struct Stand {
    /// The digits of its name, where it has no key.
    digits: Digits,
    /// Which of those with its name it is, from 1.
    nth: NonZeroU32,
    page: u32,
}

/// A page of the bibliography.
pub struct BibliographyPage {
    pub path: String,
    pub heading: Option<String>,
    pub sources: Vec<SourceId>,
}

impl Bibliography {
    /// The anchor of a source; empty where it stands nowhere.
    fn anchor(&self, source: &Source, id: SourceId) -> String {
        let anchor = |stand: &Stand| format!("{ANCHOR}{}", stand.name(source));
        self.standing(id).map(anchor).unwrap_or_default()
    }

    fn standing(&self, id: SourceId) -> Option<&Stand> {
        self.standing.get(id.0 as usize)?.as_ref()
    }

    /// Where a source stands in the bibliography, if the site has one.
    fn href(&self, stage: &Stage<'_>, id: SourceId) -> Option<String> {
        let stand = self.standing(id)?;
        let page = self.pages.get(stand.page as usize)?;
        let is_made = stage.config().makes(OutputKind::Sources);
        let name = || stand.name(stage.site().source(id));
        is_made.then(|| format!("{}#{ANCHOR}{}", percent(&page.path), percent(&name())))
    }

    /// Notes where each source stands. Sources that nothing tells apart are numbered.
    fn place(mut self, sources: &[Source], digits: &[Digits]) -> Self {
        let mut standing = vec![None; sources.len()];
        for (page, one) in (0_u32..).zip(&self.pages) {
            for id in &one.sources {
                let digits = digits[id.0 as usize];
                standing[id.0 as usize] = Some(Stand { digits, nth: NonZeroU32::MIN, page });
            }
        }
        let shown: Vec<SourceId> =
            self.pages.iter().flat_map(|page| &page.sources).copied().collect();
        let name = |id: SourceId| name_of(&sources[id.0 as usize], digits[id.0 as usize]);
        // Sorted by their names, sources of one name are beside each other, and still in the order of the pages.
        let numbers = (0..shown.len() as u32).into_par_iter();
        let mut named: Vec<(Name<'_>, u32)> =
            numbers.map(|number| (name(shown[number as usize]), number)).collect();
        named.par_sort_unstable();
        for same in named.chunk_by(|(one, _), (other, _)| one == other) {
            let mut nth = NonZeroU32::MIN;
            for (_, number) in &same[1..] {
                nth = nth.saturating_add(1);
                let stand = &mut standing[shown[*number as usize].0 as usize];
                *stand = stand.map(|stand| Stand { nth, ..stand });
            }
        }
        self.count = shown.len();
        self.standing = standing.into();
        self
    }
}

impl Stand {
    /// What tells the source from others in an address.
    fn name(&self, source: &Source) -> String {
        let name = name_of(source, self.digits);
        match self.nth.get() {
            1 => name.to_string(),
            nth => format!("{name}-{nth}"),
        }
    }
}

/// What the anchor of a source in the bibliography begins with.
const ANCHOR: &str = "source:";

/// Divides the bibliography: by publisher where it is long, and then into parts that an insertion does not move.
pub fn bibliography(stage: &Stage<'_>) -> Bibliography {
    let site = stage.site();
    let digits: Vec<Digits> = site.sources.par_iter().map(digits_of).collect();
    let name = |id: &SourceId| name_of(site.source(*id), digits[id.0 as usize]).to_string();
    let folded = |words: Option<&Words>| words.map_or(String::new(), |words| fold(&words.0));
    // Publishers are few; what the sources of all of them are called would be much at once.
    let mut publishers: HashMap<Option<&Words>, String, RandomState> = HashMap::default();
    let mut by_name: BTreeMap<String, Vec<SourceId>> = BTreeMap::new();
    for (id, source) in site.used_sources() {
        let publisher = source.fields.publisher.as_ref();
        let name = publishers.entry(publisher).or_insert_with(|| folded(publisher));
        match by_name.get_mut(name) {
            Some(sources) => sources.push(id),
            None => {
                by_name.insert(name.clone(), vec![id]);
            }
        }
    }
    let mut by_publisher: Vec<Vec<SourceId>> = by_name.into_values().collect();
    by_publisher.par_iter_mut().for_each(|sources| {
        sources.par_sort_by_cached_key(|id| {
            let fields = &site.source(*id).fields;
            let published = fields.published.as_ref().map(|date| date.key());
            (published, folded(fields.title.as_ref()), *id)
        });
    });
    let size = stage.config().page_size.0;
    let first = |sources| BibliographyPage { path: "sources.html".into(), heading: None, sources };
    if by_publisher.iter().map(Vec::len).sum::<usize>() <= size {
        let pages = vec![first(by_publisher.concat())];
        return Bibliography { pages, ..Bibliography::default() }.place(&site.sources, &digits);
    }
    let mut pages = vec![first(Vec::new())];
    let mut parts = Vec::new();
    for sources in by_publisher {
        let fields = &site.source(sources[0]).fields;
        let publisher = fields.publisher.as_ref().map_or("…", |words| words.0.as_str()).to_owned();
        let base = match slug(&publisher) {
            // No name makes an underscore.
            empty if empty.is_empty() => "_".to_owned(),
            slug => slug,
        };
        if sources.len() <= size {
            add_part(&mut pages, &mut parts, base, publisher, sources);
            continue;
        }
        for (after, part) in cut(stage, &sources, name) {
            let title = match &after {
                Some(_) => format!("{publisher}: {}", source_title(stage, part[0])),
                None => publisher.clone(),
            };
            let name = part_name(&base, after.as_deref());
            add_part(&mut pages, &mut parts, name, title, part.to_vec());
        }
    }
    Bibliography { pages, parts, ..Bibliography::default() }.place(&site.sources, &digits)
}

fn add_part(
    pages: &mut Vec<BibliographyPage>,
    parts: &mut Vec<Link>,
    name: String,
    title: String,
    sources: Vec<SourceId>,
) {
    let path = format!("sources/{name}.html");
    parts.push(Link {
        title: title.clone(),
        href: percent(&path).into_owned(),
        count: Some(sources.len()),
    });
    pages.push(BibliographyPage { path, heading: Some(title), sources });
}

/// Twelve hexadecimal digits, as a number.
type Digits = u64;

/// What tells a source from others in an address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name<'s> {
    Key(&'s str),
    Digits(Digits),
}

/// What tells a source from others: its key, or the digits of one without a key.
fn name_of(source: &Source, digits: Digits) -> Name<'_> {
    let Some(key) = source.key.as_deref() else { return Name::Digits(digits) };
    // A key may look like the digits of another source.
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    match Digits::from_str_radix(key, 16) {
        Ok(digits) if key.len() == 12 && key.bytes().all(is_digit) => Name::Digits(digits),
        _ => Name::Key(key),
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Name::Key(key) => formatter.write_str(key),
            Name::Digits(digits) => write!(formatter, "{digits:012x}"),
        }
    }
}

/// The digits of a source without a key, by its address or else by what it is called.
fn digits_of(source: &Source) -> Digits {
    let fields = &source.fields;
    let words = fields.title.as_ref().or(fields.publisher.as_ref());
    let told = match (&fields.url, words) {
        _ if source.key.is_some() => return Digits::default(),
        (Some(url), _) => &*url.0,
        (None, Some(words)) => &words.0,
        (None, None) => "",
    };
    let hash = blake3::hash(told.as_bytes());
    let first = hash.as_bytes().first_chunk().expect("a hash has 32 bytes");
    Digits::from_be_bytes(*first) >> 16
}

fn source_title<'s>(stage: &'s Stage<'_>, id: SourceId) -> &'s str {
    stage.site().source(id).fields.title.as_ref().map_or("…", |title| title.0.as_str())
}

/// A page of the bibliography.
pub fn sources_view<'s>(
    stage: &'s Stage<'_>,
    page: &'s BibliographyPage,
    root: &'s str,
) -> SourcesView<'s> {
    let is_first = page.path == "sources.html";
    let words = stage.words();
    let site = stage.site();
    let sources = page.sources.iter().enumerate().map(|(index, id)| {
        let number = index + 1;
        let scope = || note_scope(number);
        let mut view = source_view(stage, *id, number, None, root, scope);
        let mut supports = site.supports(*id).to_vec();
        supports.sort_by_key(|entry| (stage.timeline.position(*entry).unwrap_or(u32::MAX), *entry));
        view.events = supports.into_iter().map(|entry| entry_link(stage, entry)).collect();
        view
    });
    let count = match is_first {
        true => stage.bibliography().count,
        false => page.sources.len(),
    };
    SourcesView {
        heading: page.heading.as_deref(),
        sources: sources.collect(),
        parts: if is_first { stage.bibliography().parts.clone() } else { Vec::new() },
        count_text: words.count("sources_count", count),
        archived_text: if is_first { archived_text(stage) } else { None },
        origins: if is_first { origins(stage) } else { Vec::new() },
    }
}

fn archived_text(stage: &Stage<'_>) -> Option<String> {
    let words = stage.words();
    let coverage = stage.site().archive_coverage();
    let number = |number: usize| words.number(number as u64);
    Some(words.fill(
        "archived_coverage",
        &[
            ("n", &number(coverage.archived)),
            ("m", &number(coverage.online)),
            ("percent", &number(coverage.percent()?)),
        ],
    ))
}

/// The origins behind the sources, those behind the most first; no more than a page holds.
fn origins<'s>(stage: &'s Stage<'_>) -> Vec<OriginView<'s>> {
    let site = stage.site();
    let words = stage.words();
    let mut found: BTreeMap<u32, (&str, Vec<SourceId>)> = BTreeMap::new();
    for page in &stage.bibliography().pages {
        for id in &page.sources {
            for (origin, number) in site.origins_of(*id) {
                found.entry(number).or_insert((origin, Vec::new())).1.push(*id);
            }
        }
    }
    let mut found: Vec<(&str, Vec<SourceId>)> = found.into_values().collect();
    found.sort_by_cached_key(|(origin, sources)| (Reverse(sources.len()), fold(origin)));
    found.truncate(stage.config().page_size.0);
    let view = |(name, sources): (&'s str, Vec<SourceId>)| {
        let supported = sources.iter().flat_map(|id| site.supports(*id));
        let mut entries: Vec<EntryId> = supported.copied().collect();
        entries.sort_unstable();
        entries.dedup();
        OriginView {
            name,
            sources: sources.len(),
            entries: entries.len(),
            sources_text: words.count("sources_count", sources.len()),
            entries_text: words.count("entries", entries.len()),
        }
    };
    found.into_iter().map(view).collect()
}
