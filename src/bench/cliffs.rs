//! Sites that have very much of one thing.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use chrono::DateTime;
use tempfile::TempDir;

use crate::timings::Timings;
use crate::write::Last;
use crate::{Build, Options, Outcome};

use super::Quoted;
use super::content::{Files, Random};

/// A site in a temporary folder.
pub struct Cliff {
    root: TempDir,
    has_mistakes: bool,
}

impl Cliff {
    /// One event, to see what every build costs.
    pub fn small() -> Self {
        Self::of_events(1, |_, _| {})
    }

    /// So many events in one year.
    pub fn year(events: usize) -> Self {
        Self::of_events(events, |event, yaml| {
            let (month, day) = (1 + event % 12, 1 + event / 12 % 28);
            let _ = writeln!(yaml, "  date: 2014-{month:02}-{day:02}");
        })
    }

    /// One actor in each of so many events.
    pub fn actor(events: usize) -> Self {
        Self::of_events(events, |event, yaml| {
            let (year, month) = (1900 + event % 120, 1 + event / 120 % 12);
            let _ = writeln!(yaml, "  date: {year}-{month:02}\n  actors: [Everybody]");
        })
    }

    /// One event with so many sources.
    pub fn sources(sources: usize) -> Self {
        Self::of_events(1, |_, yaml| {
            yaml.push_str("  date: 2014-06-10\n  sources:\n");
            for source in 0..sources {
                let _ = writeln!(
                    yaml,
                    "    - {{publisher: Paper {}, title: Report {source}, url: \"https://example.org/{source}\"}}",
                    source % 1_000
                );
            }
        })
    }

    /// One article with so many passages, a thousand bytes for each.
    pub fn article(passages: usize) -> Self {
        Self::new(&Quoted::long(passages * 1_000, passages).files)
    }

    /// One event with so many tags.
    pub fn tags(tags: usize) -> Self {
        Self::of_events(1, |_, yaml| {
            let tags: Vec<String> = (0..tags).map(|tag| format!("Tag {tag}")).collect();
            let _ = writeln!(yaml, "  date: 2014-06-10\n  tags: [{}]", tags.join(", "));
        })
    }

    /// So many events of one year, of which nothing is known but that each comes after the one before.
    pub fn chain(events: usize) -> Self {
        Self::of_events(events, |event, yaml| {
            yaml.push_str("  date: 2014\n");
            if event > 0 {
                let _ = writeln!(yaml, "  after: [e{}]", event - 1);
            }
        })
    }

    /// So many events in one file, each with three mistakes.
    pub fn mistakes(events: usize) -> Self {
        let wrong = "- date: '!'\n  title: x\n  titel: y\n  status: z\n".repeat(events);
        Self::of_mistakes(&wrong)
    }

    /// One file with so many brackets that nobody closes.
    pub fn brackets(brackets: usize) -> Self {
        Self::of_mistakes(&"[".repeat(brackets))
    }

    /// Builds the whole site into a fresh folder, or finds what is wrong with it; how long the processors worked for it.
    ///
    /// # Panics
    ///
    /// If it has an error and should have none, or the disk does not take it.
    pub fn build(&self) -> Duration {
        let target = folder();
        let public = target.path().join("public");
        let options = Options {
            base_url: None,
            drafts: false,
            strict: false,
            now: DateTime::UNIX_EPOCH,
            output: Some((&public, Last::Kept)),
            published: &public,
            explain: None,
        };
        let timings = Timings::start();
        let Build { outcome, .. } =
            crate::build(self.root.path(), &options).expect("the disk takes it");
        let took = timings.worked();
        assert_eq!(matches!(outcome, Outcome::Built(_)), !self.has_mistakes);
        took
    }

    /// So many events, each with what `more` says of it.
    fn of_events(events: usize, more: impl Fn(usize, &mut String)) -> Self {
        let mut random = Random(17);
        let mut files = Files::default();
        files.events(events, |event, yaml| {
            let [title, summary] = [random.sentence(), random.sentence()];
            let _ = writeln!(yaml, "- id: e{event}\n  title: {title}\n  summary: {summary}");
            let before = yaml.len();
            more(event, yaml);
            if !yaml[before..].contains("  date: ") {
                yaml.push_str("  date: 2014\n");
            }
        });
        files.add(
            "dateline.yaml",
            "title: Much of one thing\nbase_url: https://example.org/\nlints: {no-source: allow}\n",
        );
        Self::new(&files)
    }

    fn of_mistakes(yaml: &str) -> Self {
        let mut files = Files::default();
        files.add("dateline.yaml", "title: Mistakes\n");
        files.add("content/events/all.yaml", yaml);
        Cliff { has_mistakes: true, ..Self::new(&files) }
    }

    fn new(files: &Files) -> Self {
        let root = folder();
        files.put(root.path());
        Cliff { root, has_mistakes: false }
    }
}

/// A temporary folder in memory where that can be: ext4 looks past every file that was deleted in the last minutes when
/// it makes another one, so that each run would pay for those before it.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.expect("a temporary folder can be made")
}
