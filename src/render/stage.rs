//! The stage: what all recipes share, made once for a build.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::config::{Config, OutputKind, Status, percent};
use crate::date::{Date, Stamp};
use crate::output::{Failure, Sheet, Sketch, TemplateFailure};
use crate::prose::Prose;
use crate::site::{EntryId, Site, TermId, TermKind};
use crate::theme::Theme;
use crate::timeline::Timeline;
use crate::wording::Wording;
use crate::yaml::Local;

use super::built_in::{self, BuiltIn, Compiled};
use super::captions::{Caption, Captions};
use super::cards::{Card, Cards};
use super::entry::{place_view, status_view};
use super::evidence::Bibliography;
use super::fill::{Filled, PageFill};
use super::furniture::Furniture;
use super::gist::{Gist, gists};
use super::headings::Headings;
use super::made::{Html, Made, PerEntry, unset};
use super::moments::{self, Moment, Moments, Shown};
use super::opening::Opening;
use super::tally::Tallies;
use super::view::{DateView, Link, PageView, PlaceView, SiteView, StatusView};

/// From a page to the site's root, by how many folders deep it is.
const ROOTS: [&str; 4] = ["", "../", "../../", "../../../"];

/// So many bytes of a page are gathered before they are handed on; a card has more, and is not copied for it.
const GATHERED: usize = 1024;

/// What all recipes share.
pub struct Stage<'a> {
    pub timeline: &'a Timeline<'a>,
    pub theme: &'a Theme,
    /// Whether no site stands where this one goes, so that every page of it will be made.
    pub is_new: bool,
    /// What every template sees of the site; nothing before the stage is furnished.
    site_view: Option<SiteView<'a>>,
    /// The same for the engine, made when it is asked for.
    site_value: OnceLock<Value>,
    messages: OnceLock<Value>,
    /// The compiled templates.
    built_in: BuiltIn<'a>,
    /// What decides on every page.
    sketch: Option<Sketch>,
    pub cards: Cards,
    captions: Captions,
    pub tallies: Tallies,
    gists: Vec<Gist>,
    /// What years and months are called.
    pub headings: Headings,
    /// Dates, worded.
    moments: Moments,
    /// Each term as a link, and of places each as a place.
    links: Box<[OnceLock<Made<Link>>]>,
    places: Box<[OnceLock<Made<PlaceView>>]>,
    statuses: [OnceLock<Made<StatusView>>; Status::ALL.len()],
    /// Where each entry is read.
    hrefs: PerEntry<Box<str>>,
    /// What stands around every page.
    furniture: Furniture,
    /// What went wrong in a part of pages that is made where nothing can be told of it.
    broken: OnceLock<TemplateFailure>,
    /// The page that each entry's card stands on.
    pub card_pages: CardPages,
    /// Whether years have pages.
    pub has_years: bool,
    /// Smaller versions of pictures: path and width.
    pub pictures: BTreeMap<&'a str, Vec<(String, u32)>>,
    /// Where each source stands, once that is worked out.
    bibliography: OnceLock<Bibliography>,
    /// When the content was last published or updated.
    pub newest: Option<&'a Stamp>,
}

/// The pages that cards stand on: many cards share one.
#[derive(Default)]
pub struct CardPages {
    /// Each page, as links name it.
    pub pages: Vec<String>,
    /// Which of these each entry's card stands on, by the entry's position on the timeline.
    pub numbers: Vec<u32>,
}

impl CardPages {
    /// The page that the card of the entry at a position stands on, once that is known.
    fn of(&self, position: u32) -> Option<&str> {
        self.pages.get(*self.numbers.get(position as usize)? as usize).map(String::as_str)
    }
}

impl<'a> Stage<'a> {
    /// Sets the stage, but for where cards stand.
    pub fn new(timeline: &'a Timeline<'a>, theme: &'a Theme, is_new: bool) -> Self {
        let site = timeline.site;
        let gists = gists(timeline);
        Stage {
            timeline,
            theme,
            is_new,
            site_view: None,
            site_value: OnceLock::new(),
            messages: OnceLock::new(),
            built_in: BuiltIn::of(&theme.words),
            sketch: None,
            cards: Cards::new(timeline.entries.len()),
            tallies: Tallies::default(),
            captions: Captions::new(timeline.entries.len()),
            headings: Headings::new(&gists, &theme.words),
            gists,
            moments: Moments::new(site),
            links: unset(site.terms.len()),
            places: unset(site.terms.len()),
            statuses: Default::default(),
            hrefs: PerEntry::of(site),
            furniture: Furniture::default(),
            broken: OnceLock::new(),
            card_pages: CardPages::default(),
            has_years: true,
            pictures: BTreeMap::new(),
            bibliography: OnceLock::new(),
            newest: super::pages::newest_stamp(timeline),
        }
    }

