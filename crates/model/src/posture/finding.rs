//! Findings as reports print them.

use ecow::EcoString;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LastKnown, RequirementRef, Requirements, Standing};

use crate::{
    Ask, AssetKey, Domain, Evidence, EvidenceClass, Item, Month, Outcome, Place, Reason, Severity,
    Tier, WaiverState, Weight,
};

/// One control on one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct FindingCard {
    /// Stable name: control and asset, `OWN-01@server/payments`.
    #[schemars(with = "String")]
    pub id: EcoString,
    /// The control's id.
    #[schemars(with = "String")]
    pub control: EcoString,
    /// The asset's key.
    pub asset: AssetKey,
    /// The asset's name as people write it.
    #[schemars(with = "String")]
    pub asset_name: EcoString,
    /// Its accountable owner; empty where there is none.
    #[schemars(with = "String")]
    pub owner: EcoString,
    /// Whether only exports show the asset: no record, configuration or scan does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exported: bool,
    /// The responsible domain.
    pub domain: Domain,
    /// The tier that the asset is treated as.
    pub tier: Tier,
    /// The tier that facts show; never above `tier`.
    pub derived_tier: Tier,
    /// How much a failure matters here.
    pub severity: Severity,
    /// Severity weight × tier weight, by the tier that the asset is treated as.
    pub weight: u64,
    /// What a pass earns: the same by the tier that facts show. Less than `weight` only where
    /// something that the tier is derived from is undeclared.
    pub pass_weight: u64,
    /// The verdict.
    pub outcome: Outcome,
    /// Why it is not assessed or not applicable.
    pub reason: Option<Reason>,
    /// The verdict in one sentence.
    pub sentence: String,
    /// How it is known: the weakest class among the facts behind it.
    pub class: EvidenceClass,
    /// What would answer a not-assessed finding.
    pub ask: Option<Ask>,
    /// The facts behind it.
    pub evidence: Vec<Evidence>,
    /// The parts judged inside it.
    pub items: Vec<Item>,
    /// The scanners that report a failure, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found_by: Vec<String>,
    /// The waiver on it, if one is recorded.
    pub waiver: Option<WaiverState>,
    /// The last day of the live waiver on it. The day it is due stays the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub waived_until: Option<Date>,
    /// Whether the value of a secret lies where it can be read: it ranks as critical.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exposed: bool,
    /// The month since which it is open, as far as records show; none without a history.
    #[serde(default)]
    pub first_seen: Option<Month>,
    /// The day from which dated evidence shows the defect; none where no date does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
    /// The day since which it is open: the older one of the month records and the dated evidence. None
    /// where neither shows one: it is first seen in this run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub open_since: Option<Date>,
    /// Days from that day to the as-of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_days: Option<u64>,
    /// The day by which an open finding is to be remediated: that day, or the as-of day, and the limit
    /// `remediate.within` of its tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// Whether that day has passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// The last month it was open, where it is remediated.
    #[serde(default)]
    pub last_open: Option<Month>,
    /// Its outcome in the last month, where only the age of a feed keeps it from being assessed now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_known: Option<LastKnown>,
    /// The requirements it maps to, in every framework shown.
    #[schemars(with = "Vec<RequirementRef>")]
    pub requirements: Requirements,
}

impl FindingCard {
    /// What it puts into the sums.
    pub fn weights(&self) -> Weight {
        Weight { full: self.weight, earned: self.pass_weight }
    }

    /// How limits and gates count it. Missing data closes nothing: what was open when it was last assessed
    /// stays open.
    pub fn standing(&self) -> Standing {
        let last_known = self.last_known.map(|known| known.outcome);
        match self.outcome {
            _ if self.shows_defect() => Standing::Open,
            Outcome::NotAssessed if last_known.is_some_and(Outcome::is_open) => Standing::Open,
            Outcome::NotAssessed if last_known.is_some() => Standing::Clear,
            Outcome::NotAssessed if self.first_seen.is_some() => Standing::Open,
            Outcome::NotAssessed => Standing::Possible,
            Outcome::Pass | Outcome::Partial | Outcome::Fail | Outcome::NotApplicable => {
                Standing::Clear
            }
        }
    }

    /// Whether it counts as open though it could not be assessed now.
    pub fn is_counted_as_open(&self) -> bool {
        self.outcome == Outcome::NotAssessed && self.standing() == Standing::Open
    }

    /// Where its first fact with a place is read.
    pub fn place(&self) -> Option<&Place> {
        self.evidence.iter().find_map(|evidence| evidence.place.as_ref())
    }

    /// Whether it shows a defect: it is open, or it could not be assessed as a whole and one of its items
    /// is open.
    pub fn shows_defect(&self) -> bool {
        self.outcome.shows_defect(&self.items)
    }
}
