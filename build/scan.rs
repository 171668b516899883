//! Template -> pieces: text and tags, with the white space gone that a tag takes away.

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub enum Piece<'t> {
    Text(&'t str),
    /// `{{ … }}`
    Show(&'t str),
    /// `{% … %}`
    Tag(&'t str),
}

/// Divides a template; comments are left out.
pub fn scan(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    // Whether the tag before takes the white space behind it.
    let mut trims = false;
    loop {
        let open = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min();
        let (mut plain, tag) = rest.split_at(open.unwrap_or(rest.len()));
        if trims {
            plain = plain.trim_start();
        }
        let Some(kind) = tag.get(..2) else {
            push(&mut pieces, plain);
            return pieces;
        };
        let close = match kind {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = tag.find(close).unwrap_or_else(|| panic!("nothing closes {kind}"));
        let mut inner = &tag[2..end];
        if let Some(trimming) = inner.strip_prefix('-') {
            plain = plain.trim_end();
            inner = trimming;
        }
        push(&mut pieces, plain);
        trims = inner.ends_with('-');
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        match kind {
            "{{" => pieces.push(Piece::Show(inner)),
            "{%" => pieces.push(Piece::Tag(inner)),
            _ => {}
        }
        rest = &tag[end + 2..];
    }
}

fn push<'t>(pieces: &mut Vec<Piece<'t>>, text: &'t str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}
