//! Monitoring of behaviour.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Field, Moment};

/// How the behaviour of one asset is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Monitor {
    /// The server or agent, by id or `kind/id`.
    pub asset: String,
    /// When the expected behaviour was last recorded.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub baseline_on: Field<Moment>,
    /// What of the behaviour is recorded and compared.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub watches: Field<Vec<Watched>>,
    /// Who is alerted, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub alert_route: Field<String>,
    /// When alerts were last reviewed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_alert_review: Field<Moment>,
    /// Deviations found and not yet decided on.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub unapproved_drift: Field<u32>,
}

impl InputChecks for Monitor {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, baseline_on last_alert_review)
    }
}

impl AboutAsset for Monitor {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }
}

/// What a monitor compares with the expected behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Watched {
    /// Which tools are called.
    Tools,
    /// On what they are called.
    Targets,
    /// How often.
    Volume,
}
