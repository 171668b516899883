//! Values of settings and fields: what one scalar may say, and what is answered otherwise.

use chrono_tz::Tz;
use schemars::{Schema, json_schema};
use serde::Serialize;

use crate::diagnostic::rule;
use crate::yaml::{Complaint, LANGUAGE_TAG, Leaf, Number, is_language_tag, leaf};

/// How much the eye should rest on an event: 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Weight(pub u8);

leaf!(Weight);

impl Default for Weight {
    fn default() -> Self {
        Weight(3)
    }
}

impl Leaf for Weight {
    const WHAT: &'static str = "a whole number from 1 to 5";

    fn read(text: &str) -> Result<Self, Complaint> {
        match text {
            "1" | "2" | "3" | "4" | "5" => Ok(Weight(text.as_bytes()[0] - b'0')),
            _ => Err(Complaint {
                rule: rule::BAD_VALUE,
                message: format!("`{text}` is not a weight"),
                help: Some("write a whole number from 1 (a brief) to 5 (a headline)".into()),
                range: None,
            }),
        }
    }

    fn schema() -> Schema {
        json_schema!({"type": ["integer", "string"], "minimum": 1, "maximum": 5, "pattern": "^[1-5]$"})
    }
}

/// A name that stands in addresses: lower-case letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub String);

leaf!(Key);

impl Leaf for Key {
    const WHAT: &'static str = "a name for an address";
    const FREE: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        if text.len() > 200 {
            let begin: String = text.chars().take(24).collect();
            return Err(Complaint {
                rule: rule::BAD_ID,
                message: format!("`{begin}…` is too long for an address"),
                help: Some("write 200 bytes at most".into()),
                range: None,
            });
        }
        let right = crate::prose::slug(text);
        if text == right && !text.is_empty() {
            return Ok(Key(text.to_owned()));
        }
        // Doubled hyphens are harmless, and ids such as `2014-06-29--title` have them.
        let allowed = |char: char| {
            char.is_alphanumeric() && !char.is_uppercase() || matches!(char, '-' | '_')
        };
        let edges = |char: char| char.is_alphanumeric();
        if text.chars().all(allowed) && text.starts_with(edges) && text.ends_with(edges) {
            return Ok(Key(text.to_owned()));
        }
        Err(Complaint {
            rule: rule::BAD_ID,
            message: format!("`{text}` cannot stand in an address"),
            help: Some(if right.is_empty() || right.len() > 200 {
                "write letters, digits and hyphens, 200 bytes at most".into()
            } else {
                format!("write lower-case letters, digits and hyphens: `{right}`")
            }),
            range: None,
        })
    }

    /// Of ASCII only what may stand there; of all other writing everything, for capitals are not the same everywhere.
    fn schema() -> Schema {
        json_schema!({
            "type": ["string", "integer", "boolean"],
            "pattern": r"^[^\x00-/:-`{-\x7f]([^\x00-,./:-^`{-\x7f]*[^\x00-/:-`{-\x7f])?$",
            "maxLength": 200,
            "minimum": 0,
        })
    }
}

/// The most entries that a page shows.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PageSize(pub usize);

leaf!(PageSize);

impl Default for PageSize {
    fn default() -> Self {
        PageSize(200)
    }
}

impl Leaf for PageSize {
    const WHAT: &'static str = "a whole number from 10 to 10000";

    fn read(text: &str) -> Result<Self, Complaint> {
        match Number::<u64>::read(text)?.0 {
            size @ 10..=10_000 => Ok(PageSize(size as usize)),
            _ => Err(Complaint {
                rule: rule::BAD_VALUE,
                message: format!("`{text}` is not a size for pages"),
                help: Some("write a whole number from 10 to 10000; 200 is usual".into()),
                range: None,
            }),
        }
    }

    fn schema() -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 10,
            "maximum": 10_000,
            "pattern": "^([1-9][0-9]{1,3}|10000)$",
        })
    }
}

/// A share, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Percent(pub u8);

leaf!(Percent);

impl Leaf for Percent {
    const WHAT: &'static str = "a whole number from 0 to 100";

    fn read(text: &str) -> Result<Self, Complaint> {
        match Number::<u64>::read(text.trim_end_matches('%').trim_end()) {
            Ok(Number(percent @ 0..=100)) => Ok(Percent(percent as u8)),
            _ => Err(Complaint {
                rule: rule::BAD_VALUE,
                message: format!("`{text}` is not a share in per cent"),
                help: Some("write a whole number from 0 to 100".into()),
                range: None,
            }),
        }
    }

    fn schema() -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": 100,
            "pattern": "^(0|[1-9][0-9]?|100) *%?$",
        })
    }
}

/// By how many years the begin of an entry may be open that has a place of its own.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct UndatedBeyond(pub i64);

leaf!(UndatedBeyond);

impl Default for UndatedBeyond {
    fn default() -> Self {
        UndatedBeyond(200)
    }
}

