//! What always holds: of the normal form, of what is found in a text, and of marks on it.

use std::fmt::Write as _;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

/// Markdown made of whatever can stand beside something else.
fn markdown() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "word ",
        "killed",
        " a ",
        "soldier",
        "*em*",
        "**strong *both* x**",
        "~~gone~~",
        "`co de`",
        "\n",
        "\\\n",
        "\n\n",
        "\n\n> quoted ",
        "\n\n- item ",
        "\n\n1. one\n2. two\n\n",
        "\n\n## Head\n\n",
        "[out](https://e.org)",
        "[ev *ent*](event:x)",
        "[*more*](event:y) ",
        "![alt](media/x.png)",
        "[^n]",
        "[^m]",
        "&amp;",
        "&lt;b",
        "…",
        "...",
        "ﬁ",
        "é",
        "e\u{301}",
        "\u{301}",
        "\"quoted\"",
        "'s ",
        " -- ",
        "—",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "漢字",
        "حرف ",
        "<b>",
        "<!-- aside -->",
        "\n\n<!-- a *b*\n\nc -->\n\n",
        "\n\n| a | b |\n|---|---|\n| c *d* | e |\n\n",
        "\n\n    code block\n\n",
        "\n\n***\n\n",
        "¨",
        "ｱ\u{ff9e}",
        "각",
    ]);
    prop::collection::vec(part, 0..40)
        .prop_map(|parts| format!("{}\n\n[^n]: A note.\n\n[^m]: Another *one*.\n", parts.concat()))
}

/// Markdown that may be such as can wait, and what is nearly so.
fn waiting() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "word ",
        "*em*",
        "`co",
        "` ",
        "\n",
        "\n\n",
        "\n\n> ",
        "\n- ",
        "\n\n1. ",
        "\n\n## Head\n\n",
        "    ",
        "\t",
        "***",
        "\n---\n",
        "[out](https://e.org/a)",
        "[*b*](http://e.org?x=1#y)",
        "[",
        "](https://e.org)",
        "]",
        "](",
        "(",
        ")",
        "!",
        "^",
        ":",
        " {#id}\n",
        "\n| a | b |\n|---|---|\n| c | d |\n",
        "~~",
        "\n```\n",
        "\u{a0}",
        "\u{1}",
        "é",
        "'",
        "\"",
        "https://e.org ",
        "event:x",
        "-- ",
        "\\",
        "<",
        "&",
    ]);
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

struct Plain;

impl Fill for Plain {
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
            Some(mark) => {
                let _ = write!(html, "<a to{mark}><mark>");
            }
            None => html.push_str("<mark>"),
        }
        for begun in &marked.begins {
            let _ = write!(html, "<i{begun}>");
        }
    }
    fn end_mark(&self, html: &mut String, marked: &Marked) {
        for begun in marked.begins.iter().rev() {
            let _ = write!(html, "</i{begun}>");
        }
        html.push_str(if marked.to.is_some() { "</mark><br own></a>" } else { "</mark>" });
    }
    fn refer(&self, html: &mut String, mark: usize) {
        let _ = write!(html, "<sup class=\"footnote-reference\"><a>{mark}</a></sup>");
    }
}

/// What is wrong with how tags stand in one another.
fn ill_formed(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = &tag[..tag.find('>')?];
        let name = tag.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => match open.pop() {
                Some(last) if last == name => {}
                last => return Some(format!("</{name}> ends {last:?}")),
            },
            None if matches!(name, "br" | "hr" | "img") => {}
            None => {
                if name == "a" && open.contains(&"a") {
                    return Some("a link stands in a link".into());
                }
                let is_block = matches!(
                    name,
                    "p" | "li" | "ul" | "ol" | "div" | "table" | "tr" | "td" | "pre"
                );
                if is_block && open.contains(&"mark") {
                    return Some(format!("<{name}> stands in marked words"));
                }
                open.push(name);
            }
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} never end"))
}

