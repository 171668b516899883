//! Required texts: they have to say something.

use crate::diagnostic::{Diagnostics, rule};
use crate::document::{At, Document, Documents, EventFields};
use crate::yaml::{Local, Must, Step, Words};

/// Checks titles and names, but for those of events: a title is what leads to a page.
pub fn check(documents: &Documents, diagnostics: &mut Diagnostics) {
    let settings = At { text: documents.config_text, item: None };
    let mut check = |at: At, path: &[Step], text: &Must<Local<Words>>| {
        check_text(at, path, text, diagnostics);
    };
    let title = [Step::from("title")];
    check(settings, &title, &documents.config.title);
    for (item, era) in documents.config.eras.iter().enumerate() {
        check(settings, &["eras".into(), item.into(), "title".into()], &era.title);
    }
    for article in &documents.articles {
        check(article.at, &title, &article.fields.title);
    }
    for page in &documents.pages {
        check(page.at, &title, &page.fields.title);
    }
    for timeline in &documents.timelines {
        check(timeline.at, &title, &timeline.fields.title);
    }
    let registries = documents.registry_texts;
    let places = At { text: registries.places.unwrap_or_default(), item: None };
    for (key, place) in &documents.places {
        check(places, &[key.as_str().into(), "name".into()], &place.name);
    }
    let actors = At { text: registries.actors.unwrap_or_default(), item: None };
    for (key, actor) in &documents.actors {
        check(actors, &[key.as_str().into(), "name".into()], &actor.name);
    }
}

/// Checks the title of an event, and what is said of its accounts and media: an alternative text is all that some readers
/// have of a picture.
pub fn check_event(event: &Document<EventFields>, diagnostics: &mut Diagnostics) {
    let Document { at, fields, .. } = event;
    let mut check = |path: &[Step], text: &Must<Local<Words>>| {
        check_text(*at, path, text, diagnostics);
    };
    check(&["title".into()], &fields.title);
    for (item, account) in &fields.accounts.0 {
        check(&["accounts".into(), (*item).into(), "by".into()], &account.by);
    }
    for (item, medium) in &fields.media.0 {
        check(&["media".into(), (*item).into(), "alt".into()], &medium.alt);
        check(&["media".into(), (*item).into(), "credit".into()], &medium.credit);
    }
}

fn check_text(at: At, path: &[Step], text: &Must<Local<Words>>, diagnostics: &mut Diagnostics) {
    let Some(text) = &text.0 else { return };
    let blank: Vec<Option<&str>> = text
        .each()
        .filter(|(_, words)| words.0.trim().is_empty())
        .map(|(language, _)| language)
        .collect();
    let says_nothing = text.each().next().is_none().then_some(None);
    for language in blank.into_iter().chain(says_nothing) {
        let key = match path.last() {
            Some(Step::Key(key)) => key,
            _ => "text",
        };
        let message = if key == "title" {
            "this title is empty".to_owned()
        } else {
            format!("this `{key}` is empty")
        };
        let help = format!("write `{key}: …`");
        let path = path.iter().cloned().chain(language.map(Step::from));
        diagnostics.error(rule::MISSING_KEY, at.value(path), message).help(help);
    }
}
