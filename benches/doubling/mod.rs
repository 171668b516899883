//! Whether twice as much costs twice as much: three sizes, each twice the one before.

use std::time::Duration;

/// What doubling may cost.
const MOST: f64 = 2.2;

/// How often each size is tried at least, and how often where it looks too dear; the least counts, since whatever else a
/// machine does can only add to it.
const RUNS: [usize; 2] = [3, 9];

/// What takes less than this at its largest is no cliff, and too little for its doubling to be measured.
const LEAST: Duration = Duration::from_millis(50);

/// What is measured, with its name.
pub struct Size<'a> {
    pub name: String,
    pub run: Box<dyn Fn() -> Duration + 'a>,
}

impl<'a> Size<'a> {
    pub fn new(name: impl Into<String>, run: impl Fn() -> Duration + 'a) -> Self {
        Size { name: name.into(), run: Box::new(run) }
    }
}

/// Measures three sizes, says what each took, less what even nothing costs, and answers whether doubling is cheap
/// enough.
#[expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
pub fn is_linear(sizes: &[Size<'_>; 3], nothing: Duration) -> bool {
    let mut least = [Duration::MAX; 3];
    let mut ratios = [f64::INFINITY; 2];
    for run in 0..RUNS[1] {
        if run >= RUNS[0] && (least[2] < LEAST || are_cheap(&ratios)) {
            break;
        }
        for (size, least) in sizes.iter().zip(&mut least) {
            *least = (*least).min((size.run)().saturating_sub(nothing));
        }
        ratios = [0, 1].map(|at| least[at + 1].as_secs_f64() / least[at].as_secs_f64());
    }
    for (at, size) in sizes.iter().enumerate() {
        let grown = match at.checked_sub(1) {
            Some(before) => format!("  {:.2} times", ratios[before]),
            None => String::new(),
        };
        println!("{:<55} {:.3} s{grown}", size.name, least[at].as_secs_f64());
    }
    if least[2] < LEAST {
        println!("too little for more to be said");
        return true;
    }
    if !are_cheap(&ratios) {
        println!("doubling costs more than {MOST} times");
    }
    are_cheap(&ratios)
}

fn are_cheap(ratios: &[f64; 2]) -> bool {
    ratios.iter().all(|ratio| *ratio <= MOST)
}
