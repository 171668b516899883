//! What constraints contradict, in words: every place of a circle or a chain.

use crate::date::Limit;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::site::Site;
use crate::timeline::Bound;

use super::graph::{Edge, Said};
use super::solve::{Clash, Solution};

/// So many events of a circle are named in its message; the places show all.
const NAMED: usize = 12;
/// So many further events are shown that contradict the same date.
const OTHERS: usize = 10;

/// Reports events that come after one another in a circle.
pub fn circle(site: &Site, circle: &[Edge], diagnostics: &mut Diagnostics) {
    let mut edges = circle.iter();
    let Some(first) = edges.next() else { return };
    let mut names: Vec<String> = edges.clone().map(|edge| quoted(site, edge.earlier)).collect();
    if names.len() > NAMED {
        names.splice(NAMED - 2..names.len() - 1, ["…".to_owned()]);
    }
    names.insert(0, quoted(site, first.earlier));
    names.push(quoted(site, first.earlier));
    let found = diagnostics.error(
        rule::ORDER_CYCLE,
        said_at(site, first),
        format!("these events come after one another in a circle: {}", names.join(" → ")),
    );
    for edge in edges {
        found.also(said_at(site, edge), comes_after(site, edge));
    }
    found.help("remove one of these `after` or `before`");
}

/// Reports an order that two firm dates contradict, with all that leads from one to the other.
pub fn clash(site: &Site, Clash { chain, others }: &Clash, diagnostics: &mut Diagnostics) {
    let (Some(first), Some((last, links))) = (chain.first(), chain.split_last()) else { return };
    let found = diagnostics.error(
        rule::IMPOSSIBLE_ORDER,
        said_at(site, last),
        format!("{} cannot come after {}", dated(site, last.later), dated(site, first.earlier)),
    );
    found.also(date_at(site, first.earlier), "this one begins later");
    for edge in links {
        found.also(said_at(site, edge), comes_after(site, edge));
    }
    if !links.is_empty() {
        found.also(said_at(site, last), comes_after(site, last));
    }
    found.also(date_at(site, last.later), "this one begins earlier");
    for edge in others.iter().take(OTHERS) {
        found.also(date_at(site, edge.later), "so does this one, which has to come after it too");
    }
    found.help(match others.len().saturating_sub(OTHERS) {
        0 => "correct one of the dates, or remove the order".to_owned(),
        more => format!("correct one of the dates, or remove the order; {more} more contradict the first of them"),
    });
}

/// Reports uncertain dates that known orders overrule, all by the date of one event.
pub fn moved(site: &Site, moved: &[u32], solution: &Solution, diagnostics: &mut Diagnostics) {
    let Some((&id, others)) = moved.split_first() else { return };
    let (other, side, (earlier, later)) = match solution.bounds[id as usize] {
        Some(Bound::After(other)) => (other, "after", (other, id)),
        Some(Bound::Before(other)) => (other, "before", (id, other)),
        None => return,
    };
    let message =
        format!("{} has to come {side} {}, against its date", dated(site, id), dated(site, other));
    let found = diagnostics.warning(rule::ORDER_OVER_DATE, date_at(site, id), message);
    if let Some(edge) = said_between(site, earlier, later) {
        found.also(said_at(site, &edge), comes_after(site, &edge));
    }
    found.also(date_at(site, other), format!("the one that it has to come {side}"));
    for id in others.iter().take(OTHERS) {
        found.also(date_at(site, *id), "this date is overruled for the same reason");
    }
    let stands = match solution.begins[id as usize] {
        Limit::Day(day) => format!("stands on {day}"),
        Limit::Past => "stands before all known dates".to_owned(),
        Limit::Future => "stands after all known dates".to_owned(),
    };
    let more = match others.len().saturating_sub(OTHERS) {
        0 => String::new(),
        more => format!("; {more} more dates are overruled for the same reason"),
    };
    found.help(format!("its date is marked as uncertain, so the order decides and it {stands}; correct the date or the order{more}"));
}

/// Reports an order between two times of one day that contradict it.
pub fn against_time(site: &Site, edge: &Edge, diagnostics: &mut Diagnostics) {
    let (earlier, later) = (dated(site, edge.earlier), dated(site, edge.later));
    diagnostics
        .warning(
            rule::ORDER_OVER_DATE,
            said_at(site, edge),
            format!("{later} comes after {earlier}, against their times of day"),
        )
        .also(date_at(site, edge.earlier), "this time is later")
        .help("the order decides; correct one of the times, or remove the order");
}

fn said_between(site: &Site, earlier: u32, later: u32) -> Option<Edge> {
    let after = site.event(later).after.iter().find(|constraint| constraint.event == earlier);
    let before = || site.event(earlier).before.iter().find(|constraint| constraint.event == later);
    let said = after
        .map(|constraint| Said::After(constraint.item))
        .or_else(|| before().map(|constraint| Said::Before(constraint.item)))?;
    Some(Edge { earlier, later, said })
}

fn quoted(site: &Site, id: u32) -> String {
    format!("`{}`", site.event(id).id.0)
}

fn dated(site: &Site, id: u32) -> String {
    format!("{} ({})", quoted(site, id), site.event(id).date.text())
}

fn comes_after(site: &Site, edge: &Edge) -> String {
    format!("here {} comes after {}", quoted(site, edge.later), quoted(site, edge.earlier))
}

fn date_at(site: &Site, id: u32) -> Place {
    site.event(id).at.value(["date".into()])
}

fn said_at(site: &Site, edge: &Edge) -> Place {
    match edge.said {
        Said::After(item) => site.event(edge.later).at.value(["after".into(), item.into()]),
        Said::Before(item) => site.event(edge.earlier).at.value(["before".into(), item.into()]),
    }
}
