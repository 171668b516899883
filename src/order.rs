//! Site -> Timeline: puts everything in the order of time.

mod graph;
#[cfg(test)]
mod laws;
mod report;
mod solve;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::date::{Date, Day, Limit};
use crate::diagnostic::Diagnostics;
use crate::site::{EntryId, Site};
use crate::timeline::{Bound, Key, Placed, Timeline, key};

pub use graph::{Edge, Graph, Said};
pub use solve::{Solution, solve};

/// Orders the entries of a site: by begin, then time of day, the wider first, events before articles, then by file
/// and place in it, so that a build is always the same build. `after` and `before` are kept, and narrow the begin of
/// what is uncertain.
pub fn order<'a>(site: &'a Site, diagnostics: &mut Diagnostics) -> Timeline<'a> {
    let mut graph = Graph::new(site.events.len(), edges(site));
    for circle in graph.break_circles() {
        report::circle(site, &circle, diagnostics);
    }
    let dates: Vec<&Date> = site.events.iter().map(|event| &event.date).collect();
    let solution = solve(&dates, &mut graph);
    for clash in &solution.clashes {
        report::clash(site, clash, diagnostics);
    }
    for (_, moved) in moved(site, &solution) {
        report::moved(site, &moved, &solution, diagnostics);
    }
    report_times(site, &graph, &solution.begins, diagnostics);
    let placed = |entry: EntryId| match entry {
        EntryId::Event(id) => Placed {
            entry,
            begin: solution.begins[id as usize],
            earliest_begin: solution.earliest_begins[id as usize],
            latest_begin: solution.latest_begins[id as usize],
            bound: solution.bounds[id as usize],
            latest_bound: solution.latest_bounds[id as usize],
        },
        EntryId::Article(_) => {
            let date = site.entry_date(entry);
            Placed {
                entry,
                begin: date.begin(),
                earliest_begin: date.begin(),
                latest_begin: date.latest_begin(),
                bound: None,
                latest_bound: None,
            }
        }
    };
    let events = (0..site.events.len() as u32).map(EntryId::Event);
    let articles = (0..site.articles.len() as u32).map(EntryId::Article);
    let listed: Vec<EntryId> =
        events.chain(articles).filter(|entry| !site.is_retracted(*entry)).collect();
    let all = listed.into_par_iter().map(placed).collect();
    let (undated, dated) = split_wide(site, all);
    let [undated, dated] = [undated, dated].map(|entries| sorted(site, &graph, &entries));
    let count = undated.len();
    // Mostly none is undated, and all can stay where they are.
    let entries = if undated.is_empty() { dated } else { [undated, dated].concat() };
    timeline(site, entries, count)
}

/// The events that a known order moves out of their own days, by the event whose date decides.
fn moved(site: &Site, solution: &Solution) -> BTreeMap<u32, Vec<u32>> {
    let mut roots: Vec<Option<u32>> = vec![None; site.events.len()];
    let mut moved: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for id in 0..site.events.len() as u32 {
        let mut way = vec![id];
        let root = loop {
            let at = way[way.len() - 1];
            match (roots[at as usize], solution.bounds[at as usize]) {
                (Some(root), _) => break root,
                (None, None) => break at,
                (None, Some(Bound::After(other) | Bound::Before(other))) => way.push(other),
            }
        };
        for at in way {
            roots[at as usize] = Some(root);
        }
        if !site.event(id).date.may_begin(solution.begins[id as usize]) {
            moved.entry(root).or_default().push(id);
        }
    }
    moved
}

/// Warns where two events of one day both have times that a known order turns around.
fn report_times(site: &Site, graph: &Graph, begins: &[Limit], diagnostics: &mut Diagnostics) {
    let time = |id: u32| site.event(id).date.key().time;
    for (_, edge) in (0..graph.events()).flat_map(|event| graph.out(event)) {
        let is_one_day = begins[edge.earlier as usize] == begins[edge.later as usize];
        if let (true, Some(first), Some(second)) =
            (is_one_day, time(edge.earlier), time(edge.later))
            && second < first
        {
            report::against_time(site, &edge, diagnostics);
        }
    }
}

