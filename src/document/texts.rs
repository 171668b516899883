//! Where the Markdown of a document stands: every text that links to something or has a problem, with its path.

use super::{
    ActorFields, ArticleFields, Brought, CorrectionFields, EventFields, PageFields, PlaceFields,
    SourceFields, TimelineFields,
};
use crate::config::Config;
use crate::prose::{Brief, Prose};
use crate::yaml::{Either, Items, Local, Step, Words};

/// A text with what it links to, or problems, and its path from the top of its fields.
pub type Found<'a> = (Vec<Step>, &'a mut Prose);

/// Finds those of one text; `path` is asked for where there are any, which is rare.
fn find<'a, T: AsMut<Prose>>(
    found: &mut Vec<Found<'a>>,
    path: impl Fn() -> Vec<Step>,
    text: Option<&'a mut Local<T>>,
) {
    let Some(text) = text else { return };
    for (language, one) in text.each_mut() {
        let prose: &mut Prose = one.as_mut();
        if !prose.links.is_empty() || !prose.problems.is_empty() {
            let path = path().into_iter().chain(language.map(Step::from)).collect();
            found.push((path, prose));
        }
    }
}

/// The text of a document that has no other.
fn only<'a>(key: &str, text: &'a mut Option<Local<Brief>>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    find(&mut found, || vec![key.into()], text.as_mut());
    found
}

fn find_corrections<'a>(found: &mut Vec<Found<'a>>, corrections: &'a mut Items<CorrectionFields>) {
    for (item, correction) in &mut corrections.0 {
        let path = || vec!["corrections".into(), (*item).into(), "text".into()];
        find(found, path, correction.text.0.as_mut());
    }
}

fn find_source<'a>(
    found: &mut Vec<Found<'a>>,
    path: impl Fn() -> Vec<Step>,
    source: &'a mut Either<Words, Brought>,
) {
    if let Either::Full(source) = source {
        let path = || path().into_iter().chain([Step::from("note")]).collect();
        find(found, path, source.fields.note.as_mut());
    }
}

/// Every Markdown text of a document that links to something or has a problem.
pub trait Texts {
    /// The texts.
    fn texts(&mut self) -> Vec<Found<'_>>;
}

impl Texts for EventFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        for (key, text) in [
            ("summary", self.summary.as_mut()),
            ("date_note", self.date_note.as_mut()),
            ("retracted", self.retracted.as_mut()),
            ("note", self.note.as_mut()),
        ] {
            find(&mut found, || vec![key.into()], text);
        }
        find(&mut found, || vec!["body".into()], self.body.as_mut());
        for (item, account) in &mut self.accounts.0 {
            let path = || vec!["accounts".into(), (*item).into(), "says".into()];
            find(&mut found, path, account.says.as_mut());
        }
        for (item, medium) in &mut self.media.0 {
            let path = || vec!["media".into(), (*item).into(), "caption".into()];
            find(&mut found, path, medium.caption.as_mut());
        }
        for (item, source) in &mut self.sources.0 {
            find_source(&mut found, || vec!["sources".into(), (*item).into()], source);
        }
        find_corrections(&mut found, &mut self.corrections);
        found
    }
}

impl Texts for ArticleFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        find(&mut found, || vec!["summary".into()], self.summary.as_mut());
        find(&mut found, || vec!["retracted".into()], self.retracted.as_mut());
        if let Some(source) = &mut self.source {
            find_source(&mut found, || vec!["source".into()], source);
        }
        find_corrections(&mut found, &mut self.corrections);
        found
    }
}

impl Texts for PageFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("summary", &mut self.summary)
    }
}

impl Texts for TimelineFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("summary", &mut self.summary)
    }
}

impl Texts for PlaceFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("note", &mut self.note)
    }
}

impl Texts for ActorFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("description", &mut self.description)
    }
}

impl Texts for SourceFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        find(&mut found, || vec!["note".into()], self.note.as_mut());
        found
    }
}

impl Texts for Config {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("summary", &mut self.summary)
    }
}
