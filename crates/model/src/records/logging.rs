//! Logging of tool calls.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Field, Moment};

/// How the calls of one asset are logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    /// The server or agent, by id or `kind/id`.
    pub asset: String,
    /// Whether calls are logged.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub enabled: Field<bool>,
    /// What each record names.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub fields: Field<Vec<LogField>>,
    /// How the arguments of calls are recorded.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub arguments: Field<ArgumentLogging>,
    /// Where records go.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sink: Field<String>,
    /// Whether that is a central, protected store.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub central: Field<bool>,
    /// How many days they are kept.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retention_days: Field<u32>,
    /// When the last record came in.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_event: Field<Moment>,
}

impl InputChecks for Logging {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, last_event)
    }
}

impl AboutAsset for Logging {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }
}

/// How the arguments of calls are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ArgumentLogging {
    /// Without secrets and personal data.
    Redacted,
    /// As digests.
    Hashed,
    /// As they are.
    Raw,
    /// Not at all.
    None,
}

/// What a log record can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum LogField {
    /// When.
    Time,
    /// Which agent called.
    Agent,
    /// For whom it acted.
    User,
    /// Which server answered.
    Server,
    /// Which tool.
    Tool,
    /// On what.
    Target,
    /// Whether it was allowed.
    Decision,
    /// What came of it.
    Outcome,
}
