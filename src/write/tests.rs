//! Examples of publishing, most of them both in one step and file by file.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::live::{self, Way};
use super::manifest::MARKER;
use super::*;
use crate::digest::Digest;
use crate::output::{Failure, Recipe, Sheet, Sketch, TemplateFailure};

const BOTH: [Way; 2] = [Way::OneStep, Way::FileByFile];

/// A folder for one test, and the target in it.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("public");
    (folder, target)
}

fn site<'a>(files: &[(&str, &'a str)]) -> Output<'a> {
    let mut output = Output::default();
    for &(path, text) in files {
        let make = move |to: &mut dyn Sheet| Ok(to.write_all(text.as_bytes())?);
        assert!(output.plan(path, Recipe::Make(Box::new(move |_, to| make(to)))));
    }
    output
}

fn found(target: &Path) -> Published {
    Published::read(target).unwrap()
}

fn build(files: &[(&str, &str)], target: &Path, way: Way) -> Written {
    let written = publish(&site(files), target, found(target), Last::Kept, way).unwrap();
    let around = target.parent().unwrap();
    let left: Vec<_> = fs::read_dir(around).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("dateline")), "{left:?}");
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("left-over")), "{left:?}");
    written
}

fn refusal(files: &[(&str, &str)], target: &Path, way: Way) -> String {
    match publish(&site(files), target, found(target), Last::Kept, way) {
        Err(Unwritten::Disk(error)) => format!("{error:#}"),
        other => panic!("{other:?}"),
    }
}

/// All that is in a folder but the record: folders end in `/`, links say where they lead.
fn tree(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                found.push(format!("{name}/"));
                walk(root, &path, found);
            } else if kind.is_symlink() {
                found.push(format!("{name} -> {}", fs::read_link(&path).unwrap().display()));
            } else if name != MARKER {
                found.push(format!("{name}: {}", fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

fn inode(path: &Path) -> (u64, i64, i64) {
    let metadata = fs::metadata(path).unwrap();
    (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
}

#[test]
fn a_first_build_makes_the_folder() {
    for way in BOTH {
        let (folder, _) = place();
        let target = folder.path().join("some/where/public");
        let written = build(&[("index.html", "i"), ("events/a.html", "aa")], &target, way);
        assert_eq!(tree(&target), ["events/", "events/a.html: aa", "index.html: i"]);
        let all_new = Written {
            files: 2,
            written: 2,
            unchanged: 0,
            removed: 0,
            bytes: 3,
            carried_over: 0,
            in_one_step: way == Way::OneStep,
        };
        assert_eq!(written, all_new);
        let made = fs::create_dir(folder.path().join("any")).map(|()| folder.path().join("any"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&target), mode(&made.unwrap()));
    }
}

#[test]
fn the_record_is_one_line_per_file_and_always_the_same() {
    let expected = format!(
        "{{\"dateline\": 3, \"files\": {{\n\
         \"a \\\"b\\\".html\": {{\"size\": 1, \"digest\": \"{}\"}},\n\
         \"é/index.html\": {{\"size\": 0, \"digest\": \"{}\"}}\n}}}}\n",
        Digest::of(b"x"),
        Digest::of(b"")
    );
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("old", "")], &target, way);
        build(&[("é/index.html", ""), ("a \"b\".html", "x")], &target, way);
        assert_eq!(fs::read_to_string(target.join(MARKER)).unwrap(), expected);
    }
}

#[test]
fn files_of_an_older_record_are_ours_and_not_believed() {
    for way in BOTH {
        let (_folder, target) = place();
        fs::create_dir(&target).unwrap();
        let hash = blake3::hash(b"1").to_hex();
        let line = |path: &str| format!("\"{path}\": {{\"size\": 1, \"hash\": \"{hash}\"}}");
        let record =
            format!("{{\"dateline\": 2, \"files\": {{\n{},\n{}\n}}}}\n", line("a"), line("b"));
        fs::write(target.join(MARKER), record).unwrap();
        fs::write(target.join("a"), "1").unwrap();
        fs::write(target.join("b"), "1").unwrap();
        let written = build(&[("a", "1")], &target, way);
        assert_eq!((written.written, written.unchanged, written.removed), (1, 0, 1));
        assert_eq!(tree(&target), ["a: 1"]);
    }
}

#[test]
fn what_is_unchanged_stays_the_same_file() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "1"), ("b", "1")], &target, way);
        let before = (inode(&target.join("a")), inode(&target.join(MARKER)), inode(&target));

        let written = build(&[("a", "1"), ("b", "1")], &target, way);
        assert_eq!((written.written, written.unchanged), (0, 2));
        assert_eq!((inode(&target.join("a")), inode(&target.join(MARKER)), inode(&target)), before);

        let written = build(&[("a", "1"), ("b", "2")], &target, way);
        assert_eq!((written.written, written.unchanged), (1, 1));
        assert_eq!(inode(&target.join("a")), before.0);
        assert_eq!(tree(&target), ["a: 1", "b: 2"]);
    }
}

