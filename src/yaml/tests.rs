use proptest::prelude::*;
use serde::{Deserialize, Serialize as _};

use super::*;
use crate::diagnostic::{Rule, Settled, rule};
use crate::text::Text;

#[derive(Debug, PartialEq)]
struct Date(String);

impl Leaf for Date {
    const WHAT: &'static str = "a date";
    const SET: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        match text.find(|char: char| !"0123456789-+~?%.[]{},xTe".contains(char)) {
            None if !text.is_empty() && text != "~" => Ok(Date(text.to_owned())),
            at => Err(Complaint {
                range: at.map(|at| at..at + 1),
                help: Some("write it as EDTF".into()),
                ..Complaint::new(rule::BAD_DATE, format!("`{text}` is not a date"))
            }),
        }
    }
}

leaf!(Date);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Confirmed,
    Disputed,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "source", deny_unknown_fields)]
struct Source {
    publisher: Must<Words>,
    url: Option<Words>,
    origin: Option<OneOrMore<Words>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "event", deny_unknown_fields)]
struct Event {
    date: Must<Date>,
    title: Must<Local<Words>>,
    status: Option<Status>,
    weight: Option<Number<u64>>,
    #[serde(default)]
    places: Vec<Words>,
    #[serde(default)]
    sources: Items<Either<Words, Source>>,
    #[serde(default)]
    figures: Entries<Number<u64>>,
    #[serde(default)]
    links: Entries<Source>,
    #[serde(default)]
    draft: Flag,
    #[serde(default)]
    note: Words,
    extra: Option<Extra>,
}

/// What a source reads as, and what was said: rule, the bytes shown, message, help.
fn run_at<T: DeserializeOwned>(before: &str, source: &str) -> (Option<T>, Vec<Settled>, String) {
    let content = format!("{before}{source}");
    let mut texts = Texts::default();
    let id = texts.add(Text { path: "a.yaml".into(), content: content.clone(), damaged: false });
    let mut diagnostics = Diagnostics::default();
    let value = read(id, before.len(), source, &mut diagnostics);
    (value, diagnostics.settle(&texts), content)
}

fn run<T: DeserializeOwned>(source: &str) -> (Option<T>, Vec<(Rule, String, String)>) {
    let (value, settled, content) = run_at(" ", source);
    let said = settled
        .into_iter()
        .map(|one| (one.rule, content[one.at.unwrap().range.unwrap()].to_owned(), one.message))
        .collect();
    (value, said)
}

fn said(source: &str) -> Vec<(Rule, String, String)> {
    run::<Vec<Event>>(source).1
}

fn one(source: &str) -> (&'static str, String, String) {
    let all = said(source);
    assert_eq!(all.len(), 1, "{all:?}");
    let (rule, shown, message) = all.into_iter().next().unwrap();
    (rule.0, shown, message)
}

fn help(source: &str) -> String {
    run_at::<Vec<Event>>("", source).1.remove(0).help.unwrap()
}

fn title(source: &str) -> Option<String> {
    let (value, said) = run::<Vec<Event>>(&format!("- date: 2014\n  title: {source}\n"));
    assert!(said.is_empty(), "{source}: {said:?}");
    value.unwrap().remove(0).title.0.unwrap().plain.map(|words| words.0)
}

/// Both drivers on their own.
fn both<T: DeserializeOwned>(source: &str) -> (Option<T>, Option<T>, usize) {
    let mut texts = Texts::default();
    let id = texts.add(Text { path: "a.yaml".into(), content: source.into(), damaged: false });
    let mut diagnostics = Diagnostics::default();
    let (tree, trouble) = tree::parse(source);
    let exact = reader::read(id, 0, &tree, &mut diagnostics);
    let fast = serde_yaml::from_str(source).ok();
    (fast, exact, diagnostics.settle(&texts).len() + usize::from(trouble.is_some()))
}

/// Whether the plain driver reads a source; if so, the exact one has to come to the same, without a problem.
fn plain_is_right<T: DeserializeOwned + PartialEq + std::fmt::Debug>(source: &str) -> bool {
    let Ok(plain) = plain::read::<T>(source) else { return false };
    let (_, exact, problems) = both::<T>(source);
    assert_eq!((Some(plain), 0), (exact, problems), "{source:?}");
    true
}

