//! The kinds of value in JSON, each given to a type as a tree would give it.

use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::fields::{Fields, Within, Wrap};
use super::refused::{other, refuse, refuse_enum, refuse_struct};

/// A single value.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'t, 'de> {
    Borrowed(&'de str),
    Text(&'t str),
    Number(u64),
    Flag(bool),
}

pub(super) struct SingleValue<'t, 'de, E>(pub(super) Scalar<'t, 'de>, pub(super) PhantomData<E>);

impl<'de, E: de::Error> SingleValue<'_, 'de, E> {
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

impl<'de, E: de::Error> Deserializer<'de> for SingleValue<'_, 'de, E> {
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
struct One<'t, 'de, E>(Option<SingleValue<'t, 'de, E>>);

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
pub(super) struct ListValue<A, W>(pub(super) A, pub(super) W);

impl<'de, A: SeqAccess<'de>, W: Wrap> Deserializer<'de> for ListValue<A, W> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_seq(Elements(self.0, self.1))
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

struct Elements<A, W>(A, W);

impl<'de, A: SeqAccess<'de>, W: Wrap> SeqAccess<'de> for Elements<A, W> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(self.1.seed(seed, None))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// A map.
pub(super) struct MapValue<'a, A, W>(pub(super) A, pub(super) Within<'a>, pub(super) W);

impl<'de, A: MapAccess<'de>, W: Wrap> Deserializer<'de> for MapValue<'_, A, W> {
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
        visitor.visit_map(Fields::new(self.0, (self.1, self.2), fields))
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