#[test]
fn what_the_site_no_longer_has_is_removed_with_its_folders() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "1"), ("tags/x/y.html", "1"), ("tags/z.html", "1")], &target, way);
        let written = build(&[("a", "1"), ("tags/z.html", "1")], &target, way);
        assert_eq!(written.removed, 1);
        assert_eq!(tree(&target), ["a: 1", "tags/", "tags/z.html: 1"]);
        build(&[("a", "1")], &target, way);
        assert_eq!(tree(&target), ["a: 1"]);
    }
}

#[test]
fn what_dateline_did_not_make_stays() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "1"), ("tags/x.html", "1")], &target, way);
        for folder in [".git/refs", "empty/deep", "tags/mine"] {
            fs::create_dir_all(target.join(folder)).unwrap();
        }
        fs::set_permissions(target.join("empty"), fs::Permissions::from_mode(0o750)).unwrap();
        fs::write(target.join(".git/HEAD"), "ref").unwrap();
        fs::write(target.join("CNAME"), "example.org").unwrap();
        fs::write(target.join("tags/mine/note"), "n").unwrap();
        symlink("../elsewhere", target.join("link")).unwrap();
        let before = inode(&target.join(".git/HEAD"));

        let written = build(&[("a", "2")], &target, way);
        assert_eq!(written.carried_over, 4);
        assert_eq!(written.in_one_step, way == Way::OneStep);
        let expected = [
            ".git/",
            ".git/HEAD: ref",
            ".git/refs/",
            "CNAME: example.org",
            "a: 2",
            "empty/",
            "empty/deep/",
            "link -> ../elsewhere",
            "tags/",
            "tags/mine/",
            "tags/mine/note: n",
        ];
        assert_eq!(tree(&target), expected);
        assert_eq!(inode(&target.join(".git/HEAD")), before);
        let mode = fs::metadata(target.join("empty")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o750);
    }
}

#[test]
fn a_worktree_with_nothing_but_git_is_as_good_as_empty() {
    for way in BOTH {
        let (_folder, target) = place();
        fs::create_dir(&target).unwrap();
        fs::write(target.join(".git"), "gitdir: ../x").unwrap();
        build(&[("a", "1")], &target, way);
        assert_eq!(tree(&target), [".git: gitdir: ../x", "a: 1"]);
    }
}

#[test]
fn an_empty_folder_is_taken_with_its_permissions() {
    for way in BOTH {
        let (_folder, target) = place();
        fs::create_dir(&target).unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o2770)).unwrap();
        build(&[("a", "1")], &target, way);
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o7777, 0o2770);
    }
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let (_folder, target) = place();
    fs::create_dir(&target).unwrap();
    fs::write(target.join("thesis.txt"), "years").unwrap();
    let message = refuse_foreign(&target).unwrap_err().to_string();
    let advice = "is not empty and was not made by Dateline; choose another --output or empty it";
    assert_eq!(message, format!("{} {advice}", target.display()));
    assert_eq!(refusal(&[("a", "1")], &target, Way::OneStep), message);
    assert_eq!(tree(&target), ["thesis.txt: years"]);
}

#[test]
fn a_file_and_a_link_to_nowhere_are_refused() {
    let (folder, target) = place();
    fs::write(&target, "file").unwrap();
    assert!(refuse_foreign(&target).unwrap_err().to_string().contains("is not a folder"));
    let link = folder.path().join("link");
    symlink("nowhere", &link).unwrap();
    assert!(refuse_foreign(&link).unwrap_err().to_string().contains("cannot follow the link"));
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    for way in BOTH {
        let (folder, target) = place();
        let real = folder.path().join("disk/site");
        fs::create_dir_all(&real).unwrap();
        symlink("disk/site", &target).unwrap();
        for text in ["1", "2"] {
            build(&[("a", text)], &target, way);
            assert_eq!(tree(&real), [format!("a: {text}")]);
            assert!(fs::symlink_metadata(&target).unwrap().is_symlink());
        }
        assert_eq!(fs::read_dir(folder.path().join("disk")).unwrap().count(), 1);
    }
}

