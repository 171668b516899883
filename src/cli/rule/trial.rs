//! A rule's example, built: what the program says of a small site with the mistake in it, and without.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::DateTime;
use include_dir::{Dir, include_dir};

use crate::diagnostic::rule::{ALL, Example, Info};
use crate::diagnostic::{Normally, Settled};
use crate::report::{Findings, Format, Style, report};
use crate::text::Texts;
use crate::{Build, Options};

/// The site that examples are laid over.
pub static BASE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/rule/base");

/// What came of an example.
pub struct Trial {
    pub problems: Vec<Settled>,
    texts: Arc<Texts>,
}

impl Trial {
    /// The problems as a terminal shows them.
    pub fn said(&self, style: Style) -> String {
        let findings = Findings {
            problems: &self.problems,
            texts: &self.texts,
            folder: "",
            made: None,
            timings: None,
        };
        report(&findings, Format::Human, style)
    }
}

/// Builds the example with its mistake.
pub fn wrong(info: &Info, example: &Example) -> Result<Trial> {
    build(info, example.settings, example.file, example.wrong)
}

/// Builds the example put right, if it can be shown so.
#[cfg(test)]
pub fn right(info: &Info, example: &Example) -> Result<Option<Trial>> {
    let file = example.instead.unwrap_or(example.file);
    example.right.map(|right| build(info, example.settings, file, right)).transpose()
}

fn build(info: &Info, settings: &str, file: &str, content: &str) -> Result<Trial> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let root = folder.path();
    BASE.extract(root)?;
    put(root, file, content)?;
    let given = fs::read_to_string(root.join("dateline.yaml"))?;
    if !given.contains("lints:") {
        put(root, "dateline.yaml", &format!("{given}{settings}{}", lints(info)))?;
    }
    let options = Options {
        base_url: None,
        drafts: false,
        strict: false,
        now: DateTime::UNIX_EPOCH,
        output: None,
        published: &root.join("public"),
        explain: None,
    };
    let Build { problems, texts, .. } = crate::build(root, &options)?;
    Ok(Trial { problems, texts })
}

/// An example is cut down to what its rule is about, so other rules may find something in it, too: they are silent.
fn lints(info: &Info) -> String {
    let silent = ALL
        .iter()
        .filter(|other| other.normally == Normally::Warning && other.rule != info.rule)
        .map(|other| format!("{}: allow", other.rule.0));
    let is_off = matches!(info.normally, Normally::Off | Normally::Strict);
    let own = is_off.then(|| format!("{}: warn", info.rule.0));
    format!("lints: {{{}}}\n", silent.chain(own).collect::<Vec<_>>().join(", "))
}

fn put(root: &Path, file: &str, content: &str) -> Result<()> {
    let path = root.join(file);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    /// Rules that no file of text can show: they are about other files, or about what was published before.
    const NO_EXAMPLE: &[&str] = &["not-utf8", "broken-picture", "metadata-kept", "vanished-id"];

    #[test]
    fn every_rule_is_told_of_with_an_example() {
        for Info { rule, what, why, example, .. } in ALL {
            let name = rule.0;
            assert!(!what.ends_with('.'), "{name}: `what` is no sentence");
            assert!(why.ends_with('.'), "{name}: `why` is sentences");
            assert_eq!(example.is_none(), NO_EXAMPLE.contains(&name), "{name} needs an example");
        }
    }

    #[test]
    fn the_base_site_says_nothing() {
        let info = &ALL[0];
        let trial = build(info, "", "content/nothing/.hidden", "").unwrap();
        assert!(trial.problems.is_empty(), "{}", trial.said(Style::PLAIN));
    }

    #[test]
    fn every_example_shows_its_rule_and_no_other() {
        let wrong = |info: &Info| -> Option<String> {
            let example = info.example.as_ref()?;
            let trial = wrong(info, example).unwrap();
            let mut found: Vec<&str> = trial.problems.iter().map(|one| one.rule.0).collect();
            found.dedup();
            if found != [info.rule.0] {
                let said = trial.said(Style::PLAIN);
                return Some(format!("{}, wrong, is found as {found:?}:\n{said}", info.rule.0));
            }
            let trial = right(info, example).unwrap()?;
            let said = trial.said(Style::PLAIN);
            (!said.is_empty()).then(|| format!("{}, right, is not:\n{said}", info.rule.0))
        };
        let wrong: Vec<String> = ALL.par_iter().filter_map(wrong).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
