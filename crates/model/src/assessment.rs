//! All findings of one run.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ecow::EcoString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::posture::ScannerCard;
use super::records::Waiver;
use super::{
    Context, Control, Diagnostic, Exclusion, Input, Judgement, Placed, Severity, Tier, Weight,
};

/// One control on one asset.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Stable name: control and asset key, `OWN-01@server/payments`.
    pub id: EcoString,
    /// The control.
    pub control: &'static Control,
    /// The asset, as its position in [`Context::assets`].
    pub asset: usize,
    /// The tier that the asset is treated as.
    pub tier: Tier,
    /// The tier that facts show; never above `tier`.
    pub derived_tier: Tier,
    /// Whether it is known that the asset is in service: where it is not, a pass earns nothing that the
    /// control would not judge on a retired asset.
    pub status_known: bool,
    /// How much a failure would matter here.
    pub severity: Severity,
    /// What it puts into the sums; nothing where it does not apply.
    pub weight: Weight,
    /// The verdict.
    pub judgement: Judgement,
    /// The live waiver on it, as its position in [`Assessment::waivers`]. Only on failing findings.
    pub waiver: Option<usize>,
    /// The scanners that report a failure, by id; also one that has not reported since.
    pub found_by: Vec<String>,
}

/// A waiver and what became of it.
#[derive(Debug, Clone)]
pub struct AppliedWaiver {
    /// The record.
    pub waiver: Placed<Waiver>,
    /// The finding it is about.
    pub finding: String,
    /// What became of it.
    pub state: WaiverState,
    /// Why it is malformed, where it is, as a clause.
    pub flaw: Option<Cow<'static, str>>,
}

/// What became of a waiver.
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
    IntoStaticStr,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum WaiverState {
    /// Live, and the finding fails: it is counted beside the score.
    Applied,
    /// Live, but the finding does not fail.
    Unused,
    /// Another one, granted later, replaces it.
    Renewed,
    /// Past its last day.
    Expired,
    /// Not begun yet.
    Future,
    /// Longer than the tier allows: not honoured.
    TooLong,
    /// Its reason or dates are missing, its approver may not decide it, or it covers nothing: not
    /// honoured.
    Malformed,
}

impl WaiverState {
    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The same in words: whether it is live, and else why not.
    pub fn words(self) -> &'static str {
        match self {
            Self::Applied => "live",
            Self::Unused => "unused",
            Self::Renewed => "renewed",
            Self::Expired => "expired",
            Self::Future => "not begun",
            Self::TooLong => "too long",
            Self::Malformed => "malformed",
        }
    }
}

/// All findings of one run and what they were made from.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The joined view they were judged on.
    pub context: Context,
    /// Findings, by asset and control; also those on excluded assets.
    pub findings: Vec<Finding>,
    /// What the profile excludes.
    pub out_of_scope: OutOfScope,
    /// Every waiver that was read.
    pub waivers: Vec<AppliedWaiver>,
    /// What scanners reported, and what became of it.
    pub scanners: Vec<ScannerCard>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// Warnings about the inputs.
    pub notices: Vec<Diagnostic>,
}

impl Assessment {
    /// The findings on assets in scope.
    pub fn in_scope(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| self.out_of_scope.allows(finding.asset))
    }
}

/// The assets that are out of scope: judged like the rest, and not part of the score.
#[derive(Debug, Clone, Default)]
pub struct OutOfScope {
    /// The exclusion of each excluded asset, by its position in [`Context::assets`]. The
    /// approver is the id of an owner.
    pub assets: BTreeMap<usize, Exclusion>,
}

impl OutOfScope {
    /// Whether the asset at a position is in scope.
    pub fn allows(&self, position: usize) -> bool {
        !self.assets.contains_key(&position)
    }
}
