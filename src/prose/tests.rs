//! What texts become.

use std::fmt::Write as _;

use super::*;

struct Plain(&'static str);

impl Fill for Plain {
    fn open(&self, html: &mut String, _: usize, link: &Link) {
        let _ = write!(html, "<a href=\"{:?}\">", link.target);
    }
    fn picture(&self, html: &mut String, _: usize, link: &Link) {
        let _ = write!(html, "<img alt=\"{}\">", link.words);
    }
    fn scope(&self) -> &str {
        self.0
    }
}

fn body(markdown: &str) -> String {
    Prose::new(markdown, true).fill(&Plain(""))
}

fn rules(markdown: &str) -> Vec<&'static str> {
    Prose::new(markdown, true).problems.iter().map(|problem| problem.rule.0).collect()
}

#[test]
fn links_to_events_know_their_words_and_where_they_stand() {
    let markdown = "The leader [broke with *al-Qaeda*](event:split) then.";
    let prose = Prose::new(markdown, true);
    let link = &prose.links[0];
    assert_eq!(
        (link.target.clone(), &*link.words),
        (Target::Entry("split".into()), "broke with al-Qaeda")
    );
    assert_eq!(&markdown[link.range.clone()], "[broke with *al-Qaeda*](event:split)");
}

#[test]
fn headings_begin_at_the_second_level_skip_none_and_have_unique_ids() {
    let html = body("# One\n\n### One\n\n# *Two* {#deux}");
    assert_eq!(
        html,
        "<h2 id=\"one\">One</h2>\n<h3 id=\"one-2\">One</h3>\n<h2 id=\"deux\"><em>Two</em></h2>\n"
    );
}

#[test]
fn footnotes_link_there_and_back_and_carry_the_scope() {
    let html = Prose::new("A[^x] b[^x].\n\n[^x]: Note.\n", false).fill(&Plain("e:"));
    assert!(html.contains("id=\"e:fnref:1\"><a href=\"#e:fn:1\">1</a>"), "{html}");
    assert!(html.contains("id=\"e:fnref:1:2\""), "{html}");
    assert!(
        html.contains("<li id=\"e:fn:1\"><p>Note. <a class=\"footnote-back\" href=\"#e:fnref:1\">"),
        "{html}"
    );
    assert_eq!(rules("[^x]: Note.\n"), ["unused-footnote"]);
}

#[test]
fn tables_have_no_style_attribute() {
    let html = body("| a | b |\n|---|--:|\n| 1 | 2 |\n");
    assert!(
        html.contains("<th scope=\"col\" class=\"end\">b</th>") && !html.contains("style"),
        "{html}"
    );
}

#[test]
fn raw_html_is_shown_and_never_passed_on() {
    assert!(!body("a <script>alert(1)</script>\n\n<div>\n\nb").contains("<script"));
    assert_eq!(rules("a <b>c</b>"), ["raw-html", "raw-html"]);
}

#[test]
fn scripts_and_foreign_pictures_are_refused() {
    assert_eq!(rules("[a](javascript:alert)"), ["unsafe-link"]);
    assert_eq!(rules("![a](https://example.org/a.png)"), ["outside-picture"]);
    assert_eq!(rules("![](media/a.png)"), ["missing-alt"]);
    assert_eq!(rules("[a](#b-c)\n\n## B c\n"), [""; 0]);
    assert_eq!(rules("[a](#d)\n\n## B c\n"), ["broken-anchor"]);
}

#[test]
fn the_plain_words_are_without_markup() {
    let prose = Prose::new("A *b* & c <d>.\n\nE f g.", false);
    assert_eq!(prose.plain(100), "A b & c <d>. E f g.");
    assert_eq!(prose.plain(9), "A b & c…");
}

