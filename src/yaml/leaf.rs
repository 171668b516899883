//! The building blocks of what a file's types are made of: texts, numbers, maps in order, anything at all.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use schemars::{Schema, json_schema};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use thin_vec::{ThinVec, thin_vec};

use super::schema;
use crate::diagnostic::{Rule, rule};

/// The names by which a type asks the exact driver for more than serde's model can say.
pub(super) const MUST: &str = "$must";
pub(super) const SET: &str = "$set";
pub(super) const EXTRA: &str = "$extra";
pub(super) const EITHER: &str = "$either";
pub(super) const INDEXED: &str = "$indexed";

/// What is made of one scalar's text, exactly as the author wrote it.
pub trait Leaf: Sized {
    /// What it is, with its article: "a date", "a whole number from 1 to 5".
    const WHAT: &'static str;
    /// Whether an unquoted `[1667, 1668]` stands for the text `[1667,1668]`.
    const SET: bool = false;
    /// Whether `read` takes every text. An unquoted `~` or `1.10` then goes to the exact driver, which knows the
    /// one for nothing and the other for text; without it, `read` must refuse the texts `~`, `null` and the empty one.
    const FREE: bool = false;

    /// Makes it of the text, or says what is wrong with the text.
    fn read(text: &str) -> Result<Self, Complaint>;

    /// What an editor can check of it. It may refuse nothing that `read` takes, however an editor types it: an
    /// unquoted `2014` is a number to it, and `true` a flag.
    fn schema() -> Schema {
        schema::text()
    }
}

/// What is wrong with a leaf's text; the reader knows the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Which check found it.
    pub rule: Rule,
    /// What is wrong, as in a diagnostic.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The bytes of the text that are at fault; without, all of it.
    pub range: Option<Range<usize>>,
}

impl Complaint {
    /// A complaint about the whole text, without help.
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Complaint { rule, message: message.into(), help: None, range: None }
    }

    /// The complaint as an error of a deserializer.
    pub fn into_error<E: de::Error>(self) -> E {
        E::custom(self.encode())
    }

    /// The complaint as a serde error's message, which is all that serde lets through.
    fn encode(&self) -> String {
        let Complaint { rule, message, help, range } = self;
        let (start, end) = range.as_ref().map_or((1, 0), |range| (range.start, range.end));
        let help = help.as_deref().unwrap_or("");
        format!("\0{}\0{}\0{}\0{}\0{message}{help}", rule.0, start, end, message.len())
    }

    /// The complaint that a serde error's message carries, or one made of a message that is not ours.
    pub(super) fn decode(encoded: &str) -> Self {
        Self::parse(encoded)
            .unwrap_or_else(|| Complaint::new(rule::BAD_VALUE, encoded.replace('\0', "")))
    }

    fn parse(encoded: &str) -> Option<Self> {
        let mut parts = encoded.strip_prefix('\0')?.splitn(5, '\0');
        let name = parts.next()?;
        let rule = rule::named(name)?.rule;
        let start = parts.next()?.parse().ok()?;
        let end = parts.next()?.parse().ok()?;
        let length = parts.next()?.parse().ok()?;
        let (message, help) = parts.next()?.split_at_checked(length)?;
        Some(Complaint {
            rule,
            message: message.to_owned(),
            help: (!help.is_empty()).then(|| help.to_owned()),
            range: (start <= end).then_some(start..end),
        })
    }
}

/// Implements `Deserialize` and `JsonSchema` for types that are a [`Leaf`].
macro_rules! leaf {
    ($($leaf:ty),+ $(,)?) => {
        $(impl<'de> serde::Deserialize<'de> for $leaf {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::yaml::read_leaf(deserializer)
            }
        }
        impl schemars::JsonSchema for $leaf {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($leaf).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::yaml::leaf_schema::<$leaf>()
            }
        })+
    };
}
pub(crate) use leaf;

/// Reads a leaf; for `deserialize_with`, where `leaf!` does not fit.
pub fn read_leaf<'de, T: Leaf, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if T::SET {
        deserializer.deserialize_newtype_struct(SET, LeafVisitor(PhantomData))
    } else if T::FREE {
        deserializer.deserialize_any(LeafVisitor(PhantomData))
    } else {
        deserializer.deserialize_str(LeafVisitor(PhantomData))
    }
}

struct LeafVisitor<T>(PhantomData<T>);

impl<'de, T: Leaf> Visitor<'de> for LeafVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::read(text).map_err(|complaint| E::custom(complaint.encode()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        if T::FREE {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_str(self)
        }
    }
}

/// Free text, kept character for character.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words(pub String);

impl Leaf for Words {
    const WHAT: &'static str = "a text";
    const FREE: bool = true;

    fn read(text: &str) -> Result<Self, Complaint> {
        Ok(Words(text.to_owned()))
    }
}

/// `true` or `false`, and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flag(pub bool);

impl Leaf for Flag {
    const WHAT: &'static str = "`true` or `false`";

    fn read(text: &str) -> Result<Self, Complaint> {
        match text {
            "true" => Ok(Flag(true)),
            "false" => Ok(Flag(false)),
            _ => Err(Complaint::new(rule::BAD_VALUE, format!("`{text}` is not `true` or `false`"))),
        }
    }

