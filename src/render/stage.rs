//! The stage: what all recipes share, made once for a build.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Value};

use crate::config::{Config, OutputKind, Status, percent};
use crate::date::Date;
use crate::output::{Failure, TemplateFailure};
use crate::prose::Prose;
use crate::site::{EntryId, Site, TermId, TermKind};
use crate::theme::Theme;
use crate::timeline::Timeline;
use crate::wording::Wording;
use crate::yaml::Local;

use super::entry::{place_view, status_view};
use super::evidence::Bibliography;
use super::fill::PageFill;
use super::furniture::Furniture;
use super::made::{Html, Made};
use super::moments::{self, Moments, Shown};
use super::view::{DateView, Link, PageView, PlaceView, SiteView, StatusView};

/// From a page to the site's root, by how many folders deep it is.
const ROOTS: [&str; 4] = ["", "../", "../../", "../../../"];

/// Stands in cards where the way to the site's root belongs, until they stand on a page: a character that neither HTML nor
/// a text may hold.
const AT_ROOT: &str = "\u{1}";

/// What all recipes share.
pub struct Stage<'a> {
    pub timeline: &'a Timeline<'a>,
    pub theme: &'a Theme,
    /// What every template sees of the site.
    site_view: Value,
    messages: Value,
    /// Each entry's card, rendered when it is first asked for, with [`AT_ROOT`] for the way to the site's root.
    cards: Box<[OnceLock<Html>]>,
    /// Dates, worded.
    moments: Moments,
    /// Each term as a link, and of places each as a place.
    links: Box<[OnceLock<Made<Link>>]>,
    places: Box<[OnceLock<Made<PlaceView>>]>,
    statuses: [OnceLock<Made<StatusView<'a>>>; Status::ALL.len()],
    /// What stands around every page.
    furniture: Furniture,
    /// What went wrong in a part of pages that is made where nothing can be told of it.
    broken: OnceLock<TemplateFailure>,
    /// Where each entry's card stands, by its position on the timeline.
    pub standing: Vec<String>,
    /// Whether years have pages.
    pub has_years: bool,
    /// Smaller versions of pictures: path and width.
    pub pictures: BTreeMap<&'a str, Vec<(String, u32)>>,
    /// Where each source stands.
    pub bibliography: Bibliography,
    /// The newest publication date in the content: the edge of drawings.
    pub as_of: Option<&'a Date>,
}

impl<'a> Stage<'a> {
    /// Sets the stage, but for where cards stand.
    pub fn new(timeline: &'a Timeline<'a>, theme: &'a Theme) -> Self {
        let site = timeline.site;
        Stage {
            timeline,
            theme,
            site_view: Value::none(),
            messages: Value::from_serializable(theme.words.messages()),
            cards: unset(timeline.entries.len()),
            moments: Moments::new(),
            links: unset(site.terms.len()),
            places: unset(site.terms.len()),
            statuses: Default::default(),
            furniture: Furniture::default(),
            broken: OnceLock::new(),
            standing: Vec::new(),
            has_years: true,
            pictures: BTreeMap::new(),
            bibliography: Bibliography::default(),
            as_of: super::pages::as_of(timeline),
        }
    }

