//! Dateline turns articles and annotated events into an honest, static timeline site.
//!
//! Verbs are steps, nouns are things:
//!
//! ```text
//! disk -load-> Folder -parse-> Documents -link-> Site -order-> Timeline -render-> Output -write-> public/
//!                       \________________ &mut Diagnostics ________________/
//! ```
//!
//! | floor | modules | may use |
//! |---|---|---|
//! | 1 words | `text`, `diagnostic`, `yaml`, `date`, `prose`, `picture`, `digest`, `spool` | each other |
//! | 2 things | `config`, `document`, `site`, `timeline`, `theme`, `wording`, `output`, `timings` | words, each other |
//! | 3 steps | `load`, `parse`, `link`, `order`, `render`, `compare`, `write`, `report`, `explain`, `schema` | floors below, never each other |
//! | 4 program | `lib`, `cli`, `main`, `bench` | everything below |
//!
//! A test keeps the floors (`tests/it/floors.rs`). `build` strings the steps together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, Utc};

use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::Documents;
use crate::link::Admission;
use crate::output::{Mistake, PictureFailure, TemplateFailure};
use crate::render::LeftOut;
use crate::site::Withheld;
use crate::spool::Spool;
use crate::text::Folder;
use crate::theme::Theme;
use crate::timeline::Timeline;
use crate::timings::Timings;
use crate::write::{Last, Published, Unwritten, Written};
use crate::yaml::Leaf;

#[cfg(test)]
mod again;
#[cfg(feature = "bench")]
pub mod bench;
mod cli;
mod compare;
mod config;
#[cfg(test)]
mod damage;
mod date;
mod diagnostic;
mod digest;
mod document;
mod explain;
mod link;
mod load;
mod order;
mod output;
mod parse;
mod picture;
mod prose;
mod render;
mod report;
mod schema;
mod site;
mod spool;
mod text;
mod theme;
mod timeline;
mod timings;
mod wording;
mod write;
mod yaml;

pub use cli::run;

/// What a build is asked for besides what the site's folder says.
struct Options<'a> {
    base_url: Option<String>,
    drafts: bool,
    strict: bool,
    now: DateTime<Utc>,
    /// Where to publish, and what to make of what was published there; without it the pages are made and thrown away.
    output: Option<(&'a Path, Last)>,
    /// Where the site is published already, to see which addresses would be gone.
    published: &'a Path,
    /// The entry that is to tell why it stands where it stands.
    explain: Option<&'a str>,
}

/// What came of a build.
struct Build {
    problems: Vec<diagnostic::Settled>,
    texts: Arc<text::Texts>,
    outcome: Outcome,
    /// Why the entry that was asked for stands where it stands, or that there is no such entry.
    explanation: Option<Result<String, String>>,
    /// What each step took.
    timings: Timings,
}

enum Outcome {
    /// There are errors, and nothing was published.
    Failed,
    Built(Built),
}

/// What a build did, for its summary.
struct Built {
    read: Read,
    /// The first and the last day on the timeline, in EDTF.
    span: Option<(String, String)>,
    written: Written,
    left_out: LeftOut,
}

struct Read {
    events: usize,
    articles: usize,
    sources: usize,
    files: usize,
    withheld: Vec<Withheld>,
    undated: usize,
}

/// Builds the site in `root`: reads, links, orders and renders it, and publishes it if it has no errors.
fn build(root: &Path, options: &Options<'_>) -> Result<Build> {
    // Memory that a thread frees is its own again: what reads the texts is to be what makes a site of them.
    rayon::scope(|_| in_steps(root, options))
}

fn in_steps(root: &Path, options: &Options<'_>) -> Result<Build> {
    if let Some((output, _)) = options.output {
        write::refuse_foreign(output)?;
    }
    let mut timings = Timings::start();
    let mut diagnostics = Diagnostics::default();
    // To find what is to be read takes one thread, and so does a look at what stands where the site goes.
    let (read, published) =
        rayon::join(|| read(root, options, &mut timings, &mut diagnostics), || standing(options));
    let (mut folder, mut documents) = read?;
    load::hash(&mut folder, &documents.copies)?;
    timings.end("hash");
    if let Some(url) = &options.base_url {
        match BaseUrl::read(url) {
            Ok(url) => documents.config.base_url = Some(url),
            Err(complaint) => anyhow::bail!("--base-url: {}", complaint.message),
        }
    }
    let admission = Admission { now: options.now, drafts: options.drafts };
    let wanted = parse::Wanted::by(&documents);
    let mut of_theme = Diagnostics::default();
    // Only one thread can link.
    let (theme, link::Linked { site, named }) = rayon::join(
        || parse::theme(&folder, &wanted, &mut of_theme),
        || link::link(documents, &folder, admission, &mut diagnostics),
    );
    diagnostics.append(of_theme);
    site.spool.check()?;
    timings.end("link");
    let (mut of_evidence, mut of_order) = (Diagnostics::default(), Diagnostics::default());
    let (timeline, ()) = rayon::join(
        || order::order(&site, &mut of_order),
        || link::lint(&site, &named, &mut of_evidence),
    );
    diagnostics.append(of_evidence);
    diagnostics.append(of_order);
    timings.end("order");
    let explanation = options.explain.map(|id| explain::explain(&timeline, id));
    let stands = published.as_ref().is_ok_and(|published| !published.paths().is_empty());
    let is_new = !(stands && matches!(options.output, Some((_, Last::Kept))));
    let (output, left_out) = render::render(&timeline, &theme, is_new, &mut diagnostics);
    timings.end("render");
    // What could not be read is missing for that reason.
    if let Ok(published) = &published
        && !diagnostics.has_errors()
    {
        compare::compare(published.paths(), &output, &site, &mut diagnostics);
    }
    timings.end("compare");
    diagnostics.regrade(|one| site.config.grade(one.rule, one.severity, options.strict));
    let result = match (diagnostics.has_errors(), options.output) {
        (true, _) => None,
        (false, Some((target, last))) => Some(write::write(&output, target, published?, last)),
        (false, None) => published.map(|_| Some(write::rehearse(&output)))?,
    };
    if result.is_some() {
        timings.end(if options.output.is_some() { "write" } else { "rehearse" });
    }
    let written = match result {
        None => None,
        Some(Ok(written)) => Some(written),
        Some(Err(Unwritten::Disk(error))) => return Err(error),
        Some(Err(Unwritten::Mistakes(mistakes))) => {
            report_mistakes(&mistakes, &theme, &site, &mut diagnostics);
            None
        }
    };
    let outcome = match written {
        Some(written) => Outcome::Built(built(&timeline, folder.texts.len(), written, left_out)),
        None => Outcome::Failed,
    };
    output.discard();
    let problems = diagnostics.settle(&folder.texts);
    drop(timeline);
    // Nobody waits until all of it has been given back.
    rayon::spawn(move || drop((site, theme)));
    timings.end("settle");
    Ok(Build { problems, texts: folder.texts, outcome, explanation, timings })
}

