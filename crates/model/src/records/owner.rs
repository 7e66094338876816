//! Owners: people and teams that are accountable for assets.

use crate::Texts;
use std::borrow::Cow;

use super::{InputChecks, stated_dates};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Domain, Field, Moment};

/// A person or team that can own assets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Key by which other records name this owner.
    #[texts(Id)]
    pub id: String,
    /// Person or team.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<OwnerKind>,
    /// Name as people write it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// The e-mail address, by which other sources may name this owner.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub email: Field<String>,
    /// Other names that sources use for this owner.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub known_as: Field<Vec<String>>,
    /// The control domains that this owner acts for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domains: Field<Vec<Domain>>,
    /// For a team: the person who leads it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub lead: Field<String>,
    /// Whether they are still here.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<OwnerStatus>,
    /// When they left or moved.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub left_on: Field<Moment>,
    /// The deputy, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub deputy: Field<String>,
    /// When they were last briefed on what owning an identity means.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub briefed_on: Field<Moment>,
}

impl InputChecks for Owner {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, briefed_on)
    }
}

/// What an owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerKind {
    /// One person.
    Person,
    /// A team, which needs a named lead.
    Team,
    /// A program, such as a bot: it owns nothing and decides nothing.
    #[serde(alias = "bot", alias = "agent", alias = "service-account", alias = "automation")]
    Program,
}

/// Whether an owner is still here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerStatus {
    /// In the role.
    Active,
    /// Left the organisation.
    Departed,
    /// Moved to another role.
    Transferred,
    /// Not known.
    Unknown,
}
