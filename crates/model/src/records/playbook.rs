//! Revocation playbooks.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{AssetKey, Field, Moment};

/// Who revokes what, and how, when trust in a server is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    /// Key, unique among playbooks.
    #[texts(Id)]
    pub id: String,
    /// The servers it is for, by id or `kind/id`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub applies_to: Field<Vec<String>>,
    /// The events it covers.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub triggers: Field<Vec<Trigger>>,
    /// Who keeps it, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<String>,
    /// Who may order the revocation, also out of hours.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub authority: Field<String>,
    /// The secrets whose revocation it describes, by id; `crm/*` means every id that begins with
    /// `crm/`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub secrets_covered: Field<Vec<String>>,
    /// The steps, in order.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub steps: Field<Vec<String>>,
    /// When it was last brought up to date.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub updated_on: Field<Moment>,
}

impl InputChecks for Playbook {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, updated_on)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.given().map(|name| ("owner", name.as_str())).into_iter().collect()
    }
}

impl AboutAsset for Playbook {
    /// One without `applies_to` may be for any server: it is kept with the organisation.
    fn subjects(&self) -> Vec<String> {
        match self.applies_to.given() {
            Some(assets) => assets.clone(),
            None => vec![AssetKey::organisation().to_string()],
        }
    }
}

/// An event that a playbook covers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// A credential or server fell into the wrong hands.
    Compromise,
    /// A setting gives more than was meant.
    Misconfiguration,
    /// An agent does what it was not meant to do.
    AgentDrift,
}

impl Trigger {
    /// Every trigger a playbook must answer.
    pub const ALL: [Trigger; 3] = [Self::Compromise, Self::Misconfiguration, Self::AgentDrift];

    /// The trigger in running text.
    pub fn noun(self) -> &'static str {
        match self {
            Trigger::Compromise => "compromise",
            Trigger::Misconfiguration => "misconfiguration",
            Trigger::AgentDrift => "agent drift",
        }
    }
}
