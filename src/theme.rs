//! The theme: templates compiled once, its words, its styles and the files that it brings along.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::output::Sketch;
use crate::wording::Wording;

/// The theme that is built in.
pub static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme, ready to render.
pub struct Theme {
    /// What decides on its templates and its words: the settings, and the site's own files. The built-in ones belong to the
    /// program, which the seal of a record names.
    pub sketch: Sketch,
    /// The engine, with all templates, if some are the site's own.
    pub tera: Option<tera::Tera>,
    /// The words of the site's language.
    pub words: Arc<Wording>,
    /// The styles of all of `css/`, joined in the order of names.
    pub css: String,
    /// The site's own templates, by name.
    pub texts: BTreeMap<String, crate::text::TextId>,
    /// The files of `static/`, by path.
    pub statics: BTreeMap<String, Vec<u8>>,
}

/// Tera's messages in the form of ours.
pub fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    let first =
        chars.next().map(|char| char.to_lowercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}