#[test]
fn control_characters_never_reach_the_html_and_move_no_place() {
    let markdown = "\0L99\0 `\0` [a\0b](event:x \"t\0\u{1}\")\n\n    \0P7\0\n\n\
                    [c](<https://e.org/\0\u{1f}>) &#0;&#1;&#x1f;\u{ffff}\u{7f} [d](event:d)";
    let prose = Prose::new(markdown, true);
    let html = prose.fill(&Plain(""));
    assert!(html.chars().all(|char| char == '\n' || !char.is_control()), "{html:?}");
    assert!(html.contains("<p>L99 ") && html.contains("https://e.org/%20%20"), "{html}");
    assert_eq!(&*prose.links[0].words, "a b");
    assert_eq!(&markdown[prose.links[1].range.clone()], "[d](event:d)");
    let link = &Prose::new("[a&#1;b](event:x&#2; \"t&#3;\")", true).links[0];
    assert_eq!((&*link.words, link.title.as_deref()), ("a b", Some("t ")));
    assert_eq!(link.target, Target::Entry("x ".into()));
}

#[test]
fn words_stay_apart_where_a_line_breaks() {
    let prose = Prose::new("[killed a\nsoldier](event:x) ![a\\\nb](media/a.png)", true);
    assert_eq!(&*prose.links[0].words, "killed a soldier");
    assert_eq!(&*prose.links[1].words, "a b");
    assert_eq!(body("One\ntwo\n===\n"), "<h2 id=\"one-two\">One\ntwo</h2>\n");
}

#[test]
fn footnote_labels_are_one_in_every_case() {
    for markdown in ["A[^Z].\n\n[^z]: Note.\n", "A[^straße ς].\n\n[^STRASSE Σ]: Note.\n"] {
        let html = body(markdown);
        assert!(html.contains("<li id=\"fn:1\"><p>Note. "), "{html}");
        assert_eq!(rules(markdown), [""; 0]);
    }
}

#[test]
fn footnotes_are_numbered_from_the_text_outward() {
    let html = body("[^a]: A, see[^c].\n\n[^c]: C, see[^b].\n\nText[^b] and[^a].\n\n[^b]: B.\n");
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text} in {html}"));
    assert!(at("fn:1\"><p>B. ") < at("fn:2\"><p>A, see"), "{html}");
    assert!(at("fn:2\"><p>A, see") < at("fn:3\"><p>C, see"), "{html}");
    assert!(html.contains("href=\"#fnref:1:2\"") && html.contains("id=\"fnref:1:2\""), "{html}");
}

#[test]
fn a_footnote_of_a_footnote_that_is_left_out_is_left_out() {
    let markdown = "Text.\n\n[^a]: See[^b] [this](event:x).\n\n[^b]: And[^a].\n";
    let prose = Prose::new(markdown, true);
    assert_eq!(prose.fill(&Plain("")), "<p>Text.</p>\n");
    assert_eq!(prose.links.len(), 0);
    assert_eq!(rules(markdown), ["unused-footnote", "unused-footnote"]);
}

#[test]
fn the_first_of_two_footnotes_with_one_label_is_shown() {
    let markdown = "Text[^a].\n\n[^a]: First.\n\n[^A]: Second.\n";
    assert!(body(markdown).contains("First.") && !body(markdown).contains("Second."));
    assert_eq!(rules(markdown), ["unused-footnote"]);
}

#[test]
fn a_reference_to_no_footnote_is_reported_outside_of_code() {
    let markdown = "*é* [^typo], `[^code]`, \\[^escaped], \\\\[^b c]\n\n    [^block]\n";
    let prose = Prose::new(markdown, true);
    let found: Vec<_> =
        prose.problems.iter().map(|one| (one.rule.0, &markdown[one.range.clone()])).collect();
    assert_eq!(found, [("unknown-footnote", "[^typo]"), ("unknown-footnote", "[^b c]")]);
    assert!(prose.fill(&Plain("")).contains("[^typo]"));
    assert_eq!(rules("> - A[^q] [x^] [^] b[\n>\n> [^q]: Note\n"), [""; 0]);
}

