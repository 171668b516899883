//! Going live one file after the other, where folders cannot be exchanged.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::live::outrun;
use super::manifest::{self, MARKER};
use super::plan::{Plan, ancestors};
use super::standing::key;
use super::{Staged, cannot_write, staging};

/// The record of old files and new ones, in the staging folder.
const BOTH: &str = ".dateline-staging-both";

/// Publishes one file after the other. Each is whole at all times; until the end the record names
/// old files and new, so that wherever this stops, the next build knows all of them as ours.
///
/// # Errors
/// The disk's; another build that was faster.
pub fn file_by_file(staged: &Staged<'_>) -> anyhow::Result<()> {
    announce(staged)?;
    clear_the_way(staged)?;
    move_in(staged)?;
    remove_gone(staged)?;
    put_record(staged, MARKER)
}

/// Records the old files and the new. This record has no seal: while it stands, a file may be the old one or the new.
pub fn announce(staged: &Staged<'_>) -> anyhow::Result<()> {
    let Staged { target, standing, plan, made, .. } = staged;
    let found = manifest::read(target)?;
    if found.map(|found| blake3::hash(&found.bytes)) != standing.record {
        bail!(outrun(target));
    }
    fs::create_dir_all(target)
        .with_context(|| format!("cannot make the folder {}", target.display()))?;
    let mut both: BTreeMap<&str, _> = BTreeMap::new();
    both.extend(standing.ours.iter().filter_map(|(path, entry)| Some((path, entry?))));
    both.extend(plan.files.iter().zip(made).map(|((path, _), made)| (*path, made.entry)));
    let path = staged.staging.path().join(BOTH);
    File::create(&path)
        .and_then(|file| manifest::write(both.into_iter(), file))
        .with_context(|| cannot_write(&path))?;
    put_record(staged, BOTH)
}

/// Removes old files where folders will be, and old folders where files will be.
pub fn clear_the_way(staged: &Staged<'_>) -> anyhow::Result<()> {
    let Staged { target, standing, plan, .. } = staged;
    for path in standing.gone(plan).filter(|path| is_in_the_way(plan, path)) {
        remove_file(&target.join(path))?;
    }
    for folder in standing.folders.iter().rev() {
        if key(&folder.path)
            .is_some_and(|path| plan.has_file(&path) || is_below_a_file(plan, &path))
        {
            let path = target.join(&folder.path);
            fs::remove_dir(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Moves what is new or changed to its place.
pub fn move_in(staged: &Staged<'_>) -> anyhow::Result<()> {
    let Staged { target, staging, plan, made, .. } = staged;
    for folder in &plan.folders {
        let folder = target.join(folder);
        match fs::create_dir(&folder) {
            Err(error) if !folder.is_dir() => {
                return Err(error).with_context(|| cannot_write(&folder));
            }
            _ => {}
        }
    }
    plan.files.par_iter().zip(made).filter(|(_, made)| made.fresh).try_for_each(|((path, _), _)| {
        let to = target.join(path);
        move_file(&staging.path().join(path), &to).with_context(|| cannot_write(&to))
    })
}

/// Removes what the site no longer has, with the folders that this leaves empty.
fn remove_gone(staged: &Staged<'_>) -> anyhow::Result<()> {
    let Staged { target, standing, plan, .. } = staged;
    for path in standing.gone(plan).filter(|path| !is_in_the_way(plan, path)) {
        remove_file(&target.join(path))?;
    }
    for folder in standing.folders.iter().rev().filter(|folder| folder.ours) {
        if !key(&folder.path).is_some_and(|path| plan.has_folder(&path) || plan.has_file(&path)) {
            // One that is not empty holds files that are not ours.
            let _ = fs::remove_dir(target.join(&folder.path));
        }
    }
    Ok(())
}

/// Whether an old file has to go before the new site has room.
fn is_in_the_way(plan: &Plan<'_>, path: &str) -> bool {
    plan.has_folder(path) || is_below_a_file(plan, path)
}

fn is_below_a_file(plan: &Plan<'_>, path: &str) -> bool {
    ancestors(path).any(|folder| plan.has_file(folder))
}

/// Moves a record from the staging folder to its place.
fn put_record(staged: &Staged<'_>, name: &str) -> anyhow::Result<()> {
    let to = staged.target.join(MARKER);
    move_file(&staged.staging.path().join(name), &to).with_context(|| cannot_write(&to))
}

/// Moves a file in one step, also where a folder in the target is another device.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let folder = staging::parent(to);
            let mut near = tempfile::Builder::new().prefix(staging::INSIDE).tempfile_in(folder)?;
            io::copy(&mut File::open(from)?, &mut near)?;
            let metadata = fs::metadata(from)?;
            fs::set_permissions(near.path(), metadata.permissions())?;
            near.as_file().set_modified(metadata.modified()?)?;
            near.persist(to)?;
            Ok(())
        }
        result => result,
    }
}

fn remove_file(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
