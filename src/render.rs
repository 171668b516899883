//! Timeline, Theme -> Output: plans every file of the site; a page is made when its recipe is carried out.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{OutputKind, Status, percent};
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::output::{Failure, Near, Output, Planned, Recipe, Sheet};
use crate::site::{EntryId, Event, Site, TermId, TermKind};
use crate::text::MediaFile;
use crate::theme::Theme;
use crate::timeline::Timeline;

mod built_in;
mod captions;
mod cards;
#[cfg(feature = "bench")]
mod doors;
mod drawing;
mod entry;
mod evidence;
mod feed;
mod fill;
mod furniture;
mod gist;
mod headings;
mod list;
mod made;
mod media;
mod moments;
mod opening;
mod pages;
mod pictures;
mod record;
mod relations;
mod stage;
mod subject;
mod tally;
mod view;
mod vocabulary;
mod why;

#[cfg(feature = "bench")]
pub use doors::Studio;
use list::{Beside, Node};
use stage::{CardPages, Stage, output_of};
use subject::{ListPage, Subject};

/// What a build leaves out on purpose and says in its summary.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// How many events do not say when they were published and so are in no feed.
    pub feed: usize,
    /// How many entries were published in a year that a feed cannot hold.
    pub beyond_feed: usize,
}

/// Plans the site; `is_new` says that no other stands where it goes.
pub fn render<'a>(
    timeline: &'a Timeline<'a>,
    theme: &'a Theme,
    is_new: bool,
    diagnostics: &mut Diagnostics,
) -> (Output<'a>, LeftOut) {
    let site = timeline.site;
    let config = &site.config;
    let listed = term_positions(timeline);
    let mut stage = Stage::new(timeline, theme, is_new);
    let site_view = pages::site_view(&stage, &listed);
    stage.furnish(site_view);
    let media = media::used(timeline);
    for (path, file) in &media {
        let width = file.size.map_or(0, |(width, _)| width);
        stage.pictures.insert(*path, pictures::smaller(path, width));
    }
    let all: Vec<u32> = (0..timeline.entries.len() as u32).collect();
    let years = list::by_year(&stage, "years", &all);
    let is_long = all.len() > config.page_size.0;
    let has_years = is_long || config.makes(OutputKind::Years);
    stage.has_years = has_years;
    stage.card_pages = card_pages(&years, all.len(), is_long);
    let front = Node {
        path: "index.html".into(),
        title: None,
        positions: all,
        parts: if is_long { years.clone() } else { Vec::new() },
    };
    let further: Vec<(usize, Node)> = (0..site.timelines.len())
        .map(|index| {
            let further = &site.timelines[index];
            (
                index,
                list::divide(
                    &stage,
                    &format!("timelines/{}", further.id.0),
                    subject::matching(timeline, &listed, index),
                ),
            )
        })
        .collect();

    let stage = Arc::new(stage);
    let mut plan = Plan {
        stage: Arc::clone(&stage),
        output: Output::default(),
        pages: Vec::new(),
        taken: Vec::new(),
    };
    let lists = || {
        // Every page leads to the front page, and a long front page leads to its years.
        plan.front(&front);
        if has_years {
            plan.years(years);
        }
        plan.entries();
        for kind in kinds(timeline) {
            if config.makes(output_of(kind)) {
                plan.terms(kind, &listed);
            }
        }
        if config.makes(OutputKind::Timelines) {
            for (index, node) in further {
                plan.list(&node, Beside::default(), Subject::Further(index));
            }
        }
    };
    let makes_sources = config.makes(OutputKind::Sources);
    let bibliography = || makes_sources.then(|| evidence::bibliography(&stage));
    let ((), bibliography) = rayon::join(lists, bibliography);
    if let Some(bibliography) = bibliography {
        stage.place_sources(bibliography);
        plan.sources();
    }
    if config.makes(OutputKind::Corrections) {
        plan.corrections();
    }
    plan.single_pages();
    plan.media(media);
    let left_out = plan.machine_files(diagnostics);
    plan.theme_files();
    plan.redirects();
    plan.statics(diagnostics);
    plan.check_addresses(diagnostics);
    (plan.output, left_out)
}

/// Every kind of term that a site can have lists of.
fn kinds(timeline: &Timeline<'_>) -> impl Iterator<Item = TermKind> + use<> {
    let declared = 0..timeline.site.config.taxonomies.len();
    [TermKind::Tag, TermKind::Actor, TermKind::Place]
        .into_iter()
        .chain(declared.map(TermKind::Taxonomy))
}

