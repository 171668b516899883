//! What is made once and shown on many pages: parts of views that are values of the template engine already.
//!
//! When a view becomes a value, the engine takes such a part as it is, without a copy. In the sketch of a page it stands
//! with its own sketch.

use std::marker::PhantomData;
use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::output::Sketch;
use crate::site::{EntryId, Site};

/// A view that is made once, for as many pages as show it.
pub struct Made<V> {
    value: Value,
    sketch: Option<Sketch>,
    made_of: PhantomData<fn() -> V>,
}

impl<V> Made<V> {
    /// Makes it of a view of the type `V`, whose own borrows may be shorter than those that `V` names.
    pub fn of(view: &impl Serialize) -> Self {
        Made {
            value: Value::from_serializable(view),
            sketch: Sketch::of(view),
            made_of: PhantomData,
        }
    }
}

impl<V> Clone for Made<V> {
    fn clone(&self) -> Self {
        Made { value: self.value.clone(), sketch: self.sketch, made_of: PhantomData }
    }
}

impl<V> Serialize for Made<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.sketch {
            Some(sketch) if !serializer.is_human_readable() => sketch.serialize(serializer),
            _ => self.value.serialize(serializer),
        }
    }
}

/// What is made of entries, of each when it is first asked for.
pub struct PerEntry<T> {
    events: Box<[OnceLock<T>]>,
    articles: Box<[OnceLock<T>]>,
}

impl<T> PerEntry<T> {
    /// Nothing so far, of the entries of a site.
    pub fn of(site: &Site) -> Self {
        PerEntry { events: unset(site.events.len()), articles: unset(site.articles.len()) }
    }

    /// What is made of an entry.
    pub fn get(&self, entry: EntryId, make: impl FnOnce() -> T) -> &T {
        match entry {
            EntryId::Event(id) => self.events[id as usize].get_or_init(make),
            EntryId::Article(id) => self.articles[id as usize].get_or_init(make),
        }
    }
}

/// Room for so many things that are made when they are first asked for.
pub fn unset<T>(count: usize) -> Box<[OnceLock<T>]> {
    (0..count).map(|_| OnceLock::new()).collect()
}

/// HTML, which no template escapes again.
#[derive(Clone)]
pub struct Html {
    value: Value,
    sketch: Option<Sketch>,
}

impl Html {
    /// HTML for many pages.
    pub fn shared(html: &str) -> Self {
        Html { value: Value::safe_string(html), sketch: Some(Sketch::of_bytes(html.as_bytes())) }
    }

    /// The HTML itself.
    pub fn as_str(&self) -> &str {
        self.value.as_str().unwrap_or_default()
    }
}

impl From<&str> for Html {
    fn from(html: &str) -> Self {
        Html { value: Value::safe_string(html), sketch: None }
    }
}

impl From<String> for Html {
    fn from(html: String) -> Self {
        html.as_str().into()
    }
}

impl Default for Html {
    fn default() -> Self {
        "".into()
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.sketch {
            Some(sketch) if !serializer.is_human_readable() => sketch.serialize(serializer),
            _ => self.value.serialize(serializer),
        }
    }
}
