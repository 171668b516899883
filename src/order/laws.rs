//! Laws of the order: the solver beside one that tries every day.

use proptest::prelude::*;

use crate::date::{Date, DateKey, Limit};
use crate::timeline::Bound;
use crate::yaml::Leaf;

use super::graph::{Edge, Graph, Said};
use super::solve::{Solution, solve};

/// The days that these laws look at: 1 to 19 January 2014, and 0 for an open or unknown start.
const LAST: usize = 19;

/// A date, and on which of the days it may begin, told by whoever made it.
#[derive(Debug, Clone)]
struct Known {
    date: Date,
    days: Vec<usize>,
}

fn known(text: &str, days: impl IntoIterator<Item = usize>) -> Known {
    let date = Date::read(text).unwrap_or_else(|complaint| panic!("{text}: {}", complaint.message));
    Known { date, days: days.into_iter().collect() }
}

fn firm() -> BoxedStrategy<Known> {
    let day = || 1..=LAST;
    let text = |day: usize| format!("2014-01-{day:02}");
    prop_oneof![
        3 => day().prop_map(move |a| known(&text(a), [a])),
        1 => day().prop_map(move |a| known(&format!("{}T10:00:00", text(a)), [a])),
        2 => Just(known("2014-01-0X", 1..=9)),
        1 => Just(known("2014-01-1X", 10..=LAST)),
        1 => Just(known("2014-01-X5", [5, 15, 25])),
        2 => (day(), day()).prop_map(move |(a, b)| {
            known(&format!("[{},{}]", text(a.min(b)), text(a.max(b))), [a.min(b), a.max(b)])
        }),
        2 => (day(), day()).prop_map(move |(a, b)| {
            known(&format!("[{}..{}]", text(a.min(b)), text(a.max(b))), a.min(b)..=a.max(b))
        }),
        1 => (day(), day()).prop_map(move |(a, b)| {
            known(&format!("{{{},{}}}", text(a.min(b)), text(a.max(b))), [a.min(b)])
        }),
        1 => day().prop_map(move |a| known(&format!("{}/..", text(a)), [a])),
        1 => Just(known("2014-01-0X/2014-02", 1..=9)),
        1 => day().prop_map(move |a| known(&format!("../{}", text(a)), 0..=a)),
        2 => day().prop_map(move |a| known(&format!("/{}", text(a)), 0..=a)),
    ]
    .boxed()
}

fn soft() -> BoxedStrategy<Known> {
    prop_oneof![
        4 => (1..=LAST).prop_map(|a| known(&format!("2014-01-{a:02}~"), [a])),
        1 => Just(known("2014-01-0X?", 1..=9)),
        1 => (1..=LAST).prop_map(|a| known(&format!("/2014-01-{a:02}~"), 0..=a)),
    ]
    .boxed()
}

/// Edges from a lower number to a higher one, so that there is no circle.
fn edges() -> BoxedStrategy<Vec<(u32, u32)>> {
    prop::collection::vec((0_u32..4, 1_u32..5), 0..7)
        .prop_map(|pairs| {
            let up = |(a, b): (u32, u32)| if a < b { (a, b) } else { (b - 1, a + 1) };
            pairs.into_iter().map(up).filter(|(a, b)| a < b && *b < 5).collect()
        })
        .boxed()
}

fn graph(events: usize, pairs: &[(u32, u32)]) -> Graph {
    let edge = |(earlier, later): &(u32, u32)| Edge {
        earlier: *earlier,
        later: *later,
        said: Said::After(0),
    };
    Graph::new(events, pairs.iter().map(edge).collect())
}

fn solved(events: &[Known], graph: &mut Graph) -> Solution {
    let dates: Vec<&Date> = events.iter().map(|event| &event.date).collect();
    solve(&dates, graph)
}

fn number(limit: Limit) -> usize {
    match limit {
        Limit::Past => 0,
        Limit::Day(day) => usize::from(day.day),
        Limit::Future => usize::MAX,
    }
}

/// Whether there are days for all events, with some of them given: tries one after another.
fn is_possible(events: &[Known], edges: &[(u32, u32)], given: &mut Vec<Option<usize>>) -> bool {
    let broken = edges.iter().any(|(a, b)| match (given[*a as usize], given[*b as usize]) {
        (Some(a), Some(b)) => a > b,
        _ => false,
    });
    if broken {
        return false;
    }
    let Some(next) = given.iter().position(Option::is_none) else { return true };
    for day in &events[next].days {
        given[next] = Some(*day);
        if is_possible(events, edges, given) {
            given[next] = None;
            return true;
        }
    }
    given[next] = None;
    false
}

