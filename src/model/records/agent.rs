//! AI agents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Modifier, Status};
use crate::model::{Field, Moment, Tier};

/// An AI agent: a program that decides which tools to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Key, unique among agents.
    pub id: String,
    /// Name as people write it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// The one accountable owner, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<Vec<String>>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose: Field<String>,
    /// Who agreed to the purpose.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose_approved_by: Field<String>,
    /// How much it decides alone.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub autonomy: Field<Autonomy>,
    /// Whose identity it acts under.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub runs_as: Field<RunsAs>,
    /// The servers and tools it is bound to.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub bindings: Field<Vec<Binding>>,
    /// Circumstances that raise the tier.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub modifiers: Field<Vec<Modifier>>,
    /// The declared tier.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tier: Field<Tier>,
    /// Where it stands in its life. Default: active.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// When it was taken out of service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_on: Field<Moment>,
}

/// A server an agent may call, and which of its tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The server's id.
    pub server: String,
    /// The tools it may call; `*` for all.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<String>>,
}

/// How much an agent decides alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Autonomy {
    /// A person confirms each action.
    Assisted,
    /// A person confirms some actions.
    Supervised,
    /// Nobody confirms.
    Autonomous,
}

/// Whose identity an agent acts under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunsAs {
    /// Its own.
    OwnIdentity,
    /// A user's, by recorded delegation.
    Delegated,
    /// A person's, as if it were that person.
    Human,
}
