//! Relations: told to both ends, and the circles in them.

use crate::config::Status;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{At, Relation, RelationFields};
use crate::site::{Article, EntryId, Event, Related};
use crate::yaml::{Items, Step};

use super::ids::Ids;

/// That one entry is related to another.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub from: EntryId,
    pub how: Relation,
    pub to: EntryId,
    /// Where the fields of `from` stand, and which of its relations says so.
    pub at: At,
    pub item: usize,
}

impl Said {
    fn place(&self) -> Place {
        self.at.value([Step::from("related"), self.item.into(), "event".into()])
    }
}

impl Ids {
    /// What an entry says of others, and that none is related to itself. For one that is left out (`None`) it is only
    /// checked.
    pub fn relations(
        &self,
        at: At,
        from: Option<EntryId>,
        relations: &Items<RelationFields>,
        said: &mut Vec<Said>,
        diagnostics: &mut Diagnostics,
    ) {
        for (item, relation) in &relations.0 {
            let Some(id) = &relation.event.0 else { continue };
            let place = at.value([Step::from("related"), (*item).into(), "event".into()]);
            match self.entry(&id.0, place.clone(), diagnostics) {
                Some(to) if Some(to) == from => {
                    diagnostics
                        .error(
                            rule::SELF_RELATION,
                            place,
                            format!("`{}` is related to itself", id.0),
                        )
                        .help("name another event or article, or remove this relation");
                }
                Some(to) => {
                    let one = |from| Said { from, how: relation.how, to, at, item: *item };
                    said.extend(from.map(one));
                }
                None => {}
            }
        }
    }
}

/// The kinds that lead from one entry to another and never back, with how one says so.
const ONE_WAY: [(Relation, &str); 3] = [
    (Relation::Supersedes, "take one another's place"),
    (Relation::PartOf, "are part of one another"),
    (Relation::Causes, "lead to one another"),
];

/// Takes back what withdrawn entries say of others; what others say of them stands.
pub fn take_back(said: &mut Vec<Said>, events: &[Event], articles: &[Article]) {
    said.retain(|one| match one.from {
        EntryId::Event(id) => events[id as usize].status != Some(Status::Retracted),
        EntryId::Article(id) => articles[id as usize].retracted.is_none(),
    });
}

/// Tells every entry what it is related to, once, whoever says it and however often.
pub fn tell(said: &[Said], events: &mut [Event], articles: &mut [Article]) {
    let mut ends: Vec<(EntryId, Related)> = Vec::with_capacity(said.len() * 2);
    for one in said {
        ends.push((one.from, Related { how: one.how, back: false, entry: one.to }));
        ends.push((one.to, Related { how: one.how, back: true, entry: one.from }));
    }
    // What both ends may say of each other stands once, as what each says itself.
    ends.sort_unstable_by_key(|(own, other)| (*own, other.entry, other.how, other.back));
    ends.dedup_by(|(later, second), (earlier, first)| {
        let is_mutual = matches!(first.how, Relation::Contradicts | Relation::Context);
        (*later, second.entry, second.how) == (*earlier, first.entry, first.how)
            && (second.back == first.back || is_mutual)
    });
    for (own, related) in ends {
        match own {
            EntryId::Event(id) => events[id as usize].related.push(related),
            EntryId::Article(id) => articles[id as usize].related.push(related),
        }
    }
}

/// Reports circles of relations that lead one way, in time linear in their number; of circles that hang together one.
pub fn check(said: &[Said], events: &[Event], articles: &[Article], diagnostics: &mut Diagnostics) {
    let number = |entry: EntryId| match entry {
        EntryId::Event(id) => id as usize,
        EntryId::Article(id) => events.len() + id as usize,
    };
    for (how, words) in ONE_WAY {
        let of_kind: Vec<&Said> = said.iter().filter(|one| one.how == how).collect();
        if of_kind.is_empty() {
            continue;
        }
        let mut out: Vec<Vec<&Said>> = vec![Vec::new(); events.len() + articles.len()];
        for one in of_kind {
            out[number(one.from)].push(one);
        }
        for circle in circles(&out, number) {
            report(&circle, words, events, articles, diagnostics);
        }
    }
}

/// How far the search has come with an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    /// So many steps from the start.
    OnTheWay(usize),
    Done,
}

/// A step of the way: the entry, how many of its relations were followed, and what led to it.
struct Hop<'a> {
    entry: usize,
    followed: usize,
    led: Option<&'a Said>,
}

