//! How limits and gates count a finding: one decision for both, and for the counts they are verified by.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Outcome;

/// How limits and gates count a finding.
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
pub enum Standing {
    /// As open: it is open, or it was when last assessed, and nothing has shown since that it is not.
    Open,
    /// As possibly open: it is not assessed, and was never known to be open.
    Possible,
    /// As in order, or as not there.
    Clear,
}

/// The outcome that a finding had in the last month, where only the age of a feed keeps it from being
/// assessed now. It counts for limits and gates, never for the score, and for one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct LastKnown {
    /// The outcome: pass, partial or fail.
    pub outcome: Outcome,
    /// The day it was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
}
