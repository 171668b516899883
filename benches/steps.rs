//! How long single steps take over a thousand events, and single parts of pages:
//! `cargo bench --features bench --bench steps`. There is no search index yet; the largest index pages stand for it.

mod allocator;

use dateline::bench::Corpus;
use divan::Bencher;
use divan::counter::ItemsCount;

const EVENTS: u32 = 1_000;

fn main() {
    divan::main();
}

fn corpus() -> Corpus {
    Corpus::new(EVENTS as usize)
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| corpus.read());
}

/// What every build pays once, by the side of one event.
#[divan::bench]
fn parse_with_the_theme(bencher: Bencher<'_, '_>) {
    let corpus = Corpus::new(1);
    bencher.bench(|| corpus.parse());
}

#[divan::bench]
fn link(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    bencher
        .counter(ItemsCount::new(EVENTS))
        .with_inputs(|| corpus.parse())
        .bench_values(|parsed| corpus.link(parsed));
}

#[divan::bench]
fn order(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| linked.order());
}

/// What is planned; pages are made when they are written.
#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    let ordered = linked.order();
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| ordered.plan());
}

/// A page whose cards were made for none before: of an event, a year with 200 events, a tag with 34, and indexes.
#[divan::bench(args = [
    "events/e500.html",
    "years/1952.html",
    "tags/tag-7.html",
    "years/index.html",
    "tags/index.html",
    "actors/index.html",
])]
fn page(bencher: Bencher<'_, '_>, path: &str) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    let ordered = linked.order();
    bencher.with_inputs(|| ordered.plan()).bench_refs(|plan| plan.make(path));
}

/// The same list when another one has made its cards.
#[divan::bench(args = ["years/1952.html"])]
fn page_of_cards_that_are_made(bencher: Bencher<'_, '_>, path: &str) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    let ordered = linked.order();
    let plan = ordered.plan();
    plan.make(path);
    bencher.bench(|| plan.make(path));
}

#[divan::bench]
fn card(bencher: Bencher<'_, '_>) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    let ordered = linked.order();
    bencher
        .counter(ItemsCount::new(100_u32))
        .with_inputs(|| ordered.studio())
        .bench_refs(|studio| studio.cards(100));
}

/// Of up to 150 entries each has a mark of its own; more are counted.
#[divan::bench(args = [50, 150, 151, 1_000])]
fn drawing(bencher: Bencher<'_, '_>, entries: u32) {
    let corpus = corpus();
    let linked = corpus.link(corpus.parse());
    let ordered = linked.order();
    let studio = ordered.studio();
    bencher.counter(ItemsCount::new(entries)).bench(|| studio.drawing(entries));
}
