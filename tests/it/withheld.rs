//! Nothing of what is left out reaches the output: every field of such an entry holds a word of its own, which is looked
//! for in every file and every file's name; and once the entry is published, its words are there, so this can fail.

use std::path::Path;

use crate::program::{bytes, folder_of, put, run};

/// A way to be left out, as a field of the front matter.
const WAYS: [(&str, &str); 3] =
    [("draft", "draft: true"), ("embargo", "embargo: 2026-06-01"), ("gate", "status: claimed")];

/// A site in which nothing is left out but what the caller adds.
const SITE: [(&str, &str); 4] = [
    (
        "dateline.yaml",
        "title: A site\nbase_url: https://example.org/\nsummary: Not [yet](event:qdraftqid).\n\
         taxonomies: [weapon]\nfigures: [killed, qdraftqfigure, qembargoqfigure, qgateqfigure]\n\
         gate: {status: reported}\nregistries: {places: free}\n",
    ),
    (
        "content/events/shown.yaml",
        "- id: shown\n  date: 2026-02-01\n  title: Shown\n  status: reported\n\
         \x20 summary: \"[One](event:qdraftqid), [two](event:qembargoqid), [three](event:qgateqid), [four](events/qgateqid.html), [five](event:qgateqalias), [six](article:qdraftqarticle).\"\n\
         \x20 after: [qdraftqid, qembargoqid]\n\
         \x20 related: [{event: qdraftqid, how: causes}, {event: qgateqid}, {event: qembargoqarticle}]\n\
         \x20 passages: [{article: qdraftqarticle, quote: qdraftqbody}]\n\
         \x20 internal: {who: qshownqinternal, qshownqkeyinternal: [qshownqiteminternal]}\n\
         - {id: first, date: 1900, title: First, status: reported}\n",
    ),
    (
        "content/articles/told.md",
        "---\ntitle: Shown too\ndate: 2026-02-03\n---\n\nWords of [the draft](event:qdraftqid), of [the gated one](event:qgateqid) and of [an article](qdraftqarticle.md).\n",
    ),
    (
        "content/pages/about.md",
        "---\ntitle: About\n---\n\nSee [it](event:qembargoqid) and [it](../articles/qembargoqarticle.md).\n",
    ),
];

/// What of an entry no page shows, published or not: what is for other themes, for the desk alone, in other languages.
const UNSEEN: [&str; 3] = ["extra", "internal", "translation"];

