//! Lists: entries in order on pages that stay small; a long list is divided by year, month, and then into parts that
//! an inserted entry does not move.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::{Direction, percent};
use crate::date::Limit;

use super::cards::Card;
use super::headings::{
    MonthKey, YearHeading, YearKey, month_heading, month_label, year_heading, year_name,
};
use super::stage::Stage;
use super::view::{Link, MonthView, YearView};

/// A page of a list, with the pages that it is divided into.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its address from the root, not yet escaped.
    pub path: String,
    /// Which part of the list it is: "2014", "June 2014"; none for the whole.
    pub title: Option<String>,
    /// Its entries, by their place on the timeline, from the earliest on.
    pub positions: Vec<u32>,
    /// What it is divided into; empty where it shows all its entries itself.
    pub parts: Vec<Node>,
}

/// The pages before and after one.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The one with earlier entries.
    pub earlier: Option<Link>,
    /// The one with later entries.
    pub later: Option<Link>,
}

impl Beside {
    /// Those of one of some pages in order.
    pub fn of(all: &[Node], index: usize) -> Self {
        let link = |index: Option<usize>| index.and_then(|index| all.get(index)).map(Node::link);
        Beside { earlier: link(index.checked_sub(1)), later: link(index.checked_add(1)) }
    }
}

/// Consecutive entries of one key, which is asked for once for each.
fn runs<K: PartialEq>(positions: &[u32], key: impl Fn(u32) -> K) -> Vec<(K, &[u32])> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut keys = positions.iter().map(|position| key(*position));
    let Some(mut current) = keys.next() else { return runs };
    for (index, next) in (1..).zip(keys) {
        if next != current {
            runs.push((current, &positions[start..index]));
            (start, current) = (index, next);
        }
    }
    runs.push((current, &positions[start..]));
    runs
}

/// A list's pages: one, or as many as keep each below the page size. `base` is its address without `.html`.
pub fn divide(stage: &Stage<'_>, base: &str, positions: Vec<u32>) -> Node {
    let path = format!("{base}.html");
    let size = stage.config().page_size.0;
    let parts = match positions.len() > size {
        true => by_year(stage, base, &positions),
        false => Vec::new(),
    };
    Node { path, title: None, positions, parts }
}

/// The pages of the years of a list, each divided where it is long.
pub fn by_year(stage: &Stage<'_>, folder: &str, positions: &[u32]) -> Vec<Node> {
    runs(positions, |position| stage.gist(position).year)
        .into_par_iter()
        .map(|(year, run)| {
            let name = format!("{folder}/{}", year_name(year));
            let parts = if run.len() > stage.config().page_size.0 {
                by_month(stage, &name, year, run)
            } else {
                Vec::new()
            };
            Node {
                path: format!("{name}.html"),
                title: Some(year_heading(stage.words(), year)),
                positions: run.to_vec(),
                parts,
            }
        })
        .collect()
}

fn by_month(stage: &Stage<'_>, name: &str, year: YearKey, positions: &[u32]) -> Vec<Node> {
    // The runs of one month belong together, whatever stands between them.
    let mut months: Vec<(MonthKey, Vec<u32>)> = Vec::new();
    for (month, run) in runs(positions, |position| stage.gist(position).month) {
        match months.iter_mut().find(|(other, _)| *other == month) {
            Some((_, list)) => list.extend(run),
            None => months.push((month, run.to_vec())),
        }
    }
    months
        .into_iter()
        .map(|(month, positions)| {
            let name = format!("{name}-{}", month_label(month));
            let title = month_heading(stage.words(), year, month, true);
            let parts = in_parts(stage, &name, &title, &positions);
            Node { path: format!("{name}.html"), title: Some(title), positions, parts }
        })
        .collect()
}

/// Parts of a long month, named after the entry that ends the one before, so that an inserted entry changes its own
/// part and at most the next, and moves no address.
fn in_parts(stage: &Stage<'_>, name: &str, title: &str, positions: &[u32]) -> Vec<Node> {
    if positions.len() <= stage.config().page_size.0 {
        return Vec::new();
    }
    let id = |position: &u32| stage.site().entry_id(stage.gist(*position).entry);
    cut(stage, positions, id)
        .into_iter()
        .map(|(after, part)| {
            let first = stage.gist(part[0]).entry;
            Node {
                path: format!("{}.html", part_name(name, after.as_deref())),
                title: Some(format!("{title}: {}", stage.entry_title(first))),
                positions: part.to_vec(),
                parts: Vec::new(),
            }
        })
        .collect()
}

/// The address of a part, without its ending.
pub fn part_name(name: &str, after: Option<&str>) -> String {
    match after {
        // A file system takes names of 255 bytes.
        Some(after) if name.len() + after.len() > 200 => {
            format!("{name}-after-{}", &blake3::hash(after.as_bytes()).to_hex()[..16])
        }
        Some(after) => format!("{name}-after-{after}"),
        None => format!("{name}-0"),
    }
}

/// Cuts a long list into parts below the page size. Where a part ends is decided by the id of its last item alone;
/// each part comes with the id that ends the part before it.
pub fn cut<'l, T: Sync, I: AsRef<str> + Into<String>>(
    stage: &Stage<'_>,
    list: &'l [T],
    id: impl Fn(&T) -> I + Sync,
) -> Vec<(Option<String>, &'l [T])> {
    let size = stage.config().page_size.0;
    let usual = (size / 3).max(1) as u64;
    let is_last = |item: &T| {
        let hash = blake3::hash(id(item).as_ref().as_bytes());
        let number = u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("eight bytes"));
        number % usual == 0
    };
    let are_last: Vec<bool> = list.par_iter().with_min_len(256).map(is_last).collect();
    let mut parts = Vec::new();
    let (mut start, mut after) = (0, None);
    for (end, is_last) in (1..).zip(are_last) {
        if is_last || end - start >= size || end == list.len() {
            parts.push((after.replace(id(&list[end - 1]).into()), &list[start..end]));
            start = end;
        }
    }
    parts
}

