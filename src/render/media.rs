//! Media: which files published pages use, and so which are published.

use std::collections::BTreeSet;

use crate::config::Status;
use crate::prose::{Brief, Prose, Target, split_fragment};
use crate::site::{Correction, Event, Registered};
use crate::text::MediaFile;
use crate::timeline::Timeline;
use crate::yaml::Local;

/// Media that a published page uses, by path.
pub fn used<'a>(timeline: &Timeline<'a>) -> Vec<(&'a str, &'a MediaFile)> {
    let site = timeline.site;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for event in &site.events {
        if event.status == Some(Status::Retracted) {
            let texts = record_texts(event.retracted.as_ref(), &event.corrections);
            used.extend(texts.flat_map(files));
            continue;
        }
        used.extend(event.media.iter().map(|medium| medium.file.as_str()));
        used.extend(event_texts(event).flat_map(files));
    }
    for article in &site.articles {
        let texts = record_texts(article.retracted.as_ref(), &article.corrections);
        used.extend(texts.flat_map(files));
        if article.retracted.is_some() {
            continue;
        }
        used.extend(files(&article.body));
        used.extend(local_texts(article.summary.as_ref()).flat_map(files));
    }
    for (body, summary) in site
        .pages
        .iter()
        .map(|page| (&page.body, &page.summary))
        .chain(site.timelines.iter().map(|further| (&further.body, &further.summary)))
    {
        used.extend(files(body));
        used.extend(local_texts(summary.as_ref()).flat_map(files));
    }
    for term in &site.terms {
        match &term.registered {
            Registered::Nothing => {}
            Registered::Place(place) => {
                used.extend(local_texts(place.note.as_ref()).flat_map(files))
            }
            Registered::Actor(actor) => {
                used.extend(local_texts(actor.description.as_ref()).flat_map(files))
            }
        }
    }
    used.extend(local_texts(site.config.summary.as_ref()).flat_map(files));
    used.extend(copies(timeline));
    for (_, source) in site.used_sources() {
        used.extend(local_texts(source.fields.note.as_ref()).flat_map(files));
    }
    used.into_iter()
        .filter_map(|path| site.media.get_key_value(path))
        .map(|(path, file)| (path.as_str(), file))
        .collect()
}

/// Local copies of the sources that something rests on.
pub fn copies<'a>(timeline: &Timeline<'a>) -> impl Iterator<Item = &'a str> {
    let copies = timeline.site.used_sources().filter_map(|(_, source)| source.fields.copy.as_ref());
    copies.map(|path| path.0.as_str())
}

/// What the record says of an entry, and the page of a withdrawn one alone.
fn record_texts<'t>(
    reason: Option<&'t Local<Brief>>,
    corrections: &'t [Correction],
) -> impl Iterator<Item = &'t Prose> {
    local_texts(reason).chain(corrections.iter().flat_map(|one| local_texts(Some(&one.text))))
}

fn event_texts(event: &Event) -> impl Iterator<Item = &Prose> {
    let briefs = [event.summary.as_ref(), event.date_note.as_ref(), event.note.as_ref()];
    let accounts = event.accounts.iter().map(|account| account.says.as_ref());
    let captions = event.media.iter().map(|medium| medium.caption.as_ref());
    briefs
        .into_iter()
        .chain(accounts)
        .chain(captions)
        .flat_map(local_texts)
        .chain(local_texts(event.body.as_ref()))
        .chain(record_texts(None, &event.corrections))
}

fn local_texts<T: AsRef<Prose>>(text: Option<&Local<T>>) -> impl Iterator<Item = &Prose> {
    text.into_iter().flat_map(|text| text.each().map(|(_, prose)| prose.as_ref()))
}

fn files(prose: &Prose) -> impl Iterator<Item = &str> {
    prose.links.iter().filter_map(|link| match &link.target {
        Target::File(path) => Some(split_fragment(path).0),
        Target::Entry(_) => None,
    })
}
