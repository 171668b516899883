//! What is wrong with quotes, and what the article says instead.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{ArticleFields, At, Document};
use crate::prose::{Hits, Nearby, Prose, Reading};
use crate::text::Folder;
use crate::yaml::Words;

use super::{Misfit, Outcome, Quote};

/// So many places of an ambiguous quote are shown.
const SHOWN: usize = 3;

/// Reports what is not where it is said to be.
pub fn report(
    article: &Document<ArticleFields>,
    quotes: &[Quote<'_>],
    outcomes: &[Outcome],
    folder: &Folder,
    diagnostics: &mut Diagnostics,
) {
    let now = Now::new(article, folder);
    let mut found: BTreeMap<(At, usize, usize), Place> = BTreeMap::new();
    for (quote, outcome) in quotes.iter().zip(outcomes) {
        match outcome {
            Outcome::Found(words) => {
                let place = quote.place("quote");
                let first =
                    found.entry((quote.at, words.start, words.end)).or_insert(place.clone());
                if *first != place {
                    diagnostics
                        .warning(
                            rule::REPEATED_PASSAGE,
                            place,
                            "this passage stands twice with its event",
                        )
                        .also(first.clone(), "here already")
                        .help("remove one of the two");
                }
            }
            Outcome::Several(hits) => report_several(quote, hits, &now, diagnostics),
            Outcome::Nowhere => report_nowhere(quote, &now, diagnostics),
            Outcome::Elsewhere(misfit, at) => {
                report_elsewhere(quote, *misfit, *at, &now, diagnostics)
            }
        }
    }
}

impl Quote<'_> {
    fn place(&self, key: &'static str) -> Place {
        self.at.value(["passages".into(), self.item.into(), key.into()])
    }

    fn article(&self) -> &str {
        self.fields.article.0.as_ref().map_or("", |id| &id.0)
    }

    fn words(&self) -> String {
        short(self.fields.quote.0.as_ref().map_or("", |quote| &quote.0))
    }
}

fn report_nowhere(quote: &Quote<'_>, now: &Now<'_>, diagnostics: &mut Diagnostics) {
    let may_look = diagnostics.may_suggest();
    let (article, words) = (quote.article(), quote.words());
    let message = match now.body.is_none() {
        true => format!("the article `{article}` has no text, so it does not say `{words}`"),
        false => format!("the article `{article}` does not say `{words}`"),
    };
    let found = diagnostics.error(rule::QUOTE_NOT_FOUND, quote.place("quote"), message);
    if now.body.is_none() {
        found.help(
            "write its text below the front matter, or name the article that tells of this event",
        );
        return;
    }
    if !may_look {
        return;
    }
    match now.nearest(&quote.quote) {
        Some(near) => {
            found.help(format!(
                "it now says `{}`: quote that, if it still tells of this event",
                now.as_read(&near)
            ));
            if let Some(place) = now.place(&near) {
                found.also(place, "what it says now");
            }
        }
        None => {
            found.help("nothing in it is like these words: quote what it says, without Markdown");
        }
    }
}

fn report_elsewhere(
    quote: &Quote<'_>,
    misfit: Misfit,
    at: usize,
    now: &Now<'_>,
    diagnostics: &mut Diagnostics,
) {
    let may_look = diagnostics.may_suggest();
    let (article, words) = (quote.article(), quote.words());
    let around = |words: &Option<Words>| short(words.as_ref().map_or("", |words| &words.0));
    let (key, message) = match misfit {
        Misfit::Prefix => {
            let prefix = around(&quote.fields.prefix);
            ("prefix", format!("in `{article}`, `{prefix}` does not stand before `{words}`"))
        }
        Misfit::Suffix => {
            let suffix = around(&quote.fields.suffix);
            ("suffix", format!("in `{article}`, `{suffix}` does not stand behind `{words}`"))
        }
        Misfit::Both => (
            "prefix",
            format!(
                "in `{article}`, `{words}` stands nowhere with both this before and `suffix` behind it"
            ),
        ),
    };
    let found = diagnostics.error(rule::QUOTE_NOT_FOUND, quote.place(key), message);
    if !may_look {
        return;
    }
    let end = at + quote.quote.len();
    let (before, behind) = (now.before(at), now.behind(end));
    found.help(match misfit {
        Misfit::Prefix => format!("before these words it says `{before}`"),
        Misfit::Suffix => format!("behind these words it says `{behind}`"),
        Misfit::Both => format!("it says `{before}` before and `{behind}` behind them"),
    });
    if let Some(place) = now.place(&(at..end)) {
        found.also(place, "the words");
    }
}