/// That one event comes before another, as far as both are upheld: what is withdrawn orders nothing.
fn edges(site: &Site) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (id, event) in (0_u32..).zip(&site.events) {
        let after = event.after.iter().map(|constraint| Edge {
            earlier: constraint.event,
            later: id,
            said: Said::After(constraint.item),
        });
        let before = event.before.iter().map(|constraint| Edge {
            earlier: id,
            later: constraint.event,
            said: Said::Before(constraint.item),
        });
        edges.extend(after.chain(before).filter(|edge| {
            [edge.earlier, edge.later].iter().all(|id| !site.is_retracted(EntryId::Event(*id)))
        }));
    }
    edges
}

/// Parts the entries that are too wide to place from the others: where it is open by more years than the settings
/// allow, and by more than all others span, when an entry begins.
fn split_wide(site: &Site, mut placed: Vec<Placed>) -> (Vec<Placed>, Vec<Placed>) {
    let most = site.config.undated_beyond.0;
    let wide: Vec<_> = placed.extract_if(.., |placed| doubt(site, placed) > most).collect();
    let years = placed.iter().filter_map(|placed| placed.begin.year());
    let (first, last) =
        years.fold((i64::MAX, i64::MIN), |(first, last), year| (first.min(year), last.max(year)));
    let span = last.saturating_sub(first).max(0);
    let (wide, narrow): (Vec<_>, Vec<_>) =
        wide.into_iter().partition(|placed| doubt(site, placed) > span);
    placed.extend(narrow);
    (wide, placed)
}

/// How many years lie between the first and the last day on which something may begin. An open start is a begin of
/// its own kind; an unknown one with an unknown or open end may be anywhere.
fn doubt(site: &Site, placed: &Placed) -> i64 {
    match (placed.begin, placed.latest_begin) {
        (Limit::Day(Day { year: from, .. }), Limit::Day(Day { year: to, .. })) => {
            to.saturating_sub(from)
        }
        (Limit::Future, _) => i64::MAX,
        (Limit::Past, Limit::Future) if !site.entry_date(placed.entry).has_open_start() => i64::MAX,
        (Limit::Past | Limit::Day(_), _) => 0,
    }
}

/// Entries in order, none before one that it comes after.
fn sorted(site: &Site, graph: &Graph, entries: &[Placed]) -> Vec<Placed> {
    let keys: Vec<(Key, Option<u32>)> = entries
        .par_iter()
        .map(|placed| {
            let event = match placed.entry {
                EntryId::Event(id) => Some(id),
                EntryId::Article(_) => None,
            };
            (key(site, placed.entry, placed.begin), event)
        })
        .collect();
    graph.sorted_by(&keys).into_par_iter().map(|index| entries[index]).collect()
}

/// The timeline of entries in order, with the lists that follow from it.
fn timeline(site: &Site, entries: Vec<Placed>, undated: usize) -> Timeline<'_> {
    let standing = || {
        let mut events = vec![None; site.events.len()];
        let mut articles = vec![None; site.articles.len()];
        for (position, placed) in (0_u32..).zip(&entries) {
            match placed.entry {
                EntryId::Event(id) => events[id as usize] = Some(position),
                EntryId::Article(id) => articles[id as usize] = Some(position),
            }
        }
        (events, articles)
    };
    let lists = || {
        let mut lists = vec![Vec::new(); site.terms.len()];
        for (position, placed) in (0_u32..).zip(&entries) {
            for term in site.entry_terms(placed.entry) {
                lists[term.0 as usize].push(position);
            }
        }
        lists
    };
    let ((events, articles), lists) = rayon::join(standing, lists);
    Timeline { site, undated, lists, events, articles, entries }
}
