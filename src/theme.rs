//! The theme: templates compiled once, its words, its styles and the files that it brings along.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

/// The theme that is built in.
pub static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme, ready to render.
pub struct Theme {
    /// The compiled templates.
    pub tera: tera::Tera,
    /// The words of the site's language.
    pub messages: Messages,
    /// The styles of all of `css/`, joined in the order of names.
    pub css: String,
    /// The site's own templates, by name.
    pub texts: BTreeMap<String, crate::text::TextId>,
    /// The files of `static/`, by path.
    pub statics: BTreeMap<String, Vec<u8>>,
}

/// The words of a language, by key.
#[derive(Debug, Clone, Default)]
pub struct Messages(pub BTreeMap<String, String>);

impl Messages {
    /// The words for a key; a key that is missing stands for itself, and parsing has reported it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The words for a key, filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// The words for a number of things: `KEY_one` or `KEY_other` by the number.
    pub fn count(&self, key: &str, number: usize) -> String {
        let form = if number == 1 { "one" } else { "other" };
        fill(self.get(&format!("{key}_{form}")), &[("n", &grouped(number as u64))])
    }
}

/// Fills `{name}` places of a message.
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        match values.iter().find(|(name, _)| *name == &rest[open + 1..close]) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Tera's messages in the form of ours.
pub fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    let first =
        chars.next().map(|char| char.to_lowercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

/// A number with its thousands set apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_filled_by_name() {
        assert_eq!(fill("{a} of {b}, {c}", &[("a", "1"), ("b", "2")]), "1 of 2, {c}");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1000, 1426, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,426", "1,234,567"]
        );
    }
}
