//! JSON Schema of the building blocks: what editors are told of them, which is what the reader takes.
//!
//! An editor types unquoted scalars by YAML's core schema, where the reader keeps them as written. So a text is a string,
//! a number or a flag here, and a number is also a string of digits. Keywords for one kind of value say nothing of the
//! others: `pattern` holds for strings alone, `minimum` for numbers, `additionalProperties` for maps. Thus one flat
//! schema with several types can say most things, and editors have more to say of it than of alternatives.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::leaf::{Either, Entries, Extra, Items, LANGUAGE_TAG, Leaf, Local, Must, OneOrMore};

/// Any scalar.
pub fn text() -> Schema {
    json_schema!({"type": ["string", "number", "boolean"]})
}

/// The schema of a leaf, with words for what does not match.
pub fn leaf_schema<T: Leaf>() -> Schema {
    let mut schema = T::schema();
    if schema.get("pattern").or(schema.get("enum")).is_some() {
        // No keyword of the standard: the editors' language servers show it instead of the pattern.
        schema.insert(MESSAGE.to_owned(), format!("expected {}", T::WHAT).into());
    }
    schema
}

const MESSAGE: &str = "errorMessage";
/// The same for the pattern alone, where a schema says more.
const PATTERN_MESSAGE: &str = "patternErrorMessage";

/// Lets a schema take nothing, too: a key without a value counts as left out.
pub fn or_nothing(schema: &mut Schema) {
    flatten_option(schema);
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(values)) = object.get_mut("enum") {
        push(values, Value::Null);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(Value::Array(choices)) = object.get_mut(choice) {
            push(choices, json!({"type": "null"}));
            return;
        }
    }
    add_kind(schema, "null");
}

/// What is made of an `Option` of alternatives, a choice in a choice, as one choice.
fn flatten_option(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let Some(Value::Array(choices)) = object.get_mut("anyOf") else { return };
    let [Value::Object(inner), nothing] = choices.as_mut_slice() else { return };
    let is_choice = inner.contains_key("oneOf") || inner.contains_key("anyOf");
    if *nothing != json!({"type": "null"}) || !is_choice {
        return;
    }
    let inner = std::mem::take(inner);
    object.remove("anyOf");
    for (key, value) in inner {
        object.entry(key).or_insert(value);
    }
}

/// Lets a schema that names its types take one more.
fn add_kind(schema: &mut Schema, kind: &str) {
    let Some(kinds) = schema.get_mut("type") else { return };
    let mut all = match kinds.take() {
        Value::Array(kinds) => kinds,
        one => vec![one],
    };
    push(&mut all, kind.into());
    *kinds = all.into();
}

fn push(values: &mut Vec<Value>, value: Value) {
    if !values.contains(&value) {
        values.push(value);
    }
}

/// Asks a text of any form for something besides white space, in each of its languages.
fn say_something(schema: &mut Schema) {
    if !takes(schema, "string") || schema.get("pattern").is_some() {
        return;
    }
    schema.insert("pattern".to_owned(), r"\S".into());
    schema.insert(PATTERN_MESSAGE.to_owned(), "this text is empty".into());
    if takes(schema, "object") {
        schema.insert("minProperties".to_owned(), 1.into());
    }
    if let Some(translation) = schema.get_mut("additionalProperties")
        && let Ok(translation) = translation.try_into()
    {
        say_something(translation);
    }
}

fn takes(schema: &Schema, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
        Some(one) => one == kind,
        None => false,
    }
}

/// Implements what all building blocks have in common: they are part of whatever uses them, and have no name.
macro_rules! block {
    ($name:literal) => {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            $name.into()
        }
    };
}

/// The derive lists as `required` what has no default, which is how a missing one is found.
impl<T: JsonSchema> JsonSchema for Must<T> {
    block!("required");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        say_something(&mut schema);
        schema
    }
}

impl<T: JsonSchema> JsonSchema for Items<T> {
    block!("list");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "array", "items": generator.subschema_for::<T>()})
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    block!("map");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut value = generator.subschema_for::<T>();
        if value.get("required").is_none() {
            or_nothing(&mut value);
        }
        json_schema!({"type": "object", "additionalProperties": value})
    }
}

impl<T: Leaf> JsonSchema for Local<T> {
    block!("text");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = leaf_schema::<T>();
        let mut translation = schema.clone();
        or_nothing(&mut translation);
        add_kind(&mut schema, "object");
        schema.insert("additionalProperties".to_owned(), translation.into());
        schema.insert("propertyNames".to_owned(), json!({"pattern": LANGUAGE_TAG}));
        schema
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Either<K, V> {
    block!("name or thing");

    /// The keywords of a scalar and those of a map say nothing of each other, so both fit into one schema.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<K>();
        if let Some(message) = schema.remove(MESSAGE) {
            schema.insert(PATTERN_MESSAGE.to_owned(), message);
        }
        add_kind(&mut schema, "object");
        for (key, value) in generator.subschema_for::<V>().as_object().into_iter().flatten() {
            if key != "type" {
                schema.insert(key.clone(), value.clone());
            }
        }
        schema
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    block!("one or more");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        let item = schema.clone();
        add_kind(&mut schema, "array");
        schema.insert("items".to_owned(), item.into());
        schema
    }
}

impl JsonSchema for Extra {
    block!("anything");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}
