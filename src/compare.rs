//! Output, what is published -> Diagnostics: warns of addresses that others may cite and that would be gone.

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::output::{Output, Paths};
use crate::site::{OWN_PAGES, Site};

/// So many of one reason are reported one by one; more of them have a reason of their own, such as a folder that moved.
const SINGLY: usize = 10;

/// So many of what is reported together are named.
const NAMED: usize = 5;

/// Among so many new addresses a likely new one is looked for.
const LIKELY: usize = 2000;

/// Why an address would be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// Nothing has its id.
    Unknown,
    /// Its entry is left out for now.
    Withheld,
    /// Its entry is of the other kind now.
    Moved,
    /// Its entry is a card now.
    Card,
}

/// A page that was published, and is no longer there.
struct Gone<'a> {
    path: &'a str,
    id: &'a str,
    why: Why,
    /// Where the entry is written, if it still is.
    place: Option<Place>,
}

/// Compares the files that were published with those to come.
pub fn compare(published: &Paths, output: &Output<'_>, site: &Site, diagnostics: &mut Diagnostics) {
    let gone: Vec<Gone<'_>> = published
        .iter()
        .filter(|path| !output.contains(path))
        .filter_map(|path| Some(gone(path, page_id(path)?, site, output)))
        .collect();
    for why in [Why::Unknown, Why::Withheld, Why::Moved, Why::Card] {
        let of_reason: Vec<&Gone<'_>> = gone.iter().filter(|one| one.why == why).collect();
        if of_reason.len() > SINGLY {
            report_together(&of_reason, why, site, diagnostics);
            continue;
        }
        for one in of_reason {
            let likely = match why {
                Why::Unknown => likely(one, published, output, diagnostics),
                Why::Withheld | Why::Moved | Why::Card => None,
            };
            report(one, likely, site, diagnostics);
        }
    }
}

/// The id of a page that has a permalink: of an event, an article, a further timeline or a free page. Lists and their
/// parts follow from the content.
fn page_id(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".html")?;
    let folders = ["events/", "articles/", "timelines/"];
    let (id, ours) = match folders.iter().find_map(|folder| stem.strip_prefix(folder)) {
        Some(id) => (id, &["index"][..]),
        None => (stem, &OWN_PAGES[..]),
    };
    (!id.contains('/') && !ours.contains(&id)).then_some(id)
}

fn gone<'a>(path: &'a str, id: &'a str, site: &Site, output: &Output<'_>) -> Gone<'a> {
    let other = match path.split_once('/') {
        Some(("events", name)) => format!("articles/{name}"),
        Some(("articles", name)) => format!("events/{name}"),
        _ => return Gone { path, id, why: Why::Unknown, place: None },
    };
    let (why, place) = match (site.kept_back.get(id), site.ids.get(id)) {
        (Some(place), _) => (Why::Withheld, Some(place.clone())),
        (None, Some(entry)) => {
            let why = if output.contains(&other) { Why::Moved } else { Why::Card };
            (why, Some(site.entry_at(*entry).value(["id".into()])))
        }
        (None, None) => (Why::Unknown, None),
    };
    Gone { path, id, why, place }
}

fn report(one: &Gone<'_>, likely: Option<&str>, site: &Site, diagnostics: &mut Diagnostics) {
    let Gone { path, id, why, .. } = one;
    let place = one.place.clone().unwrap_or_else(|| Place::file(site.config_text));
    let can_be_retracted = path.starts_with("events/") || path.starts_with("articles/");
    let (message, help) = match (why, likely) {
        (Why::Unknown, Some(likely)) => (
            format!("`{path}` is published, and nothing has the id `{id}` now"),
            format!("is it `{likely}` now? write `aliases: [{id}]` there, and the old address leads to it"),
        ),
        (Why::Unknown, None) if can_be_retracted => (
            format!("`{path}` is published, and nothing has the id `{id}` now"),
            format!(
                "write `aliases: [{id}]` at the entry that took its place, or keep it and say why it was withdrawn"
            ),
        ),
        (Why::Unknown, None) => (
            format!("`{path}` is published, and would no longer be there"),
            format!("write `aliases: [{id}]` at the page that took its place"),
        ),
        (Why::Withheld, _) => (
            format!("`{path}` is published, and is left out now: a draft, under embargo or kept back by the gate"),
            "links to it would break; publish it, or say why it was withdrawn".to_owned(),
        ),
        (Why::Moved, _) => (
            format!("`{path}` is published, and `{id}` is of another kind now"),
            format!("give it an id of its own and write `aliases: [{id}]`: both old addresses then lead to it"),
        ),
        (Why::Card, _) => (
            format!("`{path}` is published, and `{id}` has no page of its own now"),
            "`event_pages` in dateline.yaml says which events have one, `outputs` which kinds of page are made".to_owned(),
        ),
    };
    diagnostics.warning(rule::VANISHED_ID, place, message).help(help);
}

fn report_together(gone: &[&Gone<'_>], why: Why, site: &Site, diagnostics: &mut Diagnostics) {
    let names: Vec<String> = gone.iter().take(NAMED).map(|one| format!("`{}`", one.path)).collect();
    let (count, more) = (gone.len(), gone.len() - names.len());
    let what = match why {
        Why::Unknown => "nothing has their ids now",
        Why::Withheld => "they are left out now: drafts, under embargo or kept back by the gate",
        Why::Moved => "their entries are of another kind now",
        Why::Card => "their entries have no pages of their own now",
    };
    diagnostics
        .warning(
            rule::VANISHED_ID,
            Place::file(site.config_text),
            format!("{count} addresses are published, and {what}: {} and {more} more", names.join(", ")),
        )
        .help("links to them would break; was a folder removed, or a setting changed? `aliases` keep old ids alive");
}

/// The id that an entry most likely has now: one of its kind that is new.
fn likely<'a>(
    gone: &Gone<'_>,
    published: &Paths,
    output: &'a Output<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'a str> {
    let folder = gone.path.strip_suffix(".html")?.strip_suffix(gone.id)?;
    let is_new = |path: &&str| path.starts_with(folder) && !published.contains(path);
    let new: Vec<&str> = output
        .iter()
        .map(|(path, _)| path)
        .filter(is_new)
        .filter_map(|path| page_id(path).filter(|id| path.len() == folder.len() + id.len() + 5))
        .take(LIKELY + 1)
        .collect();
    if new.len() > LIKELY {
        return None;
    }
    diagnostics.suggest(gone.id, new)
}
