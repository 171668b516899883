//! What happens before the program is compiled: the templates of the built-in theme become Rust, so that a page of it is
//! written by code that knows its view, and no engine has to turn the view into values of its own first. A site's own
//! templates are rendered by Tera.
//!
//! `scan` divides a template into text and tags, `parse` reads what Tera's language says there, as much of it as the
//! built-in theme uses, and `emit` writes functions that do the same. Whatever it does not know ends the build.
#![expect(clippy::print_stdout, reason = "it is how a build script speaks to cargo")]

mod emit;
mod parse;
mod rebuild;
mod scan;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use emit::{Part, Source};

const TEMPLATES: &str = "themes/default/templates";

/// The pages: a template, what its view is called there, and the type of the view.
const PAGES: [Source; 12] = [
    Source { template: "404.html", view: ("missing", "()") },
    Source { template: "article.html", view: ("article", "ArticleView<'_>") },
    Source { template: "corrections.html", view: ("corrections", "CorrectionsView<'_>") },
    Source { template: "event.html", view: ("event", "EventView<'_>") },
    Source { template: "index.html", view: ("index", "IndexView<'_>") },
    Source { template: "list.html", view: ("timeline", "TimelineView<'_>") },
    Source { template: "page.html", view: ("free", "FreeView<'_>") },
    Source { template: "redirect.html", view: ("redirect", "RedirectView<'_>") },
    Source { template: "sources.html", view: ("sources", "SourcesView<'_>") },
    Source { template: "status.html", view: ("vocabulary", "VocabularyView<'_>") },
    Source { template: "timeline.html", view: ("timeline", "TimelineView<'_>") },
    Source { template: "tombstone.html", view: ("tombstone", "TombstoneView<'_>") },
];

/// What many pages show, made by itself.
const PARTS: [Part; 4] = [
    Part { name: "card", template: "card.html", component: None, view: ("card", "CardView<'_>") },
    Part {
        name: "date",
        template: "date.html",
        component: Some("date"),
        view: ("date", "DateView"),
    },
    Part {
        name: "header",
        template: "header.html",
        component: None,
        view: ("page", "FurnitureView<'_>"),
    },
    Part {
        name: "footer",
        template: "footer.html",
        component: None,
        view: ("page", "FurnitureView<'_>"),
    },
];

fn main() -> io::Result<()> {
    rebuild::tell()?;
    let code = emit::emit(&templates(Path::new(TEMPLATES)), &PAGES, &PARTS);
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    fs::write(folder.join("templates.rs"), code)
}

/// All templates, read.
fn templates(folder: &Path) -> BTreeMap<String, Vec<parse::Node>> {
    let files = fs::read_dir(folder).expect("the built-in theme has templates");
    files
        .map(|file| {
            let path = file.expect("a folder that can be read").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
            let text = fs::read_to_string(&path).expect("the built-in theme is UTF-8");
            (name.to_owned(), parse::parse(name, &text))
        })
        .collect()
}