#[test]
fn a_foreign_file_in_the_way_is_an_error_and_nothing_changes() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "1"), ("tags/x", "1")], &target, way);
        fs::write(target.join("CNAME"), "example.org").unwrap();
        fs::write(target.join("tags/note"), "n").unwrap();
        fs::create_dir(target.join("mine")).unwrap();
        let before = (tree(&target), fs::read(target.join(MARKER)).unwrap());
        let message = |file: &str| refusal(&[("a", "2"), (file, "")], &target, way);
        let start = format!("{}/", target.display());

        let advice = "move it, or put it under content/static";
        let no_maker = "was not made by Dateline and the site has a";
        assert_eq!(
            message("CNAME"),
            format!("{start}CNAME {no_maker} file of that name; {advice}")
        );
        assert_eq!(
            message("CNAME/x"),
            format!("{start}CNAME {no_maker} folder of that name; {advice}")
        );
        assert_eq!(
            message("tags"),
            format!("{start}tags/note {no_maker} file named `tags`; {advice}")
        );
        assert_eq!(message("mine"), format!("{start}mine {no_maker} file named `mine`; {advice}"));
        assert_eq!((tree(&target), fs::read(target.join(MARKER)).unwrap()), before);
    }
}

#[test]
fn a_page_edited_by_hand_is_written_again() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "one"), ("b", "1"), ("c", "1")], &target, way);
        fs::write(target.join("a"), "two").unwrap();
        fs::write(target.join("b"), "11").unwrap();
        fs::remove_file(target.join("c")).unwrap();
        let written = build(&[("a", "one"), ("b", "1"), ("c", "1")], &target, way);
        assert_eq!(written.written, 3);
        assert_eq!(tree(&target), ["a: one", "b: 1", "c: 1"]);
    }
}

/// Lets a folder's files be older than they are, as after some time.
fn age(target: &Path, files: &[&str]) {
    for file in files {
        set_time(&target.join(file), SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    }
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

fn time(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_file_older_than_the_record_is_not_read() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "one"), ("b", "1")], &target, way);
        // Nobody can tell this from what the build left: the size is right and the time is old.
        fs::write(target.join("a"), "two").unwrap();
        age(&target, &["a"]);
        build(&[("a", "one"), ("b", "2")], &target, way);
        assert_eq!(tree(&target), ["a: two", "b: 2"]);

        let written = publish(
            &site(&[("a", "one"), ("b", "2")]),
            &target,
            found(&target),
            Last::Replaced,
            way,
        );
        assert_eq!(written.unwrap().written, 2);
        assert_eq!(tree(&target), ["a: one", "b: 2"]);
    }
}

#[test]
fn a_file_as_old_as_the_record_or_younger_is_read() {
    for (way, later) in BOTH.into_iter().flat_map(|way| [0, 1, 3_600_000].map(|ms| (way, ms))) {
        let (_folder, target) = place();
        let files: &[_] = &[("a", "one"), ("b", "1"), ("c", "1")];
        build(files, &target, way);
        fs::write(target.join("a"), "two").unwrap();
        let time = time(&target.join(MARKER)) + Duration::from_millis(later);
        set_time(&target.join("a"), time);
        set_time(&target.join("b"), time);
        let before = inode(&target.join("b"));
        let written = build(files, &target, way);
        assert_eq!((written.written, written.unchanged), (1, 2));
        assert_eq!(tree(&target), ["a: one", "b: 1", "c: 1"]);
        assert_eq!(inode(&target.join("b")), before);
    }
}

