//! Which event comes after which, and the circles in that.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::slice::ParallelSliceMut;

/// That one event comes before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub earlier: u32,
    pub later: u32,
    /// Which item of a list says so: one of the later event's `after`, or of the earlier event's `before`.
    pub said: Said,
}

/// Where an order is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    After(usize),
    Before(usize),
}

/// Edges, by the events at both of their ends.
#[derive(Debug)]
pub struct Graph {
    edges: Vec<Edge>,
    is_dropped: Vec<bool>,
    out: Lists,
    into: Lists,
}

/// For each event some edges, one after another in one vector.
#[derive(Debug)]
struct Lists {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    fn new(events: usize, edges: &[Edge], end: impl Fn(&Edge) -> u32) -> Self {
        let mut starts = vec![0; events + 1];
        for edge in edges {
            starts[end(edge) as usize + 1] += 1;
        }
        for index in 0..events {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut all = vec![0; edges.len()];
        for (index, edge) in edges.iter().enumerate() {
            let slot = &mut next[end(edge) as usize];
            all[*slot as usize] = index as u32;
            *slot += 1;
        }
        Lists { starts, all }
    }

    fn of(&self, event: u32) -> &[u32] {
        let [from, to] = [0, 1].map(|step| self.starts[event as usize + step] as usize);
        &self.all[from..to]
    }
}

impl Graph {
    /// The graph of some edges between events numbered from 0.
    pub fn new(events: usize, edges: Vec<Edge>) -> Self {
        Graph {
            is_dropped: vec![false; edges.len()],
            out: Lists::new(events, &edges, |edge| edge.earlier),
            into: Lists::new(events, &edges, |edge| edge.later),
            edges,
        }
    }

    /// How many events it orders.
    pub fn events(&self) -> u32 {
        self.out.starts.len() as u32 - 1
    }

    /// One edge.
    pub fn edge(&self, index: u32) -> Edge {
        self.edges[index as usize]
    }

    /// The edges to what comes after an event, but for dropped ones.
    pub fn out(&self, event: u32) -> impl Iterator<Item = (u32, Edge)> {
        self.kept(self.out.of(event))
    }

    /// The edges from what comes before an event, but for dropped ones.
    pub fn into(&self, event: u32) -> impl Iterator<Item = (u32, Edge)> {
        self.kept(self.into.of(event))
    }

    fn kept<'g>(&'g self, edges: &'g [u32]) -> impl Iterator<Item = (u32, Edge)> + 'g {
        edges
            .iter()
            .filter(|index| !self.is_dropped[**index as usize])
            .map(|index| (*index, self.edge(*index)))
    }

    /// Takes no more account of an edge.
    pub fn drop(&mut self, edge: u32) {
        self.is_dropped[edge as usize] = true;
    }

    /// Drops one edge of every circle and returns circles: the edges of each, from its dropped one on. Of circles that
    /// hang together one is enough to see what is wrong.
    pub fn break_circles(&mut self) -> Vec<Vec<Edge>> {
        let mut circles = Vec::new();
        let mut is_told = vec![false; self.events() as usize];
        let mut state = vec![Visit::Not; self.events() as usize];
        // The way to the event that is being looked at: each event's own edges that are still to be followed, and the
        // edge that led to it.
        let mut way: Vec<(u32, usize, Option<u32>)> = Vec::new();
        for start in 0..self.events() {
            if state[start as usize] != Visit::Not {
                continue;
            }
            way.push((start, 0, None));
            state[start as usize] = Visit::OnTheWay;
            while let Some((event, next, _)) = way.last_mut() {
                let Some(index) = self.out.of(*event).get(*next).copied() else {
                    state[*event as usize] = Visit::Done;
                    way.pop();
                    continue;
                };
                *next += 1;
                let later = self.edge(index).later;
                match state[later as usize] {
                    Visit::Done => {}
                    Visit::Not => {
                        state[later as usize] = Visit::OnTheWay;
                        way.push((later, 0, Some(index)));
                    }
                    Visit::OnTheWay => {
                        self.drop(index);
                        let earlier = self.edge(index).earlier;
                        if is_told[earlier as usize] || is_told[later as usize] {
                            continue;
                        }
                        let since = way.iter().rposition(|(event, ..)| *event == later);
                        let led = way[since.expect("it is on the way") + 1..].iter();
                        let led = led.filter_map(|(.., by)| *by);
                        let circle: Vec<Edge> =
                            [index].into_iter().chain(led).map(|one| self.edge(one)).collect();
                        for edge in &circle {
                            is_told[edge.later as usize] = true;
                        }
                        circles.push(circle);
                    }
                }
            }
        }
        circles
    }

