//! Required texts: they have to say something.

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{At, Documents};
use crate::text::TextId;
use crate::yaml::{Local, Must, Step, Words};

/// Checks titles, names, and what is said of media: a title is what leads to a page, and an alternative text is all that
/// some readers have of a picture.
pub fn check(documents: &Documents, diagnostics: &mut Diagnostics) {
    let settings = At { text: documents.config_text, item: None };
    let mut check = |at: At, path: &[Step], text: &Must<Local<Words>>| {
        let path: Vec<Step> =
            at.item.map(Step::Item).into_iter().chain(path.iter().cloned()).collect();
        check_text(at.text, path, text, diagnostics);
    };
    let title = [Step::from("title")];
    check(settings, &title, &documents.config.title);
    for (item, era) in documents.config.eras.iter().enumerate() {
        check(settings, &["eras".into(), item.into(), "title".into()], &era.title);
    }
    for event in &documents.events {
        check(event.at, &title, &event.fields.title);
        for (item, account) in &event.fields.accounts.0 {
            check(event.at, &["accounts".into(), (*item).into(), "by".into()], &account.by);
        }
        for (item, medium) in &event.fields.media.0 {
            check(event.at, &["media".into(), (*item).into(), "alt".into()], &medium.alt);
            check(event.at, &["media".into(), (*item).into(), "credit".into()], &medium.credit);
        }
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

fn check_text(
    file: TextId,
    path: Vec<Step>,
    text: &Must<Local<Words>>,
    diagnostics: &mut Diagnostics,
) {
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
        let path = path.iter().cloned().chain(language.map(Step::from)).collect();
        diagnostics.error(rule::MISSING_KEY, Place::value(file, path), message).help(help);
    }
}
