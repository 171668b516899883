//! Tells cargo to build the program anew when a file comes or goes that is built into it, and the program which state of
//! its sources it was built from.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// All that decides on what the program writes: its code, the code of others, the built-in theme, and what compiles it.
const SOURCES: [&str; 4] = ["Cargo.lock", "build", "src", "themes/default"];

/// Tells both.
pub fn tell() -> io::Result<()> {
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
