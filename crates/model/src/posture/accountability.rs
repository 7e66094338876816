//! The results of each asset, owner and control, and what to do about them.

use ecow::EcoString;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Addressee, RequirementRef};
use crate::counts::{OutcomeCounts, SeverityCounts};
use crate::{
    AssetKey, Domain, Month, Parts, Place, Severity, Tenths, Tier, TierReason, WaiverState,
};

/// The findings of one tier, family, domain, owner or kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Slice {
    /// Its key: `T3`, `OWN`, `identity`, an owner's id …
    pub id: String,
    /// Its name as reports print it.
    pub title: String,
    /// How many identities it has, by the tier that they are treated as.
    pub assets: u64,
    /// Of how many of them facts show that tier; the others are only treated so, because something is
    /// undeclared.
    #[serde(default)]
    pub known: u64,
    /// Its own three parts.
    pub parts: Parts,
    /// Its findings by outcome.
    pub outcomes: OutcomeCounts,
    /// Its open findings by severity.
    pub open: SeverityCounts,
    /// Points the whole score would gain if all its open findings were remediated, all else equal.
    pub gain: Tenths,
}

/// One row of the heat map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct FamilyRow {
    /// The family's id.
    pub family: String,
    /// The family's name.
    pub title: String,
    /// The parts for T0 to T3.
    pub tiers: [Parts; 4],
}

/// A remediation: one control remediated wherever it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Fix {
    /// The control's id.
    pub control: String,
    /// The control's title.
    pub title: String,
    /// What to do.
    pub remediation: String,
    /// The responsible domain.
    pub domain: Domain,
    /// The highest severity among its open findings.
    pub severity: Severity,
    /// How many assets it is open on.
    pub open: u64,
    /// The assets, most privileged first; at most ten.
    pub assets: Vec<AssetKey>,
    /// Points the score gains, all else equal.
    pub gain: Tenths,
    /// The highest tier among its open findings of that severity.
    #[serde(default = "lowest")]
    pub tier: Tier,
    /// Its most severe open finding, by id.
    #[serde(default)]
    pub finding: String,
    /// What is wrong there, in one sentence.
    #[serde(default)]
    pub defect: String,
    /// Where that is read.
    #[serde(default)]
    pub place: Option<Place>,
    /// Whether the value of a secret lies where it can be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exposed: bool,
    /// Who is asked to act, most findings first; at most five.
    #[serde(default)]
    pub asked: Vec<Addressee>,
    /// The first day on which one of its open findings is due.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due_on: Option<Date>,
    /// How many of its open findings are overdue.
    #[serde(default)]
    pub overdue: u64,
}

fn lowest() -> Tier {
    Tier::T0
}

/// Missing data, or data that nothing confirms: which field or record, and from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct EvidenceRequest {
    /// What is missing, as `record` or `record.field`; the family of controls whose facts nothing confirms.
    pub what: String,
    /// Why it is needed, as one sentence.
    pub sentence: String,
    /// The controls that wait for it.
    pub controls: Vec<String>,
    /// The domains that wait for it.
    pub domains: Vec<Domain>,
    /// The accountable owners of the assets, most findings first; at most five.
    pub owners: Vec<String>,
    /// Who is asked, most findings first: active owners, or those who act for them; at most five.
    #[serde(default)]
    pub asked: Vec<Addressee>,
    /// How many findings wait for it.
    pub findings: u64,
    /// Points by which the unknown part would shrink.
    pub coverage_gain: Tenths,
    /// Whether it asks to confirm what is only declared; otherwise findings are blocked by what it asks for.
    pub confirms: bool,
    /// Points of the score that are only declared, and would be observed or recorded.
    pub class_gain: Tenths,
}

