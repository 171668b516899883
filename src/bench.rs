//! Steps as `benches/` times them, each with content of any size.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::DateTime;

use crate::date::{Date, DateKey};
use crate::diagnostic::Diagnostics;
use crate::link::{Admission, link};
use crate::order::{Edge, Graph, Said, solve};
use crate::parse::parse;
use crate::text::{Folder, Text};
use crate::yaml::Leaf;

/// Events with dates and known orders between them.
pub struct Orders {
    dates: Vec<Date>,
    edges: Vec<Edge>,
}

impl Orders {
    /// So many events and so many random known orders that their dates allow; the same ones for a seed.
    pub fn random(events: u32, orders: usize, seed: u64) -> Self {
        let mut random = Random(seed);
        let dates: Vec<Date> = (0..events).map(|_| random.date()).collect();
        let mut edges = Vec::with_capacity(orders);
        while edges.len() < orders {
            let (a, b) = (random.below(events), random.below(events));
            let [first, second] = [a, b].map(|event| dates[event as usize].latest_begin());
            // Each could begin on its last possible day, so all of the orders can hold at once.
            let (earlier, later) = if (first, a) < (second, b) { (a, b) } else { (b, a) };
            if a != b {
                edges.push(Edge { earlier, later, said: Said::After(0) });
            }
        }
        Orders { dates, edges }
    }

    /// Solves them and puts the events in order; how many it placed, and how many orders contradict the dates.
    pub fn solve(&self) -> (usize, usize) {
        let mut graph = Graph::new(self.dates.len(), self.edges.clone());
        let circles = graph.break_circles().len();
        let dates: Vec<&Date> = self.dates.iter().collect();
        let solution = solve(&dates, &mut graph);
        let key = |event: usize| {
            let begin = solution.begins[event];
            ((DateKey { begin, ..dates[event].key() }, event), Some(event as u32))
        };
        let keys: Vec<_> = (0..dates.len()).map(key).collect();
        (graph.sorted_by(&keys).len(), circles + solution.clashes.len())
    }
}

/// Sites whose events quote their articles.
pub struct Quoted {
    folder: Folder,
    passages: usize,
}

impl Quoted {
    /// So many events with two passages each, over a tenth as many articles; a part of the articles' sentences is linked
    /// to events as well.
    pub fn many(events: usize) -> Self {
        let mut random = Random(11);
        let mut files = Files::default();
        let articles: Vec<Vec<String>> = (0..events / 10)
            .map(|article| {
                let sentences: Vec<String> = (0..40).map(|_| random.sentence()).collect();
                let mut text = article_text(&sentences);
                let _ = writeln!(text, "[And so on](event:e{}).", article * 10);
                files.add(format!("content/articles/a{article:06}.md"), text);
                sentences
            })
            .collect();
        let passage = |event: usize, number: usize| {
            let article = (event + number * 7) % articles.len();
            (article, articles[article][(event / articles.len() * 2 + number) % 40].as_str())
        };
        files.events(events, |event| vec![passage(event, 0), passage(event, 1)]);
        Quoted { folder: files.folder, passages: 2 * events }
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
        files.add("content/articles/a000000.md".into(), article_text(&sentences));
        files.events(passages, |event| {
            vec![(0, sentences[event * sentences.len() / passages].as_str())]
        });
        Quoted { folder: files.folder, passages }
    }

    /// Reads and links the site; how long it took.
    ///
    /// # Panics
    ///
    /// If a quote is not found.
    pub fn check(&self) -> Duration {
        let start = Instant::now();
        let mut diagnostics = Diagnostics::default();
        let (documents, _) =
            parse(&self.folder, &mut diagnostics).expect("nothing of it is on disk");
        let admission = Admission { now: DateTime::UNIX_EPOCH, drafts: true };
        let site = link(documents, &self.folder, admission, &mut diagnostics);
        let took = start.elapsed();
        assert!(!diagnostics.has_errors(), "the quotes are those of the articles");
        let found: usize = site.articles.iter().map(|article| article.passages.len()).sum();
        assert!(found >= self.passages, "{found} of {} passages", self.passages);
        took
    }
}

fn article_text(sentences: &[String]) -> String {
    let mut text = String::from("---\ntitle: An article\ndate: 2026-02-22\n---\n\n");
    for (number, sentence) in sentences.iter().enumerate() {
        // Some are emphasised, broken over lines, and divided by paragraphs.
        match number % 8 {
            0 => {
                let _ = write!(text, "\n\n{} ", sentence.replacen(' ', "\n", 1));
            }
            3 => {
                let _ = write!(text, "*{sentence}* ");
            }
            _ => {
                let _ = write!(text, "{sentence} ");
            }
        }
    }
    text
}

/// The files of a site being made.
#[derive(Default)]
struct Files {
    folder: Folder,
}

impl Files {
    fn add(&mut self, path: String, content: String) {
        self.folder.texts.add(Text { path, content, damaged: false });
    }

    /// Adds events, a hundred to a file, and the settings.
    fn events<'q>(&mut self, events: usize, passages: impl Fn(usize) -> Vec<(usize, &'q str)>) {
        for first in (0..events).step_by(100) {
            let mut yaml = String::new();
            for event in first..events.min(first + 100) {
                let _ = write!(
                    yaml,
                    "- id: e{event}\n  date: 2026-02-22\n  title: Event {event}\n  passages:\n"
                );
                for (article, quote) in passages(event) {
                    let _ = writeln!(yaml, "    - {{article: a{article:06}, quote: \"{quote}\"}}");
                }
            }
            self.add(format!("content/events/{first:06}.yaml"), yaml);
        }
        self.add("dateline.yaml".into(), "title: Passages\n".into());
    }
}

/// Numbers without a system, but always the same ones (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(bound)) as u32
    }

    /// A sentence of words that hardly come together twice.
    fn sentence(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "the",
            "army",
            "killed",
            "a",
            "soldier",
            "and",
            "civilian",
            "in",
            "town",
            "of",
            "north",
            "river",
            "said",
            "that",
            "group’s",
            "left",
            "before",
            "dawn",
            "two",
            "ministry",
            "statement",
            "on",
            "Friday",
            "–",
        ];
        let mut sentence = format!("Report {}", self.below(u32::MAX));
        for _ in 0..8 + self.below(12) {
            sentence.push(' ');
            sentence.push_str(WORDS[self.below(WORDS.len() as u32) as usize]);
        }
        sentence + "."
    }

    fn date(&mut self) -> Date {
        let (year, month, day) = (1900 + self.below(120), 1 + self.below(12), 1 + self.below(28));
        let text = match self.below(8) {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            2 => format!("{year}-{month:02}~"),
            3 => format!("{}X", year / 10),
            4 => format!("[{year}-{month:02}-{day:02},{}]", year + 1),
            5 => format!("{year}-{month:02}-{day:02}/{}", year + 1),
            6 => format!("/{year}-{month:02}-{day:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        Date::read(&text).expect("these are dates")
    }
}
