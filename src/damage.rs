//! Every case's files, cut at every character and with every line removed, still build or are reported: no panic, no
//! failure of the disk, every place inside its file.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostics, Settled, Severity};
use crate::link::Admission;
use crate::output::Mistake;
use crate::report::{Findings, Format, Style};
use crate::spool::Spool;
use crate::text::{Folder, Text, TextId, Texts};
use crate::write::Unwritten;
use crate::{link, load, order, parse, render, report, report_mistakes, write};

/// How many damaged sites a usual run looks at; `DATELINE_TESTS=all` looks at every one.
const USUAL: usize = 2000;
/// Pages cost more than all else, so only every so many sites are rendered to the end.
const RENDERED: usize = 4;

/// One way to damage one text.
#[derive(Debug, Clone, Copy)]
enum Damage {
    /// Everything from a byte on is gone.
    Cut(usize),
    /// The line that begins at a byte is gone.
    Line(usize),
}

#[test]
fn damaged_files_are_reported_and_never_a_panic() {
    let sites = sites();
    let mut all: Vec<(usize, TextId, Damage)> = Vec::new();
    for (index, (_, folder)) in sites.iter().enumerate() {
        for (id, text) in folder.texts.iter() {
            let cuts = text.content.char_indices().map(|(at, _)| Damage::Cut(at));
            all.extend(cuts.chain(lines(&text.content)).map(|damage| (index, id, damage)));
        }
    }
    assert!(all.len() > USUAL, "there are files to damage");
    let step = match std::env::var("DATELINE_TESTS").as_deref() {
        Ok("all") => 1,
        // Odd, so that it falls on every kind of place.
        _ => (all.len() / USUAL) | 1,
    };
    let chosen: Vec<_> = all.into_iter().step_by(step).enumerate().collect();
    let wrong: Vec<String> = chosen
        .par_iter()
        .filter_map(|(number, (index, id, damage))| {
            let (name, folder) = &sites[*index];
            let damaged = damaged(folder, *id, *damage);
            let found = catch_unwind(AssertUnwindSafe(|| build(&damaged, number % RENDERED == 0)));
            let complaint = match found {
                Ok(Ok(())) => return None,
                Ok(Err(complaint)) => complaint,
                Err(_) => "panicked".to_owned(),
            };
            Some(format!("{name}: {} with {damage:?}: {complaint}", folder.texts.path(*id)))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), chosen.len(), wrong.join("\n"));
}

#[test]
fn every_case_as_it_is_passes_the_same_checks() {
    for (name, folder) in sites() {
        if let Err(complaint) = build(&folder, true) {
            panic!("{name}: {complaint}");
        }
    }
}

/// Every case that can be loaded.
fn sites() -> Vec<(String, Folder)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(cases)
        .expect("there are cases")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    folders.sort();
    let load = |path: PathBuf| {
        let folder = load::load(&path).ok()?;
        Some((path.file_name()?.to_string_lossy().into_owned(), folder))
    };
    folders.into_iter().filter_map(load).collect()
}

fn lines(content: &str) -> impl Iterator<Item = Damage> {
    let mut next = 0;
    content.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        Damage::Line(start)
    })
}

fn damaged(folder: &Folder, id: TextId, damage: Damage) -> Folder {
    let mut texts = Texts::default();
    for (other, text) in folder.texts.iter() {
        let content = match damage {
            _ if other != id => text.content.clone(),
            Damage::Cut(at) => text.content[..at].to_owned(),
            Damage::Line(at) => {
                let end =
                    text.content[at..].find('\n').map_or(text.content.len(), |end| at + end + 1);
                format!("{}{}", &text.content[..at], &text.content[end..])
            }
        };
        texts.add(Text { path: text.path.clone(), content, damaged: text.damaged });
    }
    Folder {
        texts: texts.into(),
        media: folder.media.clone(),
        statics: folder.statics.clone(),
        theme_statics: folder.theme_statics.clone(),
    }
}

/// Builds a site in memory and checks what comes of it.
fn build(folder: &Folder, is_rendered: bool) -> Result<(), String> {
    let mut diagnostics = Diagnostics::default();
    let now = DateTime::from_timestamp(1_772_323_200, 0).expect("a moment in 2026");
    let documents = parse::documents(folder, Spool::default(), &mut diagnostics)
        .map_err(|error| format!("{error:#}"))?;
    let theme = parse::theme(folder, &parse::Wanted::by(&documents), &mut diagnostics);
    let admission = Admission { now, drafts: false };
    let linked = link::link(documents, folder, admission, &mut diagnostics);
    let link::Linked { site, named } = linked;
    link::lint(&site, &named, &mut diagnostics);
    let timeline = order::order(&site, &mut diagnostics);
    let (output, _) = render::render(&timeline, &theme, true, &mut diagnostics);
    if is_rendered && !diagnostics.has_errors() {
        match write::rehearse(&output) {
            Ok(_) => {}
            Err(Unwritten::Disk(error)) => return Err(format!("the disk failed: {error:#}")),
            Err(Unwritten::Mistakes(mistakes)) => {
                let is_ours = |template: &str| !theme.texts.contains_key(template);
                let failures = mistakes.iter().filter_map(|mistake| match mistake {
                    Mistake::Template(failure) => Some(failure),
                    Mistake::Picture(_) => None,
                });
                if let Some(failure) =
                    { failures }.find(|one| is_ours(&one.template) && theme.texts.is_empty())
                {
                    return Err(format!(
                        "the built-in {} cannot render: {}",
                        failure.template, failure.message
                    ));
                }
                report_mistakes(&mistakes, &theme, &site, &mut diagnostics);
            }
        }
    }
    drop(output);
    let settled = diagnostics.settle(&folder.texts);
    let findings = Findings {
        problems: &settled,
        texts: &folder.texts,
        folder: "",
        made: None,
        timings: None,
    };
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        report::report(&findings, format, Style::PLAIN);
    }
    settled.iter().try_for_each(|one| check(one, &folder.texts))
}

/// A problem's places are inside their files, and errors have one.
fn check(problem: &Settled, texts: &Texts) -> Result<(), String> {
    if problem.at.is_none() && problem.severity == Severity::Error {
        return Err(format!("`{}` has no place", problem.message));
    }
    for found in problem.at.iter().chain(problem.also.iter().map(|(found, _)| found)) {
        let content = &texts.get(found.text).content;
        let Some(range) = &found.range else { continue };
        if content.get(range.clone()).is_none() {
            return Err(format!(
                "`{}` stands at {range:?} of {} bytes",
                problem.message,
                content.len()
            ));
        }
    }
    Ok(())
}
