//! Policies expressed as code.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Field, Moment};

/// One policy that limits tools and scopes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Key, unique among policies.
    #[texts(Id)]
    pub id: String,
    /// The engine: opa, cedar, managed-settings, gateway …
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<String>,
    /// Where it is versioned.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub repository: Field<String>,
    /// The version in force.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Typed)]
    pub commit: Field<String>,
    /// What a violation does.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub enforcement: Field<Enforcement>,
    /// Whether it is evaluated on every call, not only in the pipeline.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub at_run_time: Field<bool>,
    /// When it was last evaluated.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_evaluated: Field<Moment>,
    /// The servers it covers, by id or `kind/id`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub covers: Field<Vec<String>>,
}

impl InputChecks for Policy {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, last_evaluated)
    }
}

impl AboutAsset for Policy {
    fn subjects(&self) -> Vec<String> {
        self.covers.items().to_vec()
    }
}

/// What a violation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// It is stopped.
    Enforce,
    /// It is reported.
    Warn,
    /// Nothing.
    Off,
}
