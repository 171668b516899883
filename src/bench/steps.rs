//! The steps of a build, one by one, over events in memory.

use std::fmt::Write as _;

use chrono::DateTime;

use crate::diagnostic::Diagnostics;
use crate::document::Documents;
use crate::link::{Admission, link};
use crate::order::order;
use crate::output::Output;
use crate::parse::{Wanted, documents, theme};
use crate::render::{self, render};
use crate::site::Site;
use crate::spool::Spool;
use crate::text::Folder;
use crate::theme::Theme;
use crate::timeline::Timeline;

use super::content::{Files, Random};

/// The texts of a site with so many events, two hundred to a year.
pub struct Corpus {
    folder: Folder,
}

/// What its files say.
pub struct Parsed {
    documents: Documents,
    theme: Theme,
}

/// The same, linked.
pub struct Linked {
    site: Site,
    theme: Theme,
}

/// The same, in the order of time.
pub struct Ordered<'a> {
    timeline: Timeline<'a>,
    theme: &'a Theme,
}

/// All its pages, not yet made.
pub struct Plan<'a> {
    output: Output<'a>,
}

pub use render::Studio;

impl Corpus {
    /// Events like those of `benches/corpus.py`, but shorter: about 900 bytes each.
    pub fn new(events: usize) -> Self {
        let mut random = Random(19);
        let mut files = Files::default();
        files.events(events, |event, yaml| {
            let (year, month, day) = (1950 + event / 200, 1 + event % 12, 1 + event % 28);
            let mut say = || random.sentence();
            let _ = writeln!(yaml, "- id: e{event}\n  date: {year}-{month:02}-{day:02}");
            let _ = writeln!(yaml, "  title: {}\n  summary: {}", say(), say());
            let _ = writeln!(yaml, "  tags: [Tag {}, Tag {}]", event % 30, 30 + event % 31);
            let _ = writeln!(yaml, "  actors: [Actor {}]\n  sources:", event % 100);
            for number in 0..2 {
                let _ = writeln!(
                    yaml,
                    "    - {{publisher: Paper {number}, title: \"{}\", url: \"https://example.org/{event}/{number}\"}}",
                    say()
                );
            }
            let _ = writeln!(yaml, "  body: |\n    {} *{}*\n", say(), say());
            let _ = writeln!(yaml, "    ## {}\n\n    - {}\n    - {}", say(), say(), say());
        });
        files.add("dateline.yaml", "title: Steps\nbase_url: https://example.org/\n");
        Corpus { folder: files.folder }
    }

    /// Reads the texts; how many events they have.
    pub fn read(&self) -> usize {
        documents(&self.folder, Spool::default(), &mut Diagnostics::default())
            .expect("nothing of it is on disk")
            .events
            .len()
    }

    /// Reads the texts, and compiles the theme.
    pub fn parse(&self) -> Parsed {
        let mut diagnostics = Diagnostics::default();
        let documents = documents(&self.folder, Spool::default(), &mut diagnostics)
            .expect("nothing of it is on disk");
        let theme = theme(&self.folder, &Wanted::by(&documents), &mut diagnostics);
        assert!(!diagnostics.has_errors(), "the corpus has no error");
        Parsed { documents, theme }
    }

    /// Finds everything that is named.
    pub fn link(&self, parsed: Parsed) -> Linked {
        let Parsed { documents, theme } = parsed;
        let admission = Admission { now: DateTime::UNIX_EPOCH, drafts: true };
        let site = link(documents, &self.folder, admission, &mut Diagnostics::default()).site;
        Linked { site, theme }
    }
}

impl Linked {
    /// Puts the events in order.
    pub fn order(&self) -> Ordered<'_> {
        Ordered { timeline: order(&self.site, &mut Diagnostics::default()), theme: &self.theme }
    }
}

impl Ordered<'_> {
    /// Plans all pages.
    pub fn plan(&self) -> Plan<'_> {
        let (output, _) = render(&self.timeline, self.theme, true, &mut Diagnostics::default());
        Plan { output }
    }

    /// What pages are made of.
    pub fn studio(&self) -> Studio<'_> {
        Studio::new(&self.timeline, self.theme)
    }
}

impl Plan<'_> {
    /// Makes one page; how many bytes it has.
    ///
    /// # Panics
    ///
    /// If there is no such page.
    pub fn make(&self, path: &str) -> usize {
        let (_, planned) =
            self.output.iter().find(|(other, _)| *other == path).expect("the page is planned");
        let mut page = Vec::new();
        planned.recipe.write(path, &mut page).expect("the built-in theme renders");
        page.len()
    }
}