/// The entries of each term: a place has those of the places that lie in it.
fn term_positions(timeline: &Timeline<'_>) -> Vec<Vec<u32>> {
    let site = timeline.site;
    let mut all: Vec<Vec<u32>> = timeline.lists.clone();
    for (index, term) in site.terms.iter().enumerate() {
        let mut inside = term.within;
        // A place that lies in itself by way of others ends here.
        for _ in 0..16 {
            let Some(outer) = inside else { break };
            if outer.0 as usize != index {
                all[outer.0 as usize].extend(&timeline.lists[index]);
            }
            inside = site.term(outer).within;
        }
    }
    for positions in &mut all {
        positions.sort_unstable();
        positions.dedup();
    }
    all
}

/// The page that each entry's card stands on.
fn card_pages(years: &[Node], count: usize, is_long: bool) -> CardPages {
    let mut numbers = vec![0; count];
    if !is_long {
        return CardPages { pages: vec!["index.html".to_owned()], numbers };
    }
    let mut pages = Vec::new();
    for year in years {
        year.each_leaf(&mut |node| {
            for position in &node.positions {
                numbers[*position as usize] = pages.len() as u32;
            }
            pages.push(percent(&node.path).into_owned());
        });
    }
    CardPages { pages, numbers }
}

/// The pages of a list: that of the whole, and those that it is divided into.
fn list_pages(
    stage: &Stage<'_>,
    node: &Node,
    beside: Beside,
    subject: Subject,
) -> Vec<(String, ListPage)> {
    let whole = ListPage::new(stage, node, None, beside, subject);
    let mut pages = vec![(node.path.clone(), whole)];
    node.each_part(&mut |part, whole, beside| {
        let page = ListPage::new(stage, part, Some(whole), beside, subject);
        pages.push((part.path.clone(), page));
    });
    pages
}

/// The address of a page, as links name it.
enum Address {
    /// The stage knows that of each entry.
    Entry(EntryId),
    Page(Box<str>),
}

impl Address {
    fn href<'s>(&'s self, stage: &'s Stage<'_>) -> &'s str {
        match self {
            Address::Entry(entry) => stage.entry_href(*entry),
            Address::Page(href) => href,
        }
    }
}

/// The recipe of a file that is made on the stage.
fn recipe<'a>(
    stage: &Arc<Stage<'a>>,
    make: impl Fn(&Stage<'a>, &str, &mut dyn Sheet) -> Result<(), Failure> + Send + Sync + 'a,
) -> Recipe<'a> {
    let stage = Arc::clone(stage);
    Recipe::Make(Box::new(move |path, to| make(&stage, path, to)))
}

/// Where an entry's page stands.
fn entry_path(site: &Site, entry: EntryId) -> String {
    let folder = match entry {
        EntryId::Event(_) => "events/",
        EntryId::Article(_) => "articles/",
    };
    [folder, site.entry_id(entry), ".html"].concat()
}

/// Makes the page of an entry.
fn entry_page(
    stage: &Stage<'_>,
    path: &str,
    entry: EntryId,
    to: &mut dyn Sheet,
) -> Result<(), Failure> {
    match entry {
        _ if stage.site().is_retracted(entry) => pages::tombstone(stage, path, entry, to),
        EntryId::Event(id) => pages::event(stage, path, id, to),
        EntryId::Article(id) => pages::article(stage, path, id, to),
    }
}

/// The output so far.
struct Plan<'a> {
    stage: Arc<Stage<'a>>,
    output: Output<'a>,
    /// The pages that a sitemap names.
    pages: Vec<Address>,
    /// Addresses that more than one file wants, with who wants it second, where one place says so.
    taken: Vec<(String, Option<Place>)>,
}

