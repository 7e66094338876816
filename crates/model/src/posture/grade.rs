//! The grade, and why it is no better.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Tenths;

/// A letter, or the reason why there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
}

/// One limit of the letter that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GradeLimit {
    /// The best letter it allows.
    pub at_most: char,
    /// Why, naming the finding.
    pub because: String,
}
