//! Values of fields: coordinates, addresses and hashes, and what is answered to what is none.

use schemars::{Schema, json_schema};

use crate::diagnostic::rule;
use crate::yaml::{Complaint, Leaf, Number, leaf};

/// Degrees north of the equator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latitude(pub Degrees);

/// Degrees east of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Longitude(pub Degrees);

/// An angle with as many decimals as it was written with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degrees {
    pub value: f64,
    pub decimals: usize,
}

impl Degrees {
    /// The angle with at most so many decimals: `-39.0`.
    pub fn rounded(self, decimals: usize) -> String {
        let text = format!("{:.*}", decimals.min(self.decimals), self.value);
        match text.strip_prefix('-') {
            Some(zero) if !zero.contains(|char: char| matches!(char, '1'..='9')) => zero.to_owned(),
            _ => text,
        }
    }
}

leaf!(Latitude, Longitude);

impl Leaf for Latitude {
    const WHAT: &'static str = "degrees from -90 to 90";

    fn read(text: &str) -> Result<Self, Complaint> {
        degrees(text, 90.0, "latitude").map(Latitude)
    }

    fn schema() -> Schema {
        degrees_schema(90)
    }
}

impl Leaf for Longitude {
    const WHAT: &'static str = "degrees from -180 to 180";

    fn read(text: &str) -> Result<Self, Complaint> {
        degrees(text, 180.0, "longitude").map(Longitude)
    }

    fn schema() -> Schema {
        degrees_schema(180)
    }
}

fn degrees(text: &str, most: f64, what: &str) -> Result<Degrees, Complaint> {
    match Number::<f64>::read(text)?.0 {
        value if value.abs() <= most => {
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            Ok(Degrees { value, decimals })
        }
        _ => Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("there is no {what} {text}"),
            help: Some(format!("write degrees from -{most} to {most}, with a point: 35.95")),
            range: None,
        }),
    }
}

fn degrees_schema(most: i32) -> Schema {
    let mut schema = Number::<f64>::schema();
    schema.insert("minimum".to_owned(), (-most).into());
    schema.insert("maximum".to_owned(), most.into());
    schema
}

/// An address on the web.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress(pub Box<str>);

leaf!(WebAddress);

impl Leaf for WebAddress {
    const WHAT: &'static str = "a web address";

    fn read(text: &str) -> Result<Self, Complaint> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        // Without a way out of the loop many bytes are looked at together.
        let is_plain = text.bytes().fold(true, |all, byte| {
            all & byte.is_ascii_graphic() & !matches!(byte, b'<' | b'>' | b'"' | b'\\')
        });
        let broken = |char: char| {
            char.is_whitespace() || char.is_control() || matches!(char, '<' | '>' | '"' | '\\')
        };
        if rest.is_some_and(|rest| {
            rest.starts_with(|char: char| char.is_alphanumeric() || char == '[')
        }) && (is_plain || !text.contains(broken))
        {
            return Ok(WebAddress(text.into()));
        }
        let position = text.find(broken);
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("`{text}` is not a web address"),
            help: Some(match position {
                Some(_) => {
                    "white space, quotes and angle brackets are written as %20, %22, %3C and %3E"
                        .into()
                }
                None => "write it whole, with `https://` or `http://`".into(),
            }),
            range: position.map(|at| at..at + text[at..].chars().next().map_or(1, char::len_utf8)),
        })
    }

    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": r#"^https?://[^\s<>"\\]+$"#})
    }
}

/// A SHA-256 hash in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sha256(pub Box<str>);

leaf!(Sha256);

impl Leaf for Sha256 {
    const WHAT: &'static str = "a SHA-256 hash";

    fn read(text: &str) -> Result<Self, Complaint> {
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Sha256(text.to_ascii_lowercase().into()));
        }
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: "this is not a SHA-256 hash".into(),
            help: Some("write its 64 hexadecimal digits, as `sha256sum FILE` prints them".into()),
            range: None,
        })
    }

    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"})
    }
}
