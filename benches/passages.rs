//! How long it takes to check passages, and that twice as many take about twice as long:
//! `cargo bench --features bench --bench passages`.

mod allocator;
mod doubling;

use std::process::ExitCode;
use std::time::Duration;

use dateline::bench::Quoted;
use doubling::{Size, is_linear};

fn main() -> ExitCode {
    let many = [5_000, 10_000, 20_000].map(|events| {
        let site = Quoted::many(events);
        Size::new(
            format!("{events} events, {} passages, {} articles", 2 * events, events / 10),
            move || site.check(),
        )
    });
    let long = [1_250, 2_500, 5_000].map(|passages| {
        let bytes = passages * 1_000;
        let site = Quoted::long(bytes, passages);
        Size::new(format!("one article of {} kB, {passages} passages", bytes / 1_000), move || {
            site.check()
        })
    });
    match [many, long].map(|sizes| is_linear(&sizes, Duration::ZERO)) {
        [true, true] => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
