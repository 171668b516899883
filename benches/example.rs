//! How long the example site takes from its files to its pages, which are thrown away: `cargo bench`.

mod allocator;

fn main() {
    divan::main();
}

/// Everything that a build does, but for writing.
#[divan::bench]
fn check_the_example() {
    let root = concat!("--root=", env!("CARGO_MANIFEST_DIR"));
    dateline::run(["dateline", "check", "--quiet", "--now=2026-03-03", root].map(Into::into));
}