#[test]
fn a_record_whose_time_is_not_ours_proves_nothing() {
    type Change = fn(&Path);
    let changes: [Change; 4] = [
        // A checkout, a merge or a copy that came to the record last.
        |record| set_time(record, SystemTime::now()),
        // A program that counts time in whole seconds.
        |record| {
            let seconds = time(record).duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
            set_time(record, SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        },
        // A clock that was set back after the build.
        |record| set_time(record, time(record) + Duration::from_secs(3600)),
        // A record of another state of the site, with the time of this one.
        |record| {
            let sealed = time(record);
            let text = fs::read_to_string(record).unwrap();
            fs::write(record, text.replacen("{\"dateline\"", "{ \"dateline\"", 1)).unwrap();
            set_time(record, sealed);
        },
    ];
    for (way, change) in BOTH.into_iter().flat_map(|way| changes.map(|change| (way, change))) {
        let (_folder, target) = place();
        let files: &[_] = &[("a", "one"), ("b", "1")];
        build(files, &target, way);
        fs::write(target.join("a"), "two").unwrap();
        age(&target, &["a", "b"]);
        let before = inode(&target.join("b"));
        change(&target.join(MARKER));
        let written = build(files, &target, way);
        assert_eq!((written.written, written.unchanged), (1, 1));
        assert_eq!(tree(&target), ["a: one", "b: 1"]);
        assert_eq!(inode(&target.join("b")), before);
    }
}

/// A site of pages that say what they are made of, each with its bytes.
fn sketched<'a>(files: &[(&str, &'a str, &'a str)]) -> Output<'a> {
    let mut output = Output::default();
    for &(path, made_of, text) in files {
        let make = move |to: &mut dyn Sheet| {
            if to.stands(Sketch::of_bytes(made_of.as_bytes())) {
                return Ok(());
            }
            Ok(to.write_all(text.as_bytes())?)
        };
        assert!(output.plan(path, Recipe::Make(Box::new(move |_, to| make(to)))));
    }
    output
}

#[test]
fn what_is_made_of_the_same_is_not_made_again() {
    for way in BOTH {
        let (_folder, target) = place();
        let go = |files: &[(&str, &'static str, &'static str)]| {
            publish(&sketched(files), &target, found(&target), Last::Kept, way).unwrap()
        };
        go(&[("a", "A", "1"), ("b", "B", "1"), ("c", "C", "1")]);
        age(&target, &["a", "b", "c"]);
        let before = inode(&target.join("a"));
        // Only one that was made again has other bytes, and only if it had to be.
        let written = go(&[("a", "A", "2"), ("b", "another B", "2"), ("c", "another C", "1")]);
        assert_eq!((written.written, written.unchanged), (1, 2));
        assert_eq!(tree(&target), ["a: 1", "b: 2", "c: 1"]);
        assert_eq!(inode(&target.join("a")), before);

        // A file that is not as the last build left it proves nothing.
        fs::write(target.join("a"), "one").unwrap();
        age(&target, &["a", "b"]);
        go(&[("a", "A", "3"), ("b", "another B", "3"), ("c", "another C", "3")]);
        assert_eq!(tree(&target), ["a: 3", "b: 2", "c: 1"]);

        // Nor does a record that is not sealed.
        set_time(&target.join(MARKER), SystemTime::now());
        go(&[("a", "A", "3"), ("b", "another B", "4"), ("c", "another C", "4")]);
        assert_eq!(tree(&target), ["a: 3", "b: 4", "c: 4"]);
    }
}

#[test]
fn wherever_something_is_new_all_else_stays_the_same_file() {
    const COUNT: usize = 300;
    let names: Vec<String> = (0..COUNT).map(|at| format!("{}/{at:03}", at % 3)).collect();
    let paths: Vec<&str> = names.iter().map(String::as_str).collect();
    let inodes =
        |target: &Path| -> Vec<_> { names.iter().map(|name| inode(&target.join(name))).collect() };
    for (way, new) in
        BOTH.into_iter().flat_map(|way| [0, COUNT / 2, COUNT - 1].map(|new| (way, new)))
    {
        let (_folder, target) = place();
        let go = |new: Option<usize>| {
            let file = |at: usize| match Some(at) == new {
                true => (paths[at], "another", "2"),
                false => (paths[at], "A", "1"),
            };
            let files: Vec<_> = (0..COUNT).map(file).collect();
            publish(&sketched(&files), &target, found(&target), Last::Kept, way).unwrap()
        };
        go(None);
        age(&target, &paths);
        let before = inodes(&target);
        let written = go(Some(new));
        assert_eq!((written.files, written.written), (COUNT, 1));
        for (at, (before, after)) in before.iter().zip(inodes(&target)).enumerate() {
            assert_eq!(*before == after, at != new, "{}", names[at]);
            let text = fs::read_to_string(target.join(&names[at])).unwrap();
            assert_eq!(text, if at == new { "2" } else { "1" });
        }
    }
}

#[test]
fn what_is_changed_while_a_build_runs_is_found_by_the_next() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "one"), ("b", "1")], &target, way);
        age(&target, &["a"]);
        let output = site(&[("a", "one"), ("b", "2")]);
        let staged = stage(&output, &target, found(&target), Last::Kept).unwrap();
        fs::write(target.join("a"), "two").unwrap();
        live::go_live(staged, way).unwrap();
        build(&[("a", "one"), ("b", "2")], &target, way);
        assert_eq!(tree(&target), ["a: one", "b: 2"]);
    }
}

