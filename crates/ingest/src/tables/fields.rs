//! The fields of a kind of record, as its type declares them, and which of them do not show that a document
//! holds such records.

use std::cell::Cell;
use std::sync::LazyLock;

use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use model::{Record, RecordKind, VisitKind};

/// Fields that records of many programs have too.
pub(crate) const COMMON: [&str; 11] = [
    "name",
    "kind",
    "url",
    "status",
    "tools",
    "environment",
    "server",
    "owner",
    "store",
    "limits",
    "roles",
];

/// Kinds whose name is the root key of documents of many programs.
pub(crate) const SHARED_KINDS: [RecordKind; 7] = [
    RecordKind::Owners,
    RecordKind::Servers,
    RecordKind::Tools,
    RecordKind::Agents,
    RecordKind::Secrets,
    RecordKind::Events,
    RecordKind::Policies,
];

/// The names of the fields.
pub(crate) fn of(kind: RecordKind) -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<(RecordKind, &'static [&'static str])>> =
        LazyLock::new(|| RecordKind::ALL.map(|kind| (kind, kind.visit(Declared))).to_vec());
    NAMES.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, names)| names)
}

/// The fields that the type of a record declares.
struct Declared;

impl VisitKind for Declared {
    type Output = &'static [&'static str];

    fn visit<R: Record>(self) -> Self::Output {
        declared::<R>()
    }
}

/// Asks the type itself: a type that is deserialized names its fields to the deserializer.
fn declared<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let fields = Cell::new(&[][..]);
    let _ = T::deserialize(FieldNames(&fields));
    fields.get()
}

/// A deserializer that takes down the names of the fields and reads nothing.
struct FieldNames<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.set(fields);
        Err(Error::custom("the fields are known"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not a struct"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which fields a record on one line states is kept as bits of one number.
    #[test]
    fn no_kind_has_more_fields_than_bits() {
        for kind in RecordKind::ALL {
            assert!(model::StatedFields::none_of(of(kind)).is_some(), "{}", kind.id());
        }
    }

    #[test]
    fn every_kind_names_its_fields() {
        for kind in RecordKind::ALL {
            assert!(of(kind).len() > 2, "{}", kind.id());
        }
        assert!(of(RecordKind::Secrets).contains(&"last_rotated"));
    }

    /// A word that no kind has as a field is left from an older table.
    #[test]
    fn every_common_word_is_a_field() {
        for word in COMMON {
            assert!(RecordKind::ALL.iter().any(|kind| of(*kind).contains(&word)), "{word}");
        }
    }
}