    /// All events, none before one that it comes after. There are no circles.
    pub fn sorted(&self) -> Vec<u32> {
        let mut waiting: Vec<u32> =
            (0..self.events()).map(|event| self.into(event).count() as u32).collect();
        let mut sorted: Vec<u32> =
            (0..self.events()).filter(|event| waiting[*event as usize] == 0).collect();
        let mut done = 0;
        while let Some(event) = sorted.get(done).copied() {
            done += 1;
            for (_, edge) in self.out(event) {
                let waits = &mut waiting[edge.later as usize];
                *waits -= 1;
                if *waits == 0 {
                    sorted.push(edge.later);
                }
            }
        }
        sorted
    }

    /// Things in the order of their keys, none before one that it comes after. Some of them are events of this graph;
    /// there are no circles.
    ///
    /// Of two things the one with the smaller key can only come later if it comes after something with a greater one.
    /// Where begins never decrease along edges, begins never decrease along the result either.
    pub fn sorted_by<K: Ord + Copy + Send>(&self, things: &[(K, Option<u32>)]) -> Vec<usize> {
        let mut place: Vec<Option<usize>> = vec![None; self.events() as usize];
        for (index, (_, event)) in things.iter().enumerate() {
            if let Some(event) = event {
                place[*event as usize] = Some(index);
            }
        }
        let waits = |event: u32| {
            self.into(event).filter(|(_, edge)| place[edge.earlier as usize].is_some()).count()
        };
        let mut waiting: Vec<usize> =
            things.iter().map(|(_, event)| event.map_or(0, waits)).collect();
        // Most things wait for nothing. To sort them takes less than to take each out of a heap of all.
        let mut free = Vec::with_capacity(things.len());
        let all = things.iter().zip(&waiting).enumerate();
        free.extend(
            all.filter(|(_, (_, waits))| **waits == 0).map(|(index, ((key, _), _))| (*key, index)),
        );
        free.par_sort_unstable();
        let mut free = free.into_iter().peekable();
        // What has waited for something that is placed now.
        let mut freed: BinaryHeap<Reverse<(K, usize)>> = BinaryHeap::new();
        let mut sorted = Vec::with_capacity(things.len());
        loop {
            let is_freed = match (free.peek(), freed.peek()) {
                (Some(one), Some(Reverse(other))) => other < one,
                (one, _) => one.is_none(),
            };
            let next = if is_freed { freed.pop().map(|Reverse(next)| next) } else { free.next() };
            let Some((_, index)) = next else { break };
            sorted.push(index);
            let Some(event) = things[index].1 else { continue };
            for later in self.out(event).filter_map(|(_, edge)| place[edge.later as usize]) {
                waiting[later] -= 1;
                if waiting[later] == 0 {
                    freed.push(Reverse((things[later].0, later)));
                }
            }
        }
        sorted
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    OnTheWay,
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(events: usize, pairs: &[(u32, u32)]) -> Graph {
        let edge = |(earlier, later): &(u32, u32)| Edge {
            earlier: *earlier,
            later: *later,
            said: Said::After(0),
        };
        Graph::new(events, pairs.iter().map(edge).collect())
    }

    fn circles(events: usize, pairs: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
        let mut graph = graph(events, pairs);
        let circles = graph.break_circles();
        assert_eq!(graph.sorted().len(), events, "no circle is left");
        circles
            .into_iter()
            .map(|circle| circle.into_iter().map(|edge| (edge.earlier, edge.later)).collect())
            .collect()
    }

    #[test]
    fn every_circle_is_broken_and_told_from_its_closing_edge_on() {
        assert_eq!(
            circles(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 3), (2, 3), (5, 5)]),
            [vec![(2, 0), (0, 1), (1, 2)], vec![(4, 3), (3, 4)], vec![(5, 5)]]
        );
        assert!(circles(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]).is_empty());
    }

    #[test]
    fn dropped_edges_hold_nothing() {
        let mut graph = graph(3, &[(2, 1), (1, 0)]);
        assert_eq!(graph.sorted(), [2, 1, 0]);
        graph.drop(0);
        assert_eq!(graph.sorted(), [1, 2, 0]);
        assert_eq!(graph.out(2).count(), 0);
    }
}
