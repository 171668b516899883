//! Tells cargo to build the program anew when a file comes or goes that is built into it, and the program which state of
//! its sources it was built from.
#![expect(clippy::print_stdout, reason = "it is how a build script speaks to cargo")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// All that decides on what the program writes: its code, the code of others, and the built-in theme.
const SOURCES: [&str; 3] = ["Cargo.lock", "src", "themes/default"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        // A package may be built without its lock file.
        if Path::new(source).exists() {
            add(Path::new(source), &mut hasher)?;
        }
    }
    println!("cargo::rustc-env=DATELINE_SOURCES={:016x}", hasher.finish());
    Ok(())
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        path.file_name().hash(hasher);
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    paths.iter().try_for_each(|path| add(path, hasher))
}
