//! The constraint solver: on which day each event begins, given its date and what it is known to come after or before.

use std::collections::BTreeMap;

use crate::date::{Date, Limit};
use crate::timeline::Bound;

use super::graph::{Edge, Graph};

/// What the constraints come to.
#[derive(Debug)]
pub struct Solution {
    /// The day on which each event begins, for the order.
    pub begins: Vec<Limit>,
    /// The first day on which each event may begin: its begin, but where its start is unknown.
    pub earliest_begins: Vec<Limit>,
    /// The last day on which each event may begin.
    pub latest_begins: Vec<Limit>,
    /// The event before which each has to begin, where that rules out some of its last days.
    pub latest_bounds: Vec<Option<u32>>,
    /// What moved an event's begin from where its own date puts it.
    pub bounds: Vec<Option<Bound>>,
    /// What firm dates contradict.
    pub clashes: Vec<Clash>,
}

/// What the firm date of one event contradicts.
#[derive(Debug, PartialEq, Eq)]
pub struct Clash {
    /// The edges from it to another event that would have to begin too early, each beginning where the one before it ends.
    pub chain: Vec<Edge>,
    /// The last edges to further events of which the same is true.
    pub others: Vec<Edge>,
}

/// Finds for each event the earliest day on which it may begin, so that nothing begins before what it comes after.
/// The graph has no circles; edges that firm dates contradict are dropped from it.
///
/// A firm date begins on one of its own days. The days of a date with `~`, `?` or `%` are soft: it begins on one of
/// them if it can, else as near to them as the firm dates allow. An unknown start is as late as it can be. Each of the
/// passes looks at each edge once.
pub fn solve(dates: &[&Date], graph: &mut Graph) -> Solution {
    let sorted = graph.sorted();
    let clashes = drop_clashes(dates, graph, &sorted);
    let most = firm_most(dates, graph, &sorted);
    let mut solution = Solution {
        begins: vec![Limit::Past; dates.len()],
        earliest_begins: Vec::new(),
        latest_begins: vec![Limit::Past; dates.len()],
        latest_bounds: vec![None; dates.len()],
        bounds: vec![None; dates.len()],
        clashes,
    };
    let mut is_open = vec![false; dates.len()];
    for event in sorted.iter().copied() {
        is_open[event as usize] = place(event, dates, graph, &most, &is_open, &mut solution);
    }
    solution.earliest_begins.clone_from(&solution.begins);
    for event in sorted.iter().copied().rev() {
        if is_open[event as usize] {
            place_open(event, dates, graph, &mut solution);
        }
        bound_latest(event, dates, graph, &mut solution);
    }
    solution
}

/// Finds the last day on which an event may begin; those of all that come after it are known.
fn bound_latest(event: u32, dates: &[&Date], graph: &Graph, solution: &mut Solution) {
    let at = event as usize;
    let until = graph
        .out(event)
        .map(|(_, edge)| (solution.latest_begins[edge.later as usize], edge.later))
        .min();
    let least = solution.begins[at];
    let day = dates[at].begin_until(until.map_or(Limit::Future, |(until, _)| until));
    let day = day.map_or(least, |day| day.max(least));
    solution.latest_begins[at] = day;
    let is_less = day < dates[at].latest_begin();
    solution.latest_bounds[at] = until.map(|(_, later)| later).filter(|_| is_less);
}

