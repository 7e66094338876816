//! The fields of a struct: those that are stated, then those that are carried.

use std::marker::PhantomData;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess};

use super::super::Keys;
use super::refused::NoValue;

/// Where a value is.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    /// The keys of the maps that are here; none inside a list.
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

/// How a value inside another is read.
pub(super) trait Wrap: Copy {
    /// The seed for a value with these keys inside it.
    fn seed<'de, T: DeserializeSeed<'de>>(
        self,
        seed: T,
        keys: Option<&Keys>,
    ) -> impl DeserializeSeed<'de, Value = T::Value>;
}

/// The fields of a map, as a struct reads them.
pub(super) struct Fields<'a, A, W> {
    map: A,
    wrap: W,
    fields: &'static [&'static str],
    within: Within<'a>,
    /// Which of the carried keys are stated: a bit for each.
    stated: u64,
    /// Where the next key probably is among those that are carried.
    near: usize,
    /// The keys inside the value that is read next.
    inside: Option<&'a Keys>,
    /// The carried key that is looked at next, once all stated ones are read.
    next: usize,
    is_carried: bool,
}

impl<'a, A, W> Fields<'a, A, W> {
    pub(super) fn new(
        map: A,
        (within, wrap): (Within<'a>, W),
        fields: &'static [&'static str],
    ) -> Self {
        Fields {
            map,
            wrap,
            fields,
            within,
            stated: 0,
            near: 0,
            inside: None,
            next: 0,
            is_carried: false,
        }
    }

    /// The field that a key is; none where it is written otherwise, or unknown.
    fn field(&self, key: &str) -> Option<&'static str> {
        self.fields.iter().copied().find(|field| *field == key)
    }

    /// The next field that is carried and not stated.
    fn next_carried(&mut self) -> Option<&'static str> {
        let keys = self.within.keys?;
        while self.next < keys.len() {
            let at = self.next;
            self.next += 1;
            let field = self.field(keys.name(at)).filter(|_| self.stated >> at & 1 == 0);
            if field.is_some() {
                return field;
            }
        }
        None
    }
}

impl<'de, A: MapAccess<'de>, W: Wrap> MapAccess<'de> for Fields<'_, A, W> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let key = loop {
            let Some(key) = self.map.next_key::<&'de str>()? else { break None };
            if !self.within.aside.contains(&key) {
                break Some(key);
            }
            self.map.next_value::<IgnoredAny>()?;
        };
        let field = match key {
            Some(key) => {
                let at = self.within.keys.and_then(|keys| keys.position(key, self.near));
                if let Some(at) = at {
                    self.stated |= 1 << at;
                    self.near = at + 1;
                }
                self.inside = self.within.keys.and_then(|keys| keys.inside_at(at?));
                self.field(key).ok_or_else(|| de::Error::custom("no field"))?
            }
            None => {
                self.is_carried = true;
                let Some(field) = self.next_carried() else { return Ok(None) };
                field
            }
        };
        seed.deserialize(BorrowedStrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.is_carried {
            true => seed.deserialize(NoValue(PhantomData)),
            false => self.map.next_value_seed(self.wrap.seed(seed, self.inside)),
        }
    }
}
