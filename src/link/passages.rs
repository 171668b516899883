//! Passages: finds the words of articles that tell of events, quoted by the event or linked by the article.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::config::Key;
use crate::diagnostic::{Diagnostics, rule};
use crate::document::{ArticleFields, At, Document, Documents, EventFields, PassageFields};
use crate::prose::{Hits, Prose, Reading, Target, normalise};
use crate::site::{Article, EntryId, Event, Passage, Telling};
use crate::text::Folder;
use crate::yaml::Words;

use super::ids::{Ids, Known, article_id};

mod report;

use report::report;

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
    for (event, number) in documents.events.iter().zip(&ids.events) {
        collect(event, *number, &articles, ids, &mut quotes, diagnostics);
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
    number: Option<u32>,
    articles: &HashMap<String, usize>,
    ids: &Ids,
    quotes: &mut [Vec<Quote<'a>>],
    diagnostics: &mut Diagnostics,
) {
    if event.fields.passages.0.is_empty() {
        return;
    }
    let at = event.at;
    let shown = number.filter(|_| !event.fields.is_retracted());
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
