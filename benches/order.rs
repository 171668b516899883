//! How long it takes to solve known orders and to put events in order: `cargo bench --features bench --bench order`.

mod allocator;

use dateline::bench::Orders;

fn main() {
    divan::main();
}

/// As many random known orders as events, which their dates allow.
#[divan::bench(args = [12_500, 25_000, 50_000, 100_000, 200_000])]
fn as_many_orders_as_events(bencher: divan::Bencher<'_, '_>, events: u32) {
    let orders = Orders::random(events, events as usize, 7);
    let (placed, contradicted) = orders.solve();
    assert_eq!((placed, contradicted), (events as usize, 0));
    bencher.bench(|| orders.solve());
}
