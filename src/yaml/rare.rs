//! A field that few give: one word where it is left out.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer};

/// What may be left out and mostly is; a field of it needs `#[serde(default)]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rare<T>(Option<Box<T>>);

impl<T> Rare<T> {
    /// It, if it is given.
    pub fn as_ref(&self) -> Option<&T> {
        self.0.as_deref()
    }

    /// It, to be changed.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }

    /// Whether it is given.
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Whether it is left out.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Rare(None)
    }
}

impl<T> From<Option<T>> for Rare<T> {
    fn from(value: Option<T>) -> Self {
        Rare(value.map(Box::new))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rare<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Rare::from)
    }
}

impl<T: JsonSchema> JsonSchema for Rare<T> {
    fn inline_schema() -> bool {
        Option::<T>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}
