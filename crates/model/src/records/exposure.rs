//! Exposures: secrets seen where they should not be.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{AssetKey, AssetKind, Field, Moment};

/// One exposure of one secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// The secret, by id.
    pub secret: String,
    /// When it was found.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub detected_at: Field<Moment>,
    /// When the secret stopped working.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub revoked_at: Field<Moment>,
    /// When its successor was in use.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub replaced_at: Field<Moment>,
    /// Where it was found, without the value.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub where_seen: Field<String>,
    /// Whether a scanner found it, rather than people recorded it. Filled by readers, not by hand.
    #[serde(skip)]
    pub observed: bool,
    /// Whether the scanner tried the value and it worked. Filled by readers, not by hand.
    #[serde(skip)]
    pub verified: bool,
}

impl InputChecks for Exposure {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, detected_at revoked_at replaced_at)
    }
}

impl AboutAsset for Exposure {
    fn subjects(&self) -> Vec<String> {
        vec![AssetKey::new(AssetKind::Secret, self.secret.as_str()).to_string()]
    }
}
