//! Passages: finds the words of articles that tell of events, quoted by the event or linked by the article.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::config::{Key, Status};
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{ArticleFields, At, Document, Documents, EventFields, PassageFields};
use crate::prose::{Hits, Nearby, Prose, Reading, Target, normalise};
use crate::site::{Article, EntryId, Event, Passage, Telling};
use crate::text::Folder;
use crate::yaml::Words;

use super::ids::{Ids, Known, article_id};

/// So many places of an ambiguous quote are shown.
const SHOWN: usize = 3;

/// What a published article tells of.
#[derive(Debug, Default)]
pub struct Told {
    /// The words, in the order of telling.
    passages: Vec<Passage>,
    /// The passage of each link that is one.
    said: Vec<(u32, u32)>,
}

/// A passage as an event quotes it, in normal form.
struct Quote<'a> {
    at: At,
    item: usize,
    /// The event, if it is to be shown.
    event: Option<u32>,
    fields: &'a PassageFields,
    quote: String,
    prefix: String,
    suffix: String,
}

/// What came of looking through an article.
#[derive(Default)]
struct Looked {
    /// Of each quote.
    outcomes: Vec<Outcome>,
    /// What the article tells of, by its number, if it is published.
    told: Option<(u32, Told)>,
}

/// What came of looking for a quote.
enum Outcome {
    Found(Range<usize>),
    Several(Hits),
    Nowhere,
    /// The words are there, but not with what is said to stand before or behind them.
    Elsewhere(Misfit, usize),
}

#[derive(Clone, Copy)]
enum Misfit {
    Prefix,
    Suffix,
    Both,
}

