//! Approvals of deployments and changes.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Domain, Field, Moment};

/// One approval by one person for one subject. A subject that needs three roles has three records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The asset approved, by id or `kind/id`.
    pub subject: String,
    /// What was approved. An approval without it approves nothing in particular.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub change: Field<Change>,
    /// Who approved, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub approver: Field<String>,
    /// The domain the approver acted for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub approver_domain: Field<Domain>,
    /// Who asked for it, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub requested_by: Field<String>,
    /// When it was approved.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub approved_on: Field<Moment>,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub expires_on: Field<Moment>,
    /// Where the decision is written down. It is quoted and not followed: `reference` is what proves it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ticket: Field<String>,
    /// The tools approved for exposure.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<String>>,
    /// The scopes approved for the grant.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub scopes: Field<Vec<String>>,
    /// The purposes that the tools and scopes serve: each of them names its own.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purposes: Field<Vec<ServedPurpose>>,
}

/// Which tools and scopes one purpose of a server needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct ServedPurpose {
    /// The purpose, as `purposes` of the server names it.
    pub purpose: String,
    /// The tools that serve it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<String>>,
    /// The scopes that serve it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub scopes: Field<Vec<String>>,
}

impl InputChecks for Approval {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, approved_on)
    }
}

impl AboutAsset for Approval {
    fn subjects(&self) -> Vec<String> {
        vec![self.subject.clone()]
    }
}

/// What an approval is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Putting the asset into service.
    Deployment,
    /// A new tool.
    Tool,
    /// A wider scope.
    Scope,
    /// A higher tier.
    Tier,
}
