//! The stage: what all recipes share, made once for a build.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, ErrorKind, Value};

use crate::config::{Config, OutputKind, percent};
use crate::date::Date;
use crate::output::{Failure, TemplateFailure};
use crate::prose::Prose;
use crate::site::{EntryId, Site, TermId, TermKind};
use crate::theme::Theme;
use crate::timeline::Timeline;
use crate::wording::Wording;
use crate::yaml::Local;

use super::evidence::Bibliography;
use super::fill::PageFill;
use super::view::{DateView, Link, PageView, SiteView};

/// From a page to the site's root, by how many folders deep it is.
const ROOTS: [&str; 4] = ["", "../", "../../", "../../../"];

/// What all recipes share.
pub struct Stage<'a> {
    pub timeline: &'a Timeline<'a>,
    pub theme: &'a Theme,
    site_view: Value,
    messages: Value,
    /// Each entry's card by depth, rendered when it is first asked for.
    cards: Vec<[OnceLock<Box<str>>; ROOTS.len()]>,
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
    pub fn new(timeline: &'a Timeline<'a>, theme: &'a Theme, site_view: &SiteView<'_>) -> Self {
        let empty = || [OnceLock::new(), OnceLock::new(), OnceLock::new(), OnceLock::new()];
        Stage {
            timeline,
            theme,
            site_view: Value::from_serializable(site_view),
            messages: Value::from_serializable(theme.words.messages()),
            cards: timeline.entries.iter().map(|_| empty()).collect(),
            standing: Vec::new(),
            has_years: true,
            pictures: BTreeMap::new(),
            bibliography: Bibliography::default(),
            as_of: super::pages::as_of(timeline),
        }
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
    pub fn date(&self, date: &Date) -> DateView {
        date_view(date, self.words())
    }

    /// A date for a template, with what the site's further calendars say of it.
    pub fn date_in_calendars(&self, date: &Date) -> DateView {
        DateView { others: self.words().others(date), ..self.date(date) }
    }

    /// A Markdown text for a page; `scope` keeps its ids apart from those of other texts there.
    pub fn html<T: AsRef<Prose>>(
        &self,
        text: Option<&Local<T>>,
        root: &str,
        scope: &str,
    ) -> Option<String> {
        let prose: &Prose = self.pick(text?)?.as_ref();
        (!prose.is_empty()).then(|| prose.fill(&PageFill { stage: self, root, scope, said: None }))
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

    /// What a template sees of the page being made.
    pub fn page<'p>(
        &self,
        kind: &'static str,
        path: &'p str,
        title: Option<&'p str>,
        description: Option<&'p str>,
    ) -> PageView<'p> {
        let canonical = self.config().base_url.as_ref().map(|base| match path {
            "index.html" => base.0.clone(),
            other => format!("{}{other}", base.0),
        });
        let root = root(path);
        PageView { kind, title, description, root, href: path, canonical, noindex: false }
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
        let mut context = Context::new();
        context.insert_value("site", self.site_view.clone());
        context.insert_value("t", self.messages.clone());
        context.insert("page", page);
        context.insert(name, view);
        self.theme.tera.render_to(template, &context, to).map_err(|error| failure(template, &error))
    }

    /// The card of an entry for pages of a depth.
    pub fn card(&self, position: u32, depth: usize) -> Result<&str, Failure> {
        let cell = &self.cards[position as usize][depth.min(ROOTS.len() - 1)];
        if let Some(card) = cell.get() {
            return Ok(card);
        }
        let view = super::entry::card(
            self,
            self.timeline.at(position).entry,
            ROOTS[depth.min(ROOTS.len() - 1)],
        );
        let mut context = Context::new();
        context.insert_value("t", self.messages.clone());
        context.insert("card", &view);
        let card = self
            .theme
            .tera
            .render("card.html", &context)
            .map_err(|error| failure("card.html", &error))?;
        // Another thread may have rendered the same card meanwhile; both are equal.
        Ok(cell.get_or_init(|| card.into()))
    }
}

/// A date for a template, in the Gregorian calendar alone.
pub fn date_view(date: &Date, words: &Wording) -> DateView {
    DateView {
        edtf: date.text().to_owned(),
        text: words.date(date),
        datetime: date.datetime(),
        others: Vec::new(),
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

fn failure(template: &str, error: &tera::Error) -> Failure {
    match error.kind() {
        ErrorKind::Io(kind) => Failure::Io((*kind).into()),
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let range = &report.span().range;
            Failure::from(TemplateFailure {
                template: report.filename().to_owned(),
                start: range.start,
                end: range.end,
                message: report.message().to_owned(),
            })
        }
        other => Failure::from(TemplateFailure {
            template: template.to_owned(),
            start: 0,
            end: 0,
            message: other.to_string(),
        }),
    }
}