#[test]
fn what_is_replaced_is_new_from_the_first_file_to_the_last() {
    for way in BOTH {
        let (_folder, target) = place();
        let files: &[_] = &[("a", "1"), ("b/c", "1")];
        build(files, &target, way);
        let before = ["a", "b/c"].map(|path| inode(&target.join(path)));
        let written = publish(&site(files), &target, found(&target), Last::Replaced, way).unwrap();
        assert_eq!((written.written, written.unchanged), (2, 0));
        assert_eq!(tree(&target), ["a: 1", "b/", "b/c: 1"]);
        let after = ["a", "b/c"].map(|path| inode(&target.join(path)));
        assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    }
}

#[test]
fn a_template_mistake_is_told_once_and_nothing_goes_live() {
    let (folder, target) = place();
    build(&[("a", "1")], &target, Way::OneStep);
    let mut output = site(&[("a", "2")]);
    for (path, start) in [("b", 7), ("c", 3), ("d", 7)] {
        let failure = TemplateFailure {
            template: "event.html".into(),
            start,
            end: 9,
            message: "no such field".into(),
        };
        let make = move |_: &mut dyn Sheet| Err(Failure::from(failure.clone()));
        assert!(output.plan(path, Recipe::Make(Box::new(move |_, to| make(to)))));
    }
    for result in [write(&output, &target, found(&target), Last::Kept), rehearse(&output)] {
        let Err(Unwritten::Mistakes(mistakes)) = result else { panic!("{result:?}") };
        let starts = mistakes.iter().map(|mistake| match mistake {
            Mistake::Template(failure) => failure.start,
            Mistake::Picture(_) => panic!("no picture is broken"),
        });
        assert_eq!(starts.collect::<Vec<_>>(), [3, 7]);
    }
    assert_eq!(tree(&target), ["a: 1"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_with_its_path() {
    let (folder, target) = place();
    let mut output = Output::default();
    assert!(output.plan("a", Recipe::Copy(folder.path().join("no.png"))));
    let Err(Unwritten::Disk(error)) = write(&output, &target, found(&target), Last::Kept) else {
        panic!()
    };
    assert_eq!(error.to_string(), format!("cannot read {}/no.png", folder.path().display()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let (folder, target) = place();
    let mut output = Output::default();
    assert!(output.plan("a", Recipe::Make(Box::new(|_, _| panic!("a bug of ours")))));
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        write(&output, &target, found(&target), Last::Kept)
    }));
    assert!(caught.is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_rehearsal_counts() {
    let written = rehearse(&site(&[("a", "1"), ("b/c", "22")])).unwrap();
    assert_eq!((written.files, written.bytes, written.written), (2, 3, 0));
}

#[test]
fn a_damaged_record_loses_nothing() {
    let damages =
        ["", "<<<<<<< HEAD", "{\"dateline\": 1}", "{\"dateline\": 1, \"files\": {\"a\": 3}}"];
    for (way, damage) in BOTH.into_iter().flat_map(|way| damages.map(|damage| (way, damage))) {
        let (_folder, target) = place();
        build(&[("a", "1"), ("old/b", "1")], &target, way);
        fs::write(target.join("mine"), "m").unwrap();
        fs::write(target.join(MARKER), damage).unwrap();
        let written = build(&[("a", "1"), ("c", "1")], &target, way);
        assert_eq!((written.written, written.carried_over), (2, 2));
        assert_eq!(tree(&target), ["a: 1", "c: 1", "mine: m", "old/", "old/b: 1"]);
        assert_eq!(build(&[("a", "1"), ("c", "1")], &target, way).unchanged, 2);
    }
}

#[test]
fn a_record_of_a_newer_dateline_is_refused() {
    let (_folder, target) = place();
    fs::create_dir(&target).unwrap();
    fs::write(target.join(MARKER), "{\"dateline\": 4, \"pages\": []}").unwrap();
    assert!(refuse_foreign(&target).unwrap_err().to_string().contains("by a newer Dateline"));
    let Err(error) = Published::read(&target) else { panic!("it is read") };
    assert!(error.to_string().contains("format 4"), "{error:#}");
}

#[test]
fn a_record_cannot_name_a_file_outside() {
    for way in BOTH {
        let (folder, target) = place();
        build(&[("a", "1")], &target, way);
        let precious = folder.path().join("precious");
        fs::write(&precious, "1").unwrap();
        let record = fs::read_to_string(target.join(MARKER)).unwrap();
        fs::write(target.join(MARKER), record.replace("\"a\"", "\"../precious\"")).unwrap();
        fs::remove_file(target.join("a")).unwrap();
        build(&[("b", "1")], &target, way);
        assert_eq!(fs::read_to_string(&precious).unwrap(), "1");
    }
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    for way in BOTH {
        let (_folder, target) = place();
        let file: &[_] = &[("a", "1"), ("z", "1")];
        let folder: &[_] = &[("a/b/c", "1"), ("a/d", "1"), ("z", "1")];
        build(file, &target, way);
        for _ in 0..2 {
            build(folder, &target, way);
            assert_eq!(tree(&target), ["a/", "a/b/", "a/b/c: 1", "a/d: 1", "z: 1"]);
            build(file, &target, way);
            assert_eq!(tree(&target), ["a: 1", "z: 1"]);
        }
    }
}

#[test]
fn an_interrupted_build_is_finished_by_the_next() {
    type Phase = fn(&Staged<'_>) -> anyhow::Result<()>;
    let phases: [Phase; 3] =
        [file_by_file::announce, file_by_file::clear_the_way, file_by_file::move_in];
    let old: &[_] = &[("a", "1"), ("b", "1"), ("f", "1"), ("gone/x", "1"), ("k/l", "1")];
    let new: &[_] = &[("a", "2"), ("b", "1"), ("f/g", "2"), ("k", "2"), ("new/y", "2")];
    for (way, done) in BOTH.into_iter().flat_map(|way| (1..=3).map(move |done| (way, done))) {
        for next in [new, old, &[("a", "3")]] {
            let (_folder, target) = place();
            build(old, &target, way);
            fs::write(target.join("gone/mine"), "m").unwrap();
            let output = site(new);
            let staged = stage(&output, &target, found(&target), Last::Kept).unwrap();
            phases[..done].iter().for_each(|phase| phase(&staged).unwrap());
            drop(staged);

            let written = build(next, &target, way);
            assert_eq!(written.carried_over, 1);
            let (_other_folder, other) = place();
            build(next, &other, way);
            fs::create_dir_all(other.join("gone")).unwrap();
            fs::write(other.join("gone/mine"), "m").unwrap();
            assert_eq!(tree(&target), tree(&other));
            let record = |folder: &Path| fs::read_to_string(folder.join(MARKER)).unwrap();
            assert_eq!(record(&target), record(&other));
        }
    }
}

#[test]
fn long_files_are_what_short_ones_are() {
    let [one, other] = ["one line\n", "other\n"].map(|line| line.repeat(300_000));
    for way in BOTH {
        let (_folder, target) = place();
        let files = |long| [("a/long", long), ("b", "1")];
        let written = |long| {
            let Written { written, unchanged, bytes, .. } = build(&files(long), &target, way);
            assert!(fs::read_to_string(target.join("a/long")).unwrap() == *long);
            assert_eq!(bytes, long.len() as u64 + 1);
            (written, unchanged)
        };
        assert_eq!(written(&one), (2, 0));
        assert_eq!(written(&one), (0, 2));
        assert_eq!(written(&other), (1, 1));
    }
}

#[test]
fn what_was_published_since_the_record_was_read_stays() {
    for way in BOTH {
        let (_folder, target) = place();
        let nothing = found(&target);
        build(&[("a", "1")], &target, way);
        let first = found(&target);
        build(&[("a", "2")], &target, way);
        for published in [nothing, first] {
            let result = publish(&site(&[("a", "3")]), &target, published, Last::Kept, way);
            let Err(Unwritten::Disk(error)) = result else { panic!("{way:?}") };
            assert!(error.to_string().contains("in the meantime"), "{error:#}");
            assert_eq!(fs::read_to_string(target.join("a")).unwrap(), "2");
        }
    }
}

#[test]
fn what_a_killed_build_left_is_cleaned_up_but_not_what_a_living_one_holds() {
    let (folder, target) = place();
    for left in [".public.dateline-abc/x", "public/.dateline-staging-abc/x"] {
        fs::create_dir_all(folder.path().join(left)).unwrap();
    }
    fs::write(target.join(".dateline-staging-file"), "").unwrap();
    let living = staging::Staging::new(&folder.path().join("public")).unwrap();
    publish(&site(&[("a", "1")]), &target, found(&target), Last::Kept, Way::OneStep).unwrap();
    assert_eq!(tree(&target), ["a: 1"]);
    assert!(living.path().is_dir());
    drop(living);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_build_that_another_one_outran_gives_up() {
    for way in BOTH {
        let (_folder, target) = place();
        build(&[("a", "1"), ("b", "1")], &target, way);
        let output = site(&[("a", "2"), ("b", "1")]);
        let staged = stage(&output, &target, found(&target), Last::Kept).unwrap();
        publish(&site(&[("a", "3"), ("b", "3")]), &target, found(&target), Last::Kept, way)
            .unwrap();
        let message = live::go_live(staged, way).map(|_| ()).unwrap_err().to_string();
        assert!(message.contains("another build published"), "{message}");
        build(&[("a", "3"), ("b", "3")], &target, way);
        assert_eq!(tree(&target), ["a: 3", "b: 3"]);
    }
}

#[test]
fn what_comes_while_the_old_site_goes_is_kept() {
    let (folder, target) = place();
    build(&[("a", "1")], &target, Way::OneStep);
    fs::write(target.join("mine"), "1").unwrap();
    let output = site(&[("a", "2")]);
    let staged = stage(&output, &target, found(&target), Last::Kept).unwrap();
    fs::write(target.join("late"), "l").unwrap();
    let message = live::go_live(staged, Way::OneStep).map(|_| ()).unwrap_err().to_string();
    assert!(message.starts_with("the new site is live"), "{message}");
    assert_eq!(tree(&target), ["a: 2", "mine: 1"]);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| *path != target)
        .collect();
    let [left] = &left[..] else { panic!("{left:?}") };
    assert!(left.file_name().unwrap().to_string_lossy().starts_with("public.left-over-"));
    assert_eq!(tree(left), ["late: l"]);
}

#[test]
fn what_an_editor_saves_while_the_folders_are_exchanged_is_kept() {
    let (_folder, target) = place();
    build(&[("a", "1")], &target, Way::OneStep);
    fs::write(target.join("mine"), "1").unwrap();
    let output = site(&[("a", "2")]);
    let mut staged = stage(&output, &target, found(&target), Last::Kept).unwrap();
    assert!(live::complete(&staged).unwrap());
    fs::write(target.join("saved"), "2").unwrap();
    fs::rename(target.join("saved"), target.join("mine")).unwrap();
    platform::exchange(staged.staging.path(), &target).unwrap();
    staged.staging.keep();
    let message = format!("{:#}", live::remove_old(&staged).unwrap_err());
    let left = message.split("see ").nth(1).unwrap().split(':').next().unwrap();
    assert_eq!(tree(Path::new(left)), ["mine: 2"]);
    assert_eq!(tree(&target), ["a: 2", "mine: 1"]);
}

#[test]
fn a_site_cannot_have_names_that_lead_astray() {
    let names = ["../x", "/x", "a//b", "a/./b", MARKER, ".dateline-staging-x/y", "a\\b", ""];
    for name in names {
        let (folder, target) = place();
        assert!(refusal(&[(name, "1")], &target, Way::OneStep).contains("cannot have"), "{name}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let (_folder, target) = place();
    let message = refusal(&[("a", "1"), ("a/b", "1")], &target, Way::OneStep);
    assert_eq!(message, "the site cannot have both a file and a folder named `a`");
}
