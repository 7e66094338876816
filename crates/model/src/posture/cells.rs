//! Exact counts, from which every score can be recomputed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Standing;
use crate::{AssetKind, Domain, EvidenceClass, Outcome, Severity, Tier, Weight, weight};

/// How many findings share these facts.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
pub struct Cell {
    /// The control's id.
    pub control: String,
    /// The kind of asset.
    pub kind: AssetKind,
    /// Whether only exports show the assets: no record, configuration or scan does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exported: bool,
    /// The tier that the assets are treated as.
    pub tier: Tier,
    /// The tier that facts show.
    pub derived_tier: Tier,
    /// The severity.
    pub severity: Severity,
    /// What a pass of one of them earns.
    pub pass_weight: u64,
    /// The responsible domain.
    pub domain: Domain,
    /// The outcome.
    pub outcome: Outcome,
    /// How limits and gates count them.
    pub standing: Standing,
    /// How it is known.
    pub class: EvidenceClass,
    /// Whether a live waiver applies.
    pub waived: bool,
    /// How many findings.
    pub count: u64,
}

impl Cell {
    /// What each of its findings puts into the sums.
    pub fn weights(&self) -> Weight {
        Weight { full: weight(self.severity, self.tier), earned: self.pass_weight }
    }
}

/// How many findings of one owner share these facts.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
pub struct OwnerCell {
    /// The accountable owner; empty where there is none.
    pub owner: String,
    /// The tier that the assets are treated as.
    pub tier: Tier,
    /// The tier that facts show.
    pub derived_tier: Tier,
    /// The severity.
    pub severity: Severity,
    /// What a pass of one of them earns.
    pub pass_weight: u64,
    /// The outcome.
    pub outcome: Outcome,
    /// How it is known.
    pub class: EvidenceClass,
    /// How many findings.
    pub count: u64,
}