/// A control and its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ControlCard {
    /// Its id.
    pub id: String,
    /// Its slug.
    pub slug: String,
    /// Its family's id.
    pub family: String,
    /// The sentence that holds or does not.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// When it passes.
    pub pass_if: String,
    /// When it passes partially; empty where there is no weaker condition.
    pub partial_if: String,
    /// When it fails.
    pub fail_if: String,
    /// What to do where it fails.
    pub remediation: String,
    /// The responsible domain.
    pub domain: Domain,
    /// Its severity for T0 to T3.
    pub severity: [Severity; 4],
    /// The lowest tier it judges.
    pub from_tier: Tier,
    /// The start of the SHA-256 of its texts and weights.
    pub edition: String,
    /// Whether it judges retired assets, too.
    pub judges_retired: bool,
    /// The three parts of its findings.
    pub parts: Parts,
    /// Its findings by outcome.
    pub outcomes: OutcomeCounts,
    /// Points the score gains if its open findings are remediated, all else equal.
    pub gain: Tenths,
    /// The requirements it supports, whatever the asset kind.
    pub requirements: Vec<RequirementRef>,
}

/// An asset and its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct AssetCard {
    /// Its key.
    pub key: AssetKey,
    /// Its name as people write it.
    #[schemars(with = "String")]
    pub name: EcoString,
    /// Its accountable owner; empty where there is none.
    #[schemars(with = "String")]
    pub owner: EcoString,
    /// What it is treated as; weights, limits and gates go by it.
    pub tier: Tier,
    /// What the facts imply; never above `tier`.
    pub derived_tier: Tier,
    /// What the tests went by.
    pub tests: Tier,
    /// What the owner declares.
    pub declared: Option<Tier>,
    /// The rules that raised the tier.
    pub tier_reasons: Vec<TierReason>,
    /// Whether it is retired.
    pub retired: bool,
    /// Whether it is switched off, by its record or in every client that has it.
    pub disabled: bool,
    /// Whether something shows that it is in service or not. Where nothing does, a pass earns only what it
    /// would on a retired asset.
    pub status_known: bool,
    /// Whether a configuration, an export or a scan shows it; false where only records state it.
    pub observed: bool,
    /// Whether a record of the organisation's own describes it.
    pub recorded: bool,
    /// The feeds that report it, by the id of their format; also one that no longer does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reported_by: Vec<String>,
    /// The keys it had before it was renamed.
    #[serde(default)]
    pub formerly: Vec<AssetKey>,
    /// Since when it is missing from all sources without having been retired.
    #[serde(default)]
    pub missing_since: Option<Month>,
    /// The three parts of its findings.
    pub parts: Parts,
    /// Its findings by outcome.
    pub outcomes: OutcomeCounts,
    /// Its open findings by severity.
    pub open: SeverityCounts,
    /// Its critical and high findings that count as open for limits and gates: also those that were open
    /// when last assessed.
    pub severe_open: u64,
    /// Its critical and high findings that are not assessed and count as possibly open.
    pub severe_possible: u64,
    /// Other names it goes by: ARNs, client ids, addresses; fingerprints where the user gave a key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_as: Vec<String>,
    /// Where it was read.
    pub places: Vec<Place>,
}

/// A waiver and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct WaiverCard {
    /// The finding it is about.
    pub finding: String,
    /// What became of it.
    pub state: WaiverState,
    /// Why it was accepted.
    pub reason: String,
    /// Who accepted it.
    pub approver: String,
    /// Who works on ending it.
    pub owner: Option<String>,
    /// The compensating control, if there is one.
    pub compensating: Option<String>,
    /// The last day it holds, UTC.
    #[schemars(with = "String")]
    pub expires_on: Date,
    /// Days left on the as-of day; negative where it has expired.
    pub days_left: i64,
    /// Whether it is live and ends within thirty days.
    #[serde(default)]
    pub expires_soon: bool,
    /// The day it was granted, where it is stated.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub granted_on: Option<Date>,
    /// How often it was renewed, where it is stated.
    #[serde(default)]
    pub renewals: Option<u32>,
    /// Why it is malformed, where it is, as a clause.
    #[serde(default)]
    pub flaw: Option<String>,
    /// Its state.
    pub place: Place,
}
