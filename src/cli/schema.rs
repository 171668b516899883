//! `dateline schema`: what editors need to complete and check a site's files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::schema::{self, Kind};

use super::{Ended, Terminal};

/// Print JSON Schemas.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_name = "KIND", required_unless_present = "write", conflicts_with = "write")]
    kind: Option<Kind>,
    /// Write the schemas of all kinds into a folder, counted from the site's
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = FOLDER)]
    write: Option<PathBuf>,
    /// The folder of the site, with `dateline.yaml` in it
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// Shown below the command's help.
pub const EXAMPLES: &str = "\
Examples:
  dateline schema events                 the schema of a file of events, on standard output
  dateline schema --write                those of all kinds, into schemas/
  dateline schema --write --root site    the same for the site in another folder

A first line such as
  # yaml-language-server: $schema=../../schemas/events.json
tells editors which schema a YAML file has; docs/editors.md says more.

Exit codes: 0 all is well, 2 wrong usage or the disk failed.";

/// Where the schemas stand in a site, for the lines that name them: visible, so that they are kept with the content.
const FOLDER: &str = "schemas";

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &Kind::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.files()))
    }
}

/// Prints a schema, or writes all of them.
pub fn schema(args: &SchemaArgs, terminal: &Terminal) -> Result<Ended> {
    if let Some(kind) = args.kind {
        terminal.say(text(kind).trim_end());
    }
    match &args.write {
        Some(folder) => write_all(&args.root, folder, terminal),
        None => Ok(Ended::Well),
    }
}

fn write_all(root: &Path, folder: &Path, terminal: &Terminal) -> Result<Ended> {
    if !root.join("dateline.yaml").exists() {
        bail!(
            "there is no `dateline.yaml` in {}; `--root DIR` names the site's folder",
            root.display()
        );
    }
    let unchanged = match write(&root.join(folder), terminal)? {
        0 => String::new(),
        number => format!(" ({number} unchanged)"),
    };
    terminal.say(&format!(
        "written  {} schemas{unchanged} to {}",
        Kind::ALL.len(),
        folder.display()
    ));
    Ok(Ended::Well)
}

/// The schemas of all kinds, by their paths from the site's folder.
pub fn files() -> impl Iterator<Item = (PathBuf, String)> {
    Kind::ALL.into_iter().map(|kind| (Path::new(FOLDER).join(file_name(kind)), text(kind)))
}

fn file_name(kind: Kind) -> String {
    format!("{}.json", kind.name())
}

fn text(kind: Kind) -> String {
    let schema = schema::schema(kind);
    format!("{:#}\n", schema.as_value())
}

/// Writes what is not there as it should be, and counts what is. Files of others are found before anything is written.
fn write(folder: &Path, terminal: &Terminal) -> Result<usize> {
    let mut stale = Vec::new();
    for kind in Kind::ALL {
        let path = folder.join(file_name(kind));
        let text = text(kind);
        let standing = match fs::read_to_string(&path) {
            Ok(standing) => standing,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                stale.push((path, text));
                continue;
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        if standing == text {
            continue;
        }
        if !is_ours(&standing) {
            bail!(
                "{} is not a schema that Dateline made; nothing is written: name another folder, `--write DIR`",
                path.display()
            );
        }
        stale.push((path, text));
    }
    if !stale.is_empty() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    for (path, text) in &stale {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        terminal.explain(&format!("made {}", path.display()));
    }
    Ok(Kind::ALL.len() - stale.len())
}

fn is_ours(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|schema| schema["$comment"] == schema::MARK)
}