impl Leaf for UndatedBeyond {
    const WHAT: &'static str = "a whole number of years";

    fn read(text: &str) -> Result<Self, Complaint> {
        let years = Number::<u64>::read(text)?.0;
        Ok(UndatedBeyond(i64::try_from(years).unwrap_or(i64::MAX)))
    }

    fn schema() -> Schema {
        Number::<u64>::schema()
    }
}

/// Where the site will stand; ends with a slash.
#[derive(Debug, Clone)]
pub struct BaseUrl(pub String);

leaf!(BaseUrl);

impl Leaf for BaseUrl {
    const WHAT: &'static str = "a web address";

    fn read(text: &str) -> Result<Self, Complaint> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let whole = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
        if !whole
            || text.contains(|char: char| {
                char.is_whitespace() || matches!(char, '?' | '#' | '"' | '<' | '>')
            })
        {
            return Err(Complaint {
                rule: rule::BAD_VALUE,
                message: format!("`{text}` is not a web address that a site can stand at"),
                help: Some(
                    "write it whole: `https://example.org/` or `https://example.org/timeline/`"
                        .into(),
                ),
                range: None,
            });
        }
        Ok(BaseUrl(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }))
    }

    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": r#"^https?://[^/\s?#"<>][^\s?#"<>]*$"#})
    }
}

impl BaseUrl {
    /// The part below the host, with a slash at both ends.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        self.0[host..].find('/').map_or("/", |at| &self.0[host + at..])
    }
}

/// Where readers report an error: an address of e-mail, or a URL; `{id}` in it becomes the entry's id.
#[derive(Debug, Clone)]
pub struct Contact(pub String);

leaf!(Contact);

impl Leaf for Contact {
    const WHAT: &'static str = "an e-mail address or a URL";

    fn read(text: &str) -> Result<Self, Complaint> {
        let is_whole =
            !text.contains(|char: char| char.is_whitespace() || matches!(char, '"' | '<' | '>'));
        let is_url = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
        let is_mail = !text.contains([':', '/'])
            && text
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if is_whole && (is_url || is_mail) {
            return Ok(Contact(text.to_owned()));
        }
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("`{text}` is neither an e-mail address nor a URL"),
            help: Some(
                "write `desk@example.org`, or `https://example.org/report?entry={id}`".into(),
            ),
            range: None,
        })
    }

    fn schema() -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r#"^((https?://|mailto:)[^\s"<>]+|[^\s"<>:/@]+@[^\s"<>:/]*\.[^\s"<>:/]*)$"#,
        })
    }
}

/// A BCP 47 language tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Hash)]
pub struct Language(pub String);

leaf!(Language);

impl Default for Language {
    fn default() -> Self {
        Language("en".into())
    }
}

impl Leaf for Language {
    const WHAT: &'static str = "a language tag";

    fn read(text: &str) -> Result<Self, Complaint> {
        if is_language_tag(text) {
            return Ok(Language(text.to_owned()));
        }
        Err(Complaint {
            rule: rule::BAD_VALUE,
            message: format!("`{text}` is not a language tag"),
            help: Some("write a tag such as `en`, `ar` or `pt-BR`".into()),
            range: None,
        })
    }

    fn schema() -> Schema {
        json_schema!({"type": "string", "pattern": LANGUAGE_TAG, "examples": ["en", "ar", "pt-BR"]})
    }
}

impl Language {
    /// `rtl` for languages written from right to left, else `ltr`.
    pub fn direction(&self) -> &'static str {
        let mut parts = self.0.split('-');
        let primary = parts.next().unwrap_or_default();
        match parts.next().filter(|part| part.len() == 4) {
            Some("Arab" | "Hebr" | "Thaa" | "Syrc" | "Nkoo" | "Adlm" | "Rohg") => "rtl",
            Some(_) => "ltr",
            None => match primary {
                "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "iw" | "ks" | "ps" | "sd" | "syr"
                | "ug" | "ur" | "yi" => "rtl",
                _ => "ltr",
            },
        }
    }
}

/// A time zone by its IANA name.
#[derive(Debug, Clone, Copy)]
pub struct Zone(pub Tz);

leaf!(Zone);

impl Default for Zone {
    fn default() -> Self {
        Zone(Tz::UTC)
    }
}

impl Leaf for Zone {
    const WHAT: &'static str = "a time zone";

    fn read(text: &str) -> Result<Self, Complaint> {
        text.parse().map(Zone).map_err(|_| Complaint {
            rule: rule::BAD_VALUE,
            message: format!("there is no time zone `{text}`"),
            help: Some(
                crate::diagnostic::did_you_mean(
                    text,
                    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()),
                )
                .unwrap_or_else(|| "write an IANA name such as `UTC` or `Asia/Damascus`".into()),
            ),
            range: None,
        })
    }

    fn schema() -> Schema {
        let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        json_schema!({"type": "string", "enum": names})
    }
}
