//! One text -> what it holds: told by its path, read into its types.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use thin_vec::ThinVec;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Normally, Place, did_you_mean, rule};
use crate::document::{
    ActorFields, ArticleFields, At, Brought, Document, EventFields, Kind, PageFields, PlaceFields,
    SourceFields, Texts, TimelineFields, Unreadable,
};
use crate::prose::{Body, Problem};
use crate::spool::Spool;
use crate::text::{Text, TextId};
use crate::yaml::{self, Either, Entries, Items, Leaf, Local, Must, Step, Words};

/// What one text holds.
pub enum One {
    /// The settings, and whether all of them could be read.
    Config(Option<Box<Config>>, bool),
    /// Events, and whether all of them could be read well enough to know their ids.
    Events(Vec<Document<EventFields>>, bool),
    Article(Box<Document<ArticleFields>>),
    Page(Box<Document<PageFields>>),
    Timeline(Box<Document<TimelineFields>>),
    /// And whether they say all that was written.
    Places(Option<ThinVec<(String, Must<PlaceFields>)>>, bool),
    Actors(Option<ThinVec<(String, Must<ActorFields>)>>),
    Sources(Option<ThinVec<(String, Must<SourceFields>)>>),
    Unreadable(Unreadable),
    Nothing,
}

impl One {
    /// Takes long texts out of memory, once there are many.
    pub fn put_away(&mut self, spool: &Arc<Spool>) {
        fn below<T>(document: &mut Document<T>, spool: &Arc<Spool>) {
            if let Some((start, body)) = &mut document.body {
                body.0.leave(spool, document.at.text, *start);
            }
        }
        match self {
            One::Events(events, _) => {
                for event in events {
                    below(event, spool);
                    for (_, body) in event.fields.body.iter_mut().flat_map(Local::each_mut) {
                        body.0.put_away(spool);
                    }
                }
            }
            One::Article(article) => below(article, spool),
            One::Page(page) => below(page, spool),
            One::Timeline(timeline) => below(timeline, spool),
            One::Config(..)
            | One::Places(..)
            | One::Actors(_)
            | One::Sources(_)
            | One::Unreadable(_)
            | One::Nothing => {}
        }
    }

    /// The files that sources in it name as their local copies.
    pub fn copies(&self) -> Vec<String> {
        fn full(source: &Either<Words, Brought>) -> Option<&SourceFields> {
            match source {
                Either::Full(source) => Some(&source.fields),
                Either::Name(_) => None,
            }
        }
        let copy = |source: &SourceFields| source.copy.as_ref().map(|path| path.0.clone());
        match self {
            One::Events(events, _) => {
                let sources = events.iter().flat_map(|event| &event.fields.sources.0);
                sources.filter_map(|(_, source)| full(source)).filter_map(copy).collect()
            }
            One::Article(article) => {
                article.fields.source.iter().filter_map(full).filter_map(copy).collect()
            }
            One::Sources(sources, ..) => {
                let sources = sources.iter().flatten().filter_map(|(_, source)| source.0.as_ref());
                sources.filter_map(copy).collect()
            }
            One::Config(..)
            | One::Page(_)
            | One::Timeline(_)
            | One::Places(..)
            | One::Actors(_)
            | One::Unreadable(_)
            | One::Nothing => Vec::new(),
        }
    }
}

