//! A sample of findings that an auditor tests: what it was drawn from, how, and which findings were drawn.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::manifest::FileFacts;
use super::{
    AssetKey, Evidence, EvidenceClass, Outcome, Place, Reason, Selector, Severity, Tenths, Tier,
};

/// The version of the format of samples.
pub const SAMPLE_FORMAT: u32 = 1;

/// A sample of findings. The same posture, seed and options give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Version of this format.
    pub format: u32,
    /// The version of muster that drew it.
    pub version: String,
    /// Whose posture it is drawn from.
    pub organisation: String,
    /// The period of the posture.
    pub period: String,
    /// The day that the evidence was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Whether the posture is that of the built-in demonstration.
    pub demo: bool,
    /// The files that it was drawn from: the posture, and the file of its findings where there is one.
    pub drawn_from: Vec<FileFacts>,
    /// How it was drawn.
    pub method: SampleMethod,
    /// How many findings it was drawn from.
    pub population: u64,
    /// How many of them were drawn.
    pub drawn: u64,
    /// What the sample can show and what it cannot, one statement each.
    pub statements: Vec<String>,
    /// The strata, each with what was drawn from it.
    pub strata: Vec<Stratum>,
}

/// How a sample was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleMethod {
    /// The seed in decimal digits, as it is hashed.
    pub seed: String,
    /// How many findings are drawn from each stratum.
    pub size: u64,
    /// What the strata are.
    pub by: Stratification,
    /// Which findings are the population, as `owner=ada`. Where none of them names an outcome, findings
    /// that do not apply are not in it.
    pub scope: Vec<Selector>,
    /// The rule by which findings are drawn, so that anybody can draw them again.
    pub rule: String,
}

/// What strata are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stratification {
    /// One stratum with everything.
    None,
    /// One a control.
    Control,
    /// One an outcome.
    Outcome,
    /// One a tier.
    Tier,
    /// One an accountable owner.
    Owner,
}

/// Findings that are alike, and what was drawn from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// What its findings have in common: the id of a control or owner, an outcome, a tier; `all`, or `none`
    /// for those without an owner.
    pub id: String,
    /// The same for people.
    pub title: String,
    /// How many findings it has.
    pub population: u64,
    /// SHA-256 of the ids of all its findings, in the order of their bytes, each with a line feed behind it.
    pub population_sha256: String,
    /// How many were drawn.
    pub drawn: u64,
    /// The most findings of the stratum that may be wrong where none of those drawn is, at 95 % confidence.
    pub upper_bound: UpperBound,
    /// The findings that were drawn, in the order in which they were.
    pub findings: Vec<SampledFinding>,
}

/// How many findings may be wrong where no exception was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpperBound {
    /// As a count.
    pub findings: u64,
    /// As a share of the stratum, in per cent.
    pub rate: Tenths,
}

/// A finding that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampledFinding {
    /// SHA-256 of the seed, a colon and the id of the finding: findings are drawn in the order of these.
    pub key: String,
    /// Its id.
    pub id: String,
    /// The control's id.
    pub control: String,
    /// The control's title.
    pub title: String,
    /// When the control passes.
    pub pass_if: String,
    /// The asset.
    pub asset: AssetKey,
    /// The asset's name as people write it.
    pub asset_name: String,
    /// Its accountable owner; empty where there is none.
    pub owner: String,
    /// The tier that the asset is treated as.
    pub tier: Tier,
    /// How much a failure matters.
    pub severity: Severity,
    /// The outcome that is tested.
    pub outcome: Outcome,
    /// Why it is not assessed or not applicable.
    pub reason: Option<Reason>,
    /// The outcome in a sentence.
    pub sentence: String,
    /// How it is known.
    pub class: EvidenceClass,
    /// The facts behind it, each with its place.
    pub evidence: Vec<Evidence>,
    /// The records that the facts are part of, as they were read; empty where no inputs were given.
    pub records: Vec<QuotedRecord>,
    /// What the tester writes down; empty.
    pub tester: Tester,
}

/// A record of the inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotedRecord {
    /// Where it is.
    pub place: Place,
    /// The kind of record, as files write it.
    pub kind: String,
    /// Its content as JSON, as `muster ingest --format json` prints it: fields without a value are left out,
    /// and no secret has one.
    pub record: String,
}

/// The tester's result. A sample is written with all of it empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tester {
    /// What the tester found.
    pub result: String,
    /// Who tested.
    pub initials: String,
    /// When.
    pub date: String,
}
