//! Incidents that needed a revocation.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Field, Moment};

/// One incident in which an asset lost its access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
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

impl InputChecks for Incident {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, at)
    }
}

impl AboutAsset for Incident {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }
}
