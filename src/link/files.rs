//! Files: what stands in the way of publishing a medium, reported where it is first used.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::is_on;
use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{Documents, MediaFields};
use crate::site::Graphic;
use crate::text::{Contents, Folder};

/// The media that are used so far.
pub struct Files {
    /// Where each is first used.
    pub used: BTreeMap<String, Place>,
    /// Those that are the local copy of a source and stay as they are, byte for byte.
    pub copies: BTreeSet<String>,
    /// Those that some event calls graphic.
    pub graphic: BTreeMap<String, Graphic>,
}

impl Files {
    /// Finds what documents say of files anywhere, also in entries that are left out.
    pub fn collect(documents: &Documents) -> Self {
        let events = &documents.events;
        let media = events.iter().flat_map(|event| event.fields.media.0.iter().map(|(_, m)| m));
        // Who warns of a picture means that it is not for everybody.
        let is_graphic = |medium: &&MediaFields| is_on(&medium.graphic) || medium.warning.is_some();
        let graphic = media
            .filter(is_graphic)
            .filter_map(|medium| Some((medium.file.0.as_ref()?.0.clone(), Graphic::default())));
        Files {
            used: BTreeMap::new(),
            copies: documents.copies.clone(),
            graphic: graphic.collect(),
        }
    }

    /// Notes that a file is used, and reports what is wrong with it.
    pub fn uses(
        &mut self,
        path: &str,
        place: Place,
        folder: &Folder,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(file) = folder.media.get(path) else { return };
        if self.used.contains_key(path) {
            return;
        }
        self.used.insert(path.to_owned(), place.clone());
        match &file.contents {
            // A copy proves what was seen, so nothing is taken from it; what is shown should not be that file.
            Contents::Plain if self.copies.contains(path) => {
                diagnostics
                    .warning(
                        rule::METADATA_KEPT,
                        place,
                        format!(
                            "`{path}` is published with all that it holds: it is a source's copy"
                        ),
                    )
                    .help("show a file of its own, whose metadata Dateline removes");
            }
            Contents::Plain => {}
            Contents::Broken(why) => {
                diagnostics
                    .error(
                        rule::BROKEN_PICTURE,
                        place,
                        format!("the picture `{path}` cannot be published: {why}"),
                    )
                    .help("save it anew from the original, as JPEG, PNG, WebP or SVG");
            }
            Contents::Active(how) => {
                diagnostics
                    .error(
                        rule::ACTIVE_SVG,
                        place,
                        format!("the drawing `{path}` is not only a picture: {how}"),
                    )
                    .help("save it as plain SVG, with all that it shows inside it, or as PNG");
            }
            Contents::More(what) => {
                diagnostics
                    .warning(
                        rule::METADATA_KEPT,
                        place,
                        format!("`{path}` is published with {what}"),
                    )
                    .help(cure(path));
            }
        }
    }
}

/// How to clean a file that Dateline publishes as it is.
fn cure(path: &str) -> String {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let how = match ending.as_str() {
        "heic" | "heif" | "avif" | "tif" | "tiff" | "bmp" | "jxl" => {
            return "save it as JPEG, PNG or WebP, whose metadata Dateline removes".into();
        }
        "svg" | "svgz" => "save it as plain SVG without pictures inside",
        "mp4" | "mov" | "m4v" | "webm" | "mkv" | "avi" => {
            "clean it, for example with `ffmpeg -i FILE -map_metadata -1 -c copy CLEAN`"
        }
        _ => "clean it, for example with `mat2 FILE`",
    };
    format!(
        "{how}; then, or if it is to say so, `lints: {{metadata-kept: allow}}` in dateline.yaml"
    )
}
