//! What comes first in every format: critical and high findings on privileged identities.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Addressee, Standing};
use crate::{AssetKey, Outcome, Place, Severity, Tenths, Tier};

/// A critical or high finding on a privileged identity (T2 or T3) that is open or may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct SevereFinding {
    /// The finding, by id.
    pub finding: String,
    /// The control's id.
    pub control: String,
    /// The control's title.
    pub title: String,
    /// The asset's key.
    pub asset: AssetKey,
    /// The asset's name as people write it.
    pub asset_name: String,
    /// Its accountable owner; empty where there is none.
    pub owner: String,
    /// The tier that the asset is treated as.
    pub tier: Tier,
    /// Whether facts show it to be privileged; else it is only treated so, because something is undeclared.
    pub known: bool,
    /// How much the failure matters here.
    pub severity: Severity,
    /// The verdict.
    pub outcome: Outcome,
    /// Whether it counts as open, or as possibly open.
    pub standing: Standing,
    /// Whether the value of a secret lies where it can be read: it ranks as critical.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exposed: bool,
    /// What is wrong, in one sentence.
    pub sentence: String,
    /// What to do.
    pub remediation: String,
    /// Where the first fact is read.
    pub place: Option<Place>,
    /// Who is asked to act.
    pub asked: Addressee,
    /// The day since which it is open; none where it is first seen in this run.
    #[schemars(with = "Option<String>")]
    pub open_since: Option<Date>,
    /// Days from that day to the as-of day.
    pub age_days: Option<u64>,
    /// The day by which it is to be remediated, where it is open.
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// The last day of the live waiver on it.
    #[schemars(with = "Option<String>")]
    pub waived_until: Option<Date>,
    /// Points the score gains if it passes, all else equal.
    pub gain: Tenths,
}
