//! Dateline as its users meet it: whole sites go in, a terminal's text and a folder come out.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that fails says why by itself"
)]

mod bibliography;
mod cases;
mod commands;
mod corrections;
mod dates;
mod determinism;
mod drawing;
mod engine;
mod extract;
mod floors;
mod formats;
mod harm;
mod incremental;
mod order;
mod passages;
mod program;
mod schema;
mod why;
mod withheld;