    /// Sets what every page shows of the site.
    pub fn furnish(&mut self, site: &SiteView<'_>) {
        self.site_view = Value::from_serializable(site);
        self.furniture = Furniture::new(site);
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
    pub fn date(&self, date: &Date) -> Made<DateView> {
        self.shown(date).view
    }

    /// A date for a template, with what the site's further calendars say of it.
    pub fn date_in_calendars(&self, date: &Date) -> Made<DateView> {
        let others = self.words().others(date);
        match others.is_empty() {
            true => self.date(date),
            false => self.date_as(date, self.words().date(date), others),
        }
    }

    /// A date in words of one's own.
    pub fn date_as(&self, date: &Date, text: String, others: Vec<String>) -> Made<DateView> {
        let (view, failure) = moments::view(self.theme, date, text, others);
        if let Some(failure) = failure {
            let _ = self.broken.set(failure);
        }
        view
    }

    /// The date of an entry for a template.
    pub fn entry_date(&self, entry: EntryId) -> Made<DateView> {
        self.date(self.site().entry_date(entry))
    }

    /// The date of an entry in words.
    pub fn entry_date_text(&self, entry: EntryId) -> Arc<str> {
        self.shown(self.site().entry_date(entry)).text
    }

    fn shown(&self, date: &Date) -> Shown {
        self.moments.of(date, || {
            let text = self.words().date(date);
            Shown { view: self.date_as(date, text.clone(), Vec::new()), text: text.into() }
        })
    }

    /// A status for a template.
    pub fn status(&self, status: Status) -> Made<StatusView<'a>> {
        let view = || Made::from(&status_view(self.words(), status));
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

    /// The beginning of a Markdown text, plain, for descriptions.
    pub fn plain<T: AsRef<Prose>>(&self, text: Option<&Local<T>>) -> Option<String> {
        let prose: &Prose = self.pick(text?)?.as_ref();
        Some(prose.plain(200)).filter(|plain| !plain.is_empty())
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

    /// Where an entry is read: its page, or without one its card.
    pub fn entry_href(&self, entry: EntryId) -> String {
        if !self.has_page(entry) {
            return self.standing_href(entry);
        }
        let folder = match entry {
            EntryId::Event(_) => "events",
            EntryId::Article(_) => "articles",
        };
        format!("{folder}/{}.html", percent(self.site().entry_id(entry)))
    }

    /// Where an entry stands on the timeline.
    pub fn standing_href(&self, entry: EntryId) -> String {
        let page =
            self.timeline.position(entry).and_then(|position| self.standing.get(position as usize));
        match page {
            Some(page) => format!("{page}#{}", percent(self.site().entry_id(entry))),
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
            true => format!("{}/{}.html", self.folder(term.kind), percent(&term.key)),
            false => String::new(),
        };
        Link { title: term.title(self.site().language()).to_owned(), href, count: None }
    }

    /// A term as a link for a template.
    pub fn link(&self, id: TermId) -> Made<Link> {
        let made = || Made::from(&self.term_link(id));
        self.links[id.0 as usize].get_or_init(made).clone()
    }

    /// A term as a place for a template.
    pub fn place(&self, id: TermId) -> Made<PlaceView> {
        let made = || Made::from(&place_view(self, id));
        self.places[id.0 as usize].get_or_init(made).clone()
    }

    /// What a template sees of the page being made.
    pub fn page<'p>(
        &self,
        kind: &'static str,
        path: &'p str,
        title: Option<&'p str>,
        description: Option<&'p str>,
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
        description: Option<&'p str>,
    ) -> Result<PageView<'p>, Failure> {
        let canonical = self.config().base_url.as_ref().map(|base| match path {
            "index.html" => base.0.clone(),
            other => format!("{}{other}", base.0),
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

    /// Renders a page.
    pub fn render(
        &self,
        to: &mut dyn Write,
        template: &str,
        page: &PageView<'_>,
        name: &'static str,
        view: &impl Serialize,
    ) -> Result<(), Failure> {
        let mut context = self.context();
        context.insert("page", page);
        context.insert(name, view);
        let rendered = self.theme.tera.render_to(template, &context, Rooted { to, root: page.root });
        rendered.map_err(|error| failure(template, &error))?;
        self.check()
    }

    /// Renders a part of pages.
    pub fn part(&self, template: &str, context: &Context) -> Result<Html, Failure> {
        let part = self.theme.tera.render(template, context);
        Ok(part.map_err(|error| failure(template, &error))?.into())
    }

    /// What every template sees.
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site_view.clone());
        context.insert_value("t", self.messages.clone());
        context
    }

    fn check(&self) -> Result<(), Failure> {
        self.site().spool.check()?;
        self.broken.get().map_or(Ok(()), |failure| Err(failure.clone().into()))
    }

    /// The card of an entry, the same one for all pages.
    pub fn card(&self, position: u32) -> Result<Html, Failure> {
        let cell = &self.cards[position as usize];
        if let Some(card) = cell.get() {
            return Ok(card.clone());
        }
        let view = super::entry::card(self, self.timeline.at(position).entry, AT_ROOT);
        let mut context = Context::new();
        context.insert_value("t", self.messages.clone());
        context.insert("card", &view);
        let card = self.part("card.html", &context)?;
        self.check()?;
        // Another thread may have rendered the same card meanwhile; both are equal.
        Ok(cell.get_or_init(|| card).clone())
    }
}

fn unset<T>(count: usize) -> Box<[OnceLock<T>]> {
    (0..count).map(|_| OnceLock::new()).collect()
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

/// Writes a page, with its way to the site's root wherever a part of it leaves that open.
struct Rooted<'t> {
    to: &'t mut dyn Write,
    root: &'t str,
}

impl Write for Rooted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let open = AT_ROOT.as_bytes()[0];
        let mut rest = bytes;
        while let Some(at) = memchr::memchr(open, rest) {
            self.to.write_all(&rest[..at])?;
            self.to.write_all(self.root.as_bytes())?;
            rest = &rest[at + 1..];
        }
        self.to.write_all(rest)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
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