    fn schema() -> Schema {
        json_schema!({"type": ["boolean", "string"], "pattern": "^(true|false)$"})
    }
}

/// A number in plain decimal notation: `12`, and `-3.5` where it is not a whole one.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
pub struct Number<T>(pub T);

impl Leaf for Number<u64> {
    const WHAT: &'static str = "a whole number";

    fn read(text: &str) -> Result<Self, Complaint> {
        let number = if is_whole(text) { text.parse().ok() } else { None };
        number.map(Number).ok_or_else(|| {
            Complaint::new(rule::BAD_VALUE, format!("`{text}` is not a whole number"))
        })
    }

    fn schema() -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "minimum": 0,
            "pattern": "^(0|[1-9][0-9]*)$",
        })
    }
}

impl Leaf for Number<f64> {
    const WHAT: &'static str = "a number";

    fn read(text: &str) -> Result<Self, Complaint> {
        let positive = text.strip_prefix('-').unwrap_or(text);
        let plain = match positive.split_once('.') {
            Some((whole, fraction)) => is_whole(whole) && is_digits(fraction),
            None => is_whole(positive),
        };
        let number = if plain { text.parse().ok() } else { None };
        number
            .map(Number)
            .ok_or_else(|| Complaint::new(rule::BAD_VALUE, format!("`{text}` is not a number")))
    }

    fn schema() -> Schema {
        json_schema!({"type": ["number", "string"], "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"})
    }
}

fn is_whole(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

leaf!(Words, Flag, Number<u64>, Number<f64>);

/// A required field: a missing one is reported. `None` only stands in for what has been reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Must<T>(pub Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Must<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(MUST, MustVisitor(PhantomData))
    }
}

struct MustVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MustVisitor<T> {
    type Value = Must<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Must<T>, D::Error> {
        T::deserialize(deserializer).map(|value| Must(Some(value)))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Must<T>, E> {
        Ok(Must(None))
    }
}

/// A map in the author's order, no key twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries<T>(pub ThinVec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries(ThinVec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entries<T>, A::Error> {
        read_entries(map).map(Entries)
    }
}

fn read_entries<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    mut map: A,
) -> Result<ThinVec<(String, T)>, A::Error> {
    let mut entries = ThinVec::new();
    while let Some(entry) = map.next_entry::<String, T>()? {
        entries.push(entry);
    }
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    match keys.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let message = format!("`{}` stands twice in one map", pair[0]);
            Err(de::Error::custom(Complaint::new(rule::DUPLICATE_KEY, message).encode()))
        }
        None => Ok(entries),
    }
}

/// A list whose items know their place in the file, also where a broken item before them was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items<T>(pub ThinVec<(usize, T)>);

impl<T> Default for Items<T> {
    fn default() -> Self {
        Items(ThinVec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor(PhantomData))
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ItemsVisitor<T> {
    type Value = Items<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Items<T>, A::Error> {
        let mut items = ThinVec::with_capacity(list.size_hint().unwrap_or_default());
        while let Some(Indexed(index, item)) = list.next_element::<Indexed<T>>()? {
            items.push((index.unwrap_or(items.len()), item));
        }
        items.shrink_to_fit();
        Ok(Items(items))
    }
}

/// An item, with its index where the exact driver tells it; in the fast one no item is ever left out.
struct Indexed<T>(Option<usize>, T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Indexed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(INDEXED, IndexedVisitor(PhantomData))
    }
}

struct IndexedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for IndexedVisitor<T> {
    type Value = Indexed<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an item")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Indexed<T>, D::Error> {
        T::deserialize(deserializer).map(|item| Indexed(None, item))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut one: A) -> Result<Indexed<T>, A::Error> {
        match one.next_entry()? {
            Some((index, item)) => Ok(Indexed(Some(index), item)),
            None => Err(de::Error::custom("an item without an index")),
        }
    }
}

/// A text: a string, or a map from language tag to string.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Local<T> {
    /// The text in the site's language.
    pub plain: Option<T>,
    /// The texts by language tag, in the author's order.
    pub translations: ThinVec<(String, T)>,
}

impl<T> Default for Local<T> {
    fn default() -> Self {
        Local { plain: None, translations: ThinVec::new() }
    }
}

impl<T> Local<T> {
    /// The text in a language: the one marked with it, or with its primary part, else the plain one, else the first.
    pub fn pick(&self, language: &str) -> Option<&T> {
        let marked = |tag: &str| {
            self.translations.iter().find(|(other, _)| other == tag).map(|(_, text)| text)
        };
        let primary = language.split('-').next().unwrap_or(language);
        marked(language)
            .or_else(|| marked(primary))
            .or(self.plain.as_ref())
            .or_else(|| self.translations.first().map(|(_, text)| text))
    }

    /// As `each`, to be changed.
    pub fn each_mut(&mut self) -> impl Iterator<Item = (Option<&str>, &mut T)> {
        let translations =
            self.translations.iter_mut().map(|(tag, text)| (Some(tag.as_str()), text));
        self.plain.iter_mut().map(|text| (None, text)).chain(translations)
    }