/// Looks for all quotes, and gives back what each published article tells of.
pub fn find(
    documents: &Documents,
    folder: &Folder,
    ids: &Ids,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<u32, Told> {
    let mut quotes: Vec<Vec<Quote<'_>>> = documents.articles.iter().map(|_| Vec::new()).collect();
    let articles = by_id(&documents.articles);
    for event in &documents.events {
        collect(event, &articles, ids, &mut quotes, diagnostics);
    }
    let looked: Vec<Looked> = documents
        .articles
        .par_iter()
        .zip(&quotes)
        .enumerate()
        .map(|(index, (article, quotes))| {
            // A second article of an id is reported, and shows nothing.
            let id = article_id(article).filter(|id| articles.get(&id.0) == Some(&index));
            look(article, id, quotes, ids)
        })
        .collect();
    let mut told = BTreeMap::new();
    for ((article, quotes), looked) in documents.articles.iter().zip(&quotes).zip(looked) {
        report(article, quotes, &looked.outcomes, folder, diagnostics);
        told.extend(looked.told);
    }
    told
}

/// Gives articles what they tell of, and events the articles that tell of them.
pub fn tie(events: &mut [Event], articles: &mut [Article], told: BTreeMap<u32, Told>) {
    for (article, Told { passages, said }) in told {
        // What has been withdrawn tells of nothing.
        if articles[article as usize].retracted.is_some() {
            continue;
        }
        for (passage, words) in passages.iter().enumerate() {
            events[words.event as usize].told_in.push(Telling { article, passage: passage as u32 });
        }
        let article = &mut articles[article as usize];
        (article.passages, article.said) = (passages, said);
    }
}

/// Articles by their ids and their old ones.
fn by_id(articles: &[Document<ArticleFields>]) -> HashMap<String, usize> {
    let mut known = HashMap::new();
    for (index, article) in articles.iter().enumerate() {
        known.extend(
            article_id(article).filter(|id| !known.contains_key(&id.0)).map(|id| (id.0, index)),
        );
    }
    for (index, article) in articles.iter().enumerate() {
        for alias in &article.fields.aliases {
            known.entry(alias.0.clone()).or_insert(index);
        }
    }
    known
}

fn collect<'a>(
    event: &'a Document<EventFields>,
    articles: &HashMap<String, usize>,
    ids: &Ids,
    quotes: &mut [Vec<Quote<'a>>],
    diagnostics: &mut Diagnostics,
) {
    let at = event.at;
    let shown = event.fields.id.0.as_ref().and_then(|id| {
        let is_owner = ids.is_owner(id, &at.value(["id".into()]));
        match ids.get(&id.0).filter(|_| is_owner)? {
            Known::Published(EntryId::Event(event)) => Some(event),
            _ => None,
        }
    });
    let shown = shown.filter(|_| event.fields.status != Some(Status::Retracted));
    for (item, fields) in &event.fields.passages.0 {
        let place = |key: &'static str| at.value(["passages".into(), (*item).into(), key.into()]);
        let fold = |words: &Option<Words>| {
            words.as_ref().map_or(String::new(), |words| normalise(&words.0))
        };
        let quote = fold(&fields.quote.0);
        if fields.quote.0.is_some() && quote.is_empty() {
            diagnostics
                .error(rule::BAD_VALUE, place("quote"), "this quote says nothing")
                .help("write the words of the article that tell of this event");
        }
        let Some(id) = &fields.article.0 else { continue };
        match ids.get(&id.0) {
            None => ids.report_unknown(&id.0, place("article"), diagnostics),
            Some(Known::Published(EntryId::Event(_))) => {
                diagnostics
                    .error(
                        rule::UNKNOWN_EVENT,
                        place("article"),
                        format!("`{}` is an event, not an article", id.0),
                    )
                    .help("name the article that tells of this event");
            }
            Some(_) => {
                if let Some(index) = articles.get(&id.0).filter(|_| !quote.is_empty()) {
                    let (prefix, suffix) = (fold(&fields.prefix), fold(&fields.suffix));
                    let quote =
                        Quote { at, item: *item, event: shown, fields, quote, prefix, suffix };
                    quotes[*index].push(quote);
                }
            }
        }
    }
}

/// Looks for the quotes of one article, and for its links to events.
fn look(
    article: &Document<ArticleFields>,
    id: Option<Key>,
    quotes: &[Quote<'_>],
    ids: &Ids,
) -> Looked {
    let nothing = Prose::default();
    let body = article.body.as_ref().map_or(&nothing, |(_, body)| &body.0);
    let number = id.and_then(|id| match ids.get(&id.0)? {
        Known::Published(EntryId::Article(number)) => Some(number),
        _ => None,
    });
    let links: Vec<(u32, usize)> = body
        .links
        .iter()
        .enumerate()
        .filter_map(|(link, one)| match &one.target {
            Target::Entry(id) => match ids.get(id)? {
                Known::Published(EntryId::Event(event)) => Some((event, link)),
                _ => None,
            },
            Target::File(_) => None,
        })
        .collect();
    if quotes.is_empty() && links.is_empty() {
        return Looked::default();
    }
    let reading = Reading::new(body);
    let outcomes = outcomes(&reading, quotes);
    let quoted = quotes.iter().zip(&outcomes).filter_map(|(quote, outcome)| match outcome {
        Outcome::Found(words) => Some((quote.event?, words.clone(), None)),
        _ => None,
    });
    let linked = links
        .iter()
        .map(|(event, link)| (*event, reading.links[*link].clone(), Some(*link as u32)));
    let told = number.map(|number| (number, told(&reading, quoted.chain(linked).collect())));
    Looked { outcomes, told }
}

/// Where each quote stands.
fn outcomes(reading: &Reading, quotes: &[Quote<'_>]) -> Vec<Outcome> {
    let whole: Vec<Wanted> =
        quotes.iter().map(|one| Wanted::new(&one.prefix, &one.quote, &one.suffix)).collect();
    let mut outcomes: Vec<Outcome> = find_all(reading, &whole)
        .into_iter()
        .zip(quotes)
        .map(|(hits, quote)| match (hits.count, hits.first.first()) {
            (1, Some(at)) => Outcome::Found(*at..*at + quote.quote.len()),
            (0, _) | (_, None) => Outcome::Nowhere,
            _ => Outcome::Several(hits),
        })
        .collect();
    // Those that are not there with all that is said to stand around them may be there without.
    let around = |one: &Quote<'_>| !one.prefix.is_empty() || !one.suffix.is_empty();
    let missing: Vec<usize> = (0..quotes.len())
        .filter(|index| matches!(outcomes[*index], Outcome::Nowhere) && around(&quotes[*index]))
        .collect();
    let alone = missing.iter().flat_map(|index| {
        let Quote { prefix, quote, suffix, .. } = &quotes[*index];
        [Wanted::new("", quote, ""), Wanted::new(prefix, quote, ""), Wanted::new("", quote, suffix)]
    });
    let hits = find_all(reading, &alone.collect::<Vec<_>>());
    for (index, hits) in missing.into_iter().zip(hits.chunks(3)) {
        let [bare, behind, before] = hits else { continue };
        let Quote { prefix, suffix, .. } = &quotes[index];
        let (misfit, nearest) = match (behind.count, before.count) {
            (0, _) if !prefix.is_empty() => (Misfit::Prefix, before),
            (_, 0) if !suffix.is_empty() => (Misfit::Suffix, behind),
            _ => (Misfit::Both, bare),
        };
        if let Some(at) = nearest.first.first().or(bare.first.first()) {
            outcomes[index] = Outcome::Elsewhere(misfit, *at);
        }
    }
    outcomes
}

/// The ways in which a quote can stand between its prefix and its suffix: with a space or without.
struct Wanted {
    /// Each as one text, and where the quote begins in it.
    ways: Vec<(String, usize)>,
}

impl Wanted {
    fn new(prefix: &str, quote: &str, suffix: &str) -> Self {
        let apart = |text: &str| if text.is_empty() { &[""][..] } else { &["", " "][..] };
        let mut ways = Vec::new();
        for before in apart(prefix) {
            for behind in apart(suffix) {
                let begin = prefix.len() + before.len();
                ways.push((format!("{prefix}{before}{quote}{behind}{suffix}"), begin));
            }
        }
        Wanted { ways }
    }
}

fn find_all(reading: &Reading, wanted: &[Wanted]) -> Vec<Hits> {
    let texts: Vec<String> =
        wanted.iter().flat_map(|one| one.ways.iter().map(|(text, _)| text.clone())).collect();
    let mut found = reading.find(&texts).into_iter();
    let whole = |one: &Wanted| {
        let mut all = Hits::default();
        for ((_, begin), hits) in one.ways.iter().zip(&mut found) {
            all.count += hits.count;
            all.first.extend(hits.first.iter().map(|at| at + begin));
        }
        all.first.sort_unstable();
        all
    };
    wanted.iter().map(whole).collect()
}

/// The passages of an article, in the order of telling. What is tied to one event twice, as by a quote that holds a
/// link, is one passage.
fn told(reading: &Reading, mut tied: Vec<(u32, Range<usize>, Option<u32>)>) -> Told {
    tied.sort_by_key(|(event, words, link)| (*event, words.start, words.end, *link));
    let mut folded: Vec<(u32, Range<usize>, Vec<u32>)> = Vec::with_capacity(tied.len());
    for (event, words, link) in tied {
        match folded.last_mut() {
            Some(last) if last.0 == event && words.start < last.1.end => {
                last.1.end = last.1.end.max(words.end);
                last.2.extend(link);
            }
            _ => folded.push((event, words, link.into_iter().collect())),
        }
    }
    folded.sort_by_key(|(event, words, links)| {
        (words.start, words.end, links.first().copied(), *event)
    });
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let mut told = Told::default();
    for (event, words, links) in folded {
        let nth = counts.entry(event).or_default();
        *nth += 1;
        told.said.extend(links.iter().map(|link| (*link, told.passages.len() as u32)));
        let sentence = reading.sentence(&words);
        let short = |range: Range<usize>| range.start as u32..range.end as u32;
        let origin = |range: &Range<usize>| reading.origin(range).map(short);
        // Only what begins with a link can have the link's anchor.
        let link = links.first().copied().filter(|link| {
            let own = &reading.links[*link as usize];
            own.start == words.start || words.is_empty()
        });
        let words = origin(&words).unwrap_or_default();
        told.passages.push(Passage {
            event,
            sentence: origin(&sentence.range)
                .filter(|_| !words.is_empty())
                .unwrap_or(words.clone()),
            words,
            cut: sentence.cut,
            nth: *nth,
            link,
        });
    }
    told.said.sort_unstable();
    told
}

/// Reports what is not where it is said to be.
fn report(
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
        let markdown = &self.folder.texts.get(text).content[*start..];
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