#[test]
fn texts_are_kept_as_written() {
    for text in [
        "0400",
        "-0044",
        "1e3",
        "+2014",
        "0x7de",
        "no",
        "1.10",
        "true",
        "2014-06-29",
        ".5",
        "1_000",
        "a ~ b",
    ] {
        assert_eq!(title(text).as_deref(), Some(text));
        assert_eq!(title(&format!("'{text}'")).as_deref(), Some(text));
        assert_eq!(title(&format!("\"{text}\"")).as_deref(), Some(text));
    }
    assert_eq!(title("'~'").as_deref(), Some("~"));
    assert_eq!(title("\"null\"").as_deref(), Some("null"));
    assert_eq!(title("''").as_deref(), Some(""));
}

#[test]
fn dates_are_kept_as_written() {
    for (written, text) in [
        ("0400", "0400"),
        ("-0044", "-0044"),
        ("1e3", "1e3"),
        ("+2014", "+2014"),
        ("[1667, 1668]", "[1667,1668]"),
        ("[1667,1670..1672]", "[1667,1670..1672]"),
        ("'[1667, 1668]'", ""),
        ("..2014", "..2014"),
        ("2014-06~", "2014-06~"),
    ] {
        let (value, said) = run::<Vec<Event>>(&format!("- date: {written}\n  title: 1.10\n"));
        match text {
            "" => assert_eq!(said[0].0, rule::BAD_DATE),
            _ => assert_eq!(value.unwrap()[0].date.0, Some(Date(text.into())), "{said:?}"),
        }
    }
}

