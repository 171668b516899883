//! Site -> Timeline: puts everything in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::date::{Date, DateKey, Day, Limit};
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::At;
use crate::site::{EntryId, Site};
use crate::timeline::{Placed, Timeline};

/// An entry wider than this many years, and wider than all others together, has no place of its own.
const WIDE_YEARS: i64 = 200;

/// Orders the entries of a site: by begin, then time of day, the wider first, events before articles, then by file
/// and place in it, so that a build is always the same build. `after` and `before` are kept.
pub fn order<'a>(site: &'a Site, diagnostics: &mut Diagnostics) -> Timeline<'a> {
    let mut edges = edges(site);
    let begins = solve(site, &mut edges, diagnostics);
    let (undated, dated) = split_wide(site, &begins);
    let mut entries: Vec<Placed> = Vec::with_capacity(site.events.len() + site.articles.len());
    entries.extend(sorted(site, &begins, &edges, undated));
    let undated = entries.len();
    entries.extend(sorted(site, &begins, &edges, dated));

    let mut timeline = Timeline {
        site,
        undated,
        lists: vec![Vec::new(); site.terms.len()],
        events: vec![None; site.events.len()],
        articles: vec![None; site.articles.len()],
        entries,
    };
    for (position, placed) in timeline.entries.iter().enumerate() {
        let position = u32::try_from(position).expect("fewer than four thousand million entries");
        match placed.entry {
            EntryId::Event(id) => timeline.events[id as usize] = Some(position),
            EntryId::Article(id) => timeline.articles[id as usize] = Some(position),
        }
        for term in site.entry_terms(placed.entry) {
            timeline.lists[term.0 as usize].push(position);
        }
    }
    timeline
}

/// What decides between two entries.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
struct Key {
    date: DateKey,
    is_article: bool,
    at: At,
}

fn key(site: &Site, begins: &[Limit], entry: EntryId) -> Key {
    let mut date = site.entry_date(entry).key();
    if let EntryId::Event(id) = entry {
        date.begin = begins[id as usize];
    }
    Key { date, is_article: matches!(entry, EntryId::Article(_)), at: site.entry_at(entry) }
}

/// Each event's begin, narrowed by what it comes after. Reports circles, and what the dates contradict, which is then
/// left out of the edges.
fn solve(site: &Site, edges: &mut [Vec<Edge>], diagnostics: &mut Diagnostics) -> Vec<Limit> {
    let mut begins: Vec<Limit> = site.events.iter().map(|event| event.date.begin()).collect();
    let mut waiting: Vec<u32> = vec![0; site.events.len()];
    for edge in edges.iter().flatten() {
        waiting[edge.to as usize] += 1;
    }
    let mut free: Vec<u32> =
        (0..site.events.len() as u32).filter(|id| waiting[*id as usize] == 0).collect();
    let mut done = 0;
    while let Some(id) = free.pop() {
        done += 1;
        edges[id as usize].retain(|edge| {
            let to = edge.to as usize;
            let (least, own) = (begins[id as usize], &site.events[to].date);
            waiting[to] -= 1;
            if waiting[to] == 0 {
                free.push(edge.to);
            }
            let is_possible = least <= begins[to] || least <= own.latest_begin();
            if is_possible {
                begins[to] = begins[to].max(least);
            } else {
                report_impossible(site, id, edge, diagnostics);
            }
            is_possible
        });
    }
    if done < site.events.len() {
        report_cycles(site, edges, &waiting, diagnostics);
    }
    begins
}

/// That one event comes before another, with who says so.
#[derive(Debug, Clone)]
struct Edge {
    to: u32,
    said_at: Place,
}

/// For each event those that come after it.
fn edges(site: &Site) -> Vec<Vec<Edge>> {
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); site.events.len()];
    for (id, event) in site.events.iter().enumerate() {
        let id = id as u32;
        for constraint in &event.after {
            let said_at = event.at.value(["after".into(), constraint.item.into()]);
            edges[constraint.event as usize].push(Edge { to: id, said_at });
        }
        for constraint in &event.before {
            let said_at = event.at.value(["before".into(), constraint.item.into()]);
            edges[id as usize].push(Edge { to: constraint.event, said_at });
        }
    }
    edges
}

fn report_impossible(site: &Site, from: u32, edge: &Edge, diagnostics: &mut Diagnostics) {
    let (earlier, later) = (site.event(from), site.event(edge.to));
    diagnostics
        .error(
            rule::IMPOSSIBLE_ORDER,
            edge.said_at.clone(),
            format!(
                "`{}` ({}) cannot come after `{}` ({})",
                later.id.0,
                later.date.text(),
                earlier.id.0,
                earlier.date.text()
            ),
        )
        .also(earlier.at.value(["date".into()]), "this one begins later")
        .help("correct one of the dates, or remove the order");
}

/// Reports each circle once, with everything that closes it.
fn report_cycles(site: &Site, edges: &[Vec<Edge>], waiting: &[u32], diagnostics: &mut Diagnostics) {
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        if waiting[start] == 0 || seen[start] {
            continue;
        }
        // Where an event waits, one that it waits for waits too: walking back along those comes to a circle.
        let mut path: Vec<usize> = Vec::new();
        let mut places = vec![None; edges.len()];
        let mut at = start;
        while places[at].is_none() && !seen[at] {
            places[at] = Some(path.len());
            path.push(at);
            let before = (0..edges.len()).find(|other| {
                waiting[*other] > 0 && edges[*other].iter().any(|edge| edge.to as usize == at)
            });
            at = before.expect("an event that waits, waits for one that waits");
        }
        for id in &path {
            seen[*id] = true;
        }
        let Some(from) = places[at] else { continue };
        let mut circle: Vec<usize> = path[from..].to_vec();
        circle.reverse();
        report_cycle(site, edges, &circle, diagnostics);
    }
}

