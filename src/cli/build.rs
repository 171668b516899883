//! `dateline build` and `dateline check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Args;

use crate::report::{self, Findings, Format, Made};
use crate::site::{Withheld, WithheldFor};
use crate::write::{Last, Written};
use crate::{Build, Built, Options, Outcome};

use super::{Ended, Terminal};

/// What `build` and `check` share.
#[derive(Debug, Args)]
struct SiteArgs {
    /// The folder of the site, with `dateline.yaml` in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site will stand, instead of what `dateline.yaml` says
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// The time that embargoes are held against: a day or a moment (RFC 3339); else SOURCE_DATE_EPOCH, else the clock
    #[arg(long, value_name = "TIME", value_parser = parse_now)]
    now: Option<DateTime<Utc>>,
    /// How problems are told; all but `human` go to standard output, with nothing else there
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Tell what each step took: time, processors' time and memory; on stderr, and with `--format json` in the report
    #[arg(long)]
    timings: bool,
}

/// Build the site.
#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where to write the site; counted from the site's folder
    #[arg(long, short, value_name = "DIR", default_value = "public")]
    output: PathBuf,
    /// Write every file anew, also those that seem to be there already
    #[arg(long)]
    force: bool,
}

/// Check the content.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where the site is published, to see which addresses would be gone; nothing is written there
    #[arg(long, short, value_name = "DIR", default_value = "public")]
    output: PathBuf,
    /// Tell why this event or article stands where it stands
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
}

/// Builds and publishes.
pub fn build(args: &BuildArgs, terminal: &Terminal) -> Result<Ended> {
    let output = args.site.root.join(&args.output);
    let last = if args.force { Last::Replaced } else { Last::Kept };
    run(&args.site, &output, Some((&args.output, last)), None, terminal)
}

/// Builds and throws the pages away.
pub fn check(args: &CheckArgs, terminal: &Terminal) -> Result<Ended> {
    let output = args.site.root.join(&args.output);
    run(&args.site, &output, None, args.explain.as_deref(), terminal)
}

/// Builds into a folder, which is shown as it was given, over what the last build left; or throws the pages away.
fn run(
    args: &SiteArgs,
    output: &Path,
    publish: Option<(&Path, Last)>,
    explain: Option<&str>,
    terminal: &Terminal,
) -> Result<Ended> {
    let started = Instant::now();
    let (shown, last) = publish.unzip();
    let options = Options {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        strict: args.strict,
        now: now(args.now)?,
        output: last.map(|last| (output, last)),
        published: output,
        explain,
    };
    if explain.is_some() && args.format != Format::Human {
        bail!("--explain answers in words: leave out --format");
    }
    terminal.explain(&format!("reading {}", args.root.display()));
    let Build { problems, texts, outcome, explanation, timings } =
        crate::build(&args.root, &options)?;
    let made = match &outcome {
        Outcome::Built(built) => Some(made(built, shown)),
        Outcome::Failed => None,
    };
    let folder = folder(&args.root);
    let findings = Findings {
        problems: &problems,
        texts: &texts,
        folder: &folder,
        made: made.as_ref(),
        timings: args.timings.then_some(&timings),
    };
    let report = report::report(&findings, args.format, terminal.style());
    match args.format {
        Format::Human => terminal.complain(&report),
        Format::Json | Format::Github | Format::Sarif => terminal.answer(&report),
    }
    match explanation {
        None => {}
        Some(Ok(explanation)) => terminal.say(explanation.trim_end()),
        Some(Err(unknown)) => bail!("--explain: {unknown}"),
    }
    if !problems.is_empty() && (args.format == Format::Human || !terminal.voice.quiet) {
        let left = match (&outcome, shown) {
            (Outcome::Failed, Some(shown)) => format!("; {} is as it was", shown.display()),
            _ => String::new(),
        };
        let rules = report::by_rule(&problems);
        terminal.complain(&format!("{}{left}\n{rules}", report::tally(&problems)));
        if args.format == Format::Human {
            terminal.hint(&report::hint(&problems));
        }
    }
    if let Outcome::Built(built) = &outcome
        && explain.is_none()
    {
        let withheld = left_out(&built.read.withheld, terminal.voice.verbose);
        for line in summary(built, shown, started.elapsed()).into_iter().chain(withheld) {
            match args.format {
                Format::Human => terminal.say(&line),
                Format::Json | Format::Github | Format::Sarif => terminal.remark(&line),
            }
        }
    }
    if args.timings && args.format != Format::Json {
        terminal.complain(&timings.table());
    }
    match outcome {
        Outcome::Failed => Ok(Ended::WithProblems),
        Outcome::Built(_) => Ok(Ended::Well),
    }
}

/// From where programs find the site's files: the repository that GitHub checked out, else the working directory. What
/// lies elsewhere is named from the disk's root on.
fn folder(root: &Path) -> String {
    let Ok(root) = root.canonicalize() else { return String::new() };
    let workspace = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let bases = workspace.into_iter().chain([PathBuf::from(".")]);
    let below = bases
        .filter_map(|base| root.strip_prefix(base.canonicalize().ok()?).ok().map(Path::to_path_buf))
        .next();
    let mut folder = below.unwrap_or(root).to_string_lossy().replace('\\', "/");
    if !folder.is_empty() && !folder.ends_with('/') {
        folder.push('/');
    }
    folder
}

/// What a build did, for programs.
fn made(built: &Built, shown: Option<&Path>) -> Made {
    let Built { read, span, written, .. } = built;
    let (from, to) = span.clone().unzip();
    Made {
        output: shown.map(|shown| shown.display().to_string()),
        events: read.events,
        articles: read.articles,
        sources: read.sources,
        read: read.files,
        withheld: read.withheld.len(),
        undated: read.undated,
        from,
        to,
        files: written.files,
        bytes: written.bytes,
        unchanged: written.unchanged,
        removed: written.removed,
    }
}

