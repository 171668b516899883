//! Kind of file -> JSON Schema: what an editor is told of a file, made of the types that read it.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::config::Config;
use crate::document::{
    ActorFields, ArticleFields, EventFields, PageFields, PlaceFields, SourceFields, TimelineFields,
};
use crate::yaml::{self, Entries, Items, Must};

/// A kind of file, or of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Settings,
    Events,
    Event,
    Article,
    Page,
    Timeline,
    Places,
    Actors,
    Sources,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Settings,
        Kind::Events,
        Kind::Event,
        Kind::Article,
        Kind::Page,
        Kind::Timeline,
        Kind::Places,
        Kind::Actors,
        Kind::Sources,
    ];

    /// Its name, and that of its schema's file.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Settings => "settings",
            Kind::Events => "events",
            Kind::Event => "event",
            Kind::Article => "article",
            Kind::Page => "page",
            Kind::Timeline => "timeline",
            Kind::Places => "places",
            Kind::Actors => "actors",
            Kind::Sources => "sources",
        }
    }

    /// Which files are of this kind.
    pub fn files(self) -> &'static str {
        match self {
            Kind::Settings => "dateline.yaml",
            Kind::Events => "content/events/**/*.yaml, a list of events",
            Kind::Event => "the front matter of content/events/**/*.md",
            Kind::Article => "the front matter of content/articles/**/*.md",
            Kind::Page => "the front matter of content/pages/**/*.md",
            Kind::Timeline => "the front matter of content/timelines/**/*.md",
            Kind::Places => "content/places.yaml",
            Kind::Actors => "content/actors.yaml",
            Kind::Sources => "content/sources.yaml",
        }
    }

    /// Whether a file of this kind may say nothing.
    fn may_be_empty(self) -> bool {
        matches!(self, Kind::Events | Kind::Places | Kind::Actors | Kind::Sources)
    }
}

/// Stands in every schema, and tells it from the files of others.
pub const MARK: &str = "Made by `dateline schema`; `dateline schema --write` makes it anew.";

/// The schema of a kind of file.
///
/// It is of draft-07: the one that the language servers of all editors know, and there is nothing to say here that it
/// cannot. There is no reference in it: draft-07 reads nothing beside one, and descriptions shall stand beside.
pub fn schema(kind: Kind) -> Schema {
    let mut made = match kind {
        Kind::Settings => of::<Config>(),
        Kind::Events => of::<Items<EventFields>>(),
        Kind::Event => of::<EventFields>(),
        Kind::Article => of::<ArticleFields>(),
        Kind::Page => of::<PageFields>(),
        Kind::Timeline => of::<TimelineFields>(),
        Kind::Places => of::<Entries<Must<PlaceFields>>>(),
        Kind::Actors => of::<Entries<Must<ActorFields>>>(),
        Kind::Sources => of::<Entries<Must<SourceFields>>>(),
    };
    Optional.transform(&mut made);
    if kind.may_be_empty() {
        yaml::or_nothing(&mut made);
    }
    let mut root = Map::new();
    for (key, value) in [
        ("$schema", "http://json-schema.org/draft-07/schema#"),
        ("$comment", MARK),
        ("title", &format!("Dateline: {}", kind.name())),
        ("description", &format!("{}.", capital(kind.files()))),
    ] {
        root.insert(key.to_owned(), value.into());
    }
    for (key, value) in made.as_object().into_iter().flatten() {
        root.entry(key.as_str()).or_insert_with(|| value.clone());
    }
    root.into()
}

fn of<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut generator = SchemaGenerator::new(settings);
    generator.subschema_for::<T>()
}

fn capital(text: &str) -> String {
    let first = text.chars().next().map(|char| char.to_ascii_uppercase());
    first.into_iter().chain(text.chars().skip(1)).collect()
}

/// Lets every key that is not required stand there without a value.
struct Optional;

impl Transform for Optional {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let required: Vec<Value> =
            schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let Some(Value::Object(fields)) = schema.get_mut("properties") else { return };
        for (key, field) in fields {
            if !required.iter().any(|one| one == key)
                && let Ok(field) = field.try_into()
            {
                yaml::or_nothing(field);
            }
        }
    }
}

#[cfg(test)]
mod tests;
