//! Nodes as serde walks them: texts, lists and maps, without what cannot be read.

use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::super::leaf::{EITHER, EXTRA, INDEXED, MUST, SET};
use super::super::tree::Kind;
use super::value::{Label, Value};
use super::{Failure, Fate};

impl Value<'_> {
    /// `fields` are those of a struct; any other map has none.
    fn visit_map<'de, V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let entries: &[(usize, usize)] = match self.kind() {
            Kind::Map { entries, .. } => entries,
            _ => &[],
        };
        self.check_keys(entries);
        let lacking =
            self.reader.found.borrow().lacking.get(&self.node).cloned().unwrap_or_default();
        let next = if fields.is_some() { 0 } else { self.reader.begin(self.node) };
        let access =
            MapWalk { map: self, name, fields, entries, lacking, next, value: Next::StandIn };
        match visitor.visit_map(access) {
            Err(Failure::Missing(field)) => Err(self.missing(field, name)),
            result => result,
        }
    }

    fn visit_seq<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let items: &[usize] = match self.kind() {
            Kind::List { items, .. } => items,
            _ => &[],
        };
        self.check_items(items);
        visitor.visit_seq(ListWalk { list: self, items, next: self.reader.begin(self.node) })
    }
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { .. } if self.is_null() => Err(Failure::Broken),
            Kind::Scalar { text, plain, .. } => match (&**text, self.extra && *plain) {
                ("true" | "True" | "TRUE", true) => visitor.visit_bool(true),
                ("false" | "False" | "FALSE", true) => visitor.visit_bool(false),
                (text, _) => visitor.visit_str(text),
            },
            Kind::List { .. } => self.visit_seq(visitor),
            Kind::Map { .. } => self.visit_map("", None, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { text, .. } if !self.is_null() => visitor.visit_str(text),
            _ => Err(self.kind_error(&visitor as &dyn de::Expected)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match (name, self.kind()) {
            (SET, Kind::List { .. }) => match self.tree().set(self.node) {
                Some(set) => visitor.visit_str(&set),
                None => visitor.visit_newtype_struct(self),
            },
            (EXTRA, _) => visitor.visit_newtype_struct(Value { extra: true, ..self }),
            (EITHER, Kind::Scalar { .. }) => self.deserialize_str(visitor),
            (EITHER, Kind::Map { .. }) => visitor.visit_some(self),
            (EITHER, Kind::List { .. }) => Err(self.kind_error(&visitor as &dyn de::Expected)),
            (INDEXED, _) => match self.index {
                Some(index) => visitor.visit_map(IndexedWalk { index, item: Some(self) }),
                None => visitor.visit_newtype_struct(self),
            },
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::List { .. } => self.visit_seq(visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_seq(visitor),
            _ => Err(self.kind_error("a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Map { .. } => self.visit_map("", None, visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_map("", None, visitor),
            _ => Err(self.kind_error("a map")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Map { .. } => self.visit_map(name, Some(fields), visitor),
            Kind::Scalar { .. } if self.is_null() => self.visit_map(name, Some(fields), visitor),
            _ => Err(self.kind_error("a map")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Scalar { text, .. } if !self.is_null() => {
                visitor.visit_enum(IntoDeserializer::<Failure>::into_deserializer(&**text))
            }
            _ => Err(self.kind_error(format!("one of: {}", variants.join(", ")))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The value after the key that was handed out last.
#[derive(Clone, Copy)]
enum Next {
    Entry(usize),
    StandIn,
}

struct MapWalk<'r> {
    map: Value<'r>,
    name: &'static str,
    fields: Option<&'static [&'static str]>,
    entries: &'r [(usize, usize)],
    lacking: Vec<&'static str>,
    next: usize,
    value: Next,
}

impl MapWalk<'_> {
    /// Whether an entry is left out: a broken one, and a struct's field that has no value. A key that is no field is
    /// handed out even then, to be found unknown.
    fn leaves_out(&self, index: usize) -> bool {
        let tree = self.map.tree();
        let (key, value) = self.entries[index];
        let Some(text) = tree.text(key) else { return true };
        self.map.reader.fate(self.map.node, index) == Some(Fate::Skip)
            || self.fields.is_some_and(|fields| tree.is_null(value) && fields.contains(&text))
    }

    fn refuse_key(&self, index: usize, failure: Failure) -> Failure {
        let reader = self.map.reader;
        match failure {
            Failure::UnknownKey { known } => {
                self.map.note_unknown_keys(self.entries, self.name, known)
            }
            failure => {
                let key = self.entries[index].0;
                self.map.child(key, Label::Key(key)).note(failure);
            }
        }
        reader.skip(self.map.node, index);
        Failure::Again
    }
}

impl<'de> de::MapAccess<'de> for MapWalk<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        while self.next < self.entries.len() && self.leaves_out(self.next) {
            self.map.reader.done(self.map.node, self.next);
            self.next += 1;
        }
        let Some((key, _)) = self.entries.get(self.next) else {
            let Some(name) = self.lacking.pop() else { return Ok(None) };
            self.value = Next::StandIn;
            return seed
                .deserialize(IntoDeserializer::<Failure>::into_deserializer(name))
                .map(Some);
        };
        let index = self.next;
        self.next += 1;
        self.value = Next::Entry(index);
        let text = self.map.tree().text(*key).unwrap_or("");
        match seed.deserialize(IntoDeserializer::<Failure>::into_deserializer(text)) {
            Ok(key) => Ok(Some(key)),
            Err(failure) => Err(self.refuse_key(index, failure)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Next::Entry(index) = self.value else { return seed.deserialize(StandIn) };
        let reader = self.map.reader;
        let (key, node) = self.entries[index];
        let value = self.map.child(node, Label::Key(key));
        let fate = reader.fate(self.map.node, index);
        let result =
            if fate.is_none() { seed.deserialize(value) } else { seed.deserialize(StandIn) };
        let failure = match result {
            Ok(read) => {
                reader.done(self.map.node, index);
                return Ok(read);
            }
            Err(Failure::Again) => return Err(Failure::Again),
            Err(failure) => failure,
        };
        value.note(failure);
        let next = if fate.is_none() && !value.is_null() { Fate::StandIn } else { Fate::Skip };
        reader.found.borrow_mut().broken.insert((self.map.node, index), next);
        Err(Failure::Again)
    }
}

struct ListWalk<'r> {
    list: Value<'r>,
    items: &'r [usize],
    next: usize,
}

impl<'de> de::SeqAccess<'de> for ListWalk<'_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failure> {
        let reader = self.list.reader;
        while self.next < self.items.len() && reader.fate(self.list.node, self.next).is_some() {
            reader.done(self.list.node, self.next);
            self.next += 1;
        }
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        let item = Value { index: Some(index), ..self.list.child(*item, self.list.item_label()) };
        match seed.deserialize(item) {
            Ok(read) => {
                reader.done(self.list.node, index);
                Ok(Some(read))
            }
            Err(Failure::Again) => Err(Failure::Again),
            Err(failure) => {
                item.note(failure);
                reader.skip(self.list.node, index);
                Err(Failure::Again)
            }
        }
    }

    /// How many items there are at most. A pass that only goes on to the next mistake reads few of them.
    fn size_hint(&self) -> Option<usize> {
        self.list.reader.found.borrow().whole.then(|| self.items.len() - self.next)
    }
}

/// An item as a map of one entry, from its index to itself.
struct IndexedWalk<'r> {
    index: usize,
    item: Option<Value<'r>>,
}

impl<'de> de::MapAccess<'de> for IndexedWalk<'_> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        seed.deserialize(IntoDeserializer::<Failure>::into_deserializer(self.index)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        self.item.take().map_or(Err(Failure::Broken), |item| seed.deserialize(item))
    }
}

/// What is handed out instead of a value that cannot be read: nothing, to every type that knows a nothing.
struct StandIn;

impl<'de> Deserializer<'de> for StandIn {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failure> {
        Err(Failure::Broken)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if name == MUST { visitor.visit_unit() } else { Err(Failure::Broken) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_none()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier
    }
}
