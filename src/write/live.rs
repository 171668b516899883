//! Going live: the staged site takes the old one's place, in one step where the file system can and
//! file by file where it cannot.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, FileTimes};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::cursor::Cursor;
use super::file_by_file::file_by_file;
use super::manifest::{self, MARKER};
use super::platform::{self, Folder};
use super::standing::{Standing, key};
use super::{Staged, Written, cannot_write, open, seal, staging, with_folders};

/// Files that one thread takes at a time.
const RUN: usize = 256;

/// How to go live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By an exchange of folders, wherever that can be.
    OneStep,
    /// One file after the other.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "tests take this way where the other is open")
    )]
    FileByFile,
}

/// Publishes a staged site.
///
/// # Errors
/// The disk's. After an error from [`file_by_file`] the next build completes what this one began.
pub fn go_live(mut staged: Staged<'_>, way: Way) -> anyhow::Result<Written> {
    let fresh = staged.made.iter().filter(|made| made.fresh).count();
    let mut written = Written {
        files: staged.made.len(),
        written: fresh,
        unchanged: staged.made.len() - fresh,
        // Counted below, beside what takes longer; where the record stays the same, nothing is.
        removed: 0,
        bytes: staged.made.iter().map(|made| made.entry.size).sum(),
        carried_over: staged.standing.foreign.len(),
        in_one_step: true,
    };
    if fresh == 0 && staged.standing.record == Some(record(&staged, io::sink())?) {
        return Ok(written);
    }
    let beside = || (stage_record(&staged), staged.standing.gone(&staged.plan).count());
    let ((recorded, removed), is_whole) = rayon::join(beside, || make_whole(&staged, way));
    recorded?;
    written.removed = removed;
    written.in_one_step = is_whole? && in_one_step(&mut staged)?;
    if !written.in_one_step {
        file_by_file(&staged)?;
    }
    Ok(written)
}

/// Writes the record of the new site, and answers its hash.
fn record(staged: &Staged<'_>, to: impl io::Write) -> io::Result<blake3::Hash> {
    let files = staged.plan.files.iter().zip(&staged.made);
    manifest::write(files.map(|((path, _), made)| (*path, made.entry)), to)
}

/// Puts the record into the staging folder. Whatever is written in the target from the time of its seal on may be
/// somebody else's work.
fn stage_record(staged: &Staged<'_>) -> anyhow::Result<()> {
    let path = staged.staging.path().join(MARKER);
    let write = || {
        let file = File::create_new(&path)?;
        let hash = record(staged, &file)?;
        let latest = match staged.made.iter().all(|made| made.fresh) {
            // What is new was written where nobody sees it.
            true => file.metadata()?.modified()?,
            false => staged.staging.began,
        };
        seal::seal(&file, hash, latest);
        io::Result::Ok(())
    };
    write().with_context(|| cannot_write(&path))
}

/// Makes the staged tree one that can take the target's place; answers `false` where that cannot be.
fn make_whole(staged: &Staged<'_>, way: Way) -> anyhow::Result<bool> {
    if way != Way::OneStep || !staged.staging.beside {
        return Ok(false);
    }
    match staged.standing.root {
        None => Ok(true),
        Some(_) => Ok(staged.standing.is_exchangeable && complete(staged)?),
    }
}

/// Exchanges the folders; answers `false`, with nothing done, where that cannot be.
fn in_one_step(staged: &mut Staged<'_>) -> anyhow::Result<bool> {
    let Some(root) = &staged.standing.root else {
        let is_moved = fs::rename(staged.staging.path(), &staged.target).is_ok();
        if is_moved {
            staged.staging.keep();
        }
        return Ok(is_moved);
    };
    let root = platform::identity(root);
    let (old, live) = (staged.staging.path(), &staged.target);
    match platform::exchange(old, live) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot publish to {}", live.display()));
        }
        Err(_) => return Ok(false),
    }
    // From here on the staging folder holds a site that was live, and must not go by itself.
    staged.staging.keep();
    let old = staged.staging.path();
    if fs::metadata(old).map(|old| platform::identity(&old)).ok() != Some(root) {
        platform::exchange(old, live)
            .with_context(|| format!("cannot put back {}", live.display()))?;
        staged.staging.let_go();
        bail!(outrun(live));
    }
    remove_old(staged)?;
    Ok(true)
}

