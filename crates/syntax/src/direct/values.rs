//! What JSON states, given to a type as a tree would give it.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::super::Keys;
use super::fields::Fields;

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    /// The keys of the maps that stand here; none inside a list.
    pub(super) keys: Option<&'a Keys>,
    /// The keys at the top of the record that the type has no field for.
    pub(super) aside: &'a [&'a str],
}

impl<'a> Within<'a> {
    /// A record.
    pub(super) fn record(keys: &'a Keys, aside: &'a [&'a str]) -> Self {
        Within { keys: Some(keys), aside }
    }

    /// A value with these keys inside it.
    pub(super) fn value(keys: Option<&'a Keys>) -> Self {
        Within { keys, aside: &[] }
    }
}

/// A value that is not read yet, or a seed for one: which of both shows in its use.
pub(super) struct Json<'a, T> {
    inner: T,
    within: Within<'a>,
}

impl<'a, T> Json<'a, T> {
    pub(super) fn new(inner: T, within: Within<'a>) -> Self {
        Json { inner, within }
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Json<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Json::new(from, self.within))
    }
}

/// The wanted type, and what is wanted of the value.
trait Want {
    fn of<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        self,
        value: D,
        visitor: V,
    ) -> Result<V::Value, D::Error>;
}

/// Reads whatever the JSON holds first, then gives it to the type as what it wants.
struct First<'a, V, W> {
    visitor: V,
    want: W,
    within: Within<'a>,
}

macro_rules! wants {
    ($($method:ident $Want:ident;)*) => {
        $(
            struct $Want;
            impl Want for $Want {
                fn of<'de, D: Deserializer<'de>, V: Visitor<'de>>(
                    self,
                    value: D,
                    visitor: V,
                ) -> Result<V::Value, D::Error> {
                    value.$method(visitor)
                }
            }
        )*

        impl<'de, D: Deserializer<'de>> Deserializer<'de> for Json<'_, D> {
            type Error = D::Error;

            $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
                let within = self.within;
                self.inner.deserialize_any(First { visitor, want: $Want, within })
            })*

            fn deserialize_struct<V: Visitor<'de>>(
                self,
                name: &'static str,
                fields: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                let within = self.within;
                self.inner.deserialize_any(First { visitor, want: Struct(name, fields), within })
            }

            fn deserialize_enum<V: Visitor<'de>>(
                self,
                name: &'static str,
                variants: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                let within = self.within;
                self.inner.deserialize_any(First { visitor, want: Enum(name, variants), within })
            }

            fn deserialize_newtype_struct<V: Visitor<'de>>(
                self,
                _: &'static str,
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                visitor.visit_newtype_struct(self)
            }

            forward_to_deserialize_any! {
                char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any i128 u128
            }
        }
    };
}

wants! {
    deserialize_any Any;
    deserialize_option Optional;
    deserialize_bool Flag;
    deserialize_str Text;
    deserialize_string OwnText;
    deserialize_seq List;
    deserialize_map Map;
    deserialize_u8 U8;
    deserialize_u16 U16;
    deserialize_u32 U32;
    deserialize_u64 U64;
    deserialize_i8 I8;
    deserialize_i16 I16;
    deserialize_i32 I32;
    deserialize_i64 I64;
    deserialize_f32 F32;
    deserialize_f64 F64;
}

struct Struct(&'static str, &'static [&'static str]);

impl Want for Struct {
    fn of<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        self,
        value: D,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        value.deserialize_struct(self.0, self.1, visitor)
    }
}

struct Enum(&'static str, &'static [&'static str]);

impl Want for Enum {
    fn of<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        self,
        value: D,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        value.deserialize_enum(self.0, self.1, visitor)
    }
}

impl<'de, V: Visitor<'de>, W: Want> Visitor<'de> for First<'_, V, W> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.want.of(Nothing(std::marker::PhantomData), self.visitor)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<V::Value, E> {
        self.want.of(Single(Scalar::Flag(flag), std::marker::PhantomData), self.visitor)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<V::Value, E> {
        self.want.of(Single(Scalar::Number(number), std::marker::PhantomData), self.visitor)
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.want.of(Single(Scalar::Borrowed(text), std::marker::PhantomData), self.visitor)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.want.of(Single(Scalar::Text(text), std::marker::PhantomData), self.visitor)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.want.of(Listed(list), self.visitor)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.want.of(Mapped(map, self.within), self.visitor)
    }
}

/// The error of what is read as a tree instead, which explains it.
fn other<E: de::Error>() -> E {
    E::custom("it is read as a tree")
}

/// The methods of a value that only a tree gives.
macro_rules! refuse {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(other())
        }
    )*};
}