    /// Sets what every page shows of the site.
    pub fn furnish(&mut self, site: SiteView<'a>) {
        self.sketch = Sketch::of(&(self.theme.sketch, self.words().messages(), &site));
        self.furniture = Furniture::new(&site);
        self.site_view = Some(site);
    }

    /// What every template sees of the site.
    pub fn site_view(&self) -> &SiteView<'a> {
        self.site_view.as_ref().expect("the stage is furnished before a page is made")
    }

    /// The compiled templates, if the site has none of its own among those that something is made of.
    pub fn built_in(&self, made_of: &[&str]) -> Option<&BuiltIn<'a>> {
        let own = &self.theme.texts;
        let is_built_in = own.is_empty() || !made_of.iter().any(|one| own.contains_key(*one));
        is_built_in.then_some(&self.built_in)
    }

    /// Says where each source stands, before any recipe is carried out.
    pub fn place_sources(&self, bibliography: Bibliography) {
        assert!(self.bibliography.set(bibliography).is_ok(), "nobody has asked for it yet");
    }

    /// Where each source stands; nowhere on a site without a bibliography.
    pub fn bibliography(&self) -> &Bibliography {
        self.bibliography.get_or_init(Bibliography::default)
    }

    /// The gist of the entry at a place of the timeline.
    pub fn gist(&self, position: u32) -> &Gist {
        &self.gists[position as usize]
    }

    /// The newest publication date in the content: the edge of drawings.
    pub fn as_of(&self) -> Option<&'a Date> {
        self.newest.map(Stamp::date)
    }

    /// The caption of the entry at a place of the timeline.
    pub fn caption(&self, position: u32) -> &Caption {
        self.captions.of(self, position)
    }

    /// What is shown.
    pub fn site(&self) -> &'a Site {
        self.timeline.site
    }

    /// Its settings.
    pub fn config(&self) -> &'a Config {
        &self.timeline.site.config
    }

    /// Its words.
    pub fn words(&self) -> &'a Wording {
        &self.theme.words
    }

    /// A text in the site's language.
    pub fn pick<'t, T>(&self, text: &'t Local<T>) -> Option<&'t T> {
        text.pick(self.site().language())
    }

    /// The string of a text in the site's language.
    pub fn say<'t>(&self, text: &'t Local<crate::yaml::Words>) -> &'t str {
        self.pick(text).map_or("", |words| &words.0)
    }

    /// A date for a template.
    pub fn date<'s>(&'s self, date: &'s Date) -> Moment<'s> {
        Moment::new(self, date, false)
    }

    /// A date for a template, with what the site's further calendars say of it.
    pub fn date_in_calendars<'s>(&'s self, date: &'s Date) -> Moment<'s> {
        Moment::new(self, date, true)
    }

    /// A date, worded now; `of` is the entry that has it, if it is that of one.
    pub fn dated(&self, date: &Date, of: Option<EntryId>, in_calendars: bool) -> Made<DateView> {
        let others = if in_calendars { self.words().others(date) } else { Vec::new() };
        match of {
            _ if !others.is_empty() => self.date_as(date, self.words().date(date), others),
            Some(entry) => self.entry_shown(entry).view.clone(),
            None => self.shown(date).view,
        }
    }

    /// A date in words of one's own.
    pub fn date_as(&self, date: &Date, text: String, others: Vec<String>) -> Made<DateView> {
        let (view, failure) = moments::view(self, date, text, others);
        if let Some(failure) = failure {
            let _ = self.broken.set(failure);
        }
        view
    }

    /// The date of an entry for a template.
    pub fn entry_date(&self, entry: EntryId) -> Moment<'_> {
        Moment::of_entry(self, entry, false)
    }

    /// The date of an entry for a template, with what the site's further calendars say of it.
    pub fn entry_date_in_calendars(&self, entry: EntryId) -> Moment<'_> {
        Moment::of_entry(self, entry, true)
    }

    /// The date of an entry in words.
    pub fn entry_date_text(&self, entry: EntryId) -> &str {
        &self.entry_shown(entry).text
    }

    fn entry_shown(&self, entry: EntryId) -> &Shown {
        self.moments.of_entry(entry, || self.shown(self.site().entry_date(entry)))
    }

    fn shown(&self, date: &Date) -> Shown {
        self.moments.of(date, || {
            let text = self.words().date(date);
            Shown { view: self.date_as(date, text.clone(), Vec::new()), text: text.into() }
        })
    }

    /// A status for a template.
    pub fn status(&self, status: Status) -> Made<StatusView> {
        let view = || Made::of(status_view(self.words(), status));
        self.statuses[status as usize].get_or_init(view).clone()
    }

    /// A Markdown text for a page; `scope` keeps its ids apart from those of other texts there.
    pub fn html<T: AsRef<Prose>>(
        &self,
        text: Option<&Local<T>>,
        root: &str,
        scope: &str,
    ) -> Option<Html> {
        let prose: &Prose = self.pick(text?)?.as_ref();
        let fill = || prose.fill(&PageFill { stage: self, root, scope, said: None });
        (!prose.is_empty()).then(|| fill().into())
    }

    /// A Markdown text for a page, to be filled when a template is rendered.
    pub fn filled<'s, T: AsRef<Prose>>(
        &'s self,
        text: Option<&'s Local<T>>,
        root: &'s str,
        scope: &str,
    ) -> Option<Filled<'s>> {
        let prose: &Prose = self.pick(text?)?.as_ref();
        (!prose.is_empty()).then(|| Filled::new(self, prose, root, scope))
    }

    /// The beginning of a Markdown text, plain, for descriptions.
    pub fn opening<'t, T: AsRef<Prose>>(&self, text: Option<&'t Local<T>>) -> Option<Opening<'t>> {
        Some(Opening::of(self.pick(text?)?.as_ref()))
    }

    /// An entry's title, in the site's language; what was withdrawn keeps none, since its title said what was wrong.
    pub fn entry_title(&self, entry: EntryId) -> &'a str {
        match self.site().is_retracted(entry) {
            true => self.words().get("withdrawn_entry"),
            false => self.site().entry_title(entry),
        }
    }

    /// Where to report an error of an entry.
    pub fn report_href(&self, entry: EntryId) -> Option<String> {
        self.config().report_href(self.site().entry_id(entry), self.entry_title(entry))
    }

    /// Whether an event has a page of its own: what was corrected or withdrawn has one in any case, to say so.
    pub fn has_page(&self, entry: EntryId) -> bool {
        match entry {
            EntryId::Event(id) => {
                let least = self.config().event_pages.weight;
                self.config().makes(OutputKind::Events)
                    && (least.is_none_or(|least| self.site().event(id).weight >= least)
                        || !self.site().corrections(entry).is_empty()
                        || self.site().is_retracted(entry))
            }
            EntryId::Article(_) => self.config().makes(OutputKind::Articles),
        }
    }

    /// Where an entry is read: its page, or without one its card. To be asked for once it is known where cards stand.
    pub fn entry_href(&self, entry: EntryId) -> &str {
        self.hrefs.get(entry, || {
            if !self.has_page(entry) {
                return self.standing_href(entry).into();
            }
            let folder = match entry {
                EntryId::Event(_) => "events",
                EntryId::Article(_) => "articles",
            };
            [folder, "/", &percent(self.site().entry_id(entry)), ".html"].concat().into()
        })
    }

    /// Where an entry stands on the timeline.
    pub fn standing_href(&self, entry: EntryId) -> String {
        let page = self.timeline.position(entry).and_then(|position| self.card_pages.of(position));
        match page {
            Some(page) => [page, "#", &percent(self.site().entry_id(entry))].concat(),
            None => "index.html".to_owned(),
        }
    }

    /// A term's folder.
    pub fn folder(&self, kind: TermKind) -> &'a str {
        match kind {
            TermKind::Tag => "tags",
            TermKind::Actor => "actors",
            TermKind::Place => "places",
            TermKind::Taxonomy(index) => &self.config().taxonomies[index].0,
        }
    }

    /// A term's name, with its list where the site makes lists of its kind.
    pub fn term_link(&self, id: TermId) -> Link {
        let term = self.site().term(id);
        let href = match self.config().makes(output_of(term.kind)) {
            true => [self.folder(term.kind), "/", &percent(&term.key), ".html"].concat(),
            false => String::new(),
        };
        Link { title: term.title(self.site().language()).to_owned(), href, count: None }
    }

    /// A term as a link for a template.
    pub fn link(&self, id: TermId) -> Made<Link> {
        let made = || Made::of(self.term_link(id));
        self.links[id.0 as usize].get_or_init(made).clone()
    }

    /// A term as a place for a template.
    pub fn place(&self, id: TermId) -> Made<PlaceView> {
        let made = || Made::of(place_view(self, id));
        self.places[id.0 as usize].get_or_init(made).clone()
    }

    /// What a template sees of the page being made.
    pub fn page<'p>(
        &self,
        kind: &'static str,
        path: &'p str,
        title: Option<&'p str>,
        description: Option<Opening<'p>>,
    ) -> Result<PageView<'p>, Failure> {
        self.page_below(root(path), kind, path, title, description)
    }

    /// The same of a page whose way to the site's root is another than its path says.
    pub fn page_below<'p>(
        &self,
        root: &'p str,
        kind: &'static str,
        path: &'p str,
        title: Option<&'p str>,
        description: Option<Opening<'p>>,
    ) -> Result<PageView<'p>, Failure> {
        let canonical = self.config().base_url.as_ref().map(|base| match path {
            "index.html" => base.0.clone(),
            other => [&base.0, other].concat(),
        });
        let (header_html, footer_html) = self.furniture.around(self, root, path)?;
        let noindex = false;
        Ok(PageView {
            kind,
            title,
            description,
            root,
            href: path,
            header_html,
            footer_html,
            canonical,
            noindex,
        })
    }

    /// Renders a page, unless one that is made of the same stands where it goes.
    pub fn render<V: Serialize + Compiled>(
        &self,
        to: &mut dyn Sheet,
        template: &str,
        page: &PageView<'_>,
        name: &'static str,
        view: &V,
    ) -> Result<(), Failure> {
        let sketch = Sketch::of(&(self.sketch, template, page, view));
        if sketch.is_some_and(|sketch| to.stands(sketch)) {
            return self.check();
        }
        match self.built_in(V::made_of(template)) {
            Some(built_in) => built_in.page(to, template, self.site_view(), page, view)?,
            None => {
                let mut context = self.context();
                context.insert("page", page);
                context.insert(name, view);
                // Templates write a few bytes at a time.
                let mut to = BufWriter::with_capacity(GATHERED, to);
                let rendered = self.engine().render_to(template, &context, &mut to);
                rendered.map_err(|error| failure(template, &error))?;
                to.flush()?;
            }
        }
        self.check()
    }

    /// What renders templates of the site's own.
    fn engine(&self) -> &Tera {
        self.theme.tera.as_ref().expect("a theme with templates has an engine")
    }

    /// A date, as the component of that name writes it.
    pub fn date_html(&self, view: &DateView) -> Result<String, TemplateFailure> {
        if let Some(built_in) = self.built_in(built_in::DATE) {
            return Ok(built_in.date(view));
        }
        let mut context = Context::new();
        context.insert("date", view);
        let html = self.engine().render_component("date", &context, None, true);
        html.map_err(|error| template_failure("date.html", &error))
    }

    /// Renders a part of pages.
    pub fn part(&self, template: &str, context: &Context) -> Result<Html, TemplateFailure> {
        let part = self.engine().render(template, context);
        part.map(|html| Html::shared(&html)).map_err(|error| template_failure(template, &error))
    }

    /// What every template sees.
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        let site = || Value::from_serializable(self.site_view());
        context.insert_value("site", self.site_value.get_or_init(site).clone());
        context.insert_value("t", self.messages());
        context
    }

    /// All words by key, for templates.
    pub fn messages(&self) -> Value {
        let messages = || Value::from_serializable(self.words().messages());
        self.messages.get_or_init(messages).clone()
    }

    /// A part of pages, or nothing where it could not be made: then every page says so.
    pub fn sound<T: Default>(&self, part: Result<T, TemplateFailure>) -> T {
        part.unwrap_or_else(|failure| {
            let _ = self.broken.set(failure);
            T::default()
        })
    }

    fn check(&self) -> Result<(), Failure> {
        self.site().spool.check()?;
        self.broken.get().map_or(Ok(()), |failure| Err(failure.clone().into()))
    }

    /// The card of an entry.
    pub fn card(&self, position: u32) -> Card<'_> {
        Card::new(self, position)
    }
}

