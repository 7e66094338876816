//! The posture: one assessment rolled up and scored. Every renderer reads this and nothing else,
//! and `posture.json` is exactly this, so its structs are frozen: fields are added, never changed,
//! and [`SCHEMA_VERSION`] names the set that a file holds.

mod access;
mod accountability;
mod ages;
mod brand;
mod cells;
mod contact;
mod counts;
mod excluded;
mod finding;
mod findings_file;
mod framework;
mod grade;
mod part;
mod requirements;
mod scanner;
mod severe;
mod standing;

pub use access::{AccessEdge, AccessKind, AccessTarget};
pub use accountability::{
    AssetCard, ControlCard, EvidenceRequest, FamilyRow, Fix, Slice, WaiverCard,
};
pub use ages::AgeBand;
pub use brand::{Brand, Colour, Logo, LogoFormat};
pub use cells::{Cell, OwnerCell};
pub use contact::{Addressee, Asked, Contact, Load};
pub use counts::{Counts, SevereCount};
pub use excluded::{ExcludedAsset, ScoreAndGrade};
pub use finding::FindingCard;
pub use findings_file::{
    FINDINGS_FORMAT, FINDINGS_VERSION, FactLine, FindingLine, FindingsHeader, ItemLine,
    SharedRequirements,
};
pub use framework::{
    ControlState, FrameworkState, GroupState, MappingRow, Quotation, QuotedPair, RequirementState,
    RequirementStatus,
};
pub use grade::{Grade, GradeLimit, NotInOrder, PrivilegedAssets};
pub use part::{DatedMonth, PartOf};
pub use requirements::{RequirementRef, Requirements};
pub use scanner::ScannerCard;
pub use severe::SevereFinding;
pub use standing::{LastKnown, Standing};

pub use super::counts::{OutcomeCounts, SeverityCounts};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    CrosswalkSource, Diagnostic, History, Input, Ledger, LoggedEvent, Parts, Severity, Tenths,
    Tier, Verdict,
};

/// The version of the posture format.
pub const SCHEMA_VERSION: &str = "1.7";

/// The document that every report is made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Posture {
    /// Version of this format.
    pub schema_version: String,
    /// What made it.
    pub tool: ToolFacts,
    /// Whose posture it is.
    pub organisation: String,
    /// The period reported on, such as `2026-11`.
    pub period: String,
    /// The day the evidence was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Whether this is the built-in demonstration.
    pub demo: bool,
    /// Of which whole this is a part; none where it is the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOf>,
    /// SHA-256 of `muster.toml`, in hexadecimal; empty where there is none.
    #[serde(default)]
    pub profile_sha256: String,
    /// The organisation's commentary, as Markdown.
    pub prose: Option<String>,
    /// How the organisation's reports look; none where the profile states nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<Brand>,
    /// The address of the published site; none where it is only beside the other files.
    #[serde(default)]
    pub site_url: Option<String>,
    /// What became of the gate of the profile; none where it has none, or it could not be applied.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// The report in a few sentences.
    pub summary: Vec<String>,
    /// The three parts over all findings.
    pub score: Parts,
    /// The score if live waivers were credited; printed beside it, never instead of it.
    pub with_waivers: Option<Tenths>,
    /// The three parts over T2 and T3 assets only.
    pub privileged: Parts,
    /// How many assets are privileged, and which of them are not in order.
    pub privileged_assets: PrivilegedAssets,
    /// The grade and what holds it down.
    pub grade: Grade,
    /// Points the score gains if every open finding is remediated, all else equal. The gains by tier, family,
    /// domain, owner, kind and control each sum to it.
    #[serde(default)]
    pub gain: Tenths,
    /// The counts that reports print, each defined once.
    #[serde(default)]
    pub counts: Counts,
    /// Critical and high findings on privileged identities, open and possible, the first to act on first;
    /// at most a thousand, of which `counts` has the number.
    #[serde(default)]
    pub severe_findings: Vec<SevereFinding>,
    /// Who is asked to act, for each accountable owner and responsible domain of a finding.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// The months so far, and what moved; none where the project keeps no history.
    #[serde(default)]
    pub history: Option<History>,
    /// Findings by outcome.
    pub outcomes: OutcomeCounts,
    /// Open findings by severity.
    pub open: SeverityCounts,
    /// Open findings by age, the youngest first; the last are those first seen in this run.
    #[serde(default)]
    pub open_ages: Vec<AgeBand>,
    /// The top remediations: the most severe first, then those that add most points.
    pub fixes: Vec<Fix>,
    /// The top evidence requests: the missing data that would reduce the unknown part most.
    pub evidence_requests: Vec<EvidenceRequest>,
    /// By tier, T3 first.
    pub tiers: Vec<Slice>,
    /// By control family.
    pub families: Vec<Slice>,
    /// By responsible domain.
    pub domains: Vec<Slice>,
    /// By accountable owner, the one with most to gain first.
    pub owners: Vec<Slice>,
    /// By kind of asset.
    pub kinds: Vec<Slice>,
    /// Family × tier, for the heat map.
    pub heat_map: Vec<FamilyRow>,
    /// Every control that was judged.
    pub controls: Vec<ControlCard>,
    /// Every framework shown.
    pub frameworks: Vec<FrameworkState>,
    /// Published crosswalks between them, quoted beside our rows and never counted.
    #[serde(default)]
    pub crosswalks: Vec<CrosswalkSource>,
    /// Every asset, the most privileged first.
    pub assets: Vec<AssetCard>,
    /// Assets that the profile excludes from scope. They are part of no other list and no other number.
    #[serde(default)]
    pub excluded: Vec<ExcludedAsset>,
    /// Score and grade with the excluded assets; none where there are none.
    #[serde(default)]
    pub with_excluded: Option<ScoreAndGrade>,
    /// Score and grade under the default limits; none where the profile relaxes no limit.
    #[serde(default)]
    pub under_defaults: Option<ScoreAndGrade>,
    /// Findings, the first to act on first; all of them, or the first open ones where there are too many.
    pub findings: Vec<FindingCard>,
    /// How many findings there are in all.
    pub findings_total: u64,
    /// The file that holds all findings, where this one does not.
    pub findings_file: Option<FindingsFile>,
    /// What scanners reported, and what became of it.
    #[serde(default)]
    pub scanners: Vec<ScannerCard>,
    /// Every waiver and what became of it.
    pub waivers: Vec<WaiverCard>,
    /// The limits in force.
    pub thresholds: Vec<ThresholdRow>,
    /// How the score is made.
    pub arithmetic: Arithmetic,
    /// What became of every record that was read.
    pub ledger: Ledger,
    /// What this run could not see.
    pub limitations: Vec<String>,
    /// Warnings about the inputs.
    pub notices: Vec<Diagnostic>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// Exposures, incidents, changes and vulnerabilities on record, by asset.
    #[serde(default)]
    pub events: Vec<LoggedEvent>,
    /// Who can use, hold, open and reach what, by the asset that has the access; where there are too many,
    /// those of the most privileged assets.
    #[serde(default)]
    pub edges: Vec<AccessEdge>,
    /// How many edges there are in all.
    #[serde(default)]
    pub edges_total: u64,
    /// Exact counts: every score can be recomputed from them.
    pub cells: Vec<Cell>,
    /// The same by owner.
    pub owner_cells: Vec<OwnerCell>,
    /// The same of the findings on excluded assets: with the cells they give the score with them.
    #[serde(default)]
    pub excluded_cells: Vec<Cell>,
}