impl<'a> Plan<'a> {
    fn add(
        &mut self,
        path: String,
        make: impl Fn(&Stage<'a>, &str, &mut dyn Sheet) -> Result<(), Failure> + Send + Sync + 'a,
    ) {
        self.add_near(path, Near::Nothing, make);
    }

    fn add_near(
        &mut self,
        path: String,
        near: Near,
        make: impl Fn(&Stage<'a>, &str, &mut dyn Sheet) -> Result<(), Failure> + Send + Sync + 'a,
    ) {
        let recipe = recipe(&self.stage, make);
        if self.output.contains(&path) {
            self.taken.push((path, None));
        } else {
            let _ = self.output.plan_near(path, recipe, near);
        }
    }

    /// Plans a page that a sitemap names.
    fn page(
        &mut self,
        path: String,
        make: impl Fn(&Stage<'a>, &str, &mut dyn Sheet) -> Result<(), Failure> + Send + Sync + 'a,
    ) {
        self.pages.push(Address::Page(percent(&path).into()));
        self.add(path, make);
    }

    fn front(&mut self, front: &Node) {
        // The years of the front page are pages of their own kind.
        let whole = ListPage::new(&self.stage, front, None, Beside::default(), Subject::Front);
        self.page(front.path.clone(), move |stage, path, to| whole.write(stage, path, to));
    }

    fn years(&mut self, years: Vec<Node>) {
        let index: Vec<_> = years.iter().map(Node::link).collect();
        for (at, year) in years.iter().enumerate() {
            let key = self.stage.gist(year.positions[0]).year;
            self.list(year, Beside::of(&years, at), Subject::Year(key));
        }
        self.page("years/index.html".into(), move |stage, path, to| {
            pages::years_index(stage, path, &index, to)
        });
    }

    /// Plans the pages of a list.
    fn list(&mut self, node: &Node, beside: Beside, subject: Subject) {
        let pages = list_pages(&self.stage, node, beside, subject);
        self.list_pages(pages);
    }

    fn list_pages(&mut self, pages: Vec<(String, ListPage)>) {
        for (path, page) in pages {
            self.pages.push(Address::Page(percent(&path).into()));
            self.add_near(path, page.near(), move |stage, path, to| page.write(stage, path, to));
        }
    }

    fn entries(&mut self) {
        let stage = self.stage.clone();
        let site = stage.site();
        let events = (0..site.events.len() as u32).into_par_iter().map(EntryId::Event);
        let articles = (0..site.articles.len() as u32).into_par_iter().map(EntryId::Article);
        let mut entries: Vec<(String, EntryId)> = events
            .chain(articles)
            .filter(|entry| stage.has_page(*entry))
            .map(|entry| (entry_path(site, entry), entry))
            .collect();
        entries.par_sort_unstable();
        // No sitemap names the page of a withdrawn entry.
        let upheld = entries.iter().map(|(_, entry)| *entry).filter(|one| !site.is_retracted(*one));
        self.pages.extend(upheld.map(Address::Entry));
        let planned = entries.into_par_iter().map(|(path, entry)| {
            let recipe = recipe(&stage, move |stage, path, to| entry_page(stage, path, entry, to));
            let near = stage.timeline.position(entry).map_or(Near::Nothing, Near::Entry);
            (path, Planned { recipe, near })
        });
        let taken = self.output.plan_all(planned.collect());
        self.taken.extend(taken.into_iter().map(|path| (path, None)));
        if stage.config().makes(OutputKind::Articles) && pages::has_articles(stage.timeline) {
            self.page("articles/index.html".into(), pages::articles_index);
        }
    }

    fn terms(&mut self, kind: TermKind, listed: &[Vec<u32>]) {
        let stage = self.stage.clone();
        let folder = stage.folder(kind);
        let terms = (0..stage.site().terms.len() as u32).map(TermId);
        let is_shown =
            |id: &TermId| stage.site().term(*id).kind == kind && !listed[id.0 as usize].is_empty();
        let mut index: Vec<(TermId, usize)> =
            terms.filter(is_shown).map(|id| (id, listed[id.0 as usize].len())).collect();
        if index.is_empty() {
            return;
        }
        let pages: Vec<Vec<(String, ListPage)>> = index
            .par_iter()
            .map(|(id, _)| {
                let base = format!("{folder}/{}", stage.site().term(*id).key);
                let node = list::divide(&stage, &base, listed[id.0 as usize].clone());
                list_pages(&stage, &node, Beside::default(), Subject::Term(*id))
            })
            .collect();
        pages.into_iter().for_each(|pages| self.list_pages(pages));
        let language = stage.site().language();
        index.sort_by_cached_key(|(id, _)| {
            let term = stage.site().term(*id);
            (term.title(language).to_lowercase(), term.key.clone())
        });
        self.page(format!("{folder}/index.html"), move |stage, path, to| {
            pages::terms_index(stage, path, kind, &index, to)
        });
    }

    fn sources(&mut self) {
        let stage = self.stage.clone();
        let bibliography = stage.bibliography();
        if bibliography.pages.iter().all(|page| page.sources.is_empty()) {
            return;
        }
        for (index, page) in bibliography.pages.iter().enumerate() {
            self.page(page.path.clone(), move |stage, path, to| {
                pages::sources(stage, path, index, to)
            });
        }
    }

    fn corrections(&mut self) {
        for page in record::record(&self.stage).pages {
            self.page(page.path.clone(), move |stage, path, to| {
                pages::corrections(stage, path, &page, to)
            });
        }
    }

    fn single_pages(&mut self) {
        let stage = self.stage.clone();
        let config = stage.config();
        if let Some(path) = vocabulary::href(stage.timeline) {
            self.page(path.into(), pages::statuses);
        }
        if config.makes(OutputKind::Pages) {
            for (index, page) in stage.site().pages.iter().enumerate() {
                self.page(format!("{}.html", page.id.0), move |stage, path, to| {
                    pages::free(stage, path, index, to)
                });
            }
        }
        if config.makes(OutputKind::Missing) {
            self.add("404.html".into(), pages::missing);
        }
    }

    fn media(&mut self, media: Vec<(&'a str, &'a MediaFile)>) {
        let stage = self.stage.clone();
        // Their hashes prove them, so they stay as they are.
        let copies: BTreeSet<&str> = media::copies(stage.timeline).collect();
        for (path, file) in media {
            let is_copy = copies.contains(path);
            let recipe = if !is_copy && pictures::is_picture(path, file) {
                Recipe::Make(Box::new(move |_, to| pictures::clean(path, &file.disk, to)))
            } else {
                Recipe::Copy(file.disk.clone())
            };
            if !self.output.plan(path, recipe) {
                self.taken.push((path.to_owned(), None));
            }
            for (smaller, width) in stage.pictures.get(path).into_iter().flatten() {
                let width = *width;
                self.add(smaller.clone(), move |_, _, to| {
                    pictures::shrink(path, &file.disk, width, to)
                });
            }
        }
    }

    fn machine_files(&mut self, diagnostics: &mut Diagnostics) -> LeftOut {
        let stage = self.stage.clone();
        let config = stage.config();
        let base = config.base_url.as_ref().map(|base| base.0.clone());
        if base.is_none() {
            let wanted =
                [OutputKind::Feed, OutputKind::Sitemap].into_iter().any(|kind| config.makes(kind));
            // Settings that could not be read may well name one.
            if wanted && config.title.0.is_some() {
                diagnostics
                    .warning(
                        rule::NO_BASE_URL,
                        Place::file(stage.site().config_text),
                        "without `base_url` there are no feed, no sitemap and no canonical addresses",
                    )
                    .help("say where the site will stand: `base_url: https://example.org/`");
            }
        }
        let mut left_out = LeftOut::default();
        if let Some(base) = base.clone().filter(|_| pages::has_feed(stage.timeline)) {
            let is_left_out = |event: &&Event| {
                event.status != Some(Status::Retracted) && event.published.is_none()
            };
            left_out.feed = stage.site().events.par_iter().filter(is_left_out).count();
            left_out.beyond_feed = feed::beyond(&stage);
            self.add("feed.xml".into(), move |stage, _, to| feed::atom(stage, &base, to));
        }
        if let Some(base) = base.clone().filter(|_| pages::has_corrections_feed(&stage)) {
            self.add("corrections.xml".into(), move |stage, _, to| {
                feed::corrections(stage, &base, to)
            });
        }
        let sitemap = base.clone().filter(|_| config.makes(OutputKind::Sitemap));
        if let Some(base) = sitemap.clone() {
            let mut pages = std::mem::take(&mut self.pages);
            // Those of entries, which are nearly all, are in order already.
            pages.par_sort_by(|one, other| one.href(&stage).cmp(other.href(&stage)));
            self.sitemap(base, pages);
        }
        if config.makes(OutputKind::Robots) {
            self.add("robots.txt".into(), move |_, _, to| feed::robots(sitemap.as_deref(), to));
        }
        left_out
    }

    /// One sitemap, or as many as the protocol's limit asks for with an index of them.
    fn sitemap(&mut self, base: String, pages: Vec<Address>) {
        fn hrefs<'s>(stage: &'s Stage<'_>, pages: &'s [Address]) -> Vec<&'s str> {
            let hrefs = pages.iter().map(|page| page.href(stage));
            // The front page is reached by the address of the site.
            hrefs.map(|href| if href == "index.html" { "" } else { href }).collect()
        }
        if pages.len() <= feed::SITEMAP_SIZE {
            self.add("sitemap.xml".into(), move |stage, _, to| {
                feed::sitemap(&base, &hrefs(stage, &pages), to)
            });
            return;
        }
        let mut parts = Vec::new();
        let mut pages = pages.into_iter();
        while pages.len() > 0 {
            let part: Vec<Address> = pages.by_ref().take(feed::SITEMAP_SIZE).collect();
            let path = format!("sitemap-{}.xml", parts.len() + 1);
            parts.push(path.clone());
            let base = base.clone();
            self.add(path, move |stage, _, to| feed::sitemap(&base, &hrefs(stage, &part), to));
        }
        self.add("sitemap.xml".into(), move |_, _, to| feed::sitemap_index(&base, &parts, to));
    }

    fn theme_files(&mut self) {
        let theme = self.stage.theme;
        self.add("style.css".into(), |stage, _, to| Ok(to.write_all(stage.theme.css.as_bytes())?));
        for (path, bytes) in &theme.statics {
            self.add(path.clone(), move |_, _, to| Ok(to.write_all(bytes)?));
        }
    }

    fn redirects(&mut self) {
        let stage = self.stage.clone();
        let site = stage.site();
        if !stage.config().makes(OutputKind::Redirects) {
            return;
        }
        for (old, entry) in &site.aliases {
            // What an old id named may have been of the other kind.
            for folder in ["events", "articles"] {
                let place = site.entry_at(*entry).key("aliases");
                let title = stage.entry_title(*entry).to_owned();
                let now = stage.entry_href(*entry).to_owned();
                self.redirect(format!("{folder}/{old}.html"), now, title, Some(place));
            }
        }
        for page in &site.pages {
            for old in &page.aliases {
                let now = format!("{}.html", percent(&page.id.0));
                self.redirect(
                    format!("{}.html", old.0),
                    now,
                    stage.say(&page.title).to_owned(),
                    None,
                );
            }
        }
        for further in &site.timelines {
            for old in &further.aliases {
                let now = format!("timelines/{}.html", percent(&further.id.0));
                let title = stage.say(&further.title).to_owned();
                self.redirect(format!("timelines/{}.html", old.0), now, title, None);
            }
        }
    }

    fn redirect(&mut self, old: String, now: String, title: String, place: Option<Place>) {
        if self.output.contains(&old) {
            self.taken.push((old, place));
            return;
        }
        self.add(old, move |stage, path, to| pages::redirect(stage, path, &now, &title, to));
    }

    fn statics(&mut self, diagnostics: &mut Diagnostics) {
        let stage = self.stage.clone();
        for (path, disk) in &stage.site().statics {
            // A site's own file may stand in for one of the theme's, such as the favicon, and for robots.txt.
            let replaces = stage.theme.statics.contains_key(path) || path == "robots.txt";
            if self.output.contains(path) && !replaces {
                self.taken.push((path.clone(), None));
                continue;
            }
            let _ = self.output.plan(path.as_str(), Recipe::Copy(disk.clone()));
        }
        let settings = Place::file(stage.site().config_text);
        for (path, place) in std::mem::take(&mut self.taken) {
            diagnostics
                .error(
                    rule::PATH_TAKEN,
                    place.unwrap_or_else(|| settings.clone()),
                    format!("two things want the address `{path}`"),
                )
                .help("rename one of them: a page, an alias, or a file under content/static/ or content/media/");
        }
    }

    fn check_addresses(&self, diagnostics: &mut Diagnostics) {
        let pages =
            || self.output.iter().map(|(path, _)| path).filter(|path| path.ends_with(".html"));
        for (place, path) in &self.stage.site().addresses {
            if self.output.contains(path) {
                continue;
            }
            let near = diagnostics.suggest(path, pages());
            let found = diagnostics.error(
                rule::BROKEN_LINK,
                place.clone(),
                format!("the site has no page `{path}`"),
            );
            found.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write an address of the web with `https://`, `event:ID`, or a page of the site from its root".into(),
            });
        }
    }
}
