//! Moments: dates as templates see them; those of entries, which stand on many pages, are worded once.

use std::sync::OnceLock;

use tera::Context;

use crate::date::Date;
use crate::output::TemplateFailure;
use crate::site::{EntryId, Site};
use crate::theme::Theme;

use super::made::{Html, Made};
use super::stage::template_failure;
use super::view::DateView;

/// A date, worded.
pub struct Shown {
    pub text: Box<str>,
    pub view: Made<DateView>,
}

/// The dates of entries, each worded when it is first asked for.
pub struct Moments {
    events: Box<[OnceLock<Shown>]>,
    articles: Box<[OnceLock<Shown>]>,
}

impl Moments {
    /// Those of a site's entries.
    pub fn new(site: &Site) -> Self {
        let unset = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        Moments { events: unset(site.events.len()), articles: unset(site.articles.len()) }
    }

    /// That of an entry.
    pub fn of(&self, entry: EntryId, make: impl FnOnce() -> Shown) -> &Shown {
        let moment = match entry {
            EntryId::Event(id) => &self.events[id as usize],
            EntryId::Article(id) => &self.articles[id as usize],
        };
        moment.get_or_init(make)
    }
}

/// A date as templates see it, and what is wrong with the component that writes it, if anything is: then its HTML is empty.
pub fn view(
    theme: &Theme,
    date: &Date,
    text: String,
    others: Vec<String>,
) -> (Made<DateView>, Option<TemplateFailure>) {
    let edtf = date.text().to_owned();
    let mut view =
        DateView { edtf, text, html: Html::default(), datetime: date.datetime(), others };
    let mut context = Context::new();
    context.insert("date", &view);
    match theme.tera.render_component("date", &context, None, true) {
        Ok(html) => {
            view.html = html.into();
            (Made::from(&view), None)
        }
        Err(error) => (Made::from(&view), Some(template_failure("date.html", &error))),
    }
}
