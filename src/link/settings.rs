//! Settings: what `dateline.yaml` names has to make sense with the rest.

use std::collections::BTreeMap;

use crate::config::Level;
use crate::diagnostic::{Diagnostics, Normally, Place, did_you_mean, rule};
use crate::document::{At, Documents};
use crate::yaml::Step;

/// Checks the settings that one value alone cannot show to be wrong.
pub fn check(documents: &Documents, diagnostics: &mut Diagnostics) {
    let at = At { text: documents.config_text, item: None };
    check_taxonomies(documents, at, diagnostics);
    check_lints(documents, at, diagnostics);
    check_eras(documents, at, diagnostics);
}

/// A declared taxonomy is a folder of the site, which must not be one that the site has anyway.
fn check_taxonomies(documents: &Documents, at: At, diagnostics: &mut Diagnostics) {
    const OURS: [&str; 10] = [
        "events",
        "articles",
        "years",
        "tags",
        "actors",
        "places",
        "sources",
        "corrections",
        "timelines",
        "media",
    ];
    for (item, name) in documents.config.taxonomies.iter().enumerate() {
        if OURS.contains(&name.0.as_str()) {
            let place = at.value([Step::from("taxonomies"), item.into()]);
            diagnostics
                .error(
                    rule::BAD_ID,
                    place,
                    format!("`{}` is a folder that the site has anyway", name.0),
                )
                .help("give the taxonomy another name");
        }
    }
}

fn check_lints(documents: &Documents, at: At, diagnostics: &mut Diagnostics) {
    for (name, level) in &documents.config.lints.0 {
        let place = Place::key(at.text, at.path(["lints".into(), name.as_str().into()]));
        if let Some(info) = rule::named(name) {
            if info.normally == Normally::Error && *level != Level::Error {
                diagnostics
                    .error(rule::BAD_VALUE, place, format!("`{name}` is always an error"))
                    .help("only warnings can be changed: remove this line");
            }
            continue;
        }
        let help = did_you_mean(name, rule::ALL.iter().map(|info| info.rule.0));
        diagnostics
            .error(rule::UNKNOWN_RULE, place, format!("there is no rule `{name}`"))
            .help(help.unwrap_or_else(|| "each problem shows its rule: `warning[RULE]: …`".into()));
    }
}

fn check_eras(documents: &Documents, at: At, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (item, era) in documents.config.eras.iter().enumerate() {
        let Some(id) = &era.id.0 else { continue };
        let place = |item: usize| at.value(["eras".into(), item.into(), "id".into()]);
        if let Some(first) = seen.insert(&id.0, item) {
            diagnostics
                .error(rule::DUPLICATE_ID, place(item), format!("the id `{}` is taken", id.0))
                .also(place(first), "by this one");
        }
    }
}
