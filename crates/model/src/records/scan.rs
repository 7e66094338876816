//! Scans: what was looked through, for what, and when.

use crate::Texts;
use std::borrow::Cow;

use super::{InputChecks, stated_dates};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Field, Moment};

/// One running scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// Key, unique among scans.
    #[texts(Id)]
    pub id: String,
    /// What it looks for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<ScanKind>,
    /// The assets it covers, by id or `kind/id`; `*` for all.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub covers: Field<Vec<String>>,
    /// When it last finished.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_run: Field<Moment>,
    /// What starts it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub triggers: Field<Vec<ScanTrigger>>,
}

impl InputChecks for Scan {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, last_run)
    }
}

/// What a scan looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ScanKind {
    /// Secrets in code and configuration.
    Secrets,
    /// Known vulnerabilities in packages and images.
    Vulnerabilities,
    /// Servers, agents and credentials in use.
    Discovery,
}

/// What starts a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ScanTrigger {
    /// Every change.
    Push,
    /// A timetable.
    Schedule,
    /// A person.
    Manual,
}
