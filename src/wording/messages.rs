//! Messages: the phrases of `i18n/`, by key, one language laid over another.

use std::collections::{BTreeMap, BTreeSet};

use crate::theme::BUILT_IN;
use crate::yaml::{Entries, Words};

/// The plural categories of CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The messages into which two dates are put, each of which may need an article or a preposition of its own.
const PAIRS: [&str; 2] = ["date_between", "date_interval"];

/// The words of a language, by key.
#[derive(Debug, Clone, Default)]
pub struct Messages(pub BTreeMap<String, String>);

impl Messages {
    /// The words of the built-in theme in English, which stand in wherever another language has none.
    pub fn english() -> Self {
        Messages::built_in("en").expect("the built-in theme speaks English")
    }

    /// The words of the built-in theme in a language.
    pub fn built_in(language: &str) -> Option<Self> {
        let file = BUILT_IN.get_file(format!("i18n/{language}.yaml"))?;
        let source = file.contents_utf8().expect("the built-in theme is UTF-8");
        let entries: Entries<Words> =
            serde_yaml::from_str(source).expect("the built-in words are right");
        Some(Messages(entries.0.into_iter().map(|(key, words)| (key, words.0)).collect()))
    }

    /// The words for a key.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Lays another language's words over these. Of what they replace all forms go: English plurals and variants have
    /// no place in another grammar.
    pub fn lay(&mut self, over: Messages) {
        let begun: BTreeSet<&str> = over.0.keys().map(|key| stem(key)).collect();
        self.0.retain(|key, _| !begun.contains(stem(key)));
        self.0.extend(over.0);
    }

    /// Puts further words of the same language in place of these.
    pub fn amend(&mut self, over: Messages) {
        self.0.extend(over.0);
    }

    /// Whether something asks for a key: the built-in theme, a plural form or a variant of what it asks for, or a
    /// figure, whose names are free.
    pub fn knows(&self, key: &str) -> bool {
        self.0.contains_key(key) || key.starts_with("figure_") || self.is_form_of_known(key)
    }

    fn is_form_of_known(&self, key: &str) -> bool {
        if key == "date_day_first" {
            return true;
        }
        if let Some((base, form)) = key.rsplit_once('_')
            && CATEGORIES.contains(&form)
            && self.0.contains_key(&format!("{base}_other"))
        {
            return true;
        }
        let base = without_variant(key);
        let pair = base.strip_suffix("_from").or_else(|| base.strip_suffix("_to"));
        match pair.filter(|pair| PAIRS.contains(pair)) {
            Some(_) => true,
            None => is_variant(key) && base.starts_with("date_") && self.0.contains_key(base),
        }
    }

    /// The keys that a translation of these words into a language with some plural categories has to have.
    pub fn required(&self, categories: &[&str]) -> Vec<String> {
        let mut keys = Vec::new();
        for key in self.0.keys() {
            match plural_of(key).filter(|base| self.0.contains_key(&format!("{base}_one"))) {
                Some(base) if key.ends_with("_other") => {
                    keys.extend(categories.iter().map(|category| format!("{base}_{category}")));
                }
                Some(_) => {}
                None if is_variant(key) && self.0.contains_key(without_variant(key)) => {}
                None => keys.push(key.clone()),
            }
        }
        keys
    }
}

/// `sources_count_few` -> `sources_count`
pub fn plural_of(key: &str) -> Option<&str> {
    key.rsplit_once('_').filter(|(_, form)| CATEGORIES.contains(form)).map(|(base, _)| base)
}

/// `date_about_month_4` -> `date_about`
fn without_variant(key: &str) -> &str {
    if !key.starts_with("date_") {
        return key;
    }
    let unnumbered = key
        .rsplit_once('_')
        .filter(|(base, number)| {
            number.bytes().all(|byte| byte.is_ascii_digit())
                && (base.ends_with("_month") || base.ends_with("_season"))
        })
        .map_or(key, |(base, _)| base);
    unnumbered
        .rsplit_once('_')
        .filter(|(_, variant)| {
            ["year", "month", "day", "bare", "season", "phrase"].contains(variant)
        })
        .map_or(key, |(base, _)| base)
}

fn is_variant(key: &str) -> bool {
    without_variant(key) != key
}

/// The message that a key is one of the forms of.
fn stem(key: &str) -> &str {
    let base = plural_of(key).unwrap_or_else(|| without_variant(key));
    let pair = base.strip_suffix("_from").or_else(|| base.strip_suffix("_to"));
    pair.filter(|pair| PAIRS.contains(pair)).unwrap_or(base)
}

/// Fills `{name}` places of a message.
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    fill_with(message, |filled, asked| match values.iter().find(|(name, _)| *name == asked) {
        Some((_, value)) => {
            filled.push_str(value);
            true
        }
        None => false,
    })
}

/// The same with values that are written as they are asked for; answers no where there is none of a name.
pub fn fill_with(message: &str, mut write: impl FnMut(&mut String, &str) -> bool) -> String {
    let mut filled = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        if !write(&mut filled, &rest[1..close]) {
            filled.push_str(&rest[..=close]);
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}
