//! Service accounts.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Domains, Environment, InputChecks, Reach, Status, stated_dates};
use crate::{Field, Moment, Tier};

/// A non-human account in a directory or cloud.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct ServiceAccount {
    /// Key, unique among service accounts.
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
    /// Names that look like this account and are another: no source is joined to it by one of them.
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
    /// What it may do, in its platform's terms. An empty list declares no roles.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub roles: Field<Vec<String>>,
    /// The servers and agents that use it, by id or `kind/id`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub used_by: Field<Vec<String>>,
    /// What it can touch by itself.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub reach: Field<Vec<Reach>>,
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
    /// The environment it belongs to.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub environment: Field<Environment>,
    /// Whether a person can log in with it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub interactive_login: Field<bool>,
    /// How it is kept for emergencies, where that is what it is for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub break_glass: Field<BreakGlass>,
    /// Times when a person used it. An empty list declares that none did.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub human_sessions: Field<Vec<HumanSession>>,
    /// Whether an export states that it is used in several environments. Filled by readers, not by
    /// hand: a record names the users.
    #[serde(skip)]
    pub crosses_environments: bool,
}

impl InputChecks for ServiceAccount {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, retired_on owner_confirmed_on last_used usage_since)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.items().iter().map(|name| ("owner", name.as_str())).collect()
    }
}

/// How an account for emergencies is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// Whether its credential is sealed: nobody gets it without leaving a trace.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sealed: Field<bool>,
    /// Who is alerted when it is used, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub alert_route: Field<String>,
    /// When it was last tried, alert included.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tested_on: Field<Moment>,
}

/// One time a person used a non-human identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct HumanSession {
    /// When.
    pub at: Moment,
    /// The record that allowed it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub break_glass: Field<String>,
    /// Whether the credential was replaced afterwards.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub rotated_after: Field<bool>,
}
