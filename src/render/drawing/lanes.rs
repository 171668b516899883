//! Footprints -> lanes: marks that would touch each other stand in different lanes.

/// The room that a mark takes: parts of the width, and pixels beyond them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Footprint {
    pub from: f64,
    pub to: f64,
    pub before: f64,
    pub after: f64,
}

impl Footprint {
    /// Its ends in pixels of a drawing that is so wide.
    pub fn at(&self, width: f64) -> (f64, f64) {
        (self.from * width - self.before, self.to * width + self.after)
    }
}

/// Puts each footprint, in the order given, into the first lane that has room for it, and tells the number of lanes.
/// What is apart on a drawing of this width is so on every wider one.
pub fn assign(footprints: &[Footprint], width: f64, apart: f64) -> (Vec<usize>, usize) {
    let mut lanes: Vec<Vec<(f64, f64)>> = Vec::new();
    let chosen = footprints
        .iter()
        .map(|footprint| {
            let (from, to) = footprint.at(width);
            let (from, to) = (from - apart / 2.0, to + apart / 2.0);
            let is_free =
                |lane: &Vec<(f64, f64)>| lane.iter().all(|other| to <= other.0 || other.1 <= from);
            let lane = lanes.iter().position(is_free).unwrap_or(lanes.len());
            if lane == lanes.len() {
                lanes.push(Vec::new());
            }
            lanes[lane].push((from, to));
            lane
        })
        .collect();
    (chosen, lanes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(at: f64) -> Footprint {
        Footprint { from: at, to: at, before: 5.0, after: 5.0 }
    }

    #[test]
    fn marks_that_do_not_touch_share_a_lane() {
        let (lanes, count) = assign(&[dot(0.1), dot(0.12), dot(0.5), dot(0.9)], 280.0, 2.0);
        assert_eq!((lanes, count), (vec![0, 1, 0, 0], 2));
    }

    proptest! {
        #[test]
        fn no_two_marks_of_a_lane_touch_at_any_width(
            spans in proptest::collection::vec((0.0_f64..1.0, 0.0_f64..0.3, 0.0_f64..20.0, 0.0_f64..20.0), 1..60),
            wider in 280.0_f64..2000.0,
        ) {
            let footprints: Vec<Footprint> = spans
                .into_iter()
                .map(|(from, length, before, after)| Footprint { from, to: from + length, before, after })
                .collect();
            let (lanes, count) = assign(&footprints, 280.0, 2.0);
            for width in [280.0, wider] {
                for (a, one) in footprints.iter().enumerate() {
                    prop_assert!(lanes[a] < count);
                    for (b, other) in footprints.iter().enumerate().skip(a + 1) {
                        let (one, other) = (one.at(width), other.at(width));
                        let touch = one.0 < other.1 && other.0 < one.1;
                        prop_assert!(lanes[a] != lanes[b] || !touch, "{} and {}", a, b);
                    }
                }
            }
        }
    }
}
