//! Accounts: whether those of an event bear out what the event says of itself.

use std::collections::BTreeMap;

use crate::config::Status;
use crate::diagnostic::{Diagnostics, rule};
use crate::document::{AccountFields, At, Count, Relation};
use crate::site::{Account, Event, Figure};

/// Checks the accounts and figures of what is published; a withdrawn event shows none.
pub fn check(events: &[Event], diagnostics: &mut Diagnostics) {
    for event in events.iter().filter(|event| event.status != Some(Status::Retracted)) {
        check_dispute(event, diagnostics);
        check_own_figures(event, diagnostics);
        check_confirmed(event, diagnostics);
    }
}

fn check_dispute(event: &Event, diagnostics: &mut Diagnostics) {
    if event.status != Some(Status::Disputed) || says_what_is_disputed(event) {
        return;
    }
    diagnostics
        .warning(
            rule::DISPUTED_WITHOUT_ACCOUNTS,
            event.at.value(["status".into()]),
            "this event is disputed, and nothing says by whom",
        )
        .help("give two `accounts`, or one with the date or the figures that differ");
}

fn says_what_is_disputed(event: &Event) -> bool {
    let differs = |account: &Account| {
        account.date.as_ref().is_some_and(|date| event.date.is_rivalled_by(date))
            || account.figures.iter().any(|figure| {
                let own = event.figures.iter().find(|own| own.name == figure.name);
                own.is_some_and(|own| !own.count.holds(figure.count))
            })
    };
    event.accounts.len() > 1
        || event.accounts.iter().any(differs)
        || event.date.is_one_of_several()
        || event.related.iter().any(|related| related.how == Relation::Contradicts)
}

/// Reports an account that names no source. One that gives numbers alone may name one for each.
pub fn check_source(at: At, item: usize, account: &AccountFields, diagnostics: &mut Diagnostics) {
    let figures = &account.figures.0;
    let has_numbers_alone = account.says.is_none() && account.date.is_none() && !figures.is_empty();
    let are_sourced = || figures.iter().all(|(_, figure)| !figure.source.0.is_empty());
    if account.source.is_some() || has_numbers_alone && are_sourced() {
        return;
    }
    diagnostics
        .warning(
            rule::ACCOUNTS_WITHOUT_SOURCE,
            at.value(["accounts".into(), item.into()]),
            "this account names no source",
        )
        .help(
            "say where it is documented: `source: …`, by the key, publisher or address of a source",
        );
}

fn check_own_figures(event: &Event, diagnostics: &mut Diagnostics) {
    for own in event.figures.iter().filter(|own| own.count.low.or(own.count.high).is_some()) {
        let (low, high) = own.count.bounds();
        for account in &event.accounts {
            let Some(figure) = account.figures.iter().find(|figure| figure.name == own.name) else {
                continue;
            };
            // "At least 15" says nothing against a range that begins with 25.
            let is_closed = matches!(figure.count.bounds(), (Some(_), Some(_)));
            let clashes =
                own.count.excludes(figure.count) || is_closed && !own.count.holds(figure.count);
            let is_outside = |number: &u64| {
                low.is_some_and(|low| *number < low) || high.is_some_and(|high| *number > high)
            };
            let outside = figure.count.numbers().find(is_outside);
            let Some(outside) = outside.filter(|_| clashes) else { continue };
            let name = own.name.as_str();
            diagnostics
                .warning(
                    rule::ACCOUNT_OUTSIDE_FIGURES,
                    event.at.value([
                        "accounts".into(),
                        account.item.into(),
                        "figures".into(),
                        name.into(),
                    ]),
                    format!("{outside} `{name}` lies outside of the event's own range"),
                )
                .also(event.at.value(["figures".into(), name.into()]), "the range")
                .help("widen the range, so that it holds what every account says, or put the number right");
        }
    }
}

fn check_confirmed(event: &Event, diagnostics: &mut Diagnostics) {
    if event.status != Some(Status::Confirmed) {
        return;
    }
    let mut said_of: BTreeMap<&str, Vec<(usize, Count)>> = BTreeMap::new();
    for account in &event.accounts {
        for Figure { name, count, .. } in &account.figures {
            said_of.entry(name).or_default().push((account.item, *count));
        }
    }
    for (name, said) in said_of {
        let own = event.figures.iter().find(|own| own.name == name);
        if own.is_some_and(|own| said.iter().all(|(_, count)| own.count.holds(*count))) {
            continue;
        }
        // If any two exclude each other, so do the one that ends lowest and the one that begins highest.
        let lowest = said.iter().min_by_key(|(_, count)| count.bounds().1.unwrap_or(u64::MAX));
        let highest = said.iter().max_by_key(|(_, count)| count.bounds().0.unwrap_or(0));
        let (Some(lowest), Some(highest)) = (lowest, highest) else { continue };
        if !lowest.1.excludes(highest.1) {
            continue;
        }
        let place = |item: usize| {
            event.at.value(["accounts".into(), item.into(), "figures".into(), name.into()])
        };
        diagnostics
            .warning(
                rule::FIGURES_DISAGREE,
                place(highest.0),
                format!("accounts of this confirmed event exclude each other on `{name}`"),
            )
            .also(place(lowest.0), "the other account")
            .help(format!("give the event a range of its own that holds both: `figures: {{{name}: {{low: …, high: …}}}}`"));
    }
}
