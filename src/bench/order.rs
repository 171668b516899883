//! Known orders between events.

use crate::date::{Date, DateKey};
use crate::order::{Edge, Graph, Said, solve};
use crate::yaml::Leaf as _;

use super::content::Random;

/// Events with dates and known orders between them.
pub struct Orders {
    dates: Vec<Date>,
    edges: Vec<Edge>,
}

impl Orders {
    /// So many events and so many random known orders that their dates allow; the same ones for a seed.
    pub fn random(events: u32, orders: usize, seed: u64) -> Self {
        let mut random = Random(seed);
        let dates: Vec<Date> = (0..events).map(|_| date(&mut random)).collect();
        let mut edges = Vec::with_capacity(orders);
        while edges.len() < orders {
            let (a, b) = (random.below(events), random.below(events));
            let [first, second] = [a, b].map(|event| dates[event as usize].latest_begin());
            // Each could begin on its last possible day, so all of the orders can hold at once.
            let (earlier, later) = if (first, a) < (second, b) { (a, b) } else { (b, a) };
            if a != b {
                edges.push(Edge { earlier, later, said: Said::After(0) });
            }
        }
        Orders { dates, edges }
    }

    /// Solves them and puts the events in order; how many it placed, and how many orders contradict the dates.
    pub fn solve(&self) -> (usize, usize) {
        let mut graph = Graph::new(self.dates.len(), self.edges.clone());
        let circles = graph.break_circles().len();
        let dates: Vec<&Date> = self.dates.iter().collect();
        let solution = solve(&dates, &mut graph);
        let key = |event: usize| {
            let begin = solution.begins[event];
            ((DateKey { begin, ..dates[event].key() }, event), Some(event as u32))
        };
        let keys: Vec<_> = (0..dates.len()).map(key).collect();
        (graph.sorted_by(&keys).len(), circles + solution.clashes.len())
    }
}

fn date(random: &mut Random) -> Date {
    let (year, month, day) = (1900 + random.below(120), 1 + random.below(12), 1 + random.below(28));
    let text = match random.below(8) {
        0 => format!("{year}"),
        1 => format!("{year}-{month:02}"),
        2 => format!("{year}-{month:02}~"),
        3 => format!("{}X", year / 10),
        4 => format!("[{year}-{month:02}-{day:02},{}]", year + 1),
        5 => format!("{year}-{month:02}-{day:02}/{}", year + 1),
        6 => format!("/{year}-{month:02}-{day:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    };
    Date::read(&text).expect("these are dates")
}