#[test]
fn nothing_of_what_is_left_out_is_in_the_output() {
    let site = site(|_, field| field.to_owned());
    let answer = run(site.path(), ["build", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(
        answer.stdout.contains("left out draft: qdraftqid, qdraftqarticle"),
        "{}",
        answer.stdout
    );
    let found: Vec<String> = canaries(site.path())
        .into_iter()
        .filter_map(|word| found(site.path(), &word).map(|path| format!("{word} in {path}")))
        .collect();
    assert!(found.is_empty(), "what is left out is in the output: {found:#?}");
}

#[test]
fn all_of_it_is_there_once_it_is_published() {
    let site = published();
    let answer = run(site.path(), ["build", "--now", "2026-07-01", "--drafts"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(!answer.stdout.contains("left out"), "{}", answer.stdout);
    let is_unseen = |word: &str| UNSEEN.iter().any(|unseen| word.ends_with(unseen));
    let is_wrong = |word: &String| found(site.path(), word).is_none() != is_unseen(word);
    let wrong: Vec<String> = canaries(site.path()).into_iter().filter(is_wrong).collect();
    assert!(wrong.is_empty(), "not in the output as they should or should not be: {wrong:?}");
}

#[test]
fn links_to_what_is_left_out_keep_their_words() {
    let site = site(|_, field| field.to_owned());
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    let page = |path: &str| {
        std::fs::read_to_string(site.path().join("public").join(path)).expect("it is there")
    };
    for (path, words) in [
        (
            "events/shown.html",
            "<a>One</a>, <a>two</a>, <a>three</a>, <a>four</a>, <a>five</a>, <a>six</a>",
        ),
        (
            "articles/told.html",
            "Words of <a>the draft</a>, of <a>the gated one</a> and of <a>an article</a>",
        ),
        ("about.html", "See <a>it</a> and <a>it</a>"),
        ("index.html", "Not <a>yet</a>"),
    ] {
        assert!(page(path).contains(words), "{path}: {}", page(path));
    }
}

/// The same site with all of it published, given the time and `--drafts`.
fn published() -> tempfile::TempDir {
    site(|way, field| if way == "gate" { "status: reported".to_owned() } else { field.to_owned() })
}

/// A site with an event and an article for each way to be left out; `field` says with which field.
fn site(field: impl Fn(&str, &str) -> String) -> tempfile::TempDir {
    let site = folder_of(&SITE);
    let mut registries = [String::new(), String::new(), String::new()];
    for (way, usual) in WAYS {
        let q = |word: &str| format!("q{way}q{word}");
        let field = field(way, usual);
        let status = if way == "gate" { "" } else { "status: reported\n" };
        let event = EVENT.replace("{field}\n", &format!("{field}\n{status}")).replace("Q-", &q(""));
        put(&site.path().join(format!("content/events/{way}.md")), event.as_bytes());
        let [places, actors, sources] = &mut registries;
        *places += &PLACES.replace("Q-", &q(""));
        *actors += &ACTORS.replace("Q-", &q(""));
        *sources += &SOURCES.replace("Q-", &q(""));
        let media = site.path().join("content/media");
        put(&media.join(q("picture.svg")), SVG.replace("Q-", &q("")).as_bytes());
        for name in ["copy.txt", "linked.txt", "copyinfull.txt"] {
            put(&media.join(q(name)), q("bytes").as_bytes());
        }
        // The gate does not keep articles back.
        if way != "gate" {
            let article = ARTICLE.replace("{field}", &field).replace("Q-", &q(""));
            let path = format!("content/articles/{}.md", q("article"));
            put(&site.path().join(path), article.as_bytes());
        }
    }
    for (name, registry) in ["places", "actors", "sources"].iter().zip(registries) {
        put(&site.path().join(format!("content/{name}.yaml")), registry.as_bytes());
    }
    // A page and a timeline can be drafts too.
    for (folder, name) in [("pages", "qdraftqpage"), ("timelines", "qdraftqtimeline")] {
        let text = format!(
            "---\ntitle: {name}title\nsummary: {name}summary\ndraft: true\n---\n\n{name}body\n"
        );
        put(&site.path().join(format!("content/{folder}/{name}.md")), text.as_bytes());
    }
    site
}

const EVENT: &str = r#"---
id: Q-id
{field}
date: 1931-05-17
date_note: Q-datenote
title: {en: Q-title, ar: Q-translation}
summary: Q-summary, [Q-linkwords](event:shown)
weight: 5
places: [Q-place, Q-freeplace]
actors: [Q-actor, Q-freeactor]
tags: [Q-tag]
taxonomies: {weapon: [Q-term]}
after: [first]
sources:
  - Q-source
  - {publisher: Q-publisher, title: Q-sourcetitle, url: "https://example.org/Q-url", author: Q-author, origin: Q-origin, archived: "https://example.org/Q-archived", copy: media/Q-copyinfull.txt, note: Q-sourcenote}
  - Q-free source
  - https://example.org/Q-address
accounts:
  - {by: Q-by, says: Q-says, date: 1931-05-18, figures: {Q-figure: 3}, source: Q-accountsource}
  - {by: Q-otherby, figures: {Q-figure: 4}, source: https://example.org/Q-accountaddress}
figures: {killed: {low: 20, high: 40, source: Q-figuresource}}
passages: [{article: told, quote: Words of}]
related: [{event: shown, how: context}]
media:
  - {file: media/Q-picture.svg, alt: Q-alt, caption: Q-caption, credit: Q-credit, licence: Q-licence}
corrections: [{date: 2026-02-24, text: Q-correction}]
note: Q-note
internal: Q-internal
published: 2026-02-25
aliases: [Q-alias]
extra: {any: Q-extra}
---

## Q-heading

Q-body with [Q-filewords](media/Q-linked.txt).
"#;

const ARTICLE: &str = r#"---
{field}
title: Q-articletitle
date: 2026-02-26
byline: Q-byline
summary: Q-articlesummary
tags: [Q-articletag]
actors: [Q-articleactor]
places: [Q-articleplace]
taxonomies: {weapon: [Q-articleterm]}
source: {publisher: Q-articlepublisher, title: Q-articlesource}
corrections: [{date: 2026-02-27, text: Q-articlecorrection}]
related: [{event: shown}]
aliases: [Q-articlealias]
extra: {any: Q-articleextra}
---

Q-body, and [Q-saidwords](event:shown).
"#;

const PLACES: &str = "Q-place: {name: Q-placename, country: Q-country, aliases: [Q-placealias], note: Q-placenote, lat: 35.1, lon: 39.2, within: Q-outer}\nQ-outer: {name: Q-outername}\n";
const ACTORS: &str = "Q-actor: {name: Q-actorname, kind: force, aliases: [Q-actoralias], description: Q-description, links: [\"https://example.org/Q-actorlink\"]}\n";
const SOURCES: &str = "Q-source: {publisher: Q-registered, title: Q-registeredtitle, copy: media/Q-copy.txt}\nQ-accountsource: {title: Q-accountsourcetitle}\nQ-figuresource: {title: Q-figuresourcetitle}\n";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><title>Q-svgtitle</title></svg>";

/// Every word of the site's files that begins as a canary does; and the day on which what is left out happened.
fn canaries(site: &Path) -> Vec<String> {
    let mut words: Vec<String> = vec!["1931-05-17".into(), "1931-05-18".into()];
    for (path, content) in bytes(&site.join("content")) {
        let text = path + "\n" + &String::from_utf8(content).expect("all of it is text");
        let is_canary = |word: &&str| {
            ["qdraftq", "qembargoq", "qgateq", "qshownq"]
                .iter()
                .any(|begin| word.starts_with(begin))
        };
        let parts = text.split(|char: char| !char.is_ascii_alphanumeric());
        words.extend(parts.filter(is_canary).map(str::to_owned));
    }
    words.sort();
    words.dedup();
    assert!(words.len() > 150, "there is something to look for: {}", words.len());
    words
}

/// The first file of the output whose name or content has a word in it, in whatever case.
fn found(site: &Path, word: &str) -> Option<String> {
    bytes(&site.join("public")).into_iter().find_map(|(path, content)| {
        let text = String::from_utf8_lossy(&content).to_lowercase();
        (path.contains(word) || text.contains(word)).then_some(path)
    })
}
