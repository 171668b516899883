//! Articles and the events that quote them.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::DateTime;

use crate::diagnostic::Diagnostics;
use crate::link::{Admission, link};
use crate::parse;
use crate::spool::Spool;
use crate::timings::Timings;

use super::content::{Files, Random, article};

/// Sites whose events quote their articles.
pub struct Quoted {
    pub(super) files: Files,
    passages: usize,
}

impl Quoted {
    /// So many events with two passages each, over a tenth as many articles; a part of the articles' sentences is linked
    /// to events as well.
    pub fn many(events: usize) -> Self {
        let mut random = Random(11);
        let mut files = Files::default();
        let articles: Vec<Vec<String>> = (0..events / 10)
            .map(|number| {
                let sentences: Vec<String> = (0..40).map(|_| random.sentence()).collect();
                let mut text = article(&sentences);
                let _ = writeln!(text, "[And so on](event:e{}).", number * 10);
                files.add(format!("content/articles/a{number:06}.md"), text);
                sentences
            })
            .collect();
        let passage = |event: usize, number: usize| {
            let article = (event + number * 7) % articles.len();
            (article, articles[article][(event / articles.len() * 2 + number) % 40].as_str())
        };
        quote(&mut files, events, |event| vec![passage(event, 0), passage(event, 1)]);
        Quoted { files, passages: 2 * events }
    }

    /// One article of about so many bytes and so many passages in it.
    pub fn long(bytes: usize, passages: usize) -> Self {
        let mut random = Random(13);
        let mut files = Files::default();
        let mut sentences = Vec::new();
        let mut length = 0;
        while length < bytes {
            sentences.push(random.sentence());
            length += sentences[sentences.len() - 1].len() + 1;
        }
        files.add("content/articles/a000000.md", article(&sentences));
        quote(&mut files, passages, |event| {
            vec![(0, sentences[event * sentences.len() / passages].as_str())]
        });
        Quoted { files, passages }
    }

    /// Reads and links the site; how long the processors worked for it.
    ///
    /// # Panics
    ///
    /// If a quote is not found.
    pub fn check(&self) -> Duration {
        let timings = Timings::start();
        let mut diagnostics = Diagnostics::default();
        let folder = &self.files.folder;
        let documents = parse::documents(folder, Spool::default(), &mut diagnostics)
            .expect("nothing of it is on disk");
        let admission = Admission { now: DateTime::UNIX_EPOCH, drafts: true };
        let site = link(documents, folder, admission, &mut diagnostics).site;
        let took = timings.worked();
        assert!(!diagnostics.has_errors(), "the quotes are those of the articles");
        let found: usize = site.articles.iter().map(|article| article.passages.len()).sum();
        assert!(found >= self.passages, "{found} of {} passages", self.passages);
        took
    }
}

/// Adds events that quote articles, and the settings.
fn quote<'q>(files: &mut Files, events: usize, passages: impl Fn(usize) -> Vec<(usize, &'q str)>) {
    files.events(events, |event, yaml| {
        let _ = write!(
            yaml,
            "- id: e{event}\n  date: 2026-02-22\n  title: Event {event}\n  passages:\n"
        );
        for (article, quote) in passages(event) {
            let _ = writeln!(yaml, "    - {{article: a{article:06}, quote: \"{quote}\"}}");
        }
    });
    files.add("dateline.yaml", "title: Passages\n");
}
