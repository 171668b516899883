//! Sketches: whether a file would be the same again, known without making it.

use std::cell::Cell;
use std::fmt;

use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// The digest of all that decides on the bytes of a file, as far as one build of the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sketch(pub Digest);

impl Sketch {
    /// The sketch of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Sketch(Digest::of(bytes))
    }

    /// The sketch of a value: two have the same one if they serialize the same things in the same order. None where one
    /// cannot be serialized.
    ///
    /// A part that is made once for many files, or only when it is asked for, may serialize what it is made of instead of
    /// itself: it knows that a sketch is being made by a serializer whose form humans cannot read.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Option<Self> {
        let mut pen = Pen(PAPER.take());
        pen.0.clear();
        value.serialize(&mut pen).ok()?;
        let sketch = Sketch::of_bytes(&pen.0);
        PAPER.set(pen.0);
        Some(sketch)
    }
}

thread_local! {
    /// What was written on before: to find room for each value anew takes as long as to write it down.
    static PAPER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Writes values down so that different ones never give the same bytes: each with what it is, and with its length or its
/// end. Of structs the order of the fields is enough.
struct Pen(Vec<u8>);

impl Pen {
    fn put(&mut self, what: u8, bytes: &[u8]) -> Result<(), fmt::Error> {
        self.0.push(what);
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn put_text(&mut self, what: u8, bytes: &[u8]) -> Result<(), fmt::Error> {
        self.put(what, &(bytes.len() as u64).to_le_bytes())?;
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn end(&mut self) -> Result<(), fmt::Error> {
        self.put(b'.', &[])
    }
}

/// Methods that write down a number by its bytes.
macro_rules! numbers {
    ($($name:ident $what:literal $type:ty),* $(,)?) => {
        $(fn $name(self, value: $type) -> Result<(), fmt::Error> {
            self.put($what, &value.to_le_bytes())
        })*
    };
}

impl<'p> Serializer for &'p mut Pen {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = &'p mut Pen;
    type SerializeTuple = &'p mut Pen;
    type SerializeTupleStruct = &'p mut Pen;
    type SerializeTupleVariant = &'p mut Pen;
    type SerializeMap = &'p mut Pen;
    type SerializeStruct = &'p mut Pen;
    type SerializeStructVariant = &'p mut Pen;

    numbers!(
        serialize_i8 b'a' i8, serialize_i16 b'b' i16, serialize_i32 b'c' i32, serialize_i64 b'd' i64,
        serialize_i128 b'e' i128, serialize_u8 b'f' u8, serialize_u16 b'g' u16, serialize_u32 b'h' u32,
        serialize_u64 b'i' u64, serialize_u128 b'j' u128, serialize_f32 b'k' f32, serialize_f64 b'l' f64,
    );

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), fmt::Error> {
        self.put(if value { b'T' } else { b'F' }, &[])
    }

    fn serialize_char(self, value: char) -> Result<(), fmt::Error> {
        self.put(b'C', &u32::from(value).to_le_bytes())
    }

    fn serialize_str(self, value: &str) -> Result<(), fmt::Error> {
        self.put_text(b'S', value.as_bytes())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), fmt::Error> {
        self.put_text(b'B', value)
    }

    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.put(b'0', &[])
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        self.put(b'1', &[])?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), fmt::Error> {
        self.put(b'U', &[])
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), fmt::Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
    ) -> Result<(), fmt::Error> {
        self.put(b'V', &index.to_le_bytes())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        self.put(b'N', &index.to_le_bytes())?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.put(b'[', &[])?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, fmt::Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, fmt::Error> {
        self.put(b'(', &index.to_le_bytes())?;
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        self.put(b'{', &[])?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        self.put(b'<', &[])?;
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, fmt::Error> {
        self.put(b'|', &index.to_le_bytes())?;
        Ok(self)
    }
}

/// What has one value after the other.
macro_rules! sequences {
    ($($of:ident $name:ident),*) => {
        $(impl ser::$of for &mut Pen {
            type Ok = ();
            type Error = fmt::Error;

            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), fmt::Error> {
                Pen::end(self)
            }
        })*
    };
}

sequences!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// What has one named value after the other.
macro_rules! structs {
    ($($of:ident),*) => {
        $(impl ser::$of for &mut Pen {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), fmt::Error> {
                value.serialize(&mut **self)
            }

            fn skip_field(&mut self, _: &'static str) -> Result<(), fmt::Error> {
                self.put(b'-', &[])
            }

            fn end(self) -> Result<(), fmt::Error> {
                Pen::end(self)
            }
        })*
    };
}

structs!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for &mut Pen {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), fmt::Error> {
        Pen::end(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    enum Choice {
        Unit,
        Other,
        New(u8),
        Pair(u8, u8),
        Named { one: u8 },
    }

    #[derive(Serialize)]
    struct Fields {
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        second: Option<u8>,
    }

    #[test]
    fn values_that_differ_have_sketches_that_differ() {
        let sketches = [
            Sketch::of(""),
            Sketch::of("a"),
            Sketch::of(&'a'),
            Sketch::of(&["a"]),
            Sketch::of(&["a", ""]),
            Sketch::of(&["", "a"]),
            Sketch::of(&[["a"]]),
            Sketch::of(&[vec!["a"], vec![]]),
            Sketch::of(&1_u8),
            Sketch::of(&1_u16),
            Sketch::of(&1_i16),
            Sketch::of(&1.0_f64),
            Sketch::of(&true),
            Sketch::of(&false),
            Sketch::of(&()),
            Sketch::of(&None::<u8>),
            Sketch::of(&Some(1_u8)),
            Sketch::of(&Some(())),
            Sketch::of(&Choice::Unit),
            Sketch::of(&Choice::Other),
            Sketch::of(&Choice::New(1)),
            Sketch::of(&Choice::Pair(1, 2)),
            Sketch::of(&Choice::Named { one: 1 }),
            Sketch::of(&Fields { first: Some(1), second: None }),
            Sketch::of(&Fields { first: None, second: Some(1) }),
            Sketch::of(&BTreeMap::from([("a", "b")])),
            Sketch::of(&BTreeMap::from([("b", "a")])),
            Sketch::of(&Sketch::of_bytes(b"")),
        ];
        let all: Vec<Sketch> = sketches.into_iter().flatten().collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert_eq!(all.len(), 28);
        assert_eq!(Sketch::of(&["a", "b"]), Sketch::of(&vec!["a".to_owned(), "b".to_owned()]));
    }
}
