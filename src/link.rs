//! Documents -> Site: finds everything that is named, and reports what is not there.

use chrono::{DateTime, Utc};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::document::{Documents, Origins};
use crate::site::{EntryId, Site, Supports};
use crate::text::Folder;

mod accounts;
mod corrections;
mod entries;
mod evidence;
mod files;
mod ids;
mod lints;
mod mentions;
mod names;
mod pages;
mod passages;
mod places;
mod prose;
mod relations;
mod required;
mod settings;
mod sources;

use entries::{link_article, link_events};
use files::Files;
use ids::Ids;
use mentions::Register;
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

/// What every part of this step may look at.
struct Context<'a> {
    folder: &'a Folder,
    ids: &'a Ids,
    config: &'a Config,
    /// Whether the settings may say more than could be read.
    unread: bool,
    /// The figures that the settings name.
    figures: &'a [String],
}

/// What entries are entered into, one after the other.
struct Linker {
    register: Register,
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
    let mut ids = Ids::collect(&documents, admission, diagnostics);
    let mut files = Files::collect(&documents);
    let mut addresses = check_texts(&mut documents, folder, &ids, &mut files, diagnostics);
    let told = passages::find(&documents, folder, &ids, diagnostics);
    settings::check(&documents, diagnostics);
    required::check(&documents, diagnostics);
    let names = Names::collect(&mut documents, diagnostics);
    let bibliography = Bibliography::collect(&mut documents, folder, diagnostics);
    let register = Register { names, files, relations: Vec::new() };
    let mut linker = Linker { register, bibliography };
    let figures: Vec<String> =
        documents.config.figure_names().into_iter().map(str::to_owned).collect();
    let unread = documents.unread.config;
    let context =
        Context { folder, ids: &ids, config: &documents.config, unread, figures: &figures };
    let of_events = std::mem::take(&mut documents.events);
    let mut events = link_events(of_events, &context, &mut linker, diagnostics);
    let mut articles = Vec::new();
    for document in std::mem::take(&mut documents.articles) {
        let next = EntryId::Article(articles.len() as u32);
        articles.extend(link_article(document, next, &context, &mut linker, diagnostics));
    }
    let Linker { register, mut bibliography } = linker;
    let Register { mut names, files, mut relations } = register;
    passages::tie(&mut events, &mut articles, told);
    relations::take_back(&mut relations, &events, &articles);
    relations::tell(&relations, &mut events, &mut articles);
    relations::check(&relations, &events, &articles, diagnostics);
    accounts::check(&events, diagnostics);
    let (pages, timelines) =
        pages::link(&mut documents, admission, &names, &mut ids.withheld, diagnostics);
    let kept_back = ids.kept_back();
    if diagnostics.has_errors() {
        // Whether there is a list depends on entries that may have been left out.
        addresses.retain(|(_, address)| !is_list(address, &documents.config));
    }
    let sources = std::mem::take(&mut bibliography.sources);
    let (aliases, withheld) = (std::mem::take(&mut ids.aliases), std::mem::take(&mut ids.withheld));
    let (origins, (supports, ids)) = rayon::join(
        || Origins::new(sources.iter().map(|source| &*source.fields)),
        || (Supports::new(sources.len(), &events, &articles), ids.published()),
    );
    let site = Site {
        config: documents.config,
        config_text: documents.config_text,
        events,
        articles,
        terms: std::mem::take(&mut names.terms),
        origins,
        supports,
        sources,
        pages,
        timelines,
        media: folder.media.clone(),
        media_used: files.used,
        graphic: files.graphic,
        statics: folder.statics.clone(),
        aliases,
        withheld,
        kept_back,
        ids,
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
