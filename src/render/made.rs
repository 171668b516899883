//! What is made once and shown on many pages: parts of views that are values of the template engine already.
//!
//! When a view becomes a value, the engine takes such a part as it is, without a copy.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use tera::Value;

/// A view that is made once, for as many pages as show it.
pub struct Made<V> {
    value: Value,
    made_of: PhantomData<fn() -> V>,
}

impl<V: Serialize> From<&V> for Made<V> {
    fn from(view: &V) -> Self {
        Made { value: Value::from_serializable(view), made_of: PhantomData }
    }
}

impl<V> Clone for Made<V> {
    fn clone(&self) -> Self {
        Made { value: self.value.clone(), made_of: PhantomData }
    }
}

impl<V> Serialize for Made<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// HTML, which no template escapes again.
#[derive(Clone)]
pub struct Html(Value);

impl Html {
    /// The HTML itself.
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl From<&str> for Html {
    fn from(html: &str) -> Self {
        Html(Value::safe_string(html))
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
        self.0.serialize(serializer)
    }
}
