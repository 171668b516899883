//! The floor of a site generator on a disk: what it takes to write the files that it wrote, and nothing else.
//!
//! `floor FROM TO THREADS` writes every file below FROM to the same path below TO, which it makes, with the same bytes.
//! Only making folders and writing is timed: a batch is read into memory first, then the watch runs while the threads
//! write it. It answers how many seconds that took. Nothing is synced to the disk, as no generator does that.
//!
//! `benches/peers` compiles it by itself, so it needs nothing but the standard library.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many bytes are read before they are written.
const BATCH: u64 = 64 << 20;

/// How many files a thread takes at a time.
const RUN: usize = 64;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, threads] = &arguments[..] else { return Err("floor FROM TO THREADS".into()) };
    let (from, to, threads) = (Path::new(from), Path::new(to), threads.parse()?);
    let mut tree = Tree::default();
    tree.add(from, Path::new(""))?;
    tree.files.sort();
    let start = Instant::now();
    tree.folders.iter().try_for_each(|folder| fs::create_dir(to.join(folder)))?;
    let mut wall = start.elapsed();
    let mut rest = &tree.files[..];
    while !rest.is_empty() {
        let mut size = 0;
        let fit = rest.iter().take_while(|(_, bytes)| {
            size += bytes;
            size <= BATCH
        });
        let (batch, later) = rest.split_at(fit.count().max(1));
        rest = later;
        let contents = batch
            .iter()
            .map(|(path, _)| Ok((to.join(path), fs::read(from.join(path))?)))
            .collect::<Outcome<Vec<_>>>()?;
        wall += write(&contents, threads)?;
    }
    println!("{}", wall.as_secs_f64());
    Ok(())
}

/// What there is to write, in paths from the top.
#[derive(Default)]
struct Tree {
    /// Each before those in it.
    folders: Vec<PathBuf>,
    /// With their bytes.
    files: Vec<(PathBuf, u64)>,
}

impl Tree {
    fn add(&mut self, top: &Path, folder: &Path) -> Outcome<()> {
        self.folders.push(folder.to_owned());
        for entry in fs::read_dir(top.join(folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let about = entry.metadata()?;
            match about.is_dir() {
                true => self.add(top, &path)?,
                false => self.files.push((path, about.len())),
            }
        }
        Ok(())
    }
}

/// Writes files by so many threads; how long it took.
fn write(files: &[(PathBuf, Vec<u8>)], threads: usize) -> Outcome<Duration> {
    let runs: Vec<_> = files.chunks(RUN).collect();
    let next = AtomicUsize::new(0);
    let take = || -> Outcome<()> {
        while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
            for (path, content) in *run {
                fs::write(path, content)?;
            }
        }
        Ok(())
    };
    let start = Instant::now();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a thread panicked")?)
    })?;
    Ok(start.elapsed())
}