proptest! {
    #[test]
    fn the_normal_form_of_a_normal_form_is_itself(text in "\\PC*|[ -~“”‘’–—…\u{a0}\u{ad}é\u{301}ﬁ¨´`'\"\\s-]{0,30}") {
        let folded = normalise(&text);
        prop_assert_eq!(normalise(&folded), folded.as_str());
        prop_assert_eq!(normalise(&text.nfc().collect::<String>()), folded.as_str());
        prop_assert_eq!(normalise(&text.nfd().collect::<String>()), folded.as_str());
        prop_assert!(!folded.contains("  ") && folded.trim() == folded);
    }

    #[test]
    fn plain_words_are_what_markdown_makes_of_them(text in "[A-Za-z]{0,2}[a-z0-9 ,;?()%/.\\-]{0,16}|[ -~\t\n]{0,12}", headings: bool) {
        let made = Maker::new(&clean(&text), headings).make();
        let mut prose = Prose::new(&text, headings);
        prose.settle();
        prop_assert_eq!(prose.html(), made.html());
        prop_assert_eq!((prose.links.len(), prose.problems.len()), (made.links.len(), made.problems.len()));
    }

    #[test]
    fn what_waits_leads_nowhere_has_no_mistake_and_becomes_the_same(text in prop_oneof![waiting(), markdown()]) {
        let made = Maker::new(&clean(&text), true).make();
        let prose = Prose::new(&text, true);
        let scope = |(_, hole): &(u32, Hole)| *hole == Hole::Scope;
        if prose.holes.is_none() {
            prop_assert!(made.links.is_empty() && made.problems.is_empty() && made.holes().iter().all(scope));
            prop_assert!(!made.is_empty() && !prose.is_empty());
            prop_assert_eq!(prose.fill(&Plain), made.fill(&Plain));
            prop_assert_eq!(prose.plain(80), made.plain(80));
        }
    }

    #[test]
    fn slugs_are_words_between_hyphens(name in "[ -~é]{0,20}") {
        let slug = slug(&name);
        let words = slug.split('-');
        prop_assert!(slug.is_empty() || words.clone().all(|word| !word.is_empty()), "{}", slug);
        let kept = name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase);
        prop_assert_eq!(words.collect::<String>(), kept.collect::<String>());
    }

    #[test]
    fn how_a_text_is_set_makes_no_difference(words in prop::collection::vec("[a-zé]{1,6}", 1..12)) {
        let plain = words.join(" ");
        prop_assert_eq!(normalise(&words.join("\u{a0}\n  ")), plain.as_str());
        prop_assert_eq!(normalise(&format!("“{}”", words.join("’"))), format!("\"{}\"", words.join("'")));
        prop_assert_eq!(normalise(&words.join("—")), normalise(&words.join("--")));
        prop_assert_eq!(normalise(&words.join("…")), normalise(&words.join("...")));
    }

    #[test]
    fn what_is_found_says_what_was_looked_for(text in markdown(), from in 0.0..1.0, length in 1usize..40) {
        let prose = Prose::new(&text, true);
        let reading = Reading::new(&prose);
        let whole = reading.text();
        let from = whole.ceil_char_boundary((from * whole.len() as f64) as usize);
        let to = whole.ceil_char_boundary((from + length).min(whole.len()));
        // What is looked for has no white space around it, and is not of two notes.
        let piece = whole[from..to].split('\0').next().unwrap_or_default();
        let wanted = normalise(piece);
        let own = from + (piece.len() - piece.trim_start().len());
        let is_there = whole[own..].starts_with(&wanted)
            && reading.origin(&(own..own + wanted.len())).is_some();
        for hits in reading.find(std::slice::from_ref(&wanted)) {
            prop_assert!(hits.count > 0 || !is_there, "{:?} in {:?}", wanted, whole);
            for at in hits.first {
                let part = at..at + wanted.len();
                prop_assert_eq!(&whole[part.clone()], wanted.as_str());
                let origin = reading.origin(&part).expect("what is found comes from somewhere");
                let said = prose.text(origin.start as u32..origin.end as u32);
                prop_assert_eq!(normalise(&said), wanted.as_str());
                let sentence = reading.sentence(&part).range;
                prop_assert!(sentence.start <= part.start && part.end <= sentence.end);
                prop_assert!(reading.origin(&sentence).is_some());
            }
        }
    }

    #[test]
    fn the_markdown_says_what_the_page_says(text in markdown()) {
        // But for the order of the notes, which all stand at the end here.
        let page = Reading::new(&Prose::new(&text, true));
        let written = Reading::of_markdown(&text);
        let main = |text: &str| text.split('\0').next().unwrap_or_default().trim_end().to_owned();
        prop_assert_eq!(main(page.text()), main(written.text()));
    }

    #[test]
    fn marks_on_any_words_leave_the_html_well_formed(
        text in markdown(),
        ranges in prop::collection::vec((0.0..1.0, 1usize..60), 0..8),
    ) {
        let prose = Prose::new(&text, true);
        let reading = Reading::new(&prose);
        let whole = reading.text();
        let marks: Vec<Mark> = ranges
            .into_iter()
            .filter_map(|(from, length)| {
                let from = whole.ceil_char_boundary((from * whole.len() as f64) as usize);
                let to = whole.ceil_char_boundary((from + length).min(whole.len()));
                let start = from + (to - from - whole.get(from..to)?.trim_start().len());
                let end = start + whole[start..to].trim_end().len();
                let words = reading.origin(&(start..end))?;
                Some(Mark { words: words.start as u32..words.end as u32, is_linked: false })
            })
            .collect();
        let plain = prose.fill(&Plain);
        let html = prose.fill_marked(&Plain, &marks);
        prop_assert_eq!(ill_formed(&plain), None, "{}", &plain);
        prop_assert_eq!(ill_formed(&html), None, "{}", &html);
        let mut bare = html.clone();
        for number in 0..marks.len() {
            let reference = format!("<sup class=\"footnote-reference\"><a>{number}</a></sup>");
            let link = format!("<a to{number}>");
            for tag in [format!("<i{number}>"), format!("</i{number}>"), reference, link] {
                bare = bare.replace(&tag, "");
            }
        }
        for tag in ["</mark><br own></a>", "<mark>", "</mark>"] {
            bare = bare.replace(tag, "");
        }
        prop_assert_eq!(bare, plain);
        for (number, mark) in marks.iter().enumerate() {
            let said = prose.text(mark.words.clone());
            if said.trim().is_empty() || said.contains('\0') {
                continue;
            }
            // Each has one anchor, at its first words, and leads somewhere.
            let anchor = format!("<i{number}>");
            prop_assert_eq!(html.matches(&anchor).count(), 1, "{} {:?} in {}", number, said, &html);
            let leads = [format!("<a to{number}>"), format!("<a>{number}</a></sup>")];
            prop_assert!(leads.iter().any(|link| html.contains(link)), "{} in {}", number, &html);
        }
    }
}
