//! The keys and texts of a record, looked at before it is read.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::Keys;

/// A part of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'t> {
    /// A text.
    Text(Cow<'t, str>),
    /// A whole number that is not negative.
    Number(u64),
    /// `true`, `false`, or another number.
    Other,
    /// Nothing.
    Null,
    /// A map or list, whose own parts follow.
    Parts,
}

/// Who is shown the parts of a record.
pub trait Seen<'t> {
    /// A part, with the key at the top of the record that it is under, where it is there directly. Whether
    /// the record can be read without a tree, as far as this part goes.
    fn part(&mut self, key: Option<&'t str>, part: &Part<'t>) -> bool;
}

/// Shows the parts of a record, and adds its keys to those of the others; those in `aside` are no fields. False
/// where it must be read as a tree: some of its keys may have been added.
pub fn scan<'t>(
    text: &'t str,
    (keys, aside): (&mut Keys, &[&str]),
    seen: &mut impl Seen<'t>,
) -> bool {
    let mut json = serde_json::Deserializer::from_str(text);
    let top = Top { aside };
    let part = AtPart { keys: Some(keys), top: Some(top), key: None, seen };
    json.deserialize_map(part).is_ok() && json.end().is_ok()
}

/// What is at the top of a record and nowhere else.
#[derive(Clone, Copy)]
struct Top<'a> {
    aside: &'a [&'a str],
}

/// A part that is looked at.
struct AtPart<'a, 't, S> {
    /// The keys of the maps that are here; none inside a list.
    keys: Option<&'a mut Keys>,
    /// Set for the record itself.
    top: Option<Top<'a>>,
    /// The key at the top of the record that it is under.
    key: Option<&'t str>,
    seen: &'a mut S,
}

impl<'t, S: Seen<'t>> AtPart<'_, 't, S> {
    fn show<E: de::Error>(self, part: &Part<'t>) -> Result<(), E> {
        match self.seen.part(self.key, part) {
            true => Ok(()),
            false => Err(E::custom("it is read as a tree")),
        }
    }
}

impl<'t, S: Seen<'t>> DeserializeSeed<'t> for AtPart<'_, 't, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'t, S: Seen<'t>> Visitor<'t> for AtPart<'_, 't, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.show(&Part::Other)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.show(&Part::Number(number))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.show(&Part::Other)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        // As a text it may be written in many ways.
        Err(E::custom("it is read as a tree"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.show(&Part::Text(Cow::Owned(text.to_string())))
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'t str) -> Result<(), E> {
        self.show(&Part::Text(Cow::Borrowed(text)))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.show(&Part::Null)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let AtPart { key, seen, .. } = self;
        AtPart { keys: None, top: None, key, seen: &mut *seen }.show(&Part::Parts)?;
        while list
            .next_element_seed(AtPart { keys: None, top: None, key: None, seen: &mut *seen })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let AtPart { mut keys, top, key, seen } = self;
        if top.is_none() {
            AtPart { keys: None, top: None, key, seen: &mut *seen }.show(&Part::Parts)?;
        }
        let mut near = 0;
        while let Some(Name(name)) = map.next_key()? {
            let is_aside = top.is_some_and(|top| top.aside.contains(&name));
            let at = match &mut keys {
                Some(keys) if !is_aside => keys.note(name, near),
                _ => None,
            };
            near = at.map_or(near, |at| at + 1);
            let inside = match (&mut keys, at) {
                (Some(keys), Some(at)) => keys.inside_mut(at),
                _ => None,
            };
            let key = top.map(|_| name);
            map.next_value_seed(AtPart { keys: inside, top: None, key, seen: &mut *seen })?;
        }
        Ok(())
    }
}

/// A key that is written as it is, without escapes.
struct Name<'t>(&'t str);

impl<'t> de::Deserialize<'t> for Name<'t> {
    fn deserialize<D: Deserializer<'t>>(from: D) -> Result<Self, D::Error> {
        <&'t str>::deserialize(from).map(Name)
    }
}
