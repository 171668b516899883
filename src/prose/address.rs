//! Addresses: where a link may lead, and how it is escaped.

use std::fmt::Write as _;

use pulldown_cmark::LinkType;

use super::Target;

pub enum Address<'a> {
    Outside(String),
    Anchor(&'a str),
    Inside(Target),
    Unsafe(&'a str),
}

pub fn classify(url: &str, kind: LinkType) -> Address<'_> {
    if kind == LinkType::Email {
        return Address::Outside(format!("mailto:{url}"));
    }
    if let Some(id) = url.strip_prefix('#') {
        return Address::Anchor(id);
    }
    match url.split_once(':') {
        Some(("event" | "article", id)) => Address::Inside(Target::Entry(id.into())),
        Some((scheme, _))
            if scheme.starts_with(|char: char| char.is_ascii_alphabetic())
                && scheme.chars().all(is_scheme) =>
        {
            match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" | "tel" => Address::Outside(url.to_owned()),
                _ => Address::Unsafe(scheme),
            }
        }
        _ if url.starts_with("//") => Address::Outside(format!("https:{url}")),
        _ => Address::Inside(Target::File(url.trim_start_matches('/').into())),
    }
}

pub fn is_scheme(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.')
}

/// An address with every character that may not stand in a URL escaped (URL Standard, "URL code points").
pub fn encode(address: &str) -> String {
    // Without a way out of the loop many bytes are looked at together.
    if address.bytes().fold(true, |all, byte| all & stands_anywhere(byte)) {
        return address.to_owned();
    }
    let path = address.find("://").map_or(0, |scheme| {
        let host = scheme + 3;
        address[host..].find(['/', '?', '#']).map_or(address.len(), |length| host + length)
    });
    let mut encoded = String::with_capacity(address.len());
    for (at, char) in address.char_indices() {
        let stands = match char {
            // Around an IPv6 address.
            '[' | ']' => at < path,
            '%' => is_escape(&address.as_bytes()[at..]),
            ascii if ascii.is_ascii() => stands_anywhere(ascii as u8),
            other => !other.is_whitespace() && !other.is_control(),
        };
        if stands {
            encoded.push(char);
            continue;
        }
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn stands_anywhere(byte: u8) -> bool {
    // "!", then all from "#" to ";" but "%", and those that stand singly.
    byte.is_ascii_alphanumeric()
        | matches!(byte, b'!' | b'#' | b'$' | b'&'..=b';' | b'=' | b'?' | b'@' | b'_' | b'~')
}

pub fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}
