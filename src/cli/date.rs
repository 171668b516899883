//! `dateline date`: what a date says, for people and for programs.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::ffi::OsString;
use std::io::BufRead;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use crate::date::{Date, Limit};
use crate::diagnostic::{Diagnostics, Place};
use crate::report::{self, Findings, Format};
use crate::text::{Text, TextId, Texts};
use crate::wording::Wording;
use crate::yaml::{Complaint, Leaf};

use super::{Ended, Terminal};

mod calendar;
mod chart;
mod explain;

/// Explain dates.
#[derive(Debug, Args)]
pub struct DateArgs {
    /// Dates in EDTF, each an argument of its own; quote what holds brackets, braces or a ?
    #[arg(
        value_name = "EXPR",
        required_unless_present = "stdin",
        conflicts_with = "stdin",
        value_parser = unguarded
    )]
    expressions: Vec<String>,
    /// Read one date a line from standard input; only the line's end (LF or CR LF) is taken off
    #[arg(long)]
    stdin: bool,
    /// Print one JSON object a line for each date, an invalid one with `"valid":false`
    #[arg(long)]
    json: bool,
    /// Print the dates in the order of a timeline, invalid ones last as they came
    #[arg(long)]
    sort: bool,
    /// The language of the words
    #[arg(long, value_name = "LANG", default_value = "en")]
    language: String,
}

/// Shown below the command's help.
pub const EXAMPLES: &str = "\
Examples:
  dateline date 2014-06~                          what one date says
  dateline date 1914/1918 1939/1945 '[1919,1920]' several on one scale, to be compared
  dateline date -0043-03-15 --language en         a minus before a digit is a year, no option
  dateline date --stdin --json < dates.txt        for programs
  dateline date --stdin --sort < dates.txt        in the order of a timeline

Exit codes: 0 all are dates, 1 some are not, 2 wrong usage or the disk failed.";

/// No argument that a system hands over can hold this.
const GUARD: &str = "\0";

/// Keeps years BC from being taken for options: `-0043-03-15` behind `date` gets a guard, which [`unguarded`] takes off.
pub fn guard(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut guarded: Vec<OsString> = arguments.into_iter().collect();
    let is_option = |argument: &OsString| argument.as_encoded_bytes().starts_with(b"-");
    let command = guarded.iter().skip(1).position(|argument| !is_option(argument)).map(|at| at + 1);
    if let Some(command) = command
        && guarded[command] == "date"
    {
        for argument in guarded.iter_mut().skip(command + 1).take_while(|one| *one != "--") {
            if let [b'-', b'0'..=b'9' | b'X', ..] = argument.as_encoded_bytes() {
                let mut with_guard = OsString::from(GUARD);
                with_guard.push(&*argument);
                *argument = with_guard;
            }
        }
    }
    guarded
}

/// An expression as it was given.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for it")]
fn unguarded(argument: &str) -> Result<String, Infallible> {
    Ok(argument.strip_prefix(GUARD).unwrap_or(argument).to_owned())
}

/// One expression and what was read of it.
struct Asked {
    text: String,
    read: Result<Date, Complaint>,
}

impl Asked {
    fn new(text: String) -> Self {
        Asked { read: Date::read(&text), text }
    }
}

/// Explains dates, or sorts them.
pub fn date(args: &DateArgs, terminal: &Terminal) -> Result<Ended> {
    let words = words(&args.language)?;
    if args.stdin && args.json && !args.sort {
        return stream(&words, terminal);
    }
    let mut asked: Vec<Asked> = if args.stdin {
        lines(std::io::stdin().lock()).map(|line| Ok(Asked::new(line?))).collect::<Result<_>>()?
    } else {
        args.expressions.iter().cloned().map(Asked::new).collect()
    };
    if !args.json {
        complain(&asked, args.stdin, terminal);
    }
    if args.sort {
        asked.sort_by(in_order);
    }
    match (args.json, args.sort) {
        (true, _) => asked.iter().for_each(|one| terminal.say(&json(one, &words))),
        (false, true) => asked.iter().for_each(|one| terminal.say(&one.text)),
        (false, false) => explain_all(&asked, &words, terminal),
    }
    Ok(ended(asked.iter().all(|one| one.read.is_ok())))
}

/// Answers each line as it comes, so that another program can ask line by line.
fn stream(words: &Wording, terminal: &Terminal) -> Result<Ended> {
    let mut all_are_dates = true;
    for line in lines(std::io::stdin().lock()) {
        let asked = Asked::new(line?);
        all_are_dates &= asked.read.is_ok();
        terminal.say(&json(&asked, words));
    }
    Ok(ended(all_are_dates))
}