impl Posture {
    /// What every page of a part states; none where this is the whole.
    pub fn part_sentence(&self) -> Option<String> {
        let part = self.part.as_ref()?;
        Some(part.sentence(self.assets.len() as u64, self.findings_total))
    }
}

/// What made a posture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ToolFacts {
    /// The tool's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// How many controls its catalogue has, and the SHA-256 of their texts and weights.
    pub catalogue: Edition,
    /// How many mapping rows there are, and the SHA-256 of the mapping files.
    pub mappings: Edition,
    /// The version of the rules.
    pub rules: u32,
}

/// A set of data, named by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct Edition {
    /// How many entries it has.
    pub entries: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// The file that holds all findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct FindingsFile {
    /// Its name, beside the posture.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// One limit as it was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ThresholdRow {
    /// Its key in `muster.toml`.
    pub key: String,
    /// What is limited.
    pub meaning: String,
    /// The values in force, T0 first, with unit.
    pub values: [String; 4],
    /// The same as numbers in the limit's own unit; zeros in a posture of before they were kept.
    #[serde(default)]
    pub numbers: [u32; 4],
    /// The defaults, where the profile changed them.
    pub changed_from: Option<[String; 4]>,
    /// Whether the change makes some test easier to pass.
    pub relaxed: bool,
    /// Where the default comes from.
    pub source: String,
    /// Whether an outside source publishes the figure.
    pub published: bool,
}

/// How the score is made, with the numbers it was made from.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct Arithmetic {
    /// The formula in one line.
    pub formula: String,
    /// The formula with this run's sums.
    pub worked: String,
    /// How the grade is read from the score, and what holds it down.
    #[serde(default)]
    pub grading: String,
    /// What a finding of each severity weighs.
    pub severity_weights: Vec<(Severity, u64)>,
    /// What an asset of each tier weighs.
    pub tier_weights: Vec<(Tier, u64)>,
    /// What the score is summed from, the heaviest first; the sums of the rows are those of the score.
    pub rows: Vec<SumRow>,
}

/// The findings of one severity on assets of one tier, of which a pass earns the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct SumRow {
    /// The severity.
    pub severity: Severity,
    /// The tier that the assets are treated as.
    pub tier: Tier,
    /// The weight of one finding: that of the severity × that of the tier.
    pub weight: u64,
    /// What a pass of one earns: the same by the tier that facts show.
    pub pass_weight: u64,
    /// How many findings have each outcome; none of them is not applicable.
    pub outcomes: OutcomeCounts,
    /// Their sums.
    pub parts: Parts,
}