#[test]
fn the_plain_words_leave_out_footnotes_and_keep_blocks_apart() {
    let markdown =
        "ab[^n] *c*d\n\n- e\n- f `g`\n\n| one | two |\n|---|---|\n| 3&lt; | &amp;lt; |\n\n[^n]: N.";
    assert_eq!(Prose::new(markdown, true).plain(99), "ab cd e f g one two 3< &lt;");
    assert_eq!(Prose::new("a\\\nb\n# c\n***\nd", true).plain(99), "a b c d");
    assert_eq!(Prose::new("abcdef", true).plain(3), "abc…");
}

#[test]
fn equal_headings_are_numbered_in_one_go() {
    let prose = Prose::new(&"# A\n".repeat(20_000), true);
    assert!(prose.made().html().ends_with("a-20000\">A</h2>\n"));
    let html = body("# A {#a-2}\n# A\n# A\n");
    assert!(html.contains("id=\"a-2\"") && html.contains("id=\"a\"") && html.contains("a-3"));
}

#[test]
fn a_picture_may_be_what_a_link_stands_on() {
    let prose = Prose::new("[![alt](media/x.png)](event:y)", true);
    assert_eq!(prose.fill(&Plain("")), "<p><a href=\"Entry(\"y\")\"><img alt=\"alt\"></a></p>\n");
    let words: Vec<_> = prose.links.iter().map(|link| &*link.words).collect();
    assert_eq!(words, ["alt", "alt"]);
    assert_eq!(prose.problems.len(), 0);
}

#[test]
fn an_address_in_the_words_of_a_link_is_only_words() {
    let prose = Prose::new("[a <https://x.y> b](event:z)", true);
    let html = "<p><a href=\"Entry(\"z\")\">a https://x.y b</a></p>\n";
    assert_eq!(prose.fill(&Plain("")), html);
    assert_eq!(&*prose.links[0].words, "a https://x.y b");
}

#[test]
fn pictures_in_the_words_of_a_picture_are_words_in_one_go() {
    let deep = format!("{}a{}", "![b ".repeat(4_000), "](media/x.png)".repeat(4_000));
    let prose = Prose::new(&deep, true);
    assert_eq!(prose.links.len(), 1);
    assert_eq!(prose.links[0].words.len(), 8_001);
}

#[test]
fn addresses_hold_only_what_a_url_may() {
    let html = body("[x](<https://[::1]/a b[c]{%20}%zz\"é#d e>) [y](<#f g:>)");
    assert!(html.contains("href=\"https://[::1]/a%20b%5Bc%5D%7B%20%7D%25zz%22é#d%20e\""), "{html}");
    assert!(html.contains("href=\"#f%20g:\""), "{html}");
    let html = body("<https://e.org/a?b=c&d='e'~(f),*g>");
    assert!(html.contains("href=\"https://e.org/a?b=c&amp;d='e'~(f),*g\""), "{html}");
}

#[test]
fn headings_in_blocks_are_below_those_around_them() {
    let levels = |markdown: &str| -> String {
        body(markdown).split("<h").skip(1).filter_map(|tag| tag.chars().next()).collect()
    };
    assert_eq!(levels("## A\n\n> # B\n>\n> #### C\n\n## D\n\n- ###### E\n\n### F\n"), "234233");
    assert_eq!(levels("> ## A\n\n- - # B\n  - # C\n\n# D\n\n### E\n"), "22223");
    assert_eq!(levels("## A\n\n## B\n\n# C\n"), "222");
    assert_eq!(levels("# 1\n> # 2\n>> # 3\n>>> # 4\n>>>> # 5\n>>>>> # 6\n"), "234566");
    assert_eq!(levels("# A[^n]\n\n[^n]:\n    ## N\n\n### B\n"), "23");
}

#[test]
fn slugs_keep_every_script() {
    assert_eq!(slug("Hay'at Tahrir al-Sham (HTS)"), "hayat-tahrir-al-sham-hts");
    assert_eq!(slug("دير الزور"), "دير-الزور");
}