/// Reads the content of a site.
fn read(
    root: &Path,
    options: &Options<'_>,
    timings: &mut Timings,
    diagnostics: &mut Diagnostics,
) -> Result<(Folder, Documents)> {
    let folder = load::load(root)?;
    timings.end("load");
    // Over a site that stands few texts are shown anew, and the rest need not go anywhere.
    let spool = match options.output {
        Some((target, Last::Kept)) if write::stands(target) => Spool::over(&folder.texts),
        _ => Spool::default(),
    };
    let documents = parse::documents(&folder, spool, diagnostics)?;
    timings.end("parse");
    Ok((folder, documents))
}

/// The site that stands where this one goes; looked at closely where it is to give way.
fn standing(options: &Options<'_>) -> Result<Published> {
    let published = Published::read(options.published)?;
    match options.output {
        Some(_) => published.surveyed(options.published),
        None => Ok(published),
    }
}

/// Reports what only showed when recipes were carried out, once per place in a template and once per picture.
fn report_mistakes(
    mistakes: &[Mistake],
    theme: &Theme,
    site: &site::Site,
    diagnostics: &mut Diagnostics,
) {
    let mut once: BTreeMap<(&str, usize), &TemplateFailure> = BTreeMap::new();
    for mistake in mistakes {
        let failure = match mistake {
            Mistake::Template(failure) => failure,
            Mistake::Picture(failure) => {
                report_picture(failure, site, diagnostics);
                continue;
            }
        };
        once.entry((&failure.template, failure.start)).or_insert(failure);
    }
    for failure in once.into_values() {
        let message = theme::sentence(&failure.message);
        match theme.texts.get(&failure.template) {
            Some(text) => diagnostics.error(
                rule::TEMPLATE,
                Place::range(*text, failure.start..failure.end),
                message,
            ),
            None => diagnostics.error(
                rule::TEMPLATE,
                Place::file(site.config_text),
                format!(
                    "the built-in template `{}` cannot render this site: {message}",
                    failure.template
                ),
            ),
        }
        .help(
            "docs/themes.md tells what each template sees; `{% if … %}` guards what may be missing",
        );
    }
}

fn report_picture(failure: &PictureFailure, site: &site::Site, diagnostics: &mut Diagnostics) {
    let place = site.media_used.get(&failure.path).cloned();
    diagnostics
        .error(
            rule::BROKEN_PICTURE,
            place.unwrap_or_else(|| Place::file(site.config_text)),
            format!("the picture `{}` cannot be published: {}", failure.path, failure.message),
        )
        .help("save it anew from the original, as JPEG, PNG, WebP or SVG");
}

fn built(timeline: &Timeline<'_>, files: usize, written: Written, left_out: LeftOut) -> Built {
    let site = timeline.site;
    Built {
        read: Read {
            events: site.events.len(),
            articles: site.articles.len(),
            sources: site.sources.len(),
            files,
            withheld: site.withheld.clone(),
            undated: timeline.undated,
        },
        span: span(timeline),
        written,
        left_out,
    }
}

/// The first and the last day that dated entries touch; `..` where an end is open.
fn span(timeline: &Timeline<'_>) -> Option<(String, String)> {
    let dated = &timeline.entries[timeline.undated..];
    let text = |limit: date::Limit| match limit {
        date::Limit::Day(day) => day.to_string(),
        date::Limit::Past | date::Limit::Future => "..".to_owned(),
    };
    let first = dated.iter().map(|placed| placed.begin).min()?;
    let is_day = |limit: &date::Limit| matches!(limit, date::Limit::Day(_));
    let begins = dated.iter().map(|placed| placed.begin).filter(is_day).max()?;
    let ends = dated
        .iter()
        .map(|placed| timeline.site.entry_date(placed.entry).latest())
        .filter(is_day)
        .max();
    Some((text(first), text(ends.map_or(begins, |end| end.max(begins)))))
}
