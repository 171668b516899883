//! The bibliography's addresses.

use crate::program::{bytes, folder_of, run};

#[test]
fn a_source_s_anchor_is_its_key_or_digits_of_its_address_and_is_taken_once() {
    let url = "https://example.org/report";
    let digits = blake3::hash(url.as_bytes()).to_hex()[..12].to_owned();
    let registry = format!("{digits}:\n  title: A key like digits\nwire:\n  title: A wire\n");
    let event = |id: &str, source: &str| {
        format!("- {{id: {id}, date: 2026-02-01, title: {id}, sources: [{source}]}}\n")
    };
    let events = [
        event("one", &digits),
        event("two", "wire"),
        event("three", &format!("{{title: B, url: \"{url}\"}}")),
        event("four", &format!("{{title: C, url: \"{url}\"}}")),
        event("five", "{title: Without an address}"),
    ];
    let site = folder_of(&[
        ("dateline.yaml", "title: A site\n"),
        ("content/sources.yaml", &registry),
        ("content/events/all.yaml", &events.concat()),
    ]);
    let answer = run(site.path(), ["build", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let public = bytes(&site.path().join("public"));
    let page = String::from_utf8_lossy(&public["sources.html"]).into_owned();
    let titled = blake3::hash(b"Without an address").to_hex()[..12].to_owned();
    let anchors = [
        (digits.clone(), "A key like digits"),
        ("wire".to_owned(), "A wire"),
        (format!("{digits}-2"), "B"),
        (format!("{digits}-3"), "C"),
        (titled, "Without an address"),
    ];
    for (anchor, title) in anchors {
        let (_, rest) = page
            .split_once(&format!("<li id=\"source:{anchor}\">"))
            .unwrap_or_else(|| panic!("nothing stands at {anchor}"));
        let (item, _) = rest.split_once("</li>").unwrap();
        assert!(item.contains(title), "{anchor} is another's: {item}");
    }
}
