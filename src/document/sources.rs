//! Sources: what events rest on, as their authors wrote them.

use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::values::{Sha256, WebAddress};
use crate::config::Language;
use crate::date::Date;
use crate::prose::Brief;
use crate::yaml::{Flag, Local, OneOrMore, Rare, Words};

/// A source: evidence for an event.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema, Hash)]
#[serde(rename = "source", deny_unknown_fields)]
pub struct SourceFields {
    /// Who published it.
    pub publisher: Option<Words>,
    /// Its title.
    pub title: Option<Words>,
    /// Its address, with `https://` or `http://`.
    pub url: Option<WebAddress>,
    /// When it was published; any EDTF date.
    pub published: Option<Date>,
    /// When it was read.
    pub accessed: Option<Date>,
    /// The address of an archived copy.
    #[serde(default)]
    pub archived: Rare<WebAddress>,
    /// A copy of our own under `content/`: `media/…`.
    #[serde(default)]
    pub copy: Rare<Words>,
    /// The hash of `copy`, as `sha256sum` prints it.
    #[serde(default)]
    pub sha256: Rare<Sha256>,
    /// The wires or bodies behind it, one or a list: items of one origin are not independent of each other.
    #[serde(default)]
    pub origin: Rare<OneOrMore<Words>>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Rare<Words>,
    /// The language of its title.
    #[serde(default)]
    pub language: Rare<Language>,
    /// `false` names it without linking to it.
    pub link: Option<Flag>,
    /// A remark on it; brief Markdown.
    #[serde(default)]
    pub note: Rare<Local<Brief>>,
}

impl SourceFields {
    /// What accounts and figures may call it besides its key: by its publisher or its address.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        let publisher = self.publisher.iter().map(|publisher| publisher.0.as_str());
        publisher.chain(self.url.iter().map(|url| &*url.0))
    }

    /// A hash of what it says, but for its note, whose links are yet to be resolved.
    fn likeness(&self) -> u64 {
        let SourceFields {
            publisher,
            title,
            url,
            published,
            accessed,
            archived,
            copy,
            sha256,
            origin,
            author,
            language,
            link,
            note: _,
        } = self;
        let dates = (published, accessed);
        let held = (archived, copy, sha256);
        FixedState::default()
            .hash_one((publisher, title, url, dates, held, origin, author, language, link))
    }
}

/// A source in full, as an entry brings it along.
#[derive(Debug)]
pub struct Brought {
    /// What it says.
    pub fields: Box<SourceFields>,
    /// A hash of that: sources with different ones are different, which is told without a look at all that they say.
    pub likeness: u64,
}

impl<'de> Deserialize<'de> for Brought {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Box::<SourceFields>::deserialize(deserializer)?;
        Ok(Brought { likeness: fields.likeness(), fields })
    }
}

impl JsonSchema for Brought {
    fn inline_schema() -> bool {
        SourceFields::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        SourceFields::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        SourceFields::json_schema(generator)
    }
}
