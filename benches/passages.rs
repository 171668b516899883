//! How long it takes to check passages, and that twice as many take about twice as long:
//! `cargo bench --features bench --bench passages`.

use std::process::ExitCode;
use std::time::Duration;

use dateline::bench::Quoted;

/// What doubling may cost.
const MOST: f64 = 2.2;

/// How often each size is tried; the one in the middle counts.
const RUNS: usize = 5;

#[expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
fn main() -> ExitCode {
    let many = [5_000, 10_000, 20_000].map(|events| {
        (
            format!("{events} events, {} passages, {} articles", 2 * events, events / 10),
            Quoted::many(events),
        )
    });
    let long = [1_250, 2_500, 5_000].map(|passages| {
        let bytes = passages * 1_000;
        (
            format!("one article of {} kB, {passages} passages", bytes / 1_000),
            Quoted::long(bytes, passages),
        )
    });
    let mut is_linear = true;
    for sizes in [many, long] {
        let mut before: Option<Duration> = None;
        for (name, site) in &sizes {
            let took = median(site);
            let ratio = before.map(|before| took.as_secs_f64() / before.as_secs_f64());
            let grown = ratio.map_or(String::new(), |ratio| format!("  {ratio:.2} times"));
            println!("{name:<55} {:.3} s{grown}", took.as_secs_f64());
            is_linear &= ratio.is_none_or(|ratio| ratio <= MOST);
            before = Some(took);
        }
    }
    if is_linear {
        return ExitCode::SUCCESS;
    }
    println!("doubling costs more than {MOST} times");
    ExitCode::FAILURE
}

fn median(site: &Quoted) -> Duration {
    let mut runs: Vec<Duration> = (0..RUNS).map(|_| site.check()).collect();
    runs.sort();
    runs[RUNS / 2]
}
