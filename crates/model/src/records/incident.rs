//! Incidents that needed a revocation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AboutAsset;
use crate::{Field, Moment};

/// One incident in which an asset lost its access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// The asset, by id or `kind/id`.
    pub asset: String,
    /// When it was decided to revoke.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub at: Field<Moment>,
    /// Minutes from the decision to the last credential dead.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub revoked_minutes: Field<u32>,
}

impl AboutAsset for Incident {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }
}