fn report_cycle(site: &Site, edges: &[Vec<Edge>], circle: &[usize], diagnostics: &mut Diagnostics) {
    let name = |id: usize| site.events[id].id.0.as_str();
    let mut said: Vec<(Place, String)> = Vec::new();
    for (index, id) in circle.iter().enumerate() {
        let next = circle[(index + 1) % circle.len()];
        if let Some(edge) = edges[*id].iter().find(|edge| edge.to as usize == next) {
            said.push((
                edge.said_at.clone(),
                format!("here `{}` comes after `{}`", name(next), name(*id)),
            ));
        }
    }
    let mut names: Vec<&str> = circle.iter().map(|id| name(*id)).collect();
    names.push(names[0]);
    let mut said = said.into_iter();
    let Some((place, _)) = said.next() else { return };
    let message =
        format!("these events come after one another in a circle: `{}`", names.join("` → `"));
    let found = diagnostics.error(rule::ORDER_CYCLE, place, message);
    for (place, label) in said {
        found.also(place, label);
    }
    found.help("remove one of these `after` or `before`");
}

/// The entries that stand on lists: those too wide to place, and the others.
fn split_wide(site: &Site, begins: &[Limit]) -> (Vec<EntryId>, Vec<EntryId>) {
    let events = (0..site.events.len() as u32).map(EntryId::Event);
    let articles = (0..site.articles.len() as u32).map(EntryId::Article);
    let all: Vec<EntryId> =
        events.chain(articles).filter(|entry| !site.is_retracted(*entry)).collect();
    let width = |entry: EntryId| match entry {
        EntryId::Event(id) => doubt(&site.event(id).date, begins[id as usize]),
        EntryId::Article(_) => 0,
    };
    let (wide, narrow): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|entry| width(*entry) > WIDE_YEARS);
    let begin_years =
        narrow.iter().filter_map(|entry| match key(site, begins, *entry).date.begin {
            Limit::Day(day) => Some(day.year),
            Limit::Past | Limit::Future => None,
        });
    let (first, last) = begin_years
        .fold((i64::MAX, i64::MIN), |(first, last), year| (first.min(year), last.max(year)));
    let span = last.saturating_sub(first).max(0);
    let (wide, mut placed): (Vec<_>, Vec<_>) =
        wide.into_iter().partition(|entry| width(*entry) > span);
    placed.extend(narrow);
    (wide, placed)
}

/// How many years lie between the first and the last day on which something may begin.
fn doubt(date: &Date, begin: Limit) -> i64 {
    match (begin, date.latest_begin()) {
        (Limit::Day(Day { year: from, .. }), Limit::Day(Day { year: to, .. })) => {
            to.saturating_sub(from)
        }
        _ => 0,
    }
}

/// Entries in order, none before one that it comes after.
fn sorted(
    site: &Site,
    begins: &[Limit],
    edges: &[Vec<Edge>],
    entries: Vec<EntryId>,
) -> Vec<Placed> {
    let place = |entry: EntryId| Placed { entry, begin: key(site, begins, entry).date.begin };
    let mut keyed: Vec<(Key, EntryId)> =
        entries.into_iter().map(|entry| (key(site, begins, entry), entry)).collect();
    keyed.sort_unstable();
    let is_bound = |entry: &EntryId| match entry {
        EntryId::Event(id) => {
            !site.event(*id).after.is_empty() || !site.event(*id).before.is_empty()
        }
        EntryId::Article(_) => false,
    };
    if !keyed.iter().any(|(_, entry)| is_bound(entry)) {
        return keyed.into_iter().map(|(_, entry)| place(entry)).collect();
    }
    let mut waiting = vec![0_u32; site.events.len()];
    let mut here = vec![false; site.events.len()];
    for (_, entry) in &keyed {
        if let EntryId::Event(id) = entry {
            here[*id as usize] = true;
        }
    }
    for (from, list) in edges.iter().enumerate() {
        for edge in list.iter().filter(|_| here[from]) {
            waiting[edge.to as usize] += 1;
        }
    }
    let mut ready: BinaryHeap<Reverse<(Key, EntryId)>> = BinaryHeap::new();
    let mut held: Vec<Option<Key>> = vec![None; site.events.len()];
    for (key, entry) in keyed {
        match entry {
            EntryId::Event(id) if waiting[id as usize] > 0 => held[id as usize] = Some(key),
            _ => ready.push(Reverse((key, entry))),
        }
    }
    let mut placed = Vec::with_capacity(ready.len());
    while let Some(Reverse((_, entry))) = ready.pop() {
        placed.push(place(entry));
        let EntryId::Event(id) = entry else { continue };
        for edge in &edges[id as usize] {
            let to = edge.to as usize;
            waiting[to] -= 1;
            if waiting[to] == 0
                && let Some(key) = held[to].take()
            {
                ready.push(Reverse((key, EntryId::Event(edge.to))));
            }
        }
    }
    placed
}