/// On which days an event may begin, given all that is known.
fn possible(events: &[Known], edges: &[(u32, u32)], event: usize) -> Vec<usize> {
    let with = |day: &usize| {
        let mut given = vec![None; events.len()];
        given[event] = Some(*day);
        is_possible(events, edges, &mut given)
    };
    events[event].days.iter().copied().filter(with).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_solver_agrees_with_one_that_tries_every_day(
        events in prop::collection::vec(firm(), 5),
        edges in edges(),
    ) {
        let mut graph = graph(5, &edges);
        let solution = solved(&events, &mut graph);
        let possible: Vec<Vec<usize>> =
            (0..5).map(|event| possible(&events, &edges, event)).collect();
        prop_assert_eq!(solution.clashes.is_empty(), !possible[0].is_empty());
        if !solution.clashes.is_empty() {
            return Ok(());
        }
        for (event, days) in possible.iter().enumerate() {
            prop_assert_eq!(number(solution.latest_begins[event]), *days.last().unwrap());
            let least = match events[event].date.has_unknown_start() {
                // As late as the begins of what comes after it allow.
                true => {
                    let after = edges.iter().filter(|(earlier, _)| *earlier as usize == event);
                    let until = after.map(|(_, later)| number(solution.begins[*later as usize])).min();
                    *days.iter().rfind(|day| **day <= until.unwrap_or(LAST)).unwrap()
                }
                false => days[0],
            };
            prop_assert_eq!(number(solution.begins[event]), least);
        }
    }

    #[test]
    fn nothing_begins_before_what_it_comes_after_nor_on_a_day_that_a_firm_date_excludes(
        events in prop::collection::vec(prop_oneof![firm(), soft()], 5),
        edges in edges(),
    ) {
        let mut graph = graph(5, &edges);
        let solution = solved(&events, &mut graph);
        for event in 0..5 {
            for (_, edge) in graph.out(event) {
                prop_assert!(solution.begins[event as usize] <= solution.begins[edge.later as usize]);
            }
            let Known { date, days } = &events[event as usize];
            let begin = solution.begins[event as usize];
            prop_assert_eq!(date.may_begin(begin), days.contains(&number(begin)));
            prop_assert!(date.is_qualified() || date.may_begin(begin));
            prop_assert!(begin <= solution.latest_begins[event as usize]);
            prop_assert_eq!(begin == date.begin(), solution.bounds[event as usize].is_none());
        }
        // What moved what leads to something that nothing has moved.
        for mut event in 0..5 {
            let mut steps = 0;
            while let Some(Bound::After(other) | Bound::Before(other)) = solution.bounds[event] {
                event = other as usize;
                steps += 1;
                prop_assert!(steps < 5);
            }
        }
        // Soft days give way only where they have to.
        if (0..5).all(|event| !possible(&events, &edges, event).is_empty()) {
            for (event, begin) in events.iter().zip(&solution.begins) {
                prop_assert!(event.date.may_begin(*begin));
            }
        }
    }

    #[test]
    fn narrowing_never_widens_and_changes_no_stated_day(
        events in prop::collection::vec(firm(), 5),
        edges in edges(),
    ) {
        let solution = solved(&events, &mut graph(5, &edges));
        for (event, Known { date, .. }) in events.iter().enumerate() {
            let (begin, latest) = (solution.begins[event], solution.latest_begins[event]);
            prop_assert!(date.begin_from(Limit::Past).unwrap() <= begin);
            prop_assert!(latest <= date.latest_begin());
            if date.begin_from(Limit::Past) == Some(date.latest_begin()) {
                prop_assert_eq!(begin, date.begin());
            }
        }
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_reading(
        events in prop::collection::vec(prop_oneof![firm(), soft()], 5),
        edges in edges(),
        names in Just([0_u32, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        // Under its other name an event is read at another place; the names break ties as files and places in them do.
        let mut other_events = events.clone();
        for (event, name) in events.iter().zip(names) {
            other_events[name as usize] = event.clone();
        }
        let mut other_edges: Vec<(u32, u32)> =
            edges.iter().map(|(a, b)| (names[*a as usize], names[*b as usize])).collect();
        other_edges.reverse();
        let in_order = |events: &[Known], edges: &[(u32, u32)], tie: &dyn Fn(u32) -> u32| {
            let mut graph = graph(5, edges);
            let solution = solved(events, &mut graph);
            if !solution.clashes.is_empty() {
                return None;
            }
            let key = |event: u32| {
                let begin = solution.begins[event as usize];
                (DateKey { begin, ..events[event as usize].date.key() }, tie(event))
            };
            let keys: Vec<_> = (0..5).map(|event| (key(event), Some(event))).collect();
            Some(graph.sorted_by(&keys).into_iter().map(|index| tie(index as u32)).collect::<Vec<_>>())
        };
        let first = in_order(&events, &edges, &|event| event);
        let back = |name: u32| names.iter().position(|other| *other == name).unwrap() as u32;
        prop_assert_eq!(first, in_order(&other_events, &other_edges, &back));
    }

    #[test]
    fn begins_never_decrease_along_the_order(
        events in prop::collection::vec(prop_oneof![firm(), soft()], 5),
        edges in edges(),
    ) {
        let mut graph = graph(5, &edges);
        let solution = solved(&events, &mut graph);
        let key = |event: usize| DateKey { begin: solution.begins[event], ..events[event].date.key() };
        let keys: Vec<_> = (0..5).map(|event| (key(event), Some(event as u32))).collect();
        let order = graph.sorted_by(&keys);
        prop_assert!(order.is_sorted_by_key(|event| solution.begins[*event]));
        for (_, edge) in (0..5).flat_map(|event| graph.out(event).collect::<Vec<_>>()) {
            let place = |event: u32| order.iter().position(|one| *one == event as usize);
            prop_assert!(place(edge.earlier) < place(edge.later));
        }
    }
}
