//! The grade, and why it is no better.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetKey, Tenths, Tier};

/// A letter, or the reason why there is none.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct Grade {
    /// `A` to `E`; none where evidence is insufficient.
    pub letter: Option<char>,
    /// Why there is no letter.
    pub withheld: Option<String>,
    /// The score the letter was read from: the lower of overall and T2–T3.
    pub basis: Option<Tenths>,
    /// Which of the two that was.
    pub basis_name: String,
    /// The letter before the limits.
    pub before_limits: Option<char>,
    /// The limits that apply.
    pub limits: Vec<GradeLimit>,
    /// The letter if the findings that may be critical are assessed and none is; none where that is no
    /// better.
    pub if_ruled_out: Option<char>,
    /// Findings on privileged assets that are not assessed and would be critical, by id.
    pub possible: Vec<String>,
}

/// The privileged assets of a posture.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct PrivilegedAssets {
    /// How many facts show to be T2 or T3.
    pub known: u64,
    /// How many are only treated as T2 or T3, because something that a tier is derived from is
    /// undeclared.
    pub treated: u64,
    /// Those of both with a critical or high finding that is open or not assessed, the worst first.
    pub not_in_order: Vec<NotInOrder>,
}

/// A privileged asset that is not in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct NotInOrder {
    /// Its key.
    pub asset: AssetKey,
    /// The tier that it is treated as.
    pub tier: Tier,
    /// Its accountable owner; empty where there is none.
    pub owner: String,
    /// Open critical findings.
    pub critical: u64,
    /// Open high findings.
    pub high: u64,
    /// Findings that would be critical and are not assessed.
    pub possible_critical: u64,
    /// Findings that would be high and are not assessed.
    pub possible_high: u64,
}

/// One limit of the letter that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct GradeLimit {
    /// The best letter it allows.
    pub at_most: char,
    /// Why, naming the finding.
    pub because: String,
    /// Whether it rests on what is known; false where it rests only on findings that are not assessed.
    pub open: bool,
}