fn report_several(quote: &Quote<'_>, hits: &Hits, now: &Now<'_>, diagnostics: &mut Diagnostics) {
    let may_look = diagnostics.may_suggest();
    let found = diagnostics.error(
        rule::AMBIGUOUS_QUOTE,
        quote.place("quote"),
        format!("the article `{}` says `{}` {} times", quote.article(), quote.words(), hits.count),
    );
    if !may_look {
        found.help("quote more, or add `prefix` or `suffix`");
        return;
    }
    let first = &hits.first[..hits.first.len().min(SHOWN)];
    let before: Vec<String> = first.iter().map(|at| now.before(*at)).collect();
    let behind: Vec<String> = first.iter().map(|at| now.behind(at + quote.quote.len())).collect();
    let is_told_apart = |words: &[String]| {
        words
            .iter()
            .all(|one| !one.is_empty() && words.iter().filter(|other| *other == one).count() == 1)
    };
    let (key, words) = match is_told_apart(&behind) && !is_told_apart(&before) {
        true => ("suffix", behind),
        false => ("prefix", before),
    };
    let mut examples: Vec<String> =
        words.iter().filter(|one| !one.is_empty()).map(|one| format!("`{key}: {one}`")).collect();
    examples.dedup();
    found.help(format!("say which is meant: quote more, or add {}", examples.join(" or ")));
    for (number, at) in first.iter().enumerate() {
        if let Some(place) = now.place(&(*at..at + quote.quote.len())) {
            found.also(place, format!("place {}", number + 1));
        }
    }
}

/// What an article says now, read anew when something is to be said of it.
struct Now<'a> {
    article: &'a Document<ArticleFields>,
    folder: &'a Folder,
    body: Option<&'a Prose>,
    reading: OnceCell<Reading>,
    nearby: OnceCell<Nearby>,
    markdown: OnceCell<Reading>,
}

/// So many words and bytes are shown of what stands before and behind a quote.
const WORDS: usize = 5;
const BYTES: usize = 60;

impl<'a> Now<'a> {
    fn new(article: &'a Document<ArticleFields>, folder: &'a Folder) -> Self {
        Now {
            article,
            folder,
            body: article.body.as_ref().map(|(_, body)| &body.0),
            reading: OnceCell::new(),
            nearby: OnceCell::new(),
            markdown: OnceCell::new(),
        }
    }

    fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| self.body.map(Reading::new).unwrap_or_default())
    }

    fn nearest(&self, quote: &str) -> Option<Range<usize>> {
        let text = self.reading().text();
        self.nearby.get_or_init(|| Nearby::new(text)).find(text, quote)
    }

    /// A part of the text with its own quotation marks and dashes.
    fn as_read(&self, part: &Range<usize>) -> String {
        match (self.body, self.reading().origin(part)) {
            (Some(body), Some(html)) => body.text(html.start as u32..html.end as u32),
            _ => self.reading().text()[part.clone()].to_owned(),
        }
    }

    fn before(&self, at: usize) -> String {
        let text = &self.reading().text()[..at];
        let from = text.ceil_char_boundary(at.saturating_sub(BYTES));
        let near = last_note(&text[from..]);
        let mut words: Vec<&str> =
            near.split(' ').rev().filter(|word| !word.is_empty()).take(WORDS).collect();
        words.reverse();
        words.join(" ")
    }

    fn behind(&self, at: usize) -> String {
        let text = &self.reading().text()[at..];
        let near = first_note(&text[..text.floor_char_boundary(BYTES)]);
        let words: Vec<&str> =
            near.split(' ').filter(|word| !word.is_empty()).take(WORDS).collect();
        words.join(" ")
    }

    /// Where a part of the text stands in the Markdown, if it can be told.
    fn place(&self, part: &Range<usize>) -> Option<Place> {
        let (start, _) = self.article.body.as_ref()?;
        let text = self.article.at.text;
        let markdown = self.folder.texts.get(text).content.get(*start..)?;
        let written = self.markdown.get_or_init(|| Reading::of_markdown(markdown));
        let read = self.reading().text();
        // The notes stand elsewhere than on the page, so the words are looked for with those around them.
        [4 * BYTES, BYTES, 0].into_iter().find_map(|around| {
            let from = read.floor_char_boundary(part.start.saturating_sub(around));
            let to = read.ceil_char_boundary(part.end + around);
            let at = written.text().find(&read[from..to])? + (part.start - from);
            let range = written.origin(&(at..at + part.len()))?;
            Some(Place::range(text, start + range.start..start + range.end))
        })
    }
}

fn last_note(text: &str) -> &str {
    text.rsplit('\0').next().unwrap_or(text)
}

fn first_note(text: &str) -> &str {
    text.split('\0').next().unwrap_or(text)
}

/// A text, shortened for a message.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}
