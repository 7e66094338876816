//! What scanners reported, and what became of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Moment, Place};

/// One scanner report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct ScannerCard {
    /// The tool's id, as the mappings have it.
    #[serde(default)]
    pub id: String,
    /// The tool's name.
    pub tool: String,
    /// Its version, where the report names it.
    pub version: Option<String>,
    /// The file.
    pub place: Place,
    /// When the results were taken, where it is known.
    #[schemars(with = "Option<String>")]
    pub captured_at: Option<Moment>,
    /// Why the scan did not come to its end, if it did not: what it did not find proves nothing.
    pub incomplete: Option<String>,
    /// Results in all.
    pub results: u64,
    /// Failing results that became evidence of a finding.
    pub counted: u64,
    /// Failing results that the scanner's users accepted.
    pub suppressed: u64,
    /// Failing results about things that are not in the inventory.
    pub unplaced: u64,
    /// Failing results whose rule maps to no control, by rule.
    pub unmapped: Vec<(String, u64)>,
    /// Failing results whose rule maps to controls, none of which applies to the asset, by rule.
    #[serde(default)]
    pub inapplicable: Vec<(String, u64)>,
    /// Framework tags that the scanner attached: quoted, never trusted.
    pub tags: Vec<String>,
}
