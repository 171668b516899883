//! The program run in a folder of its own, and what it answered.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;
use walkdir::WalkDir;

/// What a run of the program came to.
pub struct Answer {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in a folder, in an environment that is always the same but for `more`.
pub fn run_with<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
    more: &[(&str, &str)],
) -> Answer {
    run_on(folder, arguments, more, b"")
}

/// Runs the program in a folder on what it reads from standard input.
pub fn run_on<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
    more: &[(&str, &str)],
    input: &[u8],
) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).args(arguments);
    for name in ["SOURCE_DATE_EPOCH", "CLICOLOR_FORCE", "GITHUB_WORKSPACE"] {
        command.env_remove(name);
    }
    command
        .env("NO_COLOR", "1")
        .env("TERM", "dumb")
        .env("COLUMNS", "140")
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8");
    command.envs(more.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was asked for");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that reads nothing may have ended.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("writing cannot panic");
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Answer {
        code: output.status.code().expect("the program ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs the program in a folder.
pub fn run<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Answer {
    run_with(folder, arguments, &[])
}

/// The folder of this repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder that goes away by itself.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// A folder with these files in it.
pub fn folder_of(files: &[(&str, &str)]) -> TempDir {
    let folder = folder();
    for (path, content) in files {
        put(&folder.path().join(path), content.as_bytes());
    }
    folder
}

/// Writes a file and the folders that it lies in.
pub fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))
        .expect("folders can be made");
    fs::write(path, bytes)
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// Every file below a folder, by its path from there, in order; none where there is no such folder.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    if !folder.exists() {
        return Vec::new();
    }
    let mut found: Vec<(String, PathBuf)> = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .expect("below it")
                .to_string_lossy()
                .replace('\\', "/");
            (path, entry.into_path())
        })
        .collect();
    found.sort();
    found
}

/// The bytes of every file below a folder.
pub fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|(path, disk)| (path, fs::read(disk).expect("the file can be read")))
        .collect()
}

/// When every file below a folder was last written.
pub fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |disk: &Path| {
        fs::metadata(disk).and_then(|data| data.modified()).expect("the file has a time")
    };
    files(folder).into_iter().map(|(path, disk)| (path, time(&disk))).collect()
}

/// Copies what lies in one folder into another, over what is there.
pub fn copy(from: &Path, to: &Path) {
    for (path, disk) in files(from) {
        put(&to.join(path), &fs::read(disk).expect("the file can be read"));
    }
}

/// The paths whose bytes differ between two folders, or which only one of them has.
pub fn differing(
    one: &BTreeMap<String, Vec<u8>>,
    other: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let mut paths: Vec<&String> = one.keys().chain(other.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}