macro_rules! refuse_struct {
    () => {
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            Err(other())
        }
    };
}

macro_rules! refuse_enum {
    () => {
        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            Err(other())
        }
    };
}

/// `null`, or a field that is carried and not stated.
pub(super) struct Nothing<E>(pub(super) std::marker::PhantomData<E>);

impl<'de, E: de::Error> Deserializer<'de> for Nothing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    refuse! {
        deserialize_bool deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16
        deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64 deserialize_str deserialize_string
        deserialize_seq deserialize_map
    }
    refuse_struct!();
    refuse_enum!();
    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct identifier ignored_any
    }
}

/// A single value.
#[derive(Clone, Copy)]
enum Scalar<'t, 'de> {
    Borrowed(&'de str),
    Text(&'t str),
    Number(u64),
    Flag(bool),
}

struct Single<'t, 'de, E>(Scalar<'t, 'de>, std::marker::PhantomData<E>);

impl<'de, E: de::Error> Single<'_, 'de, E> {
    /// The text, without the spaces around it.
    fn text(&self) -> Result<&str, E> {
        match self.0 {
            Scalar::Borrowed(text) => Ok(text.trim()),
            Scalar::Text(text) => Ok(text.trim()),
            // How it is written matters where a number is taken for a text.
            Scalar::Number(_) | Scalar::Flag(_) => Err(other()),
        }
    }
}

/// Reads a number of the visited type.
macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.0 {
                Scalar::Number(number) => match <$type>::try_from(number) {
                    Ok(number) => visitor.$visit(number),
                    Err(_) => Err(other()),
                },
                _ => Err(other()),
            }
        }
    )*};
}

impl<'de, E: de::Error> Deserializer<'de> for Single<'_, 'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(other())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let is_blank = match self.0 {
            Scalar::Borrowed(text) => text.trim().is_empty(),
            Scalar::Text(text) => text.trim().is_empty(),
            Scalar::Number(_) | Scalar::Flag(_) => false,
        };
        if is_blank { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Scalar::Flag(flag) => visitor.visit_bool(flag),
            _ => Err(other()),
        }
    }

    numbers! {
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Scalar::Borrowed(text) => visitor.visit_borrowed_str(text.trim()),
            _ => visitor.visit_str(self.text()?),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.deserialize_str(visitor)
    }

    /// A single value is a list of one.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_seq(One(Some(self)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let text = self.text()?;
        // Most are written as the type has them.
        if variants.contains(&text) {
            let word: StrDeserializer<'_, E> = text.into_deserializer();
            return visitor.visit_enum(word);
        }
        let written = text.to_lowercase().replace(['_', ' '], "-");
        let known = variants.iter().find(|variant| variant.to_lowercase() == written);
        let word: BorrowedStrDeserializer<'_, E> =
            BorrowedStrDeserializer::new(known.ok_or_else(other)?);
        visitor.visit_enum(word)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    refuse! { deserialize_f32 deserialize_f64 deserialize_map }
    refuse_struct!();
    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// A list of one value.
struct One<'t, 'de, E>(Option<Single<'t, 'de, E>>);

impl<'de, E: de::Error> SeqAccess<'de> for One<'_, 'de, E> {
    type Error = E;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, E> {
        self.0.take().map(|one| seed.deserialize(one)).transpose()
    }
}

/// A list.
struct Listed<A>(A);

impl<'de, A: SeqAccess<'de>> Deserializer<'de> for Listed<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_seq(Elements(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    refuse! {
        deserialize_bool deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16
        deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64 deserialize_str deserialize_string
        deserialize_map
    }
    refuse_struct!();
    refuse_enum!();
    forward_to_deserialize_any! {
        i128 u128 char seq bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Elements<A>(A);

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Json::new(seed, Within::value(None)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// A map.
struct Mapped<'a, A>(A, Within<'a>);

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Mapped<'_, A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, A::Error> {
        Err(other())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(Fields::new(self.0, self.1, fields))
    }

    refuse! {
        deserialize_bool deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8 deserialize_i16
        deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64 deserialize_str deserialize_string
        deserialize_seq deserialize_map
    }
    refuse_enum!();
    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}
