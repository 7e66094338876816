//! What a type wants of a value of JSON: whatever is written there is read first, and then given to the type as the
//! kind of value that it is.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::super::Keys;
use super::fields::{Within, Wrap};
use super::refused::NoValue;
use super::values::{ListValue, MapValue, Scalar, SingleValue};

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

/// Values inside others are read as these are.
#[derive(Clone, Copy)]
struct AsJson;

impl Wrap for AsJson {
    fn seed<'de, T: DeserializeSeed<'de>>(
        self,
        seed: T,
        keys: Option<&Keys>,
    ) -> impl DeserializeSeed<'de, Value = T::Value> {
        Json::new(seed, Within::value(keys))
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
        self.want.of(NoValue(PhantomData), self.visitor)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<V::Value, E> {
        self.want.of(SingleValue(Scalar::Flag(flag), PhantomData), self.visitor)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<V::Value, E> {
        self.want.of(SingleValue(Scalar::Number(number), PhantomData), self.visitor)
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.want.of(SingleValue(Scalar::Borrowed(text), PhantomData), self.visitor)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.want.of(SingleValue(Scalar::Text(text), PhantomData), self.visitor)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.want.of(ListValue(list, AsJson), self.visitor)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.want.of(MapValue(map, self.within, AsJson), self.visitor)
    }
}
