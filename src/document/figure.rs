//! Figures: counts, and who says so.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::count::Count;
use crate::yaml::{Complaint, Either, Leaf, Number, OneOrMore, Words};

/// How many, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub count: Count,
    /// As an account names its source.
    pub source: OneOrMore<Words>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "figure", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
struct FigureFields {
    /// The least.
    low: Option<Number<u64>>,
    /// The most likely.
    best: Option<Number<u64>>,
    /// The most.
    high: Option<Number<u64>>,
    /// Who counted: sources as an account names its own, one or a list.
    #[serde(default)]
    source: OneOrMore<Words>,
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Either::<Words, FigureFields>::deserialize(deserializer)? {
            Either::Name(text) => {
                let number =
                    Number::<u64>::read(&text.0).map_err(Complaint::into_error::<D::Error>)?;
                let count = Count { low: None, best: Some(number.0), high: None };
                Ok(Figure { count, source: OneOrMore::default() })
            }
            Either::Full(FigureFields { low, best, high, source }) => {
                let get = |field: Option<Number<u64>>| field.map(|number| number.0);
                let count = Count { low: get(low), best: get(best), high: get(high) };
                Ok(Figure { count, source })
            }
        }
    }
}

impl JsonSchema for Figure {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "figure".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Either::<Number<u64>, FigureFields>::json_schema(generator)
    }
}
