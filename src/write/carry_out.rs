//! Carries out recipes, all cores at once.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::anyhow;
use rayon::prelude::*;

use super::Unwritten;
use super::bytes::Bytes;
use super::plan::Plan;
use crate::output::{Failure, Mistake, Recipe, Sheet, Sketch};

/// Files that one thread takes at a time, at most: many enough to lie in one folder, few enough that
/// no thread is left without work at the end.
const RUN: usize = 64;

/// Carries out all recipes. Of a file whose sketch `stands` answers for, nothing more is made; all others' bytes are handed
/// to `keep`, with the sketch that they were made of. Long files go to the outlet that `outlet` opens while they are made, if
/// it opens one. All three get what `start` made for a run of files.
///
/// Memory: the largest file without an outlet, once per thread, in parts. The buffer belongs to a run of files and not to a
/// thread, since a recipe that itself waits for rayon lets its thread begin another run.
///
/// # Errors
/// All mistakes that recipes found; the first trouble with the disk.
pub fn carry_out<'a, S, T: Send + Sync>(
    plan: &Plan<'a>,
    start: impl Fn() -> S + Sync + Send,
    stands: impl Fn(&mut S, &'a str, Sketch) -> Option<T> + Sync + Send,
    outlet: impl Fn(&mut S, &'a str) -> Option<io::Result<Outlet>> + Sync + Send,
    keep: impl Fn(&mut S, &'a str, &Bytes, Option<Sketch>) -> anyhow::Result<T> + Sync + Send,
) -> Result<Vec<T>, Unwritten> {
    let run = (plan.files.len() / (rayon::current_num_threads() * 16)).clamp(1, RUN);
    let mistakes: Mutex<BTreeSet<Mistake>> = Mutex::default();
    let all_kept: Vec<OnceLock<T>> = plan.files.iter().map(|_| OnceLock::new()).collect();
    plan.order.par_iter().with_max_len(run).try_for_each_init(
        || (Bytes::default(), start()),
        |(bytes, state), number| {
            let (path, recipe) = &plan.files[*number as usize];
            bytes.clear();
            let (stands, outlet) = (&stands, &outlet);
            let mut page = Page {
                bytes,
                stands: |state: &mut S, sketch| stands(state, path, sketch),
                outlet: |state: &mut S| outlet(state, path),
                state,
                stays: false,
                sketch: None,
                standing: None,
            };
            let written = recipe.write(path, &mut page).and_then(|()| Ok(page.bytes.pour()?));
            let Page { sketch, standing, .. } = page;
            let kept = match written {
                Ok(()) => match standing {
                    Some(standing) => standing,
                    None => keep(state, path, bytes, sketch)?,
                },
                Err(Failure::Mistake(mistake)) => {
                    mistakes.lock().unwrap_or_else(PoisonError::into_inner).insert(*mistake);
                    return Ok(());
                }
                Err(Failure::Io(error)) => return Err(cannot_make(path, recipe, error)),
            };
            let is_first = all_kept[*number as usize].set(kept).is_ok();
            assert!(is_first, "each file is made once");
            anyhow::Ok(())
        },
    )?;
    let mistakes = mistakes.into_inner().unwrap_or_else(PoisonError::into_inner);
    if mistakes.is_empty() {
        let made = |kept: OnceLock<T>| kept.into_inner().expect("what has no mistake is made");
        Ok(all_kept.into_iter().map(made).collect())
    } else {
        Err(Unwritten::Mistakes(mistakes.into_iter().collect()))
    }
}

/// Where a long file goes while it is made.
pub type Outlet = Box<dyn Write + Send>;

/// A file that is being made.
struct Page<'p, S, F, G, T> {
    bytes: &'p mut Bytes,
    state: &'p mut S,
    stands: F,
    outlet: G,
    /// Whether it has no outlet, and stays in memory.
    stays: bool,
    sketch: Option<Sketch>,
    /// What is kept of the file that stands in its place already.
    standing: Option<T>,
}

impl<S, F, G: FnMut(&mut S) -> Option<io::Result<Outlet>>, T> Page<'_, S, F, G, T> {
    #[cold]
    fn pour(&mut self) -> io::Result<()> {
        if !self.bytes.are_poured() {
            match (self.outlet)(self.state).transpose()? {
                Some(outlet) => self.bytes.pour_to(outlet),
                None => self.stays = true,
            }
        }
        self.bytes.pour()
    }
}

impl<S, F, G, T> Sheet for Page<'_, S, F, G, T>
where
    F: FnMut(&mut S, Sketch) -> Option<T>,
    G: FnMut(&mut S) -> Option<io::Result<Outlet>>,
{
    fn stands(&mut self, sketch: Sketch) -> bool {
        self.sketch = Some(sketch);
        self.standing = (self.stands)(self.state, sketch);
        self.standing.is_some()
    }
}

impl<S, F, G, T> Write for Page<'_, S, F, G, T>
where
    G: FnMut(&mut S) -> Option<io::Result<Outlet>>,
{
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.write_all(bytes)?;
        if self.bytes.are_many() && !self.stays {
            self.pour()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn cannot_make(path: &str, recipe: &Recipe<'_>, error: io::Error) -> anyhow::Error {
    match recipe {
        Recipe::Make(_) => anyhow!(error).context(format!("cannot make {path}")),
        Recipe::Copy(from) => anyhow!(error).context(format!("cannot read {}", from.display())),
    }
}