#[test]
fn one_value_may_stand_for_a_list_of_one() {
    let origins = |written: &str| {
        let source = format!("publisher: a\norigin: {written}\n");
        let (value, said) = run::<Source>(&source);
        let origin = value.unwrap().origin;
        let each = origin.iter().flat_map(OneOrMore::each);
        (each.map(|(at, name)| (at, name.0.clone())).collect::<Vec<_>>(), said)
    };
    let names = |list: &[(Option<usize>, &str)]| {
        list.iter().map(|(at, name)| (*at, (*name).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(origins("1.10"), (names(&[(None, "1.10")]), vec![]));
    assert_eq!(origins("[no, 0x1]"), (names(&[(Some(0), "no"), (Some(1), "0x1")]), vec![]));
    assert_eq!(origins("[]"), (vec![], vec![]));
    assert_eq!(origins("~"), (vec![], vec![]));
    let (read, said) = origins("[a, {b: c}, d, ~]");
    assert_eq!(read, names(&[(Some(0), "a"), (Some(2), "d")]));
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[0].2, "an item of `origin` takes a text, not a map");
    let (_, said) = origins("{a: b}");
    assert_eq!(said[0].2, "`origin` takes a text, or a list, not a map");
}

#[test]
fn an_empty_key_is_an_absent_one() {
    for null in ["", "~", "null", "Null", "NULL"] {
        let (value, said) = run::<Vec<Event>>(&format!(
            "- date: 2014\n  title: x\n  status: {null}\n  places: {null}\n  figures: {{killed: {null}}}\n  note: {null}\n  draft: {null}\n  extra: {{a: {null}, b: [{null}]}}\n"
        ));
        assert_eq!(said.len(), 0, "{said:?}");
        assert_eq!(value.unwrap()[0].places, []);
    }
    assert_eq!(
        one("- date: 2014\n  title: ~\n"),
        ("missing-key", "title".into(), "`title` has no value".into())
    );
    assert_eq!(
        help("- date: 2014\n  title: ~\n"),
        "write the text, or quote it if you mean the characters: `title: \"~\"`"
    );
    assert_eq!(help("- date: 2014\n  title:\n"), "write `title: …`");
    assert_eq!(one("- date: 2014\n  title: x\n  titel:\n").0, "unknown-key");
    assert_eq!(
        one("- date: 2014\n  title: x\n  places: [a, ~, b]\n"),
        ("bad-value", "~".into(), "an item of `places` is empty".into())
    );
    assert_eq!(one("- date: 2014\n  title: x\n  places:\n  - a\n  -\n").1, "-");
    assert_eq!(
        one("- date: 2014\n  title: x\n  links: {a: }\n"),
        ("missing-key", "a".into(), "this source has no `publisher`".into())
    );
}

#[test]
fn every_problem_of_a_file_is_found_at_its_place() {
    let source = "\
- date: 2014!
  titel: Äöü
  title: x
  weight: 1e3
- title: {de: Ä, en: B, de: C}
  status: confirmd
  places: raqqa
  figures: [1]
  sources: [a, {publischer: x}, [b]]
- date: {1960,1961-12}
  title: [a, b]
  date: 2014
- 17
- date: 2014
  title: right
  draft: yes
";
    let (value, said) = run::<Items<Event>>(source);
    let said: Vec<_> =
        said.iter().map(|(rule, shown, message)| (rule.0, &**shown, &**message)).collect();
    assert_eq!(
        said,
        [
            ("bad-date", "!", "`2014!` is not a date"),
            ("unknown-key", "titel", "`titel` is not a key of an event"),
            ("bad-value", "1e3", "`1e3` is not a whole number"),
            ("missing-key", "title", "this event has no `date`"),
            ("duplicate-key", "de", "`de` stands twice in one map"),
            ("bad-value", "confirmd", "`confirmd` is not one of: confirmed, disputed"),
            ("wrong-type", "raqqa", "`places` takes a list, not a text"),
            ("wrong-type", "[1]", "`figures` takes a map, not a list"),
            ("unknown-key", "publischer", "`publischer` is not a key of a source"),
            ("wrong-type", "[b]", "an item of `sources` takes a text or a map, not a list"),
            ("wrong-type", "{1960,1961-12}", "`date` takes a date, not a map"),
            (
                "wrong-type",
                "[a, b]",
                "`title` takes a text, or a map from language to text, not a list"
            ),
            ("duplicate-key", "date", "`date` stands twice in one map"),
            ("wrong-type", "17", "an item of the list takes a map, not a text"),
            ("bad-value", "yes", "`yes` is not `true` or `false`"),
        ]
    );
    let events = value.unwrap().0;
    let indices: Vec<usize> = events.iter().map(|(index, _)| *index).collect();
    assert_eq!(indices, [0, 1, 2, 4]);
    assert_eq!(events[0].1.date, Must(None));
    assert_eq!(events[1].1.sources.0.len(), 2);
    assert_eq!(events[1].1.title.0.as_ref().unwrap().translations.len(), 2);
}

#[test]
fn help_says_what_to_write() {
    assert_eq!(help("- date: 1\n  title: x\n  places: raqqa\n"), "write `places: [raqqa]`");
    assert_eq!(
        help("- date: {1960,1961-12}\n  title: x\n"),
        "write it in quotes: `\"{1960,1961-12}\"`"
    );
    assert_eq!(help("- date: %2014\n  title: x\n"), "write it in quotes: `date: \"%2014\"`");
    assert_eq!(help("- date: 1\n  title: a: b\n"), "put the value in quotes: `title: \"a: b\"`");
    assert_eq!(help("- date: 1\n  titel: x\n  title: y\n"), "did you mean `title`?");
    assert_eq!(help("- title:x\n  date: 1\n"), "write a space after the colon: `title: x`");
}

#[test]
fn syntax_errors_are_found_in_friendly_words() {
    for (source, shown, message) in [
        ("- title: a: b\n", ":", "`: ` in a text that is not in quotes"),
        ("- date: %2014\n", "%", "a text that begins with `%` needs quotes"),
        ("- date: @x\n", "@", "a text that begins with `@` needs quotes"),
        ("- title: \"ab\n  date: 1\n", "", "a quote that is not closed"),
        ("- a:\n\t- b\n", "\t", "a tab cannot indent"),
        ("- a: 1\n\tb: 2\n", "\t", "a tab cannot indent"),
        ("- [a, b\n", "[", "a `[` that is not closed: expected `,` or `]`"),
        ("- {a: b\n", "{", "a `{` that is not closed: expected `,` or `}`"),
        ("- a: 1\n b: 2\n", "b", "this line's indentation does not fit the lines above"),
        ("- a: 1\n  b: x\n  c\n", "c", "a line without `: ` among the keys of a map"),
        ("- a: 1\n---\n- b\n", "---", "a file holds one document only, and `---` begins another"),
        ("- a: 'it's'\n", "s", "text after the closing quote"),
        ("- a: x\u{1}\n", "\u{1}", "a character that cannot be seen and is not allowed, U+0001"),
    ] {
        let (value, said) = run::<Extra>(source);
        let found: Vec<_> =
            said.iter().map(|(rule, shown, message)| (rule.0, &**shown, &**message)).collect();
        if !shown.is_empty() {
            assert_eq!(found, [("yaml-syntax", shown, message)], "{value:?}");
        } else {
            assert_eq!(found[0].2, message);
        }
    }
}

#[test]
fn places_count_from_the_start_of_the_text() {
    let (_, settled, content) = run_at::<Event>("---\n", "title: Über Ä\ndate: 1ü\n");
    assert_eq!(&content[settled[0].at.clone().unwrap().range.unwrap()], "ü");
}

#[test]
fn an_empty_source_says_nothing() {
    for source in ["", "\n", "# a\n\n  # b", "---\n", "~", "--- # a\n"] {
        let (value, said) = run::<Event>(source);
        assert_eq!((value, said.len()), (None, 0), "{source:?}");
    }
}

#[test]
fn anything_is_kept_and_shown_as_json() {
    let (value, said) =
        run::<Extra>("a: 1.10\nb: true\nc: [x, ~, 'true', {d: 0x7de}]\ne:\nf: no\n");
    assert_eq!(said.len(), 0);
    let mut json = Vec::new();
    value.unwrap().serialize(&mut serde_json::Serializer::new(&mut json)).unwrap();
    assert_eq!(
        String::from_utf8(json).unwrap(),
        r#"{"a":"1.10","b":true,"c":["x","true",{"d":"0x7de"}],"f":"no"}"#
    );
}

fn inside(source: &str, part: &str) -> String {
    let (tree, trouble) = tree::parse(source);
    assert!(trouble.is_none());
    let (_, at) = walk(&tree, &["a".into()]);
    let at = at.unwrap();
    let text = tree.text(at.value).unwrap().to_owned();
    let start = text.find(part).unwrap_or_else(|| panic!("{part:?} is not in {text:?}"));
    source[tree.inside(at.value, &(start..start + part.len()))].to_owned()
}

#[test]
fn parts_of_texts_are_found_in_the_source() {
    for (source, part, found) in [
        ("ü: 1\na: Äöü x yß\n", "yß", "yß"),
        ("a: Äöü\n  x\n  yß # c\n", "ü x y", "ü\n  x\n  y"),
        ("a: 'it''s ü'\n", "'s", "''s"),
        ("a: 'it''s ü'\n", "ü", "ü"),
        ("a: \"x\\n\\ty \\\"q\\\" \\u00fc\\x41z\"\n", "\"q", "\\\"q"),
        ("a: \"x\\n\\ty \\\"q\\\" \\u00fc\\x41z\"\n", "üA", "\\u00fc\\x41"),
        ("a: \"x\\n\\ty z\"\n", "y", "y"),
        ("a: \"one \\\n   two\"\n", "two", "two"),
        ("a: |\n  Ä one\n    two\n\n  three\nb: x\n", "two", "two"),
        ("a: |\n  Ä one\n    two\n\n  three\nb: x\n", "three", "three"),
        ("a: >-\n\n  Ä one\n  two\n\n  three\n", "one two", "one\n  two"),
        ("a: >-\r\n  Ä one\r\n  two\r\n\r\n  three\r\n", "three", "three"),
        ("a: |2\n    x y\n", "y", "y"),
        ("a: &b !c |\n  x y\n", "x", "x"),
        ("a: !c &b 'x y'\n", "y", "y"),
    ] {
        assert_eq!(inside(source, part), found, "{source:?}");
    }
}

#[test]
fn line_ends_make_no_difference() {
    let source =
        "- date: 1\r\n  title: |\r\n    a\r\n    b\r\n  note: \"c\r\n    d\"\r\n  weight: x\r\n";
    let (value, said) = run::<Vec<Event>>(source);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].1, "x");
    let event = value.unwrap().remove(0);
    assert_eq!(event.title.0.unwrap().plain, Some(Words("a\nb\n".into())));
    assert_eq!(event.note.0, "c d");
}