#[test]
fn comments_are_for_the_desk_alone() {
    for (markdown, html) in [
        ("a <!-- CANARY --> b", "<p>a  b</p>\n"),
        ("<!-- CANARY -->\n\nb", "<p>b</p>\n"),
        ("<!--\nCANARY\n\nCANARY\n-->\nb", "<p>b</p>\n"),
        ("<!-- CANARY --> b", "<p> b</p>\n"),
        ("# a <!-- CANARY -->", "<h2 id=\"a\">a </h2>\n"),
        ("- a\n  <!-- CANARY -->\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("a <!--> b", "<p>a  b</p>\n"),
        ("`<!-- a` \\<!-- b", "<p><code>&lt;!-- a</code> &lt;!– b</p>\n"),
        ("[a <!-- CANARY -->](https://e.org)", "<p><a href=\"https://e.org\">a </a></p>\n"),
    ] {
        assert_eq!(body(markdown), html, "{markdown}");
    }
    let prose = Prose::new("![a <!-- CANARY -->](media/x.png)", true);
    assert_eq!(&*prose.links[0].words, "a ");
}

#[test]
fn a_comment_that_does_not_end_is_reported_at_its_begin() {
    for markdown in
        ["a <!-- b\n\nc", "<!-- a\n\nb", "<div>\n<!-- a\n\nb", "> <!-- a", "a <!-- *b*\n\nc -->"]
    {
        let prose = Prose::new(markdown, true);
        let found = prose.problems.iter().find(|problem| problem.rule.0 == "open-comment");
        let range = found.expect(markdown).range.clone();
        assert!(markdown[range].contains('<'), "{markdown}");
    }
    assert_eq!(Prose::new("a <!-- b --> `<!--`\n\n    <!--\n", true).problems.len(), 0);
}

fn reading(markdown: &str) -> Reading {
    Reading::new(&Prose::new(markdown, true))
}

/// What a text says where a quote is found in it.
fn found(markdown: &str, quote: &str) -> Vec<String> {
    let prose = Prose::new(markdown, true);
    let reading = Reading::new(&prose);
    let quote = normalise(quote);
    let hits = reading.find(std::slice::from_ref(&quote)).remove(0);
    let said = |at: &usize| {
        let words = reading.origin(&(*at..*at + quote.len())).expect("it comes from somewhere");
        prose.text(words.start as u32..words.end as u32)
    };
    hits.first.iter().map(said).collect()
}

#[test]
fn quotes_are_found_in_what_a_reader_reads() {
    let markdown = "He **broke *with* al-Qaeda** -- \"for\ngood\"[^1], said [the agency](https://e.org)...\n\n\
                    ## A head\n\nNobody\u{a0}asked.\n\n[^1]: Or so it was said.";
    let one = |quote: &str| found(markdown, quote).join("|");
    assert_eq!(
        one("broke with al‑Qaeda – “for good”, said"),
        "broke with al-Qaeda – “for good”, said"
    );
    assert_eq!(one("the agency… A head Nobody asked."), "the agency… A head Nobody asked.");
    assert_eq!(one("Or so it was said"), "Or so it was said");
    for other in ["Broke with", "for good\"1", "*with*", "asked. Or so", "https"] {
        assert_eq!(one(other), "", "{other}");
    }
}

#[test]
fn links_know_their_words_also_where_a_note_begins_with_them() {
    let reading =
        reading("A [ *b* c ](event:x)[^n] [![d](media/d.png)](event:y)\n\n[^n]: [e](event:z) f.");
    let words: Vec<&str> = reading.links.iter().map(|link| &reading.text()[link.clone()]).collect();
    assert_eq!(words, ["b c", "", "", "e"]);
}

#[test]
fn what_cannot_be_divided_is_found_whole_or_not_at_all() {
    assert_eq!(found("ﬁne e\u{301} a&amp;b…", "fine é a&b..."), ["ﬁne e\u{301} a&b…"]);
    for part in ["ine", "fine e", "b."] {
        assert_eq!(found("ﬁne e\u{301}, a&amp;b…", part), [""; 0], "{part}");
    }
    assert_eq!(found("aaa", "aa"), ["aa", "aa"]);
}

#[test]
fn sentences_end_with_their_block_and_are_cut_between_words() {
    let sentence = |markdown: &str, quote: &str| {
        let reading = reading(markdown);
        let at = reading.text().find(quote).expect("it is there");
        let sentence = reading.sentence(&(at..at + quote.len()));
        (reading.text()[sentence.range].to_owned(), sentence.cut)
    };
    let whole = (false, false);
    assert_eq!(
        sentence("One here. Two *there* now. Three.", "there"),
        ("Two there now.".into(), whole)
    );
    assert_eq!(sentence("# Head\n\nOne\ntwo\n\n- three", "two"), ("One two".into(), whole));
    assert_eq!(sentence("One. Two.\n\nThree. Four.", "Two. Three"), ("Two. Three.".into(), whole));
    let long = format!("{}here{}", "before ".repeat(99), " after".repeat(99));
    let (said, cut) = sentence(&long, "here");
    assert!(said.len() < 600 && said.starts_with("before ") && said.ends_with(" after"), "{said}");
    assert_eq!(cut, (true, true));
}

/// A text with words of it marked, each piece as `{to words}`.
fn marked(markdown: &str, quotes: &[&str]) -> String {
    struct Braces;
    impl Fill for Braces {
        fn open(&self, html: &mut String, _: usize, _: &Link) {
            html.push_str("<a>");
        }
        fn picture(&self, html: &mut String, _: usize, _: &Link) {
            html.push_str("<img>");
        }
        fn scope(&self) -> &str {
            ""
        }
        fn mark(&self, html: &mut String, marked: &Marked) {
            match marked.to {
                Some(to) => {
                    let _ = write!(html, "{{{to} ");
                }
                None => html.push('{'),
            }
        }
        fn end_mark(&self, html: &mut String, _: &Marked) {
            html.push('}');
        }
        fn refer(&self, html: &mut String, mark: usize) {
            let _ = write!(html, "*{mark}");
        }
    }
    let prose = Prose::new(markdown, true);
    let reading = Reading::new(&prose);
    let mark = |quote: &&str| {
        let at = reading.text().find(quote).expect("it is there");
        let words = reading.origin(&(at..at + quote.len())).expect("it comes from somewhere");
        Mark { words: words.start as u32..words.end as u32, is_linked: false }
    };
    let html = prose.fill_marked(&Braces, &quotes.iter().map(mark).collect::<Vec<_>>());
    html.trim().replace("<p>", "").replace("</p>", "")
}

#[test]
fn marks_are_divided_where_something_else_begins_or_ends() {
    assert_eq!(marked("a *b* c", &["a b"]), "{0 a <em>b</em>} c");
    assert_eq!(marked("a *b c* d", &["a b"]), "{0 a }<em>{0 b} c</em> d");
    assert_eq!(marked("a *b c* d", &["c d"]), "a <em>b {0 c}</em>{0  d}");
    assert_eq!(marked("a b c d", &["a b c d", "b c"]), "{0 a }{1 b c}{0  d}");
    assert_eq!(marked("a b c d", &["a b c", "b c d"]), "{0 a }{1 b c d}");
    assert_eq!(marked("a\n\nb", &["a b"]), "{0 a}\n{0 b}");
}

#[test]
fn what_nothing_leads_to_has_a_reference_behind_it() {
    assert_eq!(marked("a b c", &["b", "b"]), "a {1 b}*0 c");
    assert_eq!(marked("a [b c](event:x) d", &["b"]), "a <a>{b} c</a>*0 d");
    assert_eq!(marked("a [b](event:x) c", &["a b"]), "{0 a }<a>{b}</a> c");
}
