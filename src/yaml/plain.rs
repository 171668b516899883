//! The plain driver: most YAML files need little of YAML, and that little is read here, straight into the types.
//!
//! It knows maps and lists in block style, lists and maps in flow style on one line, plain and quoted scalars on one
//! line, literal blocks (`|`) and comments. Whatever else it meets, and whatever the types refuse, it is [`Unlike`] what
//! it knows, and the other drivers look at it. So all that it has to be is right where it answers: a test holds it to
//! the exact driver's answers.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Visitor};

use super::leaf::{EITHER, EXTRA, SET};

mod scanner;

use scanner::{Scanner, Start, has_other_characters};

/// More levels than this are left to others.
const MOST_LEVELS: usize = 24;

/// A source that is not as plain as this driver knows it, or that does not fit the type.
#[derive(Debug)]
pub struct Unlike;

impl fmt::Display for Unlike {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not plain")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unlike
    }
}

/// Reads a source as a `T`.
pub fn read<T: DeserializeOwned>(source: &str) -> Result<T, Unlike> {
    if has_other_characters(source) {
        return Err(Unlike);
    }
    let at = if source.starts_with("---\n") { 4 } else { 0 };
    let mut scanner = Scanner::new(source, at);
    let start = match scanner.indent() {
        Some(0) if scanner.is_dash() => Start::List(0),
        Some(0) => Start::Map(0),
        _ => return Err(Unlike),
    };
    let value = T::deserialize(Value { scanner: &mut scanner, start, extra: false })?;
    match scanner.indent() {
        None => Ok(value),
        Some(_) => Err(Unlike),
    }
}

/// A value that has begun.
struct Value<'a, 's> {
    scanner: &'a mut Scanner<'s>,
    start: Start<'s>,
    /// Whether anything at all may stand here.
    extra: bool,
}

impl<'s> Value<'_, 's> {
    fn visit_text<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.start {
            Start::Text(Cow::Borrowed(text), _) => visitor.visit_borrowed_str(text),
            Start::Text(Cow::Owned(text), _) => visitor.visit_string(text),
            _ => Err(Unlike),
        }
    }

    fn visit_list<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Unlike> {
        let mut walk = Walk::begin(self)?;
        let value = visitor.visit_seq(&mut walk)?;
        walk.end()?;
        Ok(value)
    }

    fn visit_entries<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Unlike> {
        let mut walk = Walk::begin(self)?;
        let value = visitor.visit_map(&mut walk)?;
        walk.end()?;
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match &self.start {
            Start::Nothing => Err(Unlike),
            Start::Text(text, is_plain) => match (&**text, self.extra && *is_plain) {
                ("true" | "True" | "TRUE", true) => visitor.visit_bool(true),
                ("false" | "False" | "FALSE", true) => visitor.visit_bool(false),
                _ => self.visit_text(visitor),
            },
            Start::List(_) | Start::FlowList => self.visit_list(visitor),
            Start::Map(_) | Start::FlowMap => self.visit_entries(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.visit_text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.visit_text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.start {
            Start::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        match (name, &self.start) {
            // A set is the text that its list looks like, and its white space with it.
            (SET, Start::FlowList) => Err(Unlike),
            (EXTRA, _) => visitor.visit_newtype_struct(Value { extra: true, ..self }),
            (EITHER, Start::Text(..)) => self.visit_text(visitor),
            (EITHER, Start::Map(_) | Start::FlowMap) => visitor.visit_some(self),
            (EITHER, _) => Err(Unlike),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.start {
            Start::List(_) | Start::FlowList => self.visit_list(visitor),
            _ => Err(Unlike),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.start {
            Start::Map(_) | Start::FlowMap => self.visit_entries(visitor),
            _ => Err(Unlike),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        match self.start {
            Start::Text(text, _) => visitor.visit_enum(CowStrDeserializer::new(text)),
            _ => Err(Unlike),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

/// The way through a collection.
struct Walk<'a, 's> {
    scanner: &'a mut Scanner<'s>,
    /// How far it is indented; none in flow style.
    indent: Option<usize>,
    is_first: bool,
    is_done: bool,
    extra: bool,
}

impl<'a, 's> Walk<'a, 's> {
    fn begin(Value { scanner, start, extra }: Value<'a, 's>) -> Result<Self, Unlike> {
        let indent = match start {
            Start::List(indent) | Start::Map(indent) => Some(indent),
            _ => None,
        };
        scanner.levels += 1;
        scanner.flows += usize::from(indent.is_none());
        if scanner.levels > MOST_LEVELS {
            return Err(Unlike);
        }
        Ok(Walk { scanner, indent, is_first: true, is_done: false, extra })
    }

    fn end(self) -> Result<(), Unlike> {
        if !self.is_done {
            return Err(Unlike);
        }
        self.scanner.levels -= 1;
        if self.indent.is_none() {
            self.scanner.flows -= 1;
            if self.scanner.flows == 0 {
                return self.scanner.end_line();
            }
        }
        Ok(())
    }

    /// Goes to the next part, if there is one.
    fn next(&mut self, is_list: bool) -> Result<bool, Unlike> {
        let is_first = std::mem::take(&mut self.is_first);
        let goes_on = match self.indent {
            None => self.scanner.next_in_flow(if is_list { b']' } else { b'}' }, is_first)?,
            Some(_) if is_first => true,
            Some(indent) => match self.scanner.indent() {
                Some(found) if found > indent => return Err(Unlike),
                Some(found) if found == indent && (!is_list || self.scanner.is_dash()) => {
                    self.scanner.at += indent;
                    true
                }
                _ => false,
            },
        };
        self.is_done |= !goes_on;
        Ok(goes_on)
    }

    fn value(&mut self, is_list: bool) -> Result<Value<'_, 's>, Unlike> {
        let start = match self.indent {
            Some(indent) => self.scanner.start(indent, is_list)?,
            None => self.scanner.start_in_flow()?,
        };
        Ok(Value { scanner: self.scanner, start, extra: self.extra })
    }
}

impl<'s> de::SeqAccess<'s> for &mut Walk<'_, 's> {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'s>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unlike> {
        if !self.next(true)? {
            return Ok(None);
        }
        // Behind the dash.
        self.scanner.at += usize::from(self.indent.is_some());
        seed.deserialize(self.value(true)?).map(Some)
    }
}

impl<'s> de::MapAccess<'s> for &mut Walk<'_, 's> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'s>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unlike> {
        if !self.next(false)? {
            return Ok(None);
        }
        seed.deserialize(BorrowedStrDeserializer::new(self.scanner.key()?)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'s>>(&mut self, seed: V) -> Result<V::Value, Unlike> {
        seed.deserialize(self.value(false)?)
    }
}
