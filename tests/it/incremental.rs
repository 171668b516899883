//! A build over the last one: only the files that show a change are written, and what was altered in between is put right.

#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::program::{bytes, copy, differing, files, folder, folder_of, put, repository, run};

const RECORD: &str = ".dateline.json";

/// The event that is changed.
const CHANGED: usize = 137;

/// 300 events over twelve years, with tags, actors and places, some of them with a day of publication.
fn events(changed: &str) -> String {
    let mut events = String::new();
    for number in 0..300 {
        let (year, month, day) = (2012 + number % 12, number % 11 + 1, number % 27 + 1);
        let summary = if number == CHANGED { changed } else { "What happened then." };
        write!(
            events,
            "- id: event-{number}\n  date: {year}-{month:02}-{day:02}\n  title: Event {number}\n  \
             summary: {summary}\n  tags: [tag-{}, tag-{}]\n  actors: [Actor {}]\n  places: [place-{}]\n",
            number % 7,
            number % 5 + 7,
            number % 13,
            number % 10,
        )
        .expect("a string takes any text");
        // The changed one is the newest.
        let year = if number == CHANGED { 2026 } else { 2025 };
        if number % 3 == 2 {
            writeln!(events, "  published: {year}-01-{day:02}").expect("the same");
        }
    }
    events
}

/// The site with the changed event as `summary` has it.
fn site(summary: &str) -> TempDir {
    let places: String =
        (0..10).map(|number| format!("place-{number}: {{name: Place {number}}}\n")).collect();
    folder_of(&[
        (
            "dateline.yaml",
            "title: A site\nbase_url: https://example.org/t/\npage_size: 20\nlints: {no-source: allow}\n",
        ),
        ("content/places.yaml", &places),
        ("content/events/all.yaml", &events(summary)),
    ])
}

/// Builds, and answers the last line of the summary.
fn build(site: &Path, more: &[&str]) -> String {
    let arguments = ["build", "--now", "2026-03-01"].into_iter().chain(more.iter().copied());
    let answer = run(site, arguments);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let told = format!("{}{}", answer.stdout, answer.stderr);
    told.lines().find(|line| line.starts_with("written")).expect("the summary says it").to_owned()
}

/// When each file was last written, and which file it is.
fn states(public: &Path) -> BTreeMap<String, (SystemTime, u64)> {
    let state = |disk: &Path| {
        let metadata = fs::metadata(disk).expect("the file is there");
        (metadata.modified().expect("it has a time"), metadata.ino())
    };
    files(public).into_iter().map(|(path, disk)| (path, state(&disk))).collect()
}

/// The files of the second state that are not as they were in the first.
fn rewritten(
    before: &BTreeMap<String, (SystemTime, u64)>,
    after: &BTreeMap<String, (SystemTime, u64)>,
) -> Vec<String> {
    after
        .iter()
        .filter(|(path, state)| before.get(*path) != Some(*state))
        .map(|(path, _)| path.clone())
        .collect()
}

/// Sets the time of every file below a folder.
fn touch(public: &Path, time: SystemTime) {
    for (_, disk) in files(public) {
        File::options()
            .append(true)
            .open(disk)
            .and_then(|file| file.set_modified(time))
            .expect("files have times");
    }
}

