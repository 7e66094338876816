//! Events that were on record. Deleting one would close the finding that rests on it, and no single
//! run can see that; the record of a month keeps them, so that the next one can.

use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AssetKey;

/// One event on record.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct LoggedEvent {
    /// What happened to the asset.
    pub what: Logged,
    /// The asset, as `server/payments`.
    #[serde(with = "super::asset::spelled")]
    #[schemars(with = "String")]
    pub asset: AssetKey,
    /// The day it is recorded for, UTC; none where the record does not state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub on: Option<Date>,
}

/// What happened to an asset.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Logged {
    /// A secret was seen where it should not be.
    Exposure,
    /// It lost its access in an incident.
    Incident,
    /// It changed, so that a review fell due.
    Change,
    /// It has a known vulnerability.
    Vulnerability,
}

impl fmt::Display for LoggedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            Logged::Exposure => "exposure",
            Logged::Incident => "incident",
            Logged::Change => "change",
            Logged::Vulnerability => "vulnerability",
        };
        write!(f, "{what} of {}", self.asset)?;
        self.on.map_or(Ok(()), |day| write!(f, " on {day}"))
    }
}
