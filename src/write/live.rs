//! Going live: the staged site takes the old one's place, in one step where the file system can and
//! file by file where it cannot.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, FileTimes};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::manifest::{self, MARKER};
use super::standing::key;
use super::{
    Plan, Staged, Written, ancestors, make_folder, make_folders, platform, staging, write_new,
};

/// Files that one thread takes at a time.
const RUN: usize = 128;

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
        removed: staged.standing.gone(&staged.plan).count(),
        bytes: staged.made.iter().map(|made| made.entry.size).sum(),
        carried_over: staged.standing.foreign.len(),
        in_one_step: true,
    };
    let record = record(&staged);
    if fresh == 0 && staged.standing.record.as_deref() == Some(record.as_bytes()) {
        return Ok(written);
    }
    written.in_one_step = way == Way::OneStep && in_one_step(&mut staged, &record)?;
    if !written.in_one_step {
        file_by_file(&staged, &record)?;
    }
    Ok(written)
}

/// The record of the new site.
fn record(staged: &Staged<'_>) -> String {
    let files = staged.plan.files.iter().zip(&staged.made);
    manifest::format(files.map(|((path, _), made)| (*path, made.entry)))
}

/// Exchanges the folders; answers `false`, with nothing done, where that cannot be.
fn in_one_step(staged: &mut Staged<'_>, record: &str) -> anyhow::Result<bool> {
    let Some(root) = &staged.standing.root else {
        if !staged.staging.beside {
            return Ok(false);
        }
        write_new(&staged.staging.path().join(MARKER), record.as_bytes())?;
        let is_moved = fs::rename(staged.staging.path(), &staged.target).is_ok();
        if is_moved {
            staged.staging.keep();
        }
        return Ok(is_moved);
    };
    let root = platform::identity(root);
    if !staged.staging.beside || !staged.standing.is_exchangeable || !complete(staged, record)? {
        return Ok(false);
    }
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
pub fn complete(staged: &Staged<'_>, record: &str) -> anyhow::Result<bool> {
    let Staged { target, standing, staging, plan, made } = staged;
    let staging = staging.path();
    for folder in &standing.kept {
        make_folder(&staging.join(folder))?;
    }
    let files: Vec<_> = plan.files.iter().zip(made).collect();
    files
        .par_chunks(RUN)
        .flatten_iter()
        .filter(|(_, made)| !made.fresh)
        .try_for_each(|((path, _), _)| link_or_copy(&target.join(path), &staging.join(path)))?;
    let carried = standing
        .foreign
        .par_chunks(RUN)
        .flatten_iter()
        .try_for_each(|path| fs::hard_link(target.join(path), staging.join(path)));
    if carried.is_err() {
        return Ok(false);
    }
    write_new(&staging.join(MARKER), record.as_bytes())?;
    for folder in standing.folders.iter().rev() {
        let stays = standing.kept.contains(&folder.path)
            || key(&folder.path).is_some_and(|path| plan.has_folder(&path));
        if stays && platform::dress(&staging.join(&folder.path), &folder.metadata).is_err() {
            return Ok(false);
        }
    }
    Ok(standing.root.as_ref().is_none_or(|root| platform::dress(staging, root).is_ok()))
}

/// Removes what we saw in the old tree. A file that came since, or that is not ours and changed
/// since, stays, and is an error that says where it is.
pub fn remove_old(staged: &Staged<'_>) -> anyhow::Result<()> {
    let (old, standing) = (staged.staging.path(), &staged.standing);
    let ours: Vec<_> = standing.ours.keys().map(Path::new).collect();
    ours.par_chunks(RUN).flatten_iter().for_each(|path| drop(fs::remove_file(old.join(path))));
    standing.foreign.par_chunks(RUN).flatten_iter().for_each(|path| {
        let path_in_old = old.join(path);
        if is_same_file(&path_in_old, &staged.target.join(path)) {
            let _ = fs::remove_file(path_in_old);
        }
    });
    let _ = fs::remove_file(old.join(MARKER));
    for folder in standing.folders.iter().rev() {
        let _ = fs::remove_dir(old.join(&folder.path));
    }
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

/// Publishes one file after the other. Each is whole at all times; until the end the record names
/// old files and new, so that wherever this stops, the next build knows all of them as ours.
fn file_by_file(staged: &Staged<'_>, record: &str) -> anyhow::Result<()> {
    announce(staged)?;
    clear_the_way(staged)?;
    move_in(staged)?;
    remove_gone(staged)?;
    put_record(staged, record)
}

/// Records the old files and the new.
pub fn announce(staged: &Staged<'_>) -> anyhow::Result<()> {
    let Staged { target, standing, plan, made, .. } = staged;
    if manifest::read(target)? != standing.record {
        bail!(outrun(target));
    }
    fs::create_dir_all(target)
        .with_context(|| format!("cannot make the folder {}", target.display()))?;
    let mut both: BTreeMap<&str, _> = BTreeMap::new();
    for (path, entry) in &standing.ours {
        both.extend(entry.map(|entry| (path.as_str(), entry)));
    }
    both.extend(plan.files.iter().zip(made).map(|((path, _), made)| (*path, made.entry)));
    put_record(staged, &manifest::format(both.into_iter()))
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
    make_folders(target, plan)?;
    let files: Vec<_> = plan.files.iter().zip(made).collect();
    files.par_chunks(RUN).flatten_iter().filter(|(_, made)| made.fresh).try_for_each(
        |((path, _), _)| {
            let to = target.join(path);
            move_file(&staging.path().join(path), &to)
                .with_context(|| format!("cannot write {}", to.display()))
        },
    )
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

fn put_record(staged: &Staged<'_>, record: &str) -> anyhow::Result<()> {
    let (to, path) = (staged.target.join(MARKER), staged.staging.path().join(MARKER));
    fs::write(&path, record)
        .and_then(|()| move_file(&path, &to))
        .with_context(|| format!("cannot write {}", to.display()))
}

/// Moves a file in one step, also where a folder in the target is another device.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let folder = staging::parent(to);
            let mut near = tempfile::Builder::new().prefix(staging::INSIDE).tempfile_in(folder)?;
            io::copy(&mut File::open(from)?, &mut near)?;
            fs::set_permissions(near.path(), fs::metadata(from)?.permissions())?;
            near.persist(to)?;
            Ok(())
        }
        result => result,
    }
}

/// Links a file that is unchanged; a copy with the old times where links cannot be.
fn link_or_copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::hard_link(from, to)
        .or_else(|_| {
            let modified = fs::metadata(from)?.modified()?;
            fs::copy(from, to)?;
            File::options().write(true).open(to)?.set_times(FileTimes::new().set_modified(modified))
        })
        .with_context(|| format!("cannot write {}", to.display()))
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::symlink_metadata(one), fs::symlink_metadata(other)) {
        (Ok(one), Ok(other)) => platform::identity(&one) == platform::identity(&other),
        _ => false,
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

fn outrun(target: &Path) -> String {
    format!("another build published to {} in the meantime; build again", target.display())
}
