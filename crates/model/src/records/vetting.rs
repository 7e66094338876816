//! Vetting of third-party servers and their suppliers.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{AssetKey, AssetKind, Field, Moment};

/// One assessment of a server that a third party wrote or runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Vetting {
    /// The server, by id.
    pub server: String,
    /// Who supplies it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub supplier: Field<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub date: Field<Moment>,
    /// Who looked, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub by: Field<String>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub outcome: Field<VettingOutcome>,
    /// A link to the record.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub evidence: Field<String>,
}

impl InputChecks for Vetting {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, date)
    }
}

impl AboutAsset for Vetting {
    fn subjects(&self) -> Vec<String> {
        vec![AssetKey::new(AssetKind::Server, self.server.as_str()).to_string()]
    }
}

/// What came of a vetting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum VettingOutcome {
    /// It may be used.
    Accepted,
    /// It may be used within limits.
    Conditional,
    /// It may not be used.
    Rejected,
}
