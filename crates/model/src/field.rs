//! What a source states for one field of a record.

use crate::Texts;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field as a source carries it.
///
/// The difference between *in no source* and *empty in a source* decides between
/// `not-assessed` and `fail`, so it survives from the file to the finding. An explicit empty list
/// is [`Field::Given`]: "declared none".
#[derive(Debug, Clone, Default, PartialEq, Eq, Texts)]
pub enum Field<T> {
    /// No source carries the field.
    #[default]
    Absent,
    /// A source carries the field and leaves it empty.
    Blank,
    /// A source states a value.
    Given(T),
}

impl<T> Field<T> {
    /// The stated value, if any.
    pub fn given(&self) -> Option<&T> {
        match self {
            Field::Given(value) => Some(value),
            Field::Absent | Field::Blank => None,
        }
    }

    /// Whether no source carries the field at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Field::Absent)
    }

    /// Takes `other` where this one states nothing: the merge of two sources that do not disagree.
    pub fn or_take(&mut self, other: Field<T>) {
        if self.would_take(&other) {
            *self = other;
        }
    }

    /// Whether `other` states something that this one does not.
    pub fn would_take(&self, other: &Field<T>) -> bool {
        matches!(
            (self, other),
            (Field::Absent, Field::Blank | Field::Given(_)) | (Field::Blank, Field::Given(_))
        )
    }
}

impl<T> Field<Vec<T>> {
    /// The stated list; empty when nothing is stated. Use only where absent and "none" lead to
    /// the same judgement.
    pub fn items(&self) -> &[T] {
        self.given().map_or(&[], Vec::as_slice)
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Field::Given(value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<T>::deserialize(deserializer)? {
            Some(value) => Field::Given(value),
            None => Field::Blank,
        })
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.given().serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Option::<T>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
    fn inline_schema() -> bool {
        true
    }
}
