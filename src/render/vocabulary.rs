//! The vocabulary of statuses: what each means on this site, and what the site asks for.

use std::collections::BTreeSet;

use crate::config::{OutputKind, Status};
use crate::diagnostic::{Rule, rule};
use crate::timeline::Timeline;

use super::entry::status_label;
use super::made::Made;
use super::stage::Stage;
use super::view::{DefinedView, StatusView, VocabularyView};

/// Where statuses are explained; none on a site whose events have none.
pub fn href(timeline: &Timeline<'_>) -> Option<&'static str> {
    let site = timeline.site;
    let is_used = site.events.iter().any(|event| event.status.is_some());
    (is_used && site.config.makes(OutputKind::Status)).then_some("status.html")
}

/// The statuses of the entries that stand on a timeline, from the surest on.
pub fn in_use(stage: &Stage<'_>) -> Vec<Made<StatusView>> {
    let used: BTreeSet<Status> =
        stage.site().events.iter().filter_map(|event| event.status).collect();
    let stands = |status: &Status| *status != Status::Retracted && used.contains(status);
    Status::ALL.into_iter().filter(stands).map(|status| stage.status(status)).collect()
}

/// What the page of statuses shows.
pub fn vocabulary<'s>(stage: &'s Stage<'_>) -> VocabularyView<'s> {
    let count = |status: Option<Status>| {
        stage.site().events.iter().filter(|event| event.status == status).count()
    };
    let statuses = Status::ALL.into_iter().map(|status| {
        let count = count(Some(status));
        DefinedView {
            status: stage.status(status),
            count,
            count_text: stage.words().count("entries", count),
            asks: asks(stage, status),
        }
    });
    let without = count(None);
    VocabularyView {
        statuses: statuses.collect(),
        without_text: (without > 0).then(|| stage.words().count("entries", without)),
        gate: gate(stage),
    }
}

/// What rules ask for where an event has a status, and the site has not allowed the contrary.
fn asks<'s>(stage: &'s Stage<'_>, status: Status) -> Vec<&'s str> {
    let rules: &[(Rule, &str)] = match status {
        Status::Confirmed => &[
            (rule::SINGLE_ORIGIN, "status_confirmed_origins"),
            (rule::FIGURES_DISAGREE, "status_confirmed_figures"),
        ],
        Status::Disputed => &[(rule::DISPUTED_WITHOUT_ACCOUNTS, "status_disputed_accounts")],
        Status::Retracted => &[(rule::NO_REASON, "status_retracted_reason")],
        Status::Reported | Status::Claimed => &[],
    };
    rules
        .iter()
        .filter(|(rule, _)| stage.config().minds(*rule))
        .map(|(_, message)| stage.words().get(message))
        .collect()
}

fn gate(stage: &Stage<'_>) -> Vec<String> {
    let words = stage.words();
    let gate = &stage.config().gate;
    let mut sentences = Vec::new();
    if let Some(least) = gate.status {
        let label = |status: Status| status_label(stage.words(), status);
        let is_of_use = |status: &Status| *status != Status::Retracted || least == *status;
        let order: Vec<&str> = Status::ALL.into_iter().rev().filter(is_of_use).map(label).collect();
        let order = order.join(words.get("comma"));
        sentences.push(words.fill("gate_status", &[("status", label(least)), ("order", &order)]));
    }
    for (key, least) in [("gate_sources", &gate.sources), ("gate_origins", &gate.origins)] {
        if let Some(least) = least.as_ref().filter(|least| least.0 > 0) {
            let least = usize::try_from(least.0).unwrap_or(usize::MAX);
            sentences.push(words.count(key, least));
        }
    }
    if !sentences.is_empty() {
        sentences.push(words.get("gate_retracted").to_owned());
    }
    sentences
}
