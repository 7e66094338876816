//! Assets out of scope, as a posture lists them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Grade, OutcomeCounts, SeverityCounts};
use crate::{AssetKey, Parts, Place, Tier};

/// An asset that the profile excludes from scope: it is judged, and it is not part of the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ExcludedAsset {
    /// Its key.
    pub key: AssetKey,
    /// Its name as people write it.
    pub name: String,
    /// Its accountable owner; empty where there is none.
    pub owner: String,
    /// What the facts imply.
    pub tier: Tier,
    /// Why it is excluded.
    pub reason: String,
    /// The day from which it is.
    #[schemars(with = "String")]
    pub on: Date,
    /// Who decided it, by owner id.
    pub approver: String,
    /// Where that is stated.
    pub place: Place,
    /// Its findings by outcome.
    pub outcomes: OutcomeCounts,
    /// Its open findings by severity.
    pub open: SeverityCounts,
}

/// Score and grade as they would be without any exclusion, or under the default limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ScoreAndGrade {
    /// The three parts.
    pub score: Parts,
    /// The grade, from the same findings.
    pub grade: Grade,
    /// The findings whose outcome would be worse, by id: under the default limits alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worse: Vec<String>,
}