/// Three lines: what was read, the span of time, what was written.
fn summary(built: &Built, shown: Option<&Path>, took: Duration) -> [String; 3] {
    let Built { read, span, written, left_out, .. } = built;
    let count = |number: usize, one: &str, many: &str| {
        format!("{number} {}", if number == 1 { one } else { many })
    };
    let mut first = format!(
        "read     {}, {}, {} in {}",
        count(read.events, "event", "events"),
        count(read.articles, "article", "articles"),
        count(read.sources, "source", "sources"),
        count(read.files, "file", "files"),
    );
    if !read.withheld.is_empty() {
        first.push_str(&format!("; {} left out", read.withheld.len()));
    }
    let mut second = match span {
        Some((from, to)) if from == to => format!("span     {from}"),
        Some((from, to)) => format!("span     {from} to {to}"),
        None => "span     nothing is dated".to_owned(),
    };
    if read.undated > 0 {
        second.push_str(&format!("; {} too wide to place", read.undated));
    }
    let mut not_in_feed = |number: usize, one: &str, many: &str| match number {
        0 => {}
        1 => second.push_str(&format!("; 1 {one} is not in the feed")),
        _ => second.push_str(&format!("; {number} {many} are not in the feed")),
    };
    not_in_feed(
        left_out.feed,
        "event without a publication day",
        "events without a publication day",
    );
    not_in_feed(
        left_out.beyond_feed,
        "entry published in a year that Atom cannot hold",
        "entries published in years that Atom cannot hold",
    );
    let Written { files, bytes, unchanged, removed, .. } = written;
    let size = bytes_in_words(*bytes);
    let seconds = took.as_secs_f64();
    let third = if let Some(shown) = shown {
        let mut changes = Vec::new();
        if *unchanged > 0 {
            changes.push(format!("{unchanged} unchanged"));
        }
        if *removed > 0 {
            changes.push(format!("{removed} removed"));
        }
        let changes =
            if changes.is_empty() { String::new() } else { format!(" ({})", changes.join(", ")) };
        format!("written  {files} files, {size}{changes} to {} in {seconds:.2} s", shown.display())
    } else {
        format!("checked  {files} files, {size}, in {seconds:.2} s; nothing written")
    };
    [first, second, third]
}

/// So many of what is left out are named, unless all are asked for.
const NAMED: usize = 10;

/// What is left out and why, a line for each reason.
fn left_out(withheld: &[Withheld], all: bool) -> Vec<String> {
    let mut by_reason: BTreeMap<&WithheldFor, Vec<&str>> = BTreeMap::new();
    for one in withheld {
        by_reason.entry(&one.why).or_default().push(&one.name);
    }
    let mut lines = Vec::new();
    let mut room = if all { usize::MAX } else { NAMED };
    for (why, names) in by_reason {
        let named = &names[..names.len().min(room)];
        room -= named.len();
        if named.is_empty() {
            break;
        }
        let rest = if named.len() < names.len() { ", …" } else { "" };
        lines.push(format!("left out {why}: {}{rest}", named.join(", ")));
    }
    if !all && withheld.len() > NAMED {
        lines.push(format!("         and {} more; --verbose lists all", withheld.len() - NAMED));
    }
    lines
}

fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

fn now(given: Option<DateTime<Utc>>) -> Result<DateTime<Utc>> {
    if let Some(now) = given {
        return Ok(now);
    }
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|epoch| !epoch.is_empty())
    else {
        return Ok(Utc::now());
    };
    let seconds = epoch
        .to_str()
        .and_then(|epoch| epoch.parse().ok())
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    match seconds {
        Some(now) => Ok(now),
        None => bail!(
            "SOURCE_DATE_EPOCH is `{}`, which is not a number of seconds since 1970",
            epoch.display()
        ),
    }
}

fn parse_now(text: &str) -> Result<DateTime<Utc>> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Ok(day.and_time(NaiveTime::MIN).and_utc());
    }
    let moment = DateTime::parse_from_rfc3339(text)
        .context("write a day (2026-02-22) or a moment (2026-02-22T09:00:00Z)")?;
    Ok(moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Status;
    use crate::site::Lack;

    fn withheld(name: &str, why: WithheldFor) -> Withheld {
        Withheld { name: name.into(), why }
    }

    #[test]
    fn what_is_left_out_is_grouped_by_why() {
        let gate = WithheldFor::Gate(vec![
            Lack::Status { has: Some(Status::Claimed), least: Status::Reported },
            Lack::Sources { has: 1, least: 2 },
        ]);
        let all = [
            withheld("b", gate),
            withheld("c", WithheldFor::Embargo("2026-04-01".into())),
            withheld("d", WithheldFor::Draft),
            withheld("a", WithheldFor::Draft),
        ];
        assert_eq!(
            left_out(&all, false),
            [
                "left out draft: d, a",
                "left out embargo until 2026-04-01: c",
                "left out gate (status `claimed` below `reported`, 1 of 2 sources): b",
            ]
        );
    }

    #[test]
    fn the_list_of_what_is_left_out_is_bounded() {
        let all: Vec<Withheld> =
            (1..=12).map(|number| withheld(&number.to_string(), WithheldFor::Draft)).collect();
        assert_eq!(
            left_out(&all, false),
            [
                "left out draft: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …",
                "         and 2 more; --verbose lists all"
            ]
        );
        assert_eq!(left_out(&all, true), ["left out draft: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"]);
    }
}
