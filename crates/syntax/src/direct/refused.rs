//! What no plain value gives to a type, and what is not stated.

use std::marker::PhantomData;

use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

/// The error of what is read as a tree instead, which explains it.
pub(super) fn other<E: de::Error>() -> E {
    E::custom("it is read as a tree")
}

/// The methods of a value that only a tree gives.
macro_rules! refuse {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err($crate::direct::refused::other())
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
            Err($crate::direct::refused::other())
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
            Err($crate::direct::refused::other())
        }
    };
}

/// `null`, or a field that is carried and not stated.
pub(super) struct NoValue<E>(pub(super) PhantomData<E>);

impl<'de, E: de::Error> Deserializer<'de> for NoValue<E> {
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

pub(super) use {refuse, refuse_enum, refuse_struct};