/// Makes the staged tree whole: what is unchanged and what is not ours, by hard links. Answers
/// `false` where something that is not ours could not be carried over as it is.
pub fn complete(staged: &Staged<'_>) -> anyhow::Result<bool> {
    let Staged { target, standing, staging, plan, made } = staged;
    let (old, new) = (open(target)?, staging.open()?);
    let staging = staging.path();
    let files: Vec<_> = plan.files.iter().zip(made).collect();
    let mut folders: Vec<_> =
        files.chunk_by(|one, next| within(one.0.0) == within(next.0.0)).collect();
    // The largest first: begun last, one of them would keep everybody waiting.
    folders.sort_by_key(|files| Reverse(files.len()));
    folders.par_iter().with_max_len(1).try_for_each(|files| {
        let (mut from, mut to) = (Cursor::new(&old), Cursor::new(&new));
        for ((path, _), _) in files.iter().filter(|(_, made)| !made.fresh) {
            let ((from, name), (to, new_name)) = (from.find(path), to.find(path));
            with_folders(&new, path, || from.link(name, to, new_name))
                .or_else(|_| copy(&target.join(path), &staging.join(path)))
                .with_context(|| cannot_write(&staging.join(path)))?;
        }
        anyhow::Ok(())
    })?;
    for folder in &standing.kept {
        match fs::create_dir(staging.join(folder)) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| cannot_write(&staging.join(folder)));
            }
            _ => {}
        }
    }
    let carried = standing
        .foreign
        .par_iter()
        .with_max_len(RUN)
        .try_for_each(|path| fs::hard_link(target.join(path), staging.join(path)));
    if carried.is_err() {
        return Ok(false);
    }
    for folder in standing.folders.iter().rev() {
        let stays = standing.kept.contains(&folder.path)
            || key(&folder.path).is_some_and(|path| plan.has_folder(&path));
        if stays && platform::dress(&staging.join(&folder.path), &folder.metadata).is_err() {
            return Ok(false);
        }
    }
    Ok(standing.root.as_ref().is_none_or(|root| platform::dress(staging, root).is_ok()))
}

/// Copies a file that is unchanged, with its time, where links cannot be.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let modified = fs::metadata(from)?.modified()?;
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_times(FileTimes::new().set_modified(modified))
}

/// Removes what we saw in the old tree. A file that came since, or that is not ours and changed
/// since, stays, and is an error that says where it is.
pub fn remove_old(staged: &Staged<'_>) -> anyhow::Result<()> {
    let (old, standing) = (staged.staging.path(), &staged.standing);
    standing.foreign.par_iter().with_max_len(RUN).for_each(|path| {
        let path_in_old = old.join(path);
        if is_same_file(&path_in_old, &staged.target.join(path)) {
            let _ = fs::remove_file(path_in_old);
        }
    });
    let _ = fs::remove_file(old.join(MARKER));
    remove_ours(old, &staged.staging.open()?, standing);
    let Err(error) = fs::remove_dir(old) else { return Ok(()) };
    let mut name = staged.target.file_name().map(OsString::from).unwrap_or_default();
    name.push(".left-over-");
    name.push(old.extension().unwrap_or_default());
    let left = staging::parent(&staged.target).join(name);
    fs::rename(old, &left).with_context(|| format!("cannot rename {}", old.display()))?;
    Err(error).with_context(|| {
        format!(
            "the new site is live, but not all of the old one could be removed; see {}",
            left.display()
        )
    })
}

/// Removes our files, and the folders that are empty then. To remove a folder takes long, so while one thread empties a large
/// one others go on to theirs. What cannot be removed stays in its folder, which then cannot be removed, and is told of with
/// that.
fn remove_ours(old: &Path, root: &Folder, standing: &Standing) {
    let mut tops: BTreeMap<&OsStr, (Vec<&str>, Vec<&Path>)> = BTreeMap::new();
    for (path, _) in standing.ours.iter() {
        let top = path.split_once('/').map_or("", |(top, _)| top);
        tops.entry(top.as_ref()).or_default().0.push(path);
    }
    for folder in &standing.folders {
        let top = folder.path.iter().next().unwrap_or_default();
        tops.entry(top).or_default().1.push(&folder.path);
    }
    let mut tops: Vec<_> = tops.into_values().collect();
    tops.sort_by_key(|(files, _)| Reverse(files.len()));
    tops.par_iter().with_max_len(1).for_each(|(files, folders)| {
        let mut cursor = Cursor::new(root);
        for file in files {
            let (folder, name) = cursor.find(file);
            let _ = folder.remove(name);
        }
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(old.join(folder));
        }
    });
}

/// The folder that a file lies in. A folder takes in and gives up one file at a time, so threads that are in one wait for
/// each other.
fn within(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(within, _)| within)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::symlink_metadata(one), fs::symlink_metadata(other)) {
        (Ok(one), Ok(other)) => platform::identity(&one) == platform::identity(&other),
        _ => false,
    }
}

/// Tells that the folder is no longer the one that was looked at.
pub fn outrun(target: &Path) -> String {
    format!("another build published to {} in the meantime; build again", target.display())
}
