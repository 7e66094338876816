//! The state of each requirement of each framework.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::counts::OutcomeCounts;
use crate::{
    AssetKind, Confidence, Gap, Outcome, Parts, Property, Reading, RequirementKey, Strength, Tenths,
};

/// One framework, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct FrameworkState {
    /// Our key for it.
    pub id: String,
    /// Its official title.
    pub title: String,
    /// Its short title.
    pub short_title: String,
    /// Its edition.
    pub edition: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    pub url: String,
    /// The line that credits it.
    pub attribution: String,
    /// What it calls its items.
    pub noun: String,
    /// Whether its items are risks or outcomes.
    pub reading: Reading,
    /// What every reader of the page must know.
    pub caveat: Option<String>,
    /// How many requirements have each state.
    pub statuses: Vec<(RequirementStatus, u64)>,
    /// The three parts over all its mapped findings, each counted once at its greatest strength.
    pub parts: Parts,
    /// Requirements by section, in the document's order.
    pub groups: Vec<GroupState>,
}

/// A section of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct GroupState {
    /// Its id; empty where the framework has no sections.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its requirements.
    pub requirements: Vec<RequirementState>,
}

/// The state of a requirement.
#[derive(
    Debug,
    Clone,
    Copy,
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
#[serde(rename_all = "kebab-case")]
pub enum RequirementStatus {
    /// A control that maps to it fails, and little or nothing is proven.
    NotMet,
    /// No control fails, one that maps to it could not be assessed, and little or nothing is proven.
    NotAssessed,
    /// Part of the evidence passes: more than a stated share is proven.
    PartiallyMet,
    /// Every control that maps to it passes.
    Met,
    /// Nothing it holds for is in the inventory.
    NotApplicable,
    /// No control maps to it; its gap has the reason.
    NotCovered,
}

impl RequirementStatus {
    /// Every state, in report order.
    pub const ALL: [RequirementStatus; 6] = [
        Self::NotMet,
        Self::NotAssessed,
        Self::PartiallyMet,
        Self::Met,
        Self::NotApplicable,
        Self::NotCovered,
    ];

    /// The level in words that fit a list of risks or of outcomes.
    pub fn words(self, reading: Reading) -> &'static str {
        match (self, reading) {
            (Self::Met, Reading::Risk) => "controlled by evidence",
            (Self::PartiallyMet, Reading::Risk) => "partially controlled",
            (Self::NotMet, Reading::Risk) => "not controlled",
            (Self::Met, Reading::Outcome) => "met by evidence",
            (Self::PartiallyMet, Reading::Outcome) => "partially met",
            (Self::NotMet, Reading::Outcome) => "not met",
            (Self::NotAssessed, _) => "not assessed",
            (Self::NotApplicable, _) => "not applicable",
            (Self::NotCovered, _) => "not covered by this assessment",
        }
    }

    /// When a requirement has this level, as a clause.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Met => "every control that decides passes",
            Self::PartiallyMet => {
                "not all that decide pass, and more than 15 % of their weighted evidence is proven"
            }
            Self::NotMet => {
                "a control that decides fails or is partial, and no more than 15 % is proven"
            }
            Self::NotAssessed => {
                "none fails, one could not be assessed, and no more than 15 % is proven"
            }
            Self::NotApplicable => "the inventory has nothing that its controls apply to",
            Self::NotCovered => "no control maps to it; its class and reason are shown",
        }
    }

    /// The level in words that fit both.
    pub fn words_for_all(self) -> &'static str {
        match self {
            Self::PartiallyMet => "partially met",
            other => other.words(Reading::Outcome),
        }
    }
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct RequirementState {
    /// Its id.
    pub id: String,
    /// Its title, or our short title.
    pub title: String,
    /// What it asks for, summarised by us.
    pub summary: String,
    /// What our evidence cannot show about it.
    pub caveat: Option<String>,
    /// Its state.
    pub status: RequirementStatus,
    /// The worst outcome of a direct control; the worst supporting one where there is no direct.
    pub worst: Option<Outcome>,
    /// Whether `worst` comes from a direct control.
    pub worst_is_direct: bool,
    /// Findings of its controls by outcome.
    pub outcomes: OutcomeCounts,
    /// The three parts, direct controls at full weight and supporting ones at half.
    pub parts: Parts,
    /// 100 − unknown.
    pub coverage: Option<Tenths>,
    /// Its controls, by strength.
    pub controls: Vec<ControlState>,
    /// Why no control maps to it.
    pub gap: Option<Gap>,
    /// What published crosswalks pair it with: quoted, never counted.
    #[serde(default)]
    pub quoted: Vec<Quotation>,
}

/// What one published crosswalk pairs a requirement with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Quotation {
    /// The crosswalk's title; the posture's `crosswalks` describe it.
    pub source: String,
    /// The requirements on the other side.
    pub pairs: Vec<QuotedPair>,
}

/// The other side of one pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct QuotedPair {
    /// The requirement.
    pub with: RequirementKey,
    /// Its title.
    pub title: String,
}

/// A control under a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ControlState {
    /// The row of the mapping.
    pub mapping: MappingRow,
    /// The worst outcome of its findings on the row's asset kinds; none where it has none.
    pub worst: Option<Outcome>,
    /// Its findings on those kinds by outcome.
    pub outcomes: OutcomeCounts,
}

/// One mapping row, quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct MappingRow {
    /// The control's id.
    pub control: String,
    /// How strongly a result supports the requirement.
    pub strength: Strength,
    /// Of what kind the support is.
    pub property: Property,
    /// The kinds of asset it holds for.
    pub asset_kinds: Vec<AssetKind>,
    /// How sure we are of the row.
    pub confidence: Confidence,
    /// The facts it rests on, as `record.field`.
    pub rests_on: Vec<String>,
    /// Why it holds.
    pub reason: String,
}
