//! What is made once and shown on many pages: parts of views.
//!
//! Where a view becomes a value of the template engine, the engine takes such a part as it is, without a copy. In the
//! sketch of a page it stands with its own sketch.

use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

use crate::output::Sketch;
use crate::site::{EntryId, Site};

/// A view that is made once, for as many pages as show it.
pub struct Made<V>(Arc<Shared<V>>);

struct Shared<V> {
    view: V,
    sketch: Option<Sketch>,
    /// Made when the engine asks for it.
    value: OnceLock<Value>,
}

impl<V: Serialize> Made<V> {
    /// Makes it of a view.
    pub fn of(view: V) -> Self {
        let sketch = Sketch::of(&view);
        Made(Arc::new(Shared { view, sketch, value: OnceLock::new() }))
    }
}

impl<V> Made<V> {
    /// The view itself.
    pub fn view(&self) -> &V {
        &self.0.view
    }
}

impl<V> Clone for Made<V> {
    fn clone(&self) -> Self {
        Made(Arc::clone(&self.0))
    }
}

impl<V: Serialize> Serialize for Made<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Shared { view, sketch, value } = &*self.0;
        match sketch {
            Some(sketch) if !serializer.is_human_readable() => sketch.serialize(serializer),
            _ => value.get_or_init(|| Value::from_serializable(view)).serialize(serializer),
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
