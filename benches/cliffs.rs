//! That much of one thing costs no more than in proportion, in whole builds:
//! `cargo bench --features bench --bench cliffs`, with words of the names to run some.

mod allocator;
mod doubling;

use std::process::ExitCode;

use dateline::bench::Cliff;
use doubling::{Size, is_linear};

/// A site by how much of it there is.
type Make = fn(usize) -> Cliff;

/// Names, the largest sizes, and the sites.
const CLIFFS: [(&str, usize, Make); 8] = [
    ("events in one year", 50_000, Cliff::year),
    ("events with one actor", 20_000, Cliff::actor),
    ("sources of one event", 40_000, Cliff::sources),
    ("passages in one article, 1 kB each", 5_000, Cliff::article),
    ("tags on one event", 8_000, Cliff::tags),
    ("events in a chain of `after`", 4_000, Cliff::chain),
    ("events with mistakes in one file", 16_000, Cliff::mistakes),
    ("brackets that nobody closes", 4_000_000, Cliff::brackets),
];

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let small = Cliff::small();
    let nothing = (0..5).map(|_| small.build()).min().unwrap_or_default();
    let mut is_cheap = true;
    for (name, most, make) in CLIFFS {
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let sizes = [most / 4, most / 2, most].map(|size| {
            let site = make(size);
            Size::new(format!("{size} {name}"), move || site.build())
        });
        is_cheap &= is_linear(&sizes, nothing);
    }
    if is_cheap { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