impl Node {
    /// Calls `each` for every page that this one is divided into, with the one that it is a part of.
    pub fn each_part<'n>(&'n self, each: &mut dyn FnMut(&'n Node, &'n Node, Beside)) {
        for (index, part) in self.parts.iter().enumerate() {
            each(part, self, Beside::of(&self.parts, index));
            part.each_part(each);
        }
    }

    /// Calls `each` for every page that shows all its entries itself.
    pub fn each_leaf<'n>(&'n self, each: &mut dyn FnMut(&'n Node)) {
        if self.parts.is_empty() {
            each(self);
        }
        for part in &self.parts {
            part.each_leaf(each);
        }
    }

    /// A link to it.
    pub fn link(&self) -> Link {
        Link {
            title: self.title.clone().unwrap_or_default(),
            href: percent(&self.path).into_owned(),
            count: Some(self.positions.len()),
        }
    }

    /// What its page shows: all entries, or of a divided list the weightiest.
    pub fn shown(&self, stage: &Stage<'_>) -> Vec<u32> {
        if self.parts.is_empty() {
            return self.positions.clone();
        }
        let weight = |position: &u32| stage.gist(*position).weight;
        let mut chosen = self.positions.clone();
        let most = (stage.config().page_size.0 / 10).clamp(1, 20);
        if chosen.len() > most {
            // The order among equals is that of time, so that the choice is always the same.
            chosen.select_nth_unstable_by_key(most - 1, |position| {
                (std::cmp::Reverse(weight(position)), *position)
            });
            chosen.truncate(most);
        }
        chosen.sort_unstable();
        chosen
    }
}

/// Entries under their years and months, as a page of this path and title shows them. Silences are named only where
/// `is_whole`: between the weightiest of many there may be others.
pub fn years<'s>(
    stage: &'s Stage<'_>,
    positions: &[u32],
    (page, title): (&str, &str),
    is_whole: bool,
) -> (Vec<Card<'s>>, Vec<YearView<'s>>) {
    let newest_first = stage.config().order == Direction::Newest;
    let mut silences = if is_whole { silences(stage, positions) } else { BTreeMap::new() };
    let mut positions = positions.to_vec();
    if newest_first {
        positions.reverse();
    }
    let mut undated = Vec::new();
    let mut views: Vec<YearView> = Vec::new();
    let mut above = None;
    for (year, run) in runs(&positions, |position| stage.gist(position).year) {
        if year == YearKey::Undated {
            undated.extend(run.iter().map(|position| stage.card(*position)));
            continue;
        }
        let heading = stage.headings.of(year);
        let key = if newest_first { "silence_back" } else { "silence" };
        let before = if newest_first { above } else { Some(year) };
        let silence = before.and_then(|year| silences.remove(&year));
        let silence = silence.map(|years| stage.words().count(key, years));
        above = Some(year);
        views.push(YearView {
            id: &heading.id,
            heading: &heading.text,
            look: match heading.is_long {
                _ if heading.text == title => "hidden",
                true => "long",
                false => "",
            },
            href: (stage.has_years && heading.page != page).then_some(&heading.href),
            silence,
            months: months(stage, run, heading),
        });
    }
    (undated, views)
}

/// How many years nothing is known to happen before each year of a list; only where no date leaves doubt of it.
fn silences(stage: &Stage<'_>, positions: &[u32]) -> BTreeMap<YearKey, usize> {
    let mut silences = BTreeMap::new();
    // The last year that anything so far is known to touch, and the last one that anything may touch.
    let (mut touched, mut perhaps): (Option<i64>, i64) = (None, i64::MIN);
    for position in positions.iter().filter(|position| !stage.timeline.is_undated(**position)) {
        let gist = stage.gist(*position);
        if let (Some(touched), Some(begin), true) =
            (touched, gist.known_year, Some(perhaps) <= touched)
            && let Ok(years) = usize::try_from(begin.saturating_sub(touched))
            && years > 1
        {
            silences.insert(gist.year, years);
        }
        match gist.latest_year {
            year if year < i64::MAX && gist.known_year.is_some() && !gist.ends_vaguely => {
                touched = touched.max(Some(year));
            }
            year => perhaps = perhaps.max(year),
        }
    }
    silences
}

/// The months of a year.
fn months<'s>(
    stage: &'s Stage<'_>,
    positions: &[u32],
    year: &'s YearHeading,
) -> Vec<MonthView<'s>> {
    let mut named: BTreeSet<MonthKey> = BTreeSet::new();
    let mut views = Vec::new();
    for (month, run) in runs(positions, |position| stage.gist(position).month) {
        let heading = year.month(stage.words(), month);
        views.push(MonthView {
            id: named.insert(month).then_some(&heading.id),
            heading: &heading.text,
            cards: run.iter().map(|position| stage.card(*position)).collect(),
        });
    }
    views
}

/// The first year from a limit on that a list has, for a link to where an era begins.
pub fn first_year_from(stage: &Stage<'_>, positions: &[u32], from: Limit) -> Option<YearKey> {
    let from = from.year();
    positions.iter().map(|position| stage.gist(*position).year).find(|year| match (year, from) {
        (YearKey::Undated, _) => false,
        (YearKey::Open, from) => from.is_none(),
        (YearKey::Year(year), from) => from.is_none_or(|from| *year >= from),
    })
}
