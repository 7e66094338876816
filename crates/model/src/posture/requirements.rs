//! The requirements that findings map to.

use std::ops::Deref;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Strength;

/// A requirement and how strongly a finding supports it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct RequirementRef {
    /// The framework's id.
    pub framework: String,
    /// The requirement's id.
    pub id: String,
    /// How strongly the result supports it.
    pub strength: Strength,
}

/// The requirements that a finding maps to: one list for all findings of a control on a kind of asset. None of them takes
/// no memory, as most findings are only counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, crate::Texts)]
pub struct Requirements {
    /// Never an empty list.
    shared: Option<Arc<Vec<RequirementRef>>>,
}

impl From<Vec<RequirementRef>> for Requirements {
    fn from(all: Vec<RequirementRef>) -> Self {
        Requirements { shared: (!all.is_empty()).then(|| Arc::new(all)) }
    }
}

impl Deref for Requirements {
    type Target = [RequirementRef];

    fn deref(&self) -> &[RequirementRef] {
        self.shared.as_deref().map(Vec::as_slice).unwrap_or_default()
    }
}

impl Serialize for Requirements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Requirements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Requirements::from)
    }
}
