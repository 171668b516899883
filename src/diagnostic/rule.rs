//! The rules: every check by its name, with what it is for, an example, and what it normally weighs.
//!
//! A new rule is an entry in the file of its subject. A test builds its example, and `UPDATE=1 cargo test --lib cli::rule`
//! writes `docs/rules.md` anew.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Normally, Rule};

/// A rule as the documentation tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// Its name.
    pub rule: Rule,
    /// What it weighs where the settings say nothing of it.
    pub normally: Normally,
    /// What is wrong, in half a sentence.
    pub what: &'static str,
    /// Why that matters to a reader or an editor; a sentence or two of Markdown.
    pub why: &'static str,
    /// A site in which it is found; none where no file of text can show it.
    pub example: Option<Example>,
}

/// A file with a mistake in it, and the same file put right. It is laid over the small site in `src/cli/rule/base/`, of
/// which a test builds both.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What the settings say besides `title` and `base_url`; lines of YAML.
    pub settings: &'static str,
    /// The file's path from the site's folder.
    pub file: &'static str,
    /// What the file says when the rule is broken.
    pub wrong: &'static str,
    /// Where the file should be, if that is what is wrong with it.
    pub instead: Option<&'static str>,
    /// What it should say; none where that is too long to show.
    pub right: Option<&'static str>,
}

/// Rules about one thing.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// What they are about.
    pub title: &'static str,
    /// In the order in which they are told.
    pub rules: &'static [Info],
}

macro_rules! rules {
    ($title:literal; $($constant:ident = $name:literal, $normally:ident {
        what: $what:literal,
        why: $why:literal
        $(
            $(, settings: $settings:literal)?, file: $file:literal, wrong: $wrong:literal
            $(, instead: $instead:literal)? $(, right: $right:literal)?
        )? $(,)?
    })*) => {
        $(#[doc = $what] pub const $constant: Rule = Rule($name);)*
        pub(super) const SUBJECT: Subject = Subject {
            title: $title,
            rules: &[$(Info {
                rule: $constant,
                normally: Normally::$normally,
                what: $what,
                why: $why,
                example: maybe!($(Example {
                    settings: concat!($($settings)?),
                    file: $file,
                    wrong: $wrong,
                    instead: maybe!($($instead)?),
                    right: maybe!($($right)?),
                })?),
            }),*],
        };
    };
}

macro_rules! maybe {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

mod evidence;
mod fields;
mod files;
mod names;
mod order;
mod record;
mod site;
mod texts;

pub use evidence::*;
pub use fields::*;
pub use files::*;
pub use names::*;
pub use order::*;
pub use record::*;
pub use site::*;
pub use texts::*;

/// Every rule by what it is about.
pub const SUBJECTS: &[Subject] = &[
    files::SUBJECT,
    fields::SUBJECT,
    names::SUBJECT,
    texts::SUBJECT,
    evidence::SUBJECT,
    record::SUBJECT,
    order::SUBJECT,
    site::SUBJECT,
];

/// Every rule.
pub const ALL: &[Info] = &joined::<{ count(SUBJECTS) }>(SUBJECTS);

const fn count(subjects: &[Subject]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < subjects.len() {
        count += subjects[at].rules.len();
        at += 1;
    }
    count
}

const fn joined<const N: usize>(subjects: &[Subject]) -> [Info; N] {
    let mut all = [subjects[0].rules[0]; N];
    let (mut subject, mut at, mut next) = (0, 0, 0);
    while next < N {
        if at == subjects[subject].rules.len() {
            (subject, at) = (subject + 1, 0);
            continue;
        }
        all[next] = subjects[subject].rules[at];
        (at, next) = (at + 1, next + 1);
    }
    all
}

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Info> {
    static BY_NAME: LazyLock<HashMap<&str, &Info>> =
        LazyLock::new(|| ALL.iter().map(|info| (info.rule.0, info)).collect());
    BY_NAME.get(name).copied()
}

impl Rule {
    /// What is known of it.
    pub fn info(self) -> &'static Info {
        named(self.0).expect("every rule stands in the table")
    }
}

impl Info {
    /// What is wrong, as a whole sentence.
    pub fn sentence(&self) -> String {
        let mut chars = self.what.chars();
        let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", chars.as_str())
    }

    /// How the settings change what it weighs, in a sentence of Markdown.
    pub fn setting(&self) -> String {
        let name = self.rule.0;
        match self.normally {
            Normally::Error => "Always an error.".to_owned(),
            Normally::Mixed => format!(
                "An error, or a warning where it does no harm; `lints: {{{name}: allow}}` or `error` changes the warnings."
            ),
            Normally::Warning => format!(
                "A warning; `lints: {{{name}: allow}}` silences it, `lints: {{{name}: error}}` makes it an error."
            ),
            Normally::Strict => format!(
                "An error under `--strict`, else nothing; `lints: {{{name}: allow}}`, `warn` or `error` sets it for every build."
            ),
            Normally::Off => {
                format!("Off; `lints: {{{name}: warn}}` or `lints: {{{name}: error}}` turns it on.")
            }
        }
    }
}