#[test]
fn paths_lead_to_places() {
    let content = "ä: 1\nb:\n- c: [x, y]\n  d:\n- e\n";
    let mut texts = Texts::default();
    let id = texts.add(Text { path: "a.yaml".into(), content: content.into(), damaged: false });
    let mut finder = Finder::new(&texts);
    let mut at = |place: Place| &content[finder.find(&place).range.unwrap()];
    let path = |steps: &[Step]| steps.to_vec();
    assert_eq!(at(Place::value(id, path(&["b".into(), 0.into(), "c".into(), 1.into()]))), "y");
    assert_eq!(at(Place::key(id, path(&["b".into(), 0.into(), "c".into()]))), "c");
    assert_eq!(at(Place::value(id, path(&["b".into(), 0.into(), "d".into()]))), "d");
    assert_eq!(at(Place::value(id, path(&["b".into(), 9.into(), "d".into()]))), "- c: [x, y]");
    assert_eq!(at(Place::inside(id, path(&["ä".into()]), 0..1)), "1");
    assert_eq!(at(Place::inside(id, path(&["ä".into()]), 7..900)), "");
    assert_eq!(at(Place::range(id, 1..1000)), content);
}

#[test]
fn deep_nesting_is_refused() {
    let deep = [
        "[".repeat(200_000),
        "{".repeat(200_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "a: [[".repeat(40_000),
    ];
    for source in deep {
        let (value, said) = run::<Extra>(&source);
        assert!(value.is_none() && said.len() == 1, "{said:?}");
    }
    let stairs: String = (0..100).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(run::<Extra>(&stairs).1[0].0, rule::TOO_DEEP);
}

#[test]
fn aliases_cannot_make_much_of_little() {
    let mut source = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        source.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    assert_eq!(run::<Extra>(&source).1[0].0, rule::YAML_SYNTAX);
    assert_eq!(run::<Extra>("a: &a [*a]\n").1[0].0, rule::YAML_SYNTAX);
    assert_eq!(run::<Extra>("a: &a [x]\nb: *a\n").1.len(), 0);
}

#[test]
fn many_problems_are_all_told() {
    let events = "- date: '!'\n  title: x\n  titel: y\n  status: z\n".repeat(3_000);
    let (value, said) = run::<Vec<Event>>(&events);
    assert_eq!((value.unwrap().len(), said.len()), (3_000, 9_000));
    let figures: String = (0..3_000).map(|index| format!("    f{index}: x\n")).collect();
    assert_eq!(said_of_figures(&figures), 3_000);
}

fn said_of_figures(figures: &str) -> usize {
    said(&format!("- date: 1\n  title: x\n  figures:\n{figures}")).len()
}

#[test]
fn both_drivers_come_to_the_same_verdict() {
    let head = "- date: 2014\n  title: x\n  ";
    let (mut quick, mut plain) = (0, 0);
    for tail in [
        "",
        "places: [a, b]",
        "places: []",
        "places:",
        "places: ~",
        "places: a",
        "places: [1.10]",
        "figures: {a: 1}",
        "figures: {a: 1, a: 2}",
        "figures: {a: 0x1}",
        "figures: {a: 01}",
        "figures:",
        "sources: [a, {publisher: b}]",
        "sources: [{publisher: b, x: c}]",
        "sources: [{url: b}]",
        "sources: [a, 'b', \"c\"]",
        "sources: [{publisher: b, origin: c}]",
        "sources: [{publisher: b, origin: [c, 'd']}]",
        "sources: [{publisher: b, origin: []}]",
        "sources: [{publisher: b, origin: }]",
        "sources: [{publisher: b, origin: [c, ~]}]",
        "sources: [{publisher: b, origin: 1.10}]",
        "sources: [{publisher: b, origin: [1.10]}]",
        "sources: [{publisher: b, origin: {c: d}}]",
        "sources: [{publisher: b, origin: [[c]]}]",
        "links: {a: {publisher: b}}",
        "links: {a: }",
        "draft: true",
        "draft: True",
        "draft: yes",
        "draft: 'true'",
        "note: 1",
        "note: '1'",
        "note: a\n    b",
        "note: |\n    a\n\n    b\n",
        "note: >+\n    a\n    b\n\n",
        "note: \"a\\n\\\n    b\"",
        "extra: {a: true, b: [x, {c: d}]}",
        "extra: {a: 1}",
        "extra: {a: b, a: c}",
        "extra: {}",
        "extra: 'x'",
        "status: confirmed",
        "status: 'disputed'",
        "status: x",
        "status:",
        "weight: 3",
        "weight: 3.0",
        "weight: -3",
        "weight: '3'",
        "title: y",
        "unknown: x",
        "<<: {note: x}",
        "note: !!str 1",
        "note: !!str ~",
        "note: !x y",
        "status: !x confirmed",
        "note: &a b",
        "? note\n  : b",
        "note: 'a'\n  ? [b]\n  : c",
        "places: &a [b]\n  extra: *a",
        "note: a #b",
        "note: a#b",
        "note: \u{a0}b",
        "note: \"\\u00e9\"",
    ] {
        let source = format!("{head}{tail}\n");
        plain += usize::from(plain_is_right::<Vec<Event>>(&source));
        let (fast, exact, problems) = both::<Vec<Event>>(&source);
        match fast {
            Some(_) => {
                quick += 1;
                assert_eq!((&fast, 0), (&exact, problems), "{source}");
            }
            None => {
                let as_written =
                    ["~", "1.10", "note: 1", "!", "figures:", "extra: {a: 1}", "links: {a: }"];
                assert!(
                    problems > 0 || as_written.iter().any(|text| tail.contains(text)),
                    "{source}"
                );
            }
        }
    }
    assert!(quick > 20, "{quick}");
    assert!(plain > 20, "{plain}");
}

#[test]
fn the_plain_driver_reads_what_most_files_are_made_of() {
    for source in [
        "- date: 2014-06-29 # a comment\n  title: \"a \\\"b\\\" \\u00e9\"\n  places: [a, 'b''s', \"c: d\"]\n",
        "# A comment\n\n- title: a # b\n  # c\n  date: -0044\n\n- title: {de: Ä, en: 'b: c'}\n  date: '[1667,1668]'\n",
        "- date: 2014\n  title: a:b\n  sources:\n  - a\n  - {publisher: b c, url: https://d.org/?e=f#g}\n  note: |\n    h\n\n      i # j\n",
        "- date: 2014\n  title: a\n  sources:\n    - publisher: b\n      origin: [c, d]\n    -\n      publisher: e\n  draft: true\n",
        "-\n  date: 2014\n  title: a\n  note: |-\n   b\n  extra:\n    c: [true, 'true', 1.10, {d: no}]\n    e: f\n",
        "---\n- date: 2014\n  title: a\n  status: disputed\n  figures: {killed: 2}\n  weight: 3\n",
    ] {
        assert!(plain_is_right::<Items<Event>>(source), "{source}");
        assert!(plain_is_right::<Extra>(source), "{source}");
    }
}

/// Sources that are often plain, and more often nearly so.
fn nearly_plain() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a:",
        "b:",
        "c d:",
        "é: ",
        "- ",
        "-",
        "x",
        "y z",
        "é",
        "1.10",
        "~",
        "null",
        "true",
        "-1",
        "a:b",
        ":",
        "::",
        "'it''s'",
        "'",
        "\"q\\n\\u00e9\"",
        "\"",
        "''",
        "\"\"",
        "[a, b]",
        "[",
        "]",
        "{a: b, c: [d, e: f]}",
        "{",
        "}",
        "{b: }",
        ",",
        "# c",
        "#",
        " # d",
        "|",
        "|-",
        "|+",
        "|2",
        ">",
        ">-",
        "? ",
        "&a ",
        "*a",
        "!b ",
        "%",
        "@",
        "---",
        "...",
        "\\",
        "\u{a0}",
        "http://x:y#z",
        "<<: ",
        "=",
        "-- -",
        "\"a\": b",
        "[a]: ",
        "{}",
        "[]",
        "a #b: ",
        "\u{2028}",
    ]);
    let parts = prop::collection::vec((part, prop::sample::select(vec!["", " ", " ", "  "])), 0..5);
    let indent = prop::sample::select(vec![0_usize, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6]);
    let line = (indent, parts).prop_map(|(indent, parts)| {
        let parts: String = parts.iter().flat_map(|(part, gap)| [*part, *gap]).collect();
        format!("{}{parts}", " ".repeat(indent))
    });
    let usual = prop::sample::select(vec![
        "- a: x",
        "  b: y",
        "  c:",
        "  - a",
        "    - b: c",
        "      d: e",
        "    text",
        "  a: |",
        "    text: b",
        "",
        "  ",
        "    ",
        "      ",
        "     text",
        "a: b",
        "b:",
        "- x",
        "  # c",
        "c: [a, {b: c}]",
        "  d: \"e\"",
    ]);
    let line = prop_oneof![1 => line, 3 => usual.prop_map(str::to_owned)];
    (
        prop::collection::vec(line, 1..9),
        prop::sample::select(vec!["", "\n", "\n", "\n", "\n\n", "\n  "]),
    )
        .prop_map(|(lines, end)| lines.join("\n") + end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn where_the_plain_driver_answers_it_says_what_the_exact_one_says(source in nearly_plain()) {
        plain_is_right::<Extra>(&source);
    }

    #[test]
    fn the_plain_driver_finds_no_event_that_is_none(
        values in prop::collection::vec((prop::sample::select(vec![
            "date", "title", "status", "weight", "places", "sources", "figures", "links", "draft", "note", "extra", "x",
        ]), prop::sample::select(vec![
            "", "2014", "a", "~", "[a, b]", "{a: b}", "{a: 1}", "{publisher: a}", "[{publisher: a, url: b}]", "disputed",
            "true", "|\n    a", "\n  - a", "\n  - publisher: a\n    origin: b", "\n    a: 1", "\"\"", "3", "[[a]]",
        ])), 0..5),
    ) {
        let mut source = "- title: a\n  date: 2014\n".to_owned();
        for (key, value) in values {
            source.push_str(&format!("  {key}: {value}\n"));
        }
        plain_is_right::<Items<Event>>(&source);
    }
}

