//! Where the Markdown of a document stands: every text that links to something or has a problem, with its path.

use super::{
    ActorFields, ArticleFields, CorrectionFields, EventFields, PageFields, PlaceFields,
    SourceFields, TimelineFields,
};
use crate::config::Config;
use crate::prose::{Brief, Prose};
use crate::yaml::{Either, Items, Local, Step, Words};

/// A text with what it links to, or problems, and its path from the top of its fields.
pub type Found<'a> = (Vec<Step>, &'a mut Prose);

fn find<'a, T: AsMut<Prose>>(
    found: &mut Vec<Found<'a>>,
    path: &[Step],
    text: Option<&'a mut Local<T>>,
) {
    let Some(text) = text else { return };
    for (language, one) in text.each_mut() {
        let prose: &mut Prose = one.as_mut();
        if !prose.links.is_empty() || !prose.problems.is_empty() {
            let path = path.iter().cloned().chain(language.map(Step::from)).collect();
            found.push((path, prose));
        }
    }
}

/// The text of a document that has no other.
fn only<'a>(key: &str, text: &'a mut Option<Local<Brief>>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    find(&mut found, &[key.into()], text.as_mut());
    found
}

fn find_corrections<'a>(found: &mut Vec<Found<'a>>, corrections: &'a mut Items<CorrectionFields>) {
    for (item, correction) in &mut corrections.0 {
        find(
            found,
            &["corrections".into(), (*item).into(), "text".into()],
            correction.text.0.as_mut(),
        );
    }
}

fn find_source<'a>(
    found: &mut Vec<Found<'a>>,
    path: &[Step],
    source: &'a mut Either<Words, Box<SourceFields>>,
) {
    if let Either::Full(source) = source {
        let path: Vec<Step> = path.iter().cloned().chain([Step::from("note")]).collect();
        find(found, &path, source.note.as_mut());
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
            find(&mut found, &[key.into()], text);
        }
        find(&mut found, &["body".into()], self.body.as_mut());
        for (item, account) in &mut self.accounts.0 {
            find(
                &mut found,
                &["accounts".into(), (*item).into(), "says".into()],
                account.says.as_mut(),
            );
        }
        for (item, medium) in &mut self.media.0 {
            find(
                &mut found,
                &["media".into(), (*item).into(), "caption".into()],
                medium.caption.as_mut(),
            );
        }
        for (item, source) in &mut self.sources.0 {
            find_source(&mut found, &["sources".into(), (*item).into()], source);
        }
        find_corrections(&mut found, &mut self.corrections);
        found
    }
}

impl Texts for ArticleFields {
    fn texts(&mut self) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        find(&mut found, &["summary".into()], self.summary.as_mut());
        find(&mut found, &["retracted".into()], self.retracted.as_mut());
        if let Some(source) = &mut self.source {
            find_source(&mut found, &["source".into()], source);
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
        find(&mut found, &["note".into()], self.note.as_mut());
        found
    }
}

impl Texts for Config {
    fn texts(&mut self) -> Vec<Found<'_>> {
        only("summary", &mut self.summary)
    }
}
