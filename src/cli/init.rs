//! `dateline init`: a small site that builds.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use include_dir::{Dir, DirEntry, include_dir};

use super::{Ended, Terminal, schema};

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Make a site to begin with.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to make it in
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Do not mind that the folder holds other files; none of them is touched
    #[arg(long)]
    yes: bool,
}

/// Makes a site; whatever is there stays as it is.
pub fn init(args: &InitArgs, terminal: &Terminal) -> Result<Ended> {
    let folder = &args.folder;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut files: Vec<(PathBuf, Cow<'static, [u8]>)> = Vec::new();
    collect(&STARTER, &mut files);
    files.extend(schema::files().map(|(path, text)| (path, text.into_bytes().into())));
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        bail!(
            "{} is there already; `init` overwrites nothing, choose another folder",
            folder.join(path).display()
        );
    }
    if folder.join("content").exists() {
        bail!("{} is there already; choose another folder", folder.join("content").display());
    }
    if !args.yes && !is_empty(folder)? {
        bail!(
            "{} holds other files; `dateline init --yes` makes the site beside them and touches none",
            folder.display()
        );
    }
    for (path, bytes) in &files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        terminal.explain(&format!("made {}", path.display()));
    }
    terminal.say(&format!("made     a site of {} files in {}", files.len(), folder.display()));
    let root = if folder == Path::new(".") {
        String::new()
    } else {
        format!(" --root {}", folder.display())
    };
    terminal.say(&format!(
        "next     dateline build{root}, then open {}",
        folder.join("public/index.html").display()
    ));
    Ok(Ended::Well)
}

fn collect(dir: &'static Dir<'static>, files: &mut Vec<(PathBuf, Cow<'static, [u8]>)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, files),
            DirEntry::File(file) => files.push((file.path().to_owned(), file.contents().into())),
        }
    }
}

fn is_empty(folder: &Path) -> Result<bool> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}