fn circles<'a>(out: &[Vec<&'a Said>], number: impl Fn(EntryId) -> usize) -> Vec<Vec<&'a Said>> {
    let mut circles = Vec::new();
    let mut visits = vec![Visit::Not; out.len()];
    for start in 0..out.len() {
        if visits[start] != Visit::Not || out[start].is_empty() {
            continue;
        }
        visits[start] = Visit::OnTheWay(0);
        let mut way = vec![Hop { entry: start, followed: 0, led: None }];
        // The stretches of the way that are circles already, as first and last step.
        let mut told: Vec<(usize, usize)> = Vec::new();
        while let Some(step) = way.last_mut() {
            let Some(next) = out[step.entry].get(step.followed).copied() else {
                visits[step.entry] = Visit::Done;
                way.pop();
                match told.last_mut() {
                    Some((first, _)) if *first == way.len() => {
                        told.pop();
                    }
                    Some((_, last)) => *last = (*last).min(way.len() - 1),
                    None => {}
                }
                continue;
            };
            step.followed += 1;
            let to = number(next.to);
            match visits[to] {
                Visit::Done => {}
                Visit::Not => {
                    visits[to] = Visit::OnTheWay(way.len());
                    way.push(Hop { entry: to, followed: 0, led: Some(next) });
                }
                Visit::OnTheWay(since) if told.last().is_some_and(|(_, last)| *last >= since) => {}
                Visit::OnTheWay(since) => {
                    let led = way[since + 1..].iter().filter_map(|step| step.led);
                    circles.push(led.chain([next]).collect());
                    told.push((since, way.len() - 1));
                }
            }
        }
    }
    circles
}

/// So many places of a long circle are shown.
const SHOWN: usize = 8;

fn report(
    circle: &[&Said],
    words: &str,
    events: &[Event],
    articles: &[Article],
    diagnostics: &mut Diagnostics,
) {
    let id = |entry: EntryId| match entry {
        EntryId::Event(id) => &events[id as usize].id.0,
        EntryId::Article(id) => &articles[id as usize].id.0,
    };
    let key = circle[0].how.key();
    let names: Vec<String> =
        circle.iter().take(SHOWN).map(|one| format!("`{}`", id(one.from))).collect();
    let more = if circle.len() > SHOWN { " and others" } else { "" };
    let found = diagnostics.warning(
        rule::RELATION_CYCLE,
        circle[0].place(),
        format!("these {words}: {}{more}", names.join(", ")),
    );
    for one in circle.iter().skip(1).take(SHOWN - 1) {
        found.also(one.place(), format!("`{}`: {key} `{}`", id(one.from), id(one.to)));
    }
    found.help("remove the relation that is the wrong way round, or make it `how: context`");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextId;

    /// The circles among so many events, as the events that say so.
    fn found(count: usize, said: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let all: Vec<Said> = said
            .iter()
            .map(|(from, to)| Said {
                from: EntryId::Event(*from),
                how: Relation::PartOf,
                to: EntryId::Event(*to),
                at: At { text: TextId::default(), item: None },
                item: 0,
            })
            .collect();
        let number = |entry: EntryId| match entry {
            EntryId::Event(id) | EntryId::Article(id) => id,
        };
        let mut out: Vec<Vec<&Said>> = vec![Vec::new(); count];
        for one in &all {
            out[number(one.from) as usize].push(one);
        }
        let circles = circles(&out, |entry| number(entry) as usize);
        circles.iter().map(|circle| circle.iter().map(|one| number(one.from)).collect()).collect()
    }

    #[test]
    fn every_circle_is_found_that_hangs_together_with_none() {
        assert_eq!(found(3, &[(0, 1), (1, 2)]), Vec::<Vec<u32>>::new());
        assert_eq!(found(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]), [[0, 1], [2, 3]]);
        // A way that goes back a step and finds another circle farther on.
        assert_eq!(found(4, &[(0, 1), (1, 2), (2, 1), (0, 3), (3, 0)]), [[1, 2], [0, 3]]);
        let branches = [(0, 1), (1, 2), (2, 1), (0, 3), (3, 4), (4, 3)];
        assert_eq!(found(5, &branches), [[1, 2], [3, 4]]);
    }

    #[test]
    fn of_circles_that_hang_together_one_is_found() {
        assert_eq!(found(3, &[(0, 1), (1, 0), (1, 2), (2, 1)]), [[0, 1]]);
        // The inner one of several around the same middle.
        let nested = [(0, 1), (1, 2), (2, 3), (3, 1), (3, 4), (4, 0)];
        assert_eq!(found(5, &nested), [[1, 2, 3]]);
    }
}