#[test]
fn a_change_of_one_summary_rewrites_the_files_that_show_it() {
    let site = site("Nobody knew of the letter.");
    let public = site.path().join("public");
    build(site.path(), &[]);
    let (before, old) = (states(&public), bytes(&public));
    assert!(old.len() > 600, "{} files are a whole site", old.len());

    fs::write(site.path().join("content/events/all.yaml"), events("Somebody knew of the letter."))
        .expect("it can be written");
    let told = build(site.path(), &[]);
    let (after, new) = (states(&public), bytes(&public));
    let rewritten = rewritten(&before, &after);
    assert_eq!(rewritten, differing(&old, &new));

    // By what files say: those with the summary in them, and the record of all.
    let shows = |bytes: &[u8], word: &str| String::from_utf8_lossy(bytes).contains(word);
    let showing: Vec<&String> = new
        .iter()
        .filter(|(path, bytes)| *path == RECORD || shows(bytes, "Somebody knew"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(rewritten.iter().collect::<Vec<_>>(), showing);
    assert!(!new.values().any(|bytes| shows(bytes, "Nobody knew")));

    // By what the event has: its page, and a list for each of its year, tags, actor and place.
    let kinds: BTreeSet<&str> =
        rewritten.iter().map(|path| path.split('/').next().expect("a path has parts")).collect();
    for kind in ["events", "years", "tags", "actors", "places", "feed.xml"] {
        assert!(kinds.contains(kind), "{kind} is not among {rewritten:?}");
    }
    assert!(rewritten.contains(&format!("events/event-{CHANGED}.html")));
    assert_eq!(rewritten.iter().filter(|path| path.starts_with("events/")).count(), 1);
    assert!(rewritten.len() < 20, "{rewritten:?}");
    let unchanged = new.len() - rewritten.len();
    assert!(told.contains(&format!("({unchanged} unchanged)")), "{told}");
}

#[test]
fn a_second_build_of_the_same_touches_nothing() {
    let site = site("The same.");
    let public = site.path().join("public");
    build(site.path(), &[]);
    let before = states(&public);
    build(site.path(), &[]);
    assert_eq!(states(&public), before);

    // Nor does one that had to read all, since the times are those of somebody else.
    touch(&public, SystemTime::now());
    let before = states(&public);
    build(site.path(), &[]);
    assert_eq!(states(&public), before);
}

#[test]
fn a_record_of_more_files_than_are_put_down_at_once_is_whole() {
    let count = 1_500;
    let mut pages = String::new();
    for number in 0..count {
        writeln!(pages, "- {{id: event-{number}, date: 2012, title: Event}}")
            .expect("a string takes any text");
    }
    // A page for each event and next to nothing else.
    let settings = "title: A site\noutputs: [events]\nlints: {no-source: allow}\n";
    let site =
        folder_of(&[("dateline.yaml", settings), ("content/events/all.yaml", pages.as_str())]);
    build(site.path(), &[]);
    let record = fs::read(site.path().join("public").join(RECORD)).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    let recorded: BTreeSet<&str> =
        record["files"].as_object().unwrap().keys().map(String::as_str).collect();
    let written = files(&site.path().join("public"));
    let written: BTreeSet<&str> =
        written.iter().map(|(path, _)| path.as_str()).filter(|path| *path != RECORD).collect();
    assert!(recorded.len() > count && recorded == written);
    let again = build(site.path(), &[]);
    assert!(again.contains(&format!("{} unchanged", recorded.len())), "{again}");
}

#[test]
fn what_was_altered_or_removed_behind_its_back_is_written_anew() {
    let site = site("The same.");
    let public = site.path().join("public");
    build(site.path(), &[]);
    let right = bytes(&public);
    let page = |number: usize| public.join(format!("events/event-{number}.html"));
    let text = fs::read_to_string(page(2)).expect("there is such a page");
    let (longer, as_long) = (format!("{text}!"), text.replace("What happened", "what happened"));
    assert_ne!(as_long, text);

    fs::write(page(1), longer).expect("it can be written");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options()
        .append(true)
        .open(page(1))
        .and_then(|file| file.set_modified(long_ago))
        .expect("it has a time");
    fs::write(page(2), as_long).expect("it can be written");
    fs::remove_file(page(3)).expect("it can be removed");
    let before = states(&public);
    build(site.path(), &[]);
    assert_eq!(differing(&bytes(&public), &right), Vec::<String>::new());
    let mut expected: Vec<String> =
        [1, 2, 3].map(|number| format!("events/event-{number}.html")).into();
    expected.insert(0, RECORD.to_owned());
    assert_eq!(rewritten(&before, &states(&public)), expected);
}

#[test]
fn force_writes_every_file_anew() {
    let site = site("The same.");
    let public = site.path().join("public");
    build(site.path(), &[]);
    let (before, right) = (states(&public), bytes(&public));
    // As if it had been there when the record was written.
    let page = public.join("events/event-2.html");
    let text = fs::read_to_string(&page).expect("there is such a page");
    fs::write(&page, text.replace("What happened", "what happened")).expect("it can be written");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options()
        .append(true)
        .open(&page)
        .and_then(|file| file.set_modified(long_ago))
        .expect("it has a time");

    let told = build(site.path(), &["--force"]);
    assert!(!told.contains("unchanged"), "{told}");
    assert_eq!(bytes(&public), right);
    let after = states(&public);
    assert!(before.iter().all(|(path, (_, inode))| after[path].1 != *inode));
}

#[test]
fn a_copy_without_times_and_a_tree_without_its_record() {
    let site = site("The same.");
    let public = site.path().join("public");
    build(site.path(), &[]);
    let right = bytes(&public);

    // A copy in which one page is another, and which came to the record last: nothing of it is believed.
    let copied = folder();
    let target = copied.path().join("public");
    copy(&public, &target);
    let page = target.join("events/event-2.html");
    let text = fs::read_to_string(&page).expect("there is such a page");
    fs::write(&page, text.replace("What happened", "what happened")).expect("it can be written");
    fs::copy(public.join(RECORD), target.join(RECORD)).expect("it can be copied");
    let before = states(&target);
    let output = target.to_string_lossy().into_owned();
    build(site.path(), &["--output", &output]);
    assert_eq!(differing(&bytes(&target), &right), Vec::<String>::new());
    assert_eq!(rewritten(&before, &states(&target)), [RECORD, "events/event-2.html"]);

    // Without its record the folder is anybody's, and is not written into; emptied, it is filled again.
    fs::remove_file(public.join(RECORD)).expect("it can be removed");
    let answer = run(site.path(), ["build", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer.stderr.contains("is not empty and was not made by Dateline"),
        "{}",
        answer.stderr
    );
    let forced = run(site.path(), ["build", "--now", "2026-03-01", "--force"]);
    assert_eq!(forced.code, 2, "what is somebody else's is not written over by force");
    // An empty record says whose folder it is and nothing else: what the site has is written anew.
    fs::write(public.join(RECORD), "").expect("it can be written");
    build(site.path(), &[]);
    assert_eq!(differing(&bytes(&public), &right), Vec::<String>::new());
}

/// An edit of the example site: in this file, this text becomes another one; an empty one means the end of the file.
type Edit = (&'static str, &'static str, &'static str);

/// One for each thing that a page can show, and for each that decides how.
const EDITS: [&[Edit]; 32] = [
    &[(
        "content/events/2026-february.yaml",
        "title: US hands over its",
        "title: The US hands over its",
    )],
    &[(
        "content/events/2026-february.yaml",
        "date: 2026-02-11\n  title",
        "date: 2026-02-09~\n  title",
    )],
    &[(
        "content/events/2026-february.yaml",
        "status: confirmed\n  weight: 3",
        "status: claimed\n  weight: 5",
    )],
    &[(
        "content/events/2026-february.yaml",
        "related:\n    - {event: shaddadi-prison-2026, how: context}",
        "after: [shaddadi-prison-2026]",
    )],
    &[("content/events/2013-2019-caliphate.yaml", "date: 2013-04\n", "date: 2013-05-02\n")],
    &[(
        "content/events/2013-2019-caliphate.yaml",
        "- by: Associated Press\n",
        "- by: The Associated Press\n",
    )],
    &[(
        "content/events/2013-2019-caliphate.yaml",
        "published: 2026-02-24",
        "published: 2026-03-07",
    )],
    &[(
        "content/events/2013-2019-caliphate.yaml",
        "tags: [origins, leadership]",
        "tags: [origins, a-new-tag]",
    )],
    &[("content/actors.yaml", "name: Hayat Tahrir al-Sham", "name: Hay’at Tahrir al-Sham")],
    &[("content/actors.yaml", "until his death in 2019.", "until he died in 2019.")],
    &[(
        "content/places.yaml",
        "name: Damascus\n  country: Syria\n  lat: 33.51",
        "name: Damascus city\n  country: Syria\n  lat: 33.52",
    )],
    &[("content/sources.yaml", "publisher: Pulse Nigeria", "publisher: Pulse")],
    &[("content/sources.yaml", "origin: AP\n", "origin: [AP, AFP]\n")],
    &[("content/articles/fall-of-assad.md", "title: The days", "title: Days")],
    &[(
        "content/articles/fall-of-assad.md",
        "The attackers came from Idlib.",
        "They *came* from [Idlib](event:nusra-split-2016).",
    )],
    &[(
        "content/articles/fall-of-assad.md",
        "updated: 2026-03-05T09:00:00Z",
        "updated: 2026-03-09T09:00:00Z",
    )],
    &[(
        "content/timelines/raqqa.md",
        "places: [raqqa, raqqa-province, al-wasata, al-sabahiya]",
        "places: [raqqa]",
    )],
    &[("content/pages/about.md", "", "\nOne more sentence.\n")],
    &[(
        "dateline.yaml",
        "id: rise\n    title: ISIL’s rise",
        "id: rise\n    title: The rise of ISIL",
    )],
    &[("dateline.yaml", "", "calendars: [islamic-umalqura]\n")],
    &[("dateline.yaml", "", "page_size: 12\n")],
    &[("dateline.yaml", "", "order: newest\n")],
    &[("dateline.yaml", "timezone: UTC", "timezone: Asia/Damascus")],
    &[(
        "dateline.yaml",
        "base_url: https://dateline.example/",
        "base_url: https://dateline.example/there/",
    )],
    &[
        ("dateline.yaml", "", "theme: own\n"),
        (
            "themes/own/templates/card.html",
            "",
            "<article class=\"card\" id=\"{{ card.id }}\"><a href=\"{{ card.root }}{{ card.href }}\">{{ card.title }}</a></article>\n",
        ),
    ],
    &[("themes/own/templates/footer.html", "", "<footer>{{ site.title }}</footer>\n")],
    &[("themes/own/templates/card.html", "</article>", "!</article>")],
    &[("themes/own/i18n/en.yaml", "", "timeline: All of it\n")],
    &[("themes/own/css/99-own.css", "", "p { color: red }\n")],
    &[(
        "content/events/one-more.md",
        "",
        "---\nid: one-more\ndate: 2024-12-09\ntitle: One more\nbefore: [tanf-withdrawal]\n---\n",
    )],
    &[(
        "content/events/one-more.md",
        "title: One more",
        "title: One more\nstatus: retracted\nretracted: It was not so.",
    )],
    &[("content/events/one-more.md", "id: one-more", "id: another\naliases: [one-more]")],
];

/// What a page shows may come from any file. Whatever is edited, a build over the last one gives the same bytes as one
/// from nothing.
#[test]
fn a_build_over_the_last_one_gives_what_one_from_nothing_gives() {
    let site = folder();
    copy(&repository().join("content"), &site.path().join("content"));
    fs::copy(repository().join("dateline.yaml"), site.path().join("dateline.yaml"))
        .expect("it can be copied");
    let over = site.path().join("public");
    build(site.path(), &[]);
    let mut rewritten_pages = Vec::new();
    for edits in EDITS {
        for (path, old, new) in edits {
            let disk = site.path().join(path);
            let text = fs::read_to_string(&disk).unwrap_or_default();
            let edited = match old.is_empty() {
                true => format!("{text}{new}"),
                false => text.replacen(old, new, 1),
            };
            assert_ne!(edited, text, "{path}: {old}");
            put(&disk, edited.as_bytes());
        }
        let before = states(&over);
        build(site.path(), &[]);
        rewritten_pages.push(rewritten(&before, &states(&over)).len());
        let anew = folder();
        let output = anew.path().join("public").to_string_lossy().into_owned();
        build(site.path(), &["--output", &output]);
        let differ = differing(&bytes(&over), &bytes(Path::new(&output)));
        assert_eq!(differ, Vec::<String>::new(), "after {edits:?}");
    }
    let all = files(&over).len();
    assert!(
        rewritten_pages.iter().all(|count| *count > 1),
        "each edit is seen: {rewritten_pages:?}"
    );
    assert!(
        rewritten_pages.iter().filter(|count| **count < all / 4).count() > 10,
        "most pages stay as they are: {rewritten_pages:?} of {all}"
    );
}