/// Reads one text.
pub fn parse(id: TextId, text: &Text, diagnostics: &mut Diagnostics) -> One {
    let path = text.path.as_str();
    let Some(below) = path.strip_prefix("content/") else {
        return if path == "dateline.yaml" { config(id, text, diagnostics) } else { One::Nothing };
    };
    let (folder, name) = below.split_once('/').unwrap_or(("", below));
    match (folder, ending(name)) {
        (_, "yml") => {
            let right = format!("name it `{}yaml`", name.trim_end_matches("yml"));
            stray(id, path, Some(right), diagnostics)
        }
        ("", "yaml") => match name.trim_end_matches(".yaml") {
            "places" => {
                let places = registry(id, text, diagnostics);
                One::Places(places, !text.damaged && !diagnostics.has_errors())
            }
            "actors" => One::Actors(registry(id, text, diagnostics)),
            "sources" => One::Sources(registry(id, text, diagnostics)),
            other => {
                let help = did_you_mean(other, ["places", "actors", "sources", "events"]);
                stray(id, path, help, diagnostics)
            }
        },
        ("events", "yaml") => events(id, text, diagnostics),
        ("events", "md") => match markdown::<EventFields>(id, text, diagnostics) {
            Some(event) => {
                let known = event.fields.id.0.is_some();
                two_bodies(&event, diagnostics);
                One::Events(vec![event], known)
            }
            None => unreadable(id, text, Kind::Event),
        },
        ("articles", "md") => match markdown::<ArticleFields>(id, text, diagnostics) {
            Some(mut article) => {
                // Passages are parts of its HTML.
                if let Some((_, Body(prose))) = &mut article.body {
                    prose.settle();
                }
                One::Article(Box::new(article))
            }
            None => unreadable(id, text, Kind::Article),
        },
        ("pages", "md") => markdown(id, text, diagnostics)
            .map_or_else(|| unreadable(id, text, Kind::Page), |page| One::Page(Box::new(page))),
        ("timelines", "md") => markdown(id, text, diagnostics).map_or_else(
            || unreadable(id, text, Kind::Timeline),
            |timeline| One::Timeline(Box::new(timeline)),
        ),
        ("events" | "articles" | "pages" | "timelines", _) => stray(id, path, None, diagnostics),
        (folder, _) => {
            let folders = ["events", "articles", "pages", "timelines", "media", "static"];
            stray(id, path, did_you_mean(folder, folders), diagnostics)
        }
    }
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn stray(id: TextId, path: &str, help: Option<String>, diagnostics: &mut Diagnostics) -> One {
    let help = help.unwrap_or_else(|| {
        "content/ holds events/ (.yaml, .md), articles/, pages/ and timelines/ (.md), places.yaml, actors.yaml, \
         sources.yaml, and any file under media/ and static/"
            .into()
    });
    diagnostics
        .warning(rule::STRAY_FILE, Place::file(id), format!("`{path}` is not read"))
        .help(help);
    One::Nothing
}

fn read<T: DeserializeOwned>(id: TextId, text: &Text, diagnostics: &mut Diagnostics) -> Option<T> {
    if text.damaged {
        return None;
    }
    let (offset, source) = text.yaml();
    yaml::read(id, offset, source, diagnostics)
}

fn config(id: TextId, text: &Text, diagnostics: &mut Diagnostics) -> One {
    let mut config: Option<Config> = read(id, text, diagnostics);
    let whole = !text.damaged && !diagnostics.has_errors();
    match &mut config {
        Some(config) => {
            report_texts(At { text: id, item: None }, config, diagnostics);
        }
        None if diagnostics.is_empty() && !text.damaged => {
            diagnostics
                .error(rule::MISSING_KEY, Place::file(id), "the settings have no `title`")
                .help("write `title: …`, the site's name");
        }
        None => {}
    }
    One::Config(config.map(Box::new), whole)
}

fn registry<T: DeserializeOwned + Texts>(
    id: TextId,
    text: &Text,
    diagnostics: &mut Diagnostics,
) -> Option<ThinVec<(String, Must<T>)>> {
    let entries: Option<Entries<Must<T>>> = read(id, text, diagnostics);
    let Some(Entries(mut entries)) = entries else {
        return (diagnostics.is_empty() && !text.damaged).then(ThinVec::new);
    };
    for (key, fields) in &mut entries {
        let Some(fields) = &mut fields.0 else { continue };
        for (path, prose) in fields.texts() {
            let path: Vec<Step> = [Step::from(key.as_str())].into_iter().chain(path).collect();
            for problem in &prose.problems {
                report(
                    problem,
                    Place::inside(id, path.clone(), problem.range.clone()),
                    diagnostics,
                );
            }
        }
    }
    Some(entries)
}

fn events(id: TextId, text: &Text, diagnostics: &mut Diagnostics) -> One {
    let events: Option<Items<Box<EventFields>>> = read(id, text, diagnostics);
    let Some(Items(events)) = events else {
        if diagnostics.is_empty() && !text.damaged {
            diagnostics
                .warning(
                    rule::EMPTY_FILE,
                    Place::file(id),
                    format!("`{}` holds no events", text.path),
                )
                .help("begin each event with `- id: …`");
            return One::Events(Vec::new(), true);
        }
        return One::Events(Vec::new(), false);
    };
    let mut whole = true;
    let mut next = 0;
    let events = events
        .into_iter()
        .map(|(item, mut fields)| {
            whole &= item == next && fields.id.0.is_some();
            next = item + 1;
            let at = At { text: id, item: Some(item) };
            let links = report_texts(at, &mut *fields, diagnostics);
            Document { at, fields, body: None, stem: String::new(), links }
        })
        .collect();
    One::Events(events, whole)
}

fn markdown<T: DeserializeOwned + Texts>(
    id: TextId,
    text: &Text,
    diagnostics: &mut Diagnostics,
) -> Option<Document<T>> {
    if text.damaged {
        return None;
    }
    let Some(front_matter) = text.front_matter() else {
        let message = if text.front_matter_is_open() {
            "the front matter does not end: a line `---` is missing below it"
        } else {
            "this file has no front matter"
        };
        diagnostics
            .error(rule::FRONT_MATTER, Place::range(id, 0..first_line(&text.content)), message)
            .help("put the fields on top, between two lines `---`");
        return None;
    };
    let source = &text.content[front_matter.clone()];
    let fields: Option<T> = yaml::read(id, front_matter.start, source, diagnostics);
    if fields.is_none() && diagnostics.is_empty() {
        diagnostics
            .error(rule::MISSING_KEY, Place::range(id, 0..3), "the front matter is empty")
            .help("write at least `title: …` between the two lines `---`");
    }
    let mut fields = Box::new(fields?);
    let at = At { text: id, item: None };
    let mut links = report_texts(at, &mut *fields, diagnostics);
    let (start, markdown) = text.below(&front_matter);
    let body = Body::read(markdown).ok().filter(|body| !body.0.is_empty());
    if let Some(Body(prose)) = &body {
        links |= !prose.links.is_empty();
        for problem in &prose.problems {
            let range = start + problem.range.start..start + problem.range.end;
            report(problem, Place::range(id, range), diagnostics);
        }
    }
    let stem = stem(text);
    Some(Document { at, fields, body: body.map(|body| (start, body)), stem, links })
}

fn stem(text: &Text) -> String {
    let name = text.path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

fn unreadable(text: TextId, content: &Text, kind: Kind) -> One {
    let id = content.content.lines().find_map(|line| line.strip_prefix("id:"));
    let id = id.map(|id| id.trim().trim_matches(['"', '\'']).to_owned());
    One::Unreadable(Unreadable { text, kind, stem: stem(content), id })
}

fn two_bodies(event: &Document<EventFields>, diagnostics: &mut Diagnostics) {
    if event.body.is_some() && event.fields.body.is_some() {
        diagnostics
            .error(rule::BAD_VALUE, event.at.key("body"), "this event has two bodies")
            .help("keep the Markdown below the front matter, or the key `body`, not both");
    }
}

fn first_line(content: &str) -> usize {
    content.find(['\n', '\r']).unwrap_or(content.len())
}

/// Reports the problems of texts; whether any of them links to something.
fn report_texts(at: At, fields: &mut impl Texts, diagnostics: &mut Diagnostics) -> bool {
    let mut links = false;
    for (path, prose) in fields.texts() {
        links |= !prose.links.is_empty();
        let path: Vec<Step> = at.item.map(Step::Item).into_iter().chain(path).collect();
        for problem in &prose.problems {
            report(
                problem,
                Place::inside(at.text, path.clone(), problem.range.clone()),
                diagnostics,
            );
        }
    }
    links
}

fn report(problem: &Problem, place: Place, diagnostics: &mut Diagnostics) {
    let message = problem.message.clone();
    let found = match problem.rule.info().normally {
        Normally::Error | Normally::Mixed => diagnostics.error(problem.rule, place, message),
        Normally::Warning | Normally::Off | Normally::Strict => {
            diagnostics.warning(problem.rule, place, message)
        }
    };
    found.help(problem.help);
}