/// The kind of output that the lists of a kind of term are.
pub fn output_of(kind: TermKind) -> OutputKind {
    match kind {
        TermKind::Tag => OutputKind::Tags,
        TermKind::Actor => OutputKind::Actors,
        TermKind::Place => OutputKind::Places,
        TermKind::Taxonomy(_) => OutputKind::Taxonomies,
    }
}

/// How many folders deep a page is.
pub fn depth(path: &str) -> usize {
    path.bytes().filter(|byte| *byte == b'/').count()
}

/// From a page to the site's root.
pub fn root(path: &str) -> &'static str {
    ROOTS[depth(path).min(ROOTS.len() - 1)]
}

/// What went wrong in a template, or with what it was rendered into.
fn failure(template: &str, error: &tera::Error) -> Failure {
    match error.kind() {
        ErrorKind::Io(kind) => Failure::Io((*kind).into()),
        _ => Failure::from(template_failure(template, error)),
    }
}

/// What went wrong in a template, at its place.
pub fn template_failure(template: &str, error: &tera::Error) -> TemplateFailure {
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let range = &report.span().range;
            TemplateFailure {
                template: report.filename().to_owned(),
                start: range.start,
                end: range.end,
                message: report.message().to_owned(),
            }
        }
        other => TemplateFailure {
            template: template.to_owned(),
            start: 0,
            end: 0,
            message: other.to_string(),
        },
    }
}