/// Drops what firm dates contradict, where what comes before one of them begins after all of its days.
fn drop_clashes(dates: &[&Date], graph: &mut Graph, sorted: &[u32]) -> Vec<Clash> {
    let mut clashes: BTreeMap<u32, Clash> = BTreeMap::new();
    let own = |date: &&Date| match date.has_soft_begin() {
        true => Limit::Past,
        false => date.begin_from(Limit::Past).unwrap_or(Limit::Past),
    };
    let mut least: Vec<Limit> = dates.iter().map(own).collect();
    let mut raised_by: Vec<Option<Edge>> = vec![None; dates.len()];
    // The event whose own date decides where each has to begin at least.
    let mut roots: Vec<u32> = (0..graph.events()).collect();
    for event in sorted {
        let (from, root) = (least[*event as usize], roots[*event as usize]);
        let mut contradicted = Vec::new();
        for (index, edge) in graph.out(*event) {
            let later = edge.later as usize;
            if from <= least[later] {
                continue;
            }
            let day = match dates[later].has_soft_begin() {
                true => Some(from),
                false => dates[later].begin_from(from),
            };
            let Some(day) = day else {
                contradicted.push(index);
                clashes.entry(root).and_modify(|clash| clash.others.push(edge)).or_insert_with(
                    || Clash { chain: chain(edge, &raised_by), others: Vec::new() },
                );
                continue;
            };
            least[later] = day;
            raised_by[later] = Some(edge);
            // A date that moves on to a later day of its own decides from there on.
            roots[later] = if day == from { root } else { edge.later };
        }
        for index in contradicted {
            graph.drop(index);
        }
    }
    clashes.into_values().collect()
}

/// The edges that raised an event's begin one after the other, up to `last`.
fn chain(last: Edge, raised_by: &[Option<Edge>]) -> Vec<Edge> {
    let mut chain = vec![last];
    while let Some(edge) = raised_by[chain[chain.len() - 1].earlier as usize] {
        chain.push(edge);
    }
    chain.reverse();
    chain
}

/// The last day on which each event may begin, as far as firm dates tell.
fn firm_most(dates: &[&Date], graph: &Graph, sorted: &[u32]) -> Vec<Limit> {
    let mut most = vec![Limit::Future; dates.len()];
    for event in sorted.iter().rev() {
        let until = graph.out(*event).map(|(_, edge)| most[edge.later as usize]).min();
        let until = until.unwrap_or(Limit::Future);
        let date = dates[*event as usize];
        most[*event as usize] = match date.has_soft_begin() {
            true => until,
            false => date.begin_until(until).expect("what firm dates contradict was dropped"),
        };
    }
    most
}

/// Finds the begin of an event; those of all that it comes after are known. Tells whether what comes after it has to
/// decide: then it is where it has to be at least, and hands that on.
fn place(
    event: u32,
    dates: &[&Date],
    graph: &Graph,
    most: &[Limit],
    is_open: &[bool],
    solution: &mut Solution,
) -> bool {
    let at = event as usize;
    let (mut floor, mut raised) = (Limit::Past, None);
    for (_, edge) in graph.into(event) {
        let earlier = edge.earlier as usize;
        if solution.begins[earlier] > floor {
            floor = solution.begins[earlier];
            // What is open itself only hands on what raised it.
            raised = match is_open[earlier] {
                true => solution.bounds[earlier],
                false => Some(Bound::After(edge.earlier)),
            };
        }
    }
    let date = dates[at];
    let day = date.begin_from(floor);
    let is_open = date.has_unknown_start() || day.is_some_and(|day| day > most[at]);
    (solution.begins[at], solution.bounds[at]) = match day {
        Some(day) if !is_open => (day, raised.filter(|_| day != date.begin())),
        _ => (floor, raised),
    };
    is_open
}

/// Puts an event as late as it can be that is open so far; the begins of all that come after it are known.
fn place_open(event: u32, dates: &[&Date], graph: &Graph, solution: &mut Solution) {
    let (at, date) = (event as usize, dates[event as usize]);
    let first =
        graph.out(event).map(|(_, edge)| (solution.begins[edge.later as usize], edge.later)).min();
    let (until, lowered) = match first {
        Some((until, later)) => (until, Some(Bound::Before(later))),
        None => (Limit::Future, None),
    };
    if !date.has_unknown_start() {
        // A soft date that lies behind what it comes before.
        (solution.begins[at], solution.bounds[at]) = (until, lowered);
        return;
    }
    // Later than any of its own days: it stays where what it comes after has moved it.
    let Some(day) = date.begin_until(until).filter(|day| *day >= solution.begins[at]) else {
        return;
    };
    solution.bounds[at] = lowered.filter(|_| day < date.begin());
    solution.begins[at] = day;
}
