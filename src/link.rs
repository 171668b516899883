//! Documents -> Site: finds everything that is named, and reports what is not there.

use chrono::{DateTime, Utc};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{Documents, Origins};
use crate::site::{EntryId, Site};
use crate::text::Folder;

mod accounts;
mod corrections;
mod entries;
mod evidence;
mod files;
mod ids;
mod lints;
mod names;
mod pages;
mod passages;
mod places;
mod prose;
mod relations;
mod required;
mod settings;
mod sources;

use entries::{Drafts, draft_article, draft_event};
use files::Files;
use ids::{Ids, Known};
use names::Names;
use prose::check_texts;
use sources::Bibliography;

pub use lints::{Named, check as lint};

/// What decides which entries are published, besides the settings.
#[derive(Debug, Clone, Copy)]
pub struct Admission {
    /// The time that embargoes are held against.
    pub now: DateTime<Utc>,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// What the parts of this step share.
struct Linker<'a> {
    folder: &'a Folder,
    ids: Ids,
    files: Files,
    names: Names,
    bibliography: Bibliography,
}

/// What was linked.
pub struct Linked {
    pub site: Site,
    /// What only checks of the evidence have to know.
    pub named: Named,
}

/// Links everything that was read; what it says of the evidence is for [`lint()`] to check.
pub fn link(
    mut documents: Documents,
    folder: &Folder,
    admission: Admission,
    diagnostics: &mut Diagnostics,
) -> Linked {
    let ids = Ids::collect(&documents, admission, diagnostics);
    let mut files = Files::collect(&documents);
    let mut addresses = check_texts(&mut documents, folder, &ids, &mut files, diagnostics);
    let told = passages::find(&documents, folder, &ids, diagnostics);
    settings::check(&documents, diagnostics);
    required::check(&documents, diagnostics);
    let names = Names::collect(&mut documents, diagnostics);
    let bibliography = Bibliography::collect(&mut documents, folder, diagnostics);
    let mut linker = Linker { folder, ids, files, names, bibliography };
    let figures: Vec<String> =
        documents.config.figure_names().into_iter().map(str::to_owned).collect();
    let unread = documents.unread.config;
    let context = entries::Context { config: &documents.config, unread, figures: &figures };

    let mut drafts = Drafts::default();
    drafts.events.reserve_exact(documents.events.len());
    for document in std::mem::take(&mut documents.events) {
        draft_event(document, &context, &mut linker, &mut drafts, diagnostics);
    }
    for document in std::mem::take(&mut documents.articles) {
        draft_article(document, &context, &mut linker, &mut drafts, diagnostics);
    }
    let Drafts { mut events, mut articles, mut relations } = drafts;
    passages::tie(&mut events, &mut articles, told);
    relations::take_back(&mut relations, &events, &articles);
    relations::tell(&relations, &mut events, &mut articles);
    relations::check(&relations, &events, &articles, diagnostics);
    accounts::check(&events, diagnostics);
    let (pages, timelines) = pages::link(&mut documents, admission, &mut linker, diagnostics);
    let Linker { mut ids, files, mut names, mut bibliography, .. } = linker;
    let kept_back = ids.kept_back();
    if diagnostics.has_errors() {
        // Whether there is a list depends on entries that may have been left out.
        addresses.retain(|(_, address)| !is_list(address, &documents.config));
    }
    let sources = std::mem::take(&mut bibliography.sources);
    let site = Site {
        config: documents.config,
        config_text: documents.config_text,
        events,
        articles,
        terms: std::mem::take(&mut names.terms),
        origins: Origins::new(sources.iter().map(|source| &*source.fields)),
        sources,
        pages,
        timelines,
        media: folder.media.clone(),
        media_used: files.used,
        graphic: files.graphic,
        statics: folder.statics.clone(),
        aliases: std::mem::take(&mut ids.aliases),
        withheld: std::mem::take(&mut ids.withheld),
        kept_back,
        ids: ids.published(),
        addresses,
        spool: documents.spool,
    };
    let named = Named {
        sources: bibliography.named,
        terms: names.named,
        registries: documents.registry_texts,
        broken: diagnostics.broken_texts(),
    };
    Linked { site, named }
}

/// Whether an address is that of a page which is made only where entries ask for it.
fn is_list(address: &str, config: &Config) -> bool {
    const SINGLE: [&str; 3] = ["sources.html", "corrections.html", "status.html"];
    let folder = address.split_once('/').map_or("", |(folder, _)| folder);
    matches!(folder, "tags" | "actors" | "places" | "years" | "sources")
        || config.taxonomies.iter().any(|taxonomy| taxonomy.0 == folder)
        || SINGLE.contains(&address)
}

impl Linker<'_> {
    /// The event that a list names; none for one that is left out, or unknown, which is reported.
    fn event(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<u32> {
        match self.entry(id, place.clone(), diagnostics)? {
            EntryId::Event(event) => Some(event),
            EntryId::Article(_) => {
                diagnostics
                    .error(
                        rule::UNKNOWN_EVENT,
                        place,
                        format!("`{id}` is an article, not an event"),
                    )
                    .help("name an event");
                None
            }
        }
    }

    fn entry(&self, id: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<EntryId> {
        match self.ids.get(id) {
            Some(Known::Published(entry)) => Some(entry),
            Some(Known::Withheld | Known::Broken) => None,
            None => {
                self.ids.report_unknown(id, place, diagnostics);
                None
            }
        }
    }
}
