//! The lines of `findings.ndjson`, the file of all findings of a posture that is too large to hold them.
//!
//! The first line is the header, each further line one finding. A line holds what is the finding's own; its
//! asset with its tier, its control and its requirements are in the posture beside it, and the requirements in the
//! header, too, once for each control and kind of asset. What most findings have alike is left out, as each field states.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LastKnown, Requirements};
use crate::{AssetKind, EvidenceClass, Month, Outcome, Reason, Severity, Tier};

/// What the first line of such a file states as its format.
pub const FINDINGS_FORMAT: &str = "muster-findings";

/// The version of the lines. Version 1 repeated the requirements on each line and had no header; version 2 repeated
/// tiers, classes and reasons.
pub const FINDINGS_VERSION: u32 = 3;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingsHeader {
    /// [`FINDINGS_FORMAT`].
    pub format: String,
    /// [`FINDINGS_VERSION`].
    pub version: u32,
    /// How many findings follow.
    pub findings: u64,
    /// The files that facts cite, by position.
    pub files: Vec<Arc<str>>,
    /// The requirements that findings support.
    pub requirements: Vec<SharedRequirements>,
}

/// What the findings of one control on one kind of asset support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRequirements {
    /// The control's id.
    pub control: String,
    /// The kind of asset.
    pub kind: AssetKind,
    /// The requirements, in every framework shown.
    pub requirements: Requirements,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingLine<'a> {
    /// Control and asset, `OWN-01@server/payments`.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The tier that the organisation is treated as; absent of other assets, whose tiers are in the posture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// How much a failure matters here.
    pub severity: Severity,
    /// The verdict.
    pub outcome: Outcome,
    /// Why it is not assessed or not applicable; absent where `ask` [shows it](crate::Ask::reason).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The verdict in one sentence.
    #[serde(borrow)]
    pub sentence: Cow<'a, str>,
    /// The weakest class among the facts behind it; absent where it is declared.
    #[serde(default, skip_serializing_if = "is_declared")]
    pub class: EvidenceClass,
    /// The record and the field that would answer it; the field is empty where the record itself is missing.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<(Cow<'a, str>, Cow<'a, str>)>,
    /// The facts behind it.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<FactLine<'a>>,
    /// The parts judged inside it.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemLine<'a>>,
    /// The scanners that report a failure.
    #[serde(default, skip_serializing_if = "<[String]>::is_empty")]
    pub found_by: Cow<'a, [String]>,
    /// Whether only exports show the asset.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exported: bool,
    /// Whether the value of a secret lies where it can be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exposed: bool,
    /// The month since which it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Month>,
    /// The day from which dated evidence shows the defect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The day by which an open finding is to be remediated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The last month it was open, where it is remediated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_open: Option<Month>,
    /// Its outcome in the last month, where only the age of a feed keeps it from being assessed now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_known: Option<LastKnown>,
}

fn is_declared(class: &EvidenceClass) -> bool {
    *class == EvidenceClass::Declared
}

/// One part judged inside a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemLine<'a> {
    /// What it is.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Its verdict, where that is not the one of the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why; absent where nothing is to be said.
    #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
    pub note: Cow<'a, str>,
}

/// One fact behind a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactLine<'a> {
    /// Where it was read: the position of the file in the header, the line (from 1; 0 for the whole file)
    /// and the pointer, empty for the whole file.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(usize, u32, Cow<'a, str>)>,
    /// Its content.
    #[serde(borrow)]
    pub fact: Cow<'a, str>,
    /// How it is known, where that is not the class of the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<EvidenceClass>,
}