fn ended(all_are_dates: bool) -> Ended {
    if all_are_dates { Ended::Well } else { Ended::WithProblems }
}

/// The lines of a text without their ends; bytes that are no UTF-8 are replaced, which no date survives.
fn lines(input: impl BufRead) -> impl Iterator<Item = Result<String>> {
    input.split(b'\n').map(|line| {
        let mut line = line.context("cannot read standard input")?;
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(String::from_utf8_lossy(&line).into_owned())
    })
}

/// The words of a language that is built in.
fn words(language: &str) -> Result<Wording> {
    Wording::built_in(language)
        .with_context(|| format!("--language: there are no built-in words in `{language}`"))
}

/// The order of a timeline; what is no date comes last, and what is equal as it came.
fn in_order(one: &Asked, other: &Asked) -> Ordering {
    match (&one.read, &other.read) {
        (Ok(one), Ok(other)) => one.key().cmp(&other.key()),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => Ordering::Equal,
    }
}

/// What a program is told of a date; `docs/dates.md` says what each field means.
#[derive(Serialize)]
struct Answer<'a> {
    input: &'a str,
    valid: bool,
    level: Option<u8>,
    earliest: Option<String>,
    latest: Option<String>,
    precision: Option<&'static str>,
    uncertain: Option<bool>,
    approximate: Option<bool>,
    text: Option<String>,
    error: Option<String>,
}

fn json(asked: &Asked, words: &Wording) -> String {
    let day = |limit: Limit| match limit {
        Limit::Day(day) => Some(day.to_string()),
        Limit::Past | Limit::Future => None,
    };
    let date = asked.read.as_ref().ok();
    let error = asked.read.as_ref().err().map(|complaint| match &complaint.help {
        Some(help) => format!("{}; {help}", complaint.message),
        None => complaint.message.clone(),
    });
    let answer = Answer {
        input: &asked.text,
        valid: date.is_some(),
        level: date.map(Date::level),
        earliest: date.and_then(|date| day(date.earliest())),
        latest: date.and_then(|date| day(date.latest())),
        precision: date.map(|date| date.grain().name()),
        uncertain: date.map(|date| date.edtf().is_uncertain()),
        approximate: date.map(|date| date.edtf().is_approximate()),
        text: date.map(|date| words.date(date)),
        error,
    };
    serde_json::to_string(&answer).expect("an answer is text and numbers")
}

/// Says what is wrong, in the look of every other problem.
fn complain(asked: &[Asked], from_stdin: bool, terminal: &Terminal) {
    let mut texts = Texts::default();
    let places: Vec<(TextId, usize)> = if from_stdin {
        let mut content = String::new();
        let starts: Vec<usize> = asked
            .iter()
            .map(|one| {
                let start = content.len();
                content.push_str(&one.text);
                content.push('\n');
                start
            })
            .collect();
        let id = texts.add(Text { path: "standard input".into(), content, damaged: false });
        starts.into_iter().map(|start| (id, start)).collect()
    } else {
        let add = |(index, one): (usize, &Asked)| {
            let path = format!("argument {}", index + 1);
            (texts.add(Text { path, content: one.text.clone(), damaged: false }), 0)
        };
        asked.iter().enumerate().map(add).collect()
    };
    for (one, (id, start)) in asked.iter().zip(places) {
        let Err(complaint) = &one.read else { continue };
        let range = complaint.range.clone().unwrap_or(0..one.text.len());
        let place = Place::range(id, start + range.start..start + range.end);
        let mut diagnostics = Diagnostics::default();
        let problem = diagnostics.error(complaint.rule, place, complaint.message.as_str());
        if let Some(help) = &complaint.help {
            problem.help(help.as_str());
        }
        let settled = diagnostics.settle(&texts);
        let findings =
            Findings { problems: &settled, texts: &texts, folder: "", made: None, timings: None };
        terminal.complain(&report::report(&findings, Format::Human, terminal.style()));
    }
}

/// What each date says, and all of them on one scale.
fn explain_all(asked: &[Asked], words: &Wording, terminal: &Terminal) {
    let canvas = terminal.canvas();
    let dates: Vec<&Date> = asked.iter().filter_map(|one| one.read.as_ref().ok()).collect();
    for date in &dates {
        terminal.say(&explain::explain(date, &words.date(date), canvas));
    }
    if let Some(chart) = chart::chart(&dates, canvas) {
        terminal.say(&chart);
    }
}