const RICH: &str = "\
# Ä comment
- date: 2014-06-29 # ü
  title: {de: \"Über\\n \\u00e4\", en: 'it''s'}
  places: [raqqa, 'al-Wasata', \"x\"]
  note: >-
    folded Äö
    text

    more
  sources:
  - a
  - {publisher: b, url: \"http://x\"}
  - publisher: |
      c
  figures: {killed: 2, wounded: 3}
  extra:
    a: &b [1, {c: d}]
    e: *b
- date: [1667, 1668]
  title: Ü
  status: disputd
  titel: x
  places: !x {a: b}
";

#[test]
fn no_damage_makes_a_panic_or_a_place_outside() {
    let mut sources: Vec<String> =
        RICH.char_indices().map(|(at, _)| RICH[..at].to_owned()).collect();
    sources.extend(
        RICH.char_indices()
            .map(|(at, char)| format!("{}{}", &RICH[..at], &RICH[at + char.len_utf8()..])),
    );
    for inserted in ["\"", "'", "[", "{", ":", "\t", "-", "*", "&", "\n", "ö", "\\"] {
        sources.extend(
            RICH.char_indices()
                .step_by(7)
                .map(|(at, _)| format!("{}{inserted}{}", &RICH[..at], &RICH[at..])),
        );
    }
    let lines: Vec<&str> = RICH.split_inclusive('\n').collect();
    sources.extend(
        (0..lines.len()).map(|gone| [&lines[..gone], &lines[gone + 1..]].concat().concat()),
    );
    for source in sources.iter().flat_map(|source| [source.clone(), source.replace('\n', "\r\n")]) {
        let (_, settled, content) = run_at::<Vec<Event>>("ä\n", &source);
        for one in &settled {
            for found in one.at.iter().chain(one.also.iter().map(|(found, _)| found)) {
                assert!(content.get(found.range.clone().unwrap()).is_some(), "{source}: {one:?}");
            }
        }
        let mut texts = Texts::default();
        let id = texts.add(Text { path: "a.yaml".into(), content: source.clone(), damaged: false });
        let mut finder = Finder::new(&texts);
        for key in ["date", "title", "note", "figures", "extra"] {
            for inside in [0..1, 3..8, 5..5, 900..1000] {
                let place = Place::inside(id, vec![0.into(), key.into()], inside);
                assert!(source.get(finder.find(&place).range.unwrap()).is_some());
            }
        }
        plain_is_right::<Vec<Event>>(&source);
        let (fast, exact, problems) = both::<Vec<Event>>(&source);
        if fast.is_some() && !source.trim().is_empty() && !says_nothing(&source) {
            assert_eq!((&fast, 0), (&exact, problems), "{source}");
        }
    }
}
