//! What each step of a build took: time, the processor's time, and memory.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde::Serialize;

/// A stopwatch with a line for each step so far.
#[derive(Debug)]
pub struct Timings {
    begin: Moment,
    last: Moment,
    steps: Vec<Step>,
}

/// What a step took, and the memory at its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Its name; `total` for all of them.
    pub step: &'static str,
    /// Seconds.
    pub wall: f64,
    /// Seconds that processors worked, in all threads and in the system for them; none where the system does not tell.
    pub cpu: Option<f64>,
    /// Bytes in memory when it ended; none where the system does not tell.
    pub memory: Option<u64>,
    /// The most bytes in memory until then.
    pub peak: Option<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Moment {
    wall: Instant,
    cpu: Option<Duration>,
}

impl Timings {
    /// Starts the watch.
    pub fn start() -> Self {
        let begin = Moment::now();
        Timings { begin, last: begin, steps: Vec::new() }
    }

    /// Ends a step: everything since the last one belongs to it.
    pub fn end(&mut self, step: &'static str) {
        let now = Moment::now();
        self.steps.push(Step::between(step, self.last, now));
        self.last = now;
    }

    /// How long processors have worked since the start; without a word of that from the system, how long it was.
    #[cfg(feature = "bench")]
    pub fn worked(&self) -> Duration {
        let now = Moment::now();
        match self.begin.cpu.zip(now.cpu) {
            Some((begin, now)) => now.saturating_sub(begin),
            None => now.wall - self.begin.wall,
        }
    }

    /// A line for each step, and one for all of them.
    pub fn lines(&self) -> Vec<Step> {
        let total = Step::between("total", self.begin, self.last);
        self.steps.iter().cloned().chain([total]).collect()
    }

    /// The lines as a table for people.
    pub fn table(&self) -> String {
        let mut table =
            format!("{:<9}{:>10}{:>10}{:>11}{:>11}\n", "step", "wall", "cpu", "memory", "peak");
        for line in self.lines() {
            let _ = writeln!(
                table,
                "{:<9}{:>10}{:>10}{:>11}{:>11}",
                line.step,
                seconds(Some(line.wall)),
                seconds(line.cpu),
                mebibytes(line.memory),
                mebibytes(line.peak),
            );
        }
        table
    }
}

impl Step {
    fn between(step: &'static str, begin: Moment, end: Moment) -> Self {
        let cpu = begin.cpu.zip(end.cpu).map(|(begin, end)| end.saturating_sub(begin));
        let [memory, peak] = memory();
        Step { step, wall: rounded(end.wall - begin.wall), cpu: cpu.map(rounded), memory, peak }
    }
}

impl Moment {
    fn now() -> Self {
        Moment { wall: Instant::now(), cpu: processor() }
    }
}

/// Whole microseconds, in seconds.
fn rounded(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e6
}

fn seconds(seconds: Option<f64>) -> String {
    seconds.map_or("-".to_owned(), |seconds| format!("{seconds:.3} s"))
}

fn mebibytes(bytes: Option<u64>) -> String {
    bytes.map_or("-".to_owned(), |bytes| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)))
}

/// How long processors have worked for this process.
#[cfg(unix)]
fn processor() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};

    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).ok()
}

#[cfg(not(unix))]
fn processor() -> Option<Duration> {
    None
}

/// How many bytes of this process are in memory, and how many were at most; see proc_pid_status(5).
#[cfg(target_os = "linux")]
fn memory() -> [Option<u64>; 2] {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ["VmRSS:", "VmHWM:"].map(|name| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes * 1024)
    })
}

#[cfg(not(target_os = "linux"))]
fn memory() -> [Option<u64>; 2] {
    [None; 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_does_not_tell_is_a_dash() {
        assert_eq!([seconds(None), mebibytes(None)], ["-", "-"]);
        assert_eq!(seconds(Some(1.2345)), "1.234 s");
        assert_eq!(mebibytes(Some(3 << 19)), "1.5 MiB");
    }

    #[test]
    fn the_steps_come_in_their_order_and_then_the_total() {
        let mut timings = Timings::start();
        timings.end("load");
        timings.end("parse");
        let names: Vec<&str> = timings.lines().iter().map(|line| line.step).collect();
        assert_eq!(names, ["load", "parse", "total"]);
        assert_eq!(timings.table().lines().count(), 4);
    }
}
