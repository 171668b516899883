//! Carries out recipes, all cores at once.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;
use rayon::prelude::*;

use super::Unwritten;
use super::plan::Plan;
use crate::output::{Failure, Mistake, Recipe};

/// Files that one thread takes at a time, at most: many enough to lie in one folder, few enough that
/// no thread is left without work at the end.
const RUN: usize = 64;

/// Carries out all recipes and hands each file's bytes to `keep`, with what `start` made for a run of files.
///
/// Memory: the largest file, once per thread. The buffer belongs to a run of files and not to a
/// thread, since a recipe that itself waits for rayon lets its thread begin another run.
///
/// # Errors
/// All mistakes that recipes found; the first trouble with the disk.
pub fn carry_out<'a, S, T: Send>(
    plan: &Plan<'a>,
    start: impl Fn() -> S + Sync + Send,
    keep: impl Fn(&mut S, &'a str, &[u8]) -> anyhow::Result<T> + Sync + Send,
) -> Result<Vec<T>, Unwritten> {
    let run = (plan.files.len() / (rayon::current_num_threads() * 16)).clamp(1, RUN);
    let mistakes: Mutex<BTreeSet<Mistake>> = Mutex::default();
    let mut kept: Vec<Option<T>> = plan.files.iter().map(|_| None).collect();
    plan.files.par_iter().zip(&mut kept).with_max_len(run).try_for_each_init(
        || (Vec::new(), start()),
        |(bytes, state), ((path, recipe), kept)| {
            bytes.clear();
            match recipe.write(bytes) {
                Ok(()) => *kept = Some(keep(state, path, bytes)?),
                Err(Failure::Mistake(mistake)) => {
                    mistakes.lock().unwrap_or_else(PoisonError::into_inner).insert(*mistake);
                }
                Err(Failure::Io(error)) => return Err(cannot_make(path, recipe, error)),
            }
            anyhow::Ok(())
        },
    )?;
    let mistakes = mistakes.into_inner().unwrap_or_else(PoisonError::into_inner);
    if mistakes.is_empty() {
        Ok(kept.into_iter().flatten().collect())
    } else {
        Err(Unwritten::Mistakes(mistakes.into_iter().collect()))
    }
}

fn cannot_make(path: &str, recipe: &Recipe<'_>, error: io::Error) -> anyhow::Error {
    match recipe {
        Recipe::Make(_) => anyhow!(error).context(format!("cannot make {path}")),
        Recipe::Copy(from) => anyhow!(error).context(format!("cannot read {}", from.display())),
    }
}
