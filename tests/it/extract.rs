//! HTML -> what a reader gets from it, without what a theme changes: titles, dated things, headings, words.

/// What is told of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Its title and its dated entries, each a line: EDTF, kind of element, the words of its first heading.
    Outline,
    /// The words of its main part, a line for each block.
    Words,
}

/// A piece of a page.
enum Piece<'a> {
    /// What stands between `<` and `>`.
    Tag(&'a str),
    Text(&'a str),
}

/// Tells of a page.
pub fn extract(html: &str, telling: Telling) -> String {
    match telling {
        Telling::Outline => outline(html),
        Telling::Words => words(html),
    }
}

fn outline(html: &str) -> String {
    let pieces = pieces(html);
    let mut lines = vec![format!("title: {}", first_words(&pieces, "title"))];
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Tag(tag) = piece else { continue };
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name {
            "html" => {
                lines.push(format!("html: {} {}", attribute(tag, "lang"), attribute(tag, "dir")))
            }
            "h1" | "h2" | "h3" => {
                lines.push(format!("{name}: {}", words_until_end(&pieces[at..], name)))
            }
            "article" if tag.contains(" data-edtf=") => {
                let rest = &pieces[at..];
                let status = match attribute(tag, "data-status") {
                    "" => String::new(),
                    status => format!(" ({status})"),
                };
                let when = rest.iter().skip(1).position(
                    |piece| matches!(piece, Piece::Tag(tag) if tag.contains(" data-edtf=")),
                );
                let when =
                    when.map_or(String::new(), |found| words_until_any_end(&rest[found + 1..]));
                let is_heading = |piece: &Piece<'_>| matches!(piece, Piece::Tag(tag) if matches!(tag.get(..2), Some("h1" | "h2" | "h3" | "h4")));
                let heading = rest.iter().position(is_heading);
                let title =
                    heading.map_or(String::new(), |found| words_until_heading_end(&rest[found..]));
                lines.push(format!(
                    "  {} | {when} | {title}{status}",
                    unescape(attribute(tag, "data-edtf"))
                ));
            }
            _ => {}
        }
    }
    lines.join("\n") + "\n"
}

/// The words of `<main>`, a line for each block that has some.
fn words(html: &str) -> String {
    const INLINE: [&str; 17] = [
        "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "q", "s", "small", "span",
        "strong", "sup", "time", "wbr",
    ];
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut inside = false;
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                let name =
                    tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
                if name == "main" {
                    inside = !tag.starts_with('/');
                }
                if !INLINE.contains(&name) {
                    lines.push(squeeze(&std::mem::take(&mut line)));
                }
            }
            Piece::Text(text) if inside => line.push_str(text),
            Piece::Text(_) => {}
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        let close = rest[open..].find('>').map_or(rest.len(), |at| open + at);
        pieces.push(Piece::Tag(&rest[open + 1..close]));
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The words of the first element of a name.
fn first_words(pieces: &[Piece<'_>], name: &str) -> String {
    let is_it = |piece: &Piece<'_>| matches!(piece, Piece::Tag(tag) if tag.split_whitespace().next() == Some(name));
    pieces.iter().position(is_it).map_or(String::new(), |at| words_until_end(&pieces[at..], name))
}

fn words_until_end(pieces: &[Piece<'_>], name: &str) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Tag(tag) if tag.strip_prefix('/') == Some(name) => break,
            Piece::Text(text) => words.push_str(text),
            Piece::Tag(_) => {}
        }
    }
    squeeze(&words)
}

fn words_until_heading_end(pieces: &[Piece<'_>]) -> String {
    let Some(Piece::Tag(tag)) = pieces.first() else { return String::new() };
    words_until_end(pieces, &tag[..2])
}

fn words_until_any_end(pieces: &[Piece<'_>]) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Tag(tag) if tag.starts_with('/') => break,
            Piece::Text(text) => words.push_str(text),
            Piece::Tag(_) => {}
        }
    }
    squeeze(&words)
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let start = format!(" {name}=\"");
    tag.find(&start).and_then(|at| tag[at + start.len()..].split('"').next()).unwrap_or_default()
}

fn squeeze(text: &str) -> String {
    unescape(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, meant)| text.replace(entity, meant))
}