    /// Every text, with its language tag where it has one.
    pub fn each(&self) -> impl Iterator<Item = (Option<&str>, &T)> {
        let translations = self.translations.iter().map(|(tag, text)| (Some(tag.as_str()), text));
        self.plain.iter().map(|text| (None, text)).chain(translations)
    }
}

impl<'de, T: Leaf> Deserialize<'de> for Local<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LocalVisitor(PhantomData))
    }
}

struct LocalVisitor<T>(PhantomData<T>);

impl<'de, T: Leaf> Visitor<'de> for LocalVisitor<T> {
    type Value = Local<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, or a map from language to text", T::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Local<T>, E> {
        let plain = LeafVisitor(PhantomData).visit_str(text)?;
        Ok(Local { plain: Some(plain), translations: ThinVec::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Local<T>, A::Error> {
        let translations = read_entries::<Scalar<T>, A>(map)?;
        if let Some((tag, _)) = translations.iter().find(|(tag, _)| !is_language_tag(tag)) {
            let mut complaint =
                Complaint::new(rule::BAD_VALUE, format!("`{tag}` is not a language tag"));
            complaint.help = Some(
                "a text in several languages is a map from tags such as `en` or `pt-BR`".into(),
            );
            return Err(complaint.into_error());
        }
        let translations =
            translations.into_iter().map(|(language, text)| (language, text.0)).collect();
        Ok(Local { plain: None, translations })
    }
}

/// The form of a language tag, for schemas; what `is_language_tag` takes.
pub const LANGUAGE_TAG: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

/// Whether a text has the form of a language tag (BCP 47): a primary part of two or three letters, and subtags.
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_primary = |part: &str| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let is_subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(is_primary) && parts.all(is_subtag)
}

/// A leaf where another type's visitor reads it.
struct Scalar<T>(T);

impl<'de, T: Leaf> Deserialize<'de> for Scalar<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LeafVisitor(PhantomData)).map(Scalar)
    }
}

/// A string that names something, or a map that is the thing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Either<K, V> {
    /// The name.
    Name(K),
    /// The thing.
    Full(V),
}

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Either<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(EITHER, EitherVisitor(PhantomData))
    }
}

struct EitherVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for EitherVisitor<K, V> {
    type Value = Either<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or a map")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Either<K, V>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Either<K, V>, E> {
        K::deserialize(StrDeserializer::new(text)).map(Either::Name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either<K, V>, A::Error> {
        V::deserialize(MapAccessDeserializer::new(map)).map(Either::Full)
    }

    /// How the exact driver hands over the map, so that it learns the struct's name.
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Either<K, V>, D::Error> {
        V::deserialize(deserializer).map(Either::Full)
    }
}

/// One thing, or a list of them; each item of a list knows its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneOrMore<T>(pub ThinVec<(Option<usize>, T)>);

impl<T> OneOrMore<T> {
    /// Every one, with its place in the list where it stands in one.
    pub fn each(&self) -> impl Iterator<Item = (Option<usize>, &T)> {
        self.0.iter().map(|(at, one)| (*at, one))
    }
}

impl<T> Default for OneOrMore<T> {
    fn default() -> Self {
        OneOrMore(ThinVec::new())
    }
}

impl<'de, T: Leaf> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMoreVisitor(PhantomData))
    }
}

struct OneOrMoreVisitor<T>(PhantomData<T>);

impl<'de, T: Leaf> Visitor<'de> for OneOrMoreVisitor<T> {
    type Value = OneOrMore<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, or a list", T::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMore<T>, E> {
        LeafVisitor(PhantomData).visit_str(text).map(|one| OneOrMore(thin_vec![(None, one)]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<OneOrMore<T>, A::Error> {
        let items = ItemsVisitor::<Scalar<T>>(PhantomData).visit_seq(list)?;
        Ok(OneOrMore(items.0.into_iter().map(|(index, one)| (Some(index), one.0)).collect()))
    }
}

/// Anything at all. Scalars are text as written, but for an unquoted `true` or `false`; empty values are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    /// A scalar as written.
    Text(String),
    /// An unquoted `true` or `false`, in lower case, capitals, or with one.
    Flag(bool),
    /// A list.
    List(ThinVec<Extra>),
    /// A map in the author's order.
    Map(ThinVec<(String, Extra)>),
}

impl Default for Extra {
    fn default() -> Self {
        Extra::Map(ThinVec::new())
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(EXTRA, ExtraVisitor)
    }
}

struct ExtraVisitor;

impl<'de> Visitor<'de> for ExtraVisitor {
    type Value = Extra;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Extra, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Extra, E> {
        Ok(Extra::Text(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Extra, E> {
        Ok(Extra::Flag(flag))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Extra, A::Error> {
        let mut items = ThinVec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Extra::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Extra, A::Error> {
        read_entries(map).map(Extra::Map)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Extra::Text(text) => serializer.serialize_str(text),
            Extra::Flag(flag) => serializer.serialize_bool(*flag),
            Extra::List(items) => serializer.collect_seq(items),
            Extra::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}
