//! AI agents.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Domains, InputChecks, Link, Modifier, Status, stated_dates};
use crate::{Field, Moment, Tier};

/// An AI agent: a program that decides which tools to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Key, unique among agents.
    #[texts(Id)]
    pub id: String,
    /// Name as people write it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// Other names it goes by, such as an ARN, a client id, an e-mail address or a SPIFFE id: what
    /// exports and scanners report for these names is about this asset.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub known_as: Field<Vec<String>>,
    /// The ids it had before it was renamed: the history of its findings goes on under this one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub formerly: Field<Vec<String>>,
    /// Names that look like this agent and are another: no source is joined to it by one of them.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub distinct_from: Field<Vec<String>>,
    /// Whether this record only completes another one of the same id, in whatever file that is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub completes: Field<bool>,
    /// The one accountable owner, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<Vec<String>>,
    /// The responsible owner for each control domain.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domains: Field<Domains>,
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
    /// Its life-cycle status. Default: active.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// When it was taken out of service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_on: Field<Moment>,
    /// Who decided to retire it, by owner id. What was open before stays open without such a decision.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_by: Field<String>,
    /// When the owner last confirmed the ownership.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner_confirmed_on: Field<Moment>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_used: Field<Moment>,
    /// Since when use has been recorded: how far back the telemetry goes.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub usage_since: Field<Moment>,
    /// Runs with the environment of the person or process that starts it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub inherits_env: Field<bool>,
    /// Credentials of people that it can reach: `~/.aws`, `ssh-agent`, `gh` …
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub host_credentials: Field<Vec<String>>,
    /// Whether subject and actor of a delegation are recorded.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub delegation_recorded: Field<bool>,
    /// How it is stopped from outside.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kill_switch: Field<KillSwitch>,
    /// What bounds it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub limits: Field<Limits>,
    /// How many times a task may be passed on to a further agent.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub delegation_depth: Field<u32>,
    /// Whether it stops by itself after repeated failures.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub circuit_breaker: Field<bool>,
    /// What it keeps between tasks.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub memory: Field<Memory>,
    /// Its peers.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub links: Field<Vec<Link>>,
}

impl InputChecks for Agent {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, retired_on owner_confirmed_on last_used usage_since)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.items().iter().map(|name| ("owner", name.as_str())).collect()
    }
}

/// A server an agent may call, and which of its tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The server's id.
    pub server: String,
    /// The tools it may call; `*` for all.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<String>>,
}

/// How much an agent decides alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Autonomy {
    /// A person confirms each action.
    Assisted,
    /// A person confirms some actions.
    Supervised,
    /// No confirmation.
    Autonomous,
}

/// Whose identity an agent acts under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum RunsAs {
    /// Its own.
    OwnIdentity,
    /// A user's, by recorded delegation.
    Delegated,
    /// A person's, as if it were that person.
    Human,
}

/// How an agent is stopped from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct KillSwitch {
    /// How.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub method: Field<String>,
    /// Who may pull it, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<String>,
    /// When it was last tried.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tested_on: Field<Moment>,
}

/// What bounds an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Calls a unit of time.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub rate: Field<String>,
    /// Money or tokens a task or day.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub spend: Field<String>,
    /// Steps a task.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub steps: Field<String>,
    /// Tasks at a time.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub concurrency: Field<String>,
}

/// What an agent keeps between tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Whether anything is kept at all.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub persistent: Field<bool>,
    /// Whether tenants or environments share it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub shared_across_tenants: Field<bool>,
    /// After how many days it is forgotten.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retention_days: Field<u32>,
    /// Whether credentials are taken out before anything is kept.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub redacts_secrets: Field<bool>,
    /// Whether each memory states where it came from, so that a false one can be found and removed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub records_source: Field<bool>,
}
