//! Every file of the example can be made again, and is the same: also when what it shares with others was given up meanwhile.

use std::path::Path;

use chrono::DateTime;

use crate::diagnostic::Diagnostics;
use crate::link::{self, Admission};
use crate::output::Output;
use crate::spool::Spool;
use crate::{load, order, parse, render};

#[test]
fn a_file_that_is_made_again_is_the_same() {
    let mut diagnostics = Diagnostics::default();
    let folder = load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let documents = parse::documents(&folder, Spool::default(), &mut diagnostics).unwrap();
    let theme = parse::theme(&folder, &parse::Wanted::by(&documents), &mut diagnostics);
    let now = DateTime::from_timestamp(1_772_323_200, 0).expect("a moment in 2026");
    let admission = Admission { now, drafts: false };
    let linked = link::link(documents, &folder, admission, &mut diagnostics);
    let timeline = order::order(&linked.site, &mut diagnostics);
    let (output, _) = render::render(&timeline, &theme, true, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    let first = made(&output);
    assert!(first.iter().any(|file| !file.is_empty()));
    for (again, (one, (path, _))) in made(&output).iter().zip(first.iter().zip(output.iter())) {
        assert!(again == one, "{path}");
    }
}

fn made(output: &Output<'_>) -> Vec<Vec<u8>> {
    let make = |(path, planned): (&str, &crate::output::Planned<'_>)| {
        let mut file = Vec::new();
        planned.recipe.write(path, &mut file).unwrap();
        file
    };
    output.iter().map(make).collect()
}
