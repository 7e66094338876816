//! What a scanner reported, reduced to what judgement needs: no message, no snippet, no value.

use crate::Texts;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Moment, Place};

/// One report of one scanner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
pub struct ScannerReport {
    /// The tool, as `mappings/sources/<tool>.yaml` calls it.
    pub tool: String,
    /// The tool's version, where the report names it.
    pub version: Option<String>,
    /// The file.
    pub place: Place,
    /// When the results were taken, where the report or the profile states it.
    pub captured_at: Option<Moment>,
    /// What it covers, as the report or the profile states it; empty where neither does.
    pub covers: BTreeSet<ScanScope>,
    /// Whether the scan came to its end.
    pub ran: Completion,
    /// Whether it is a search, such as one for secrets: what it does not list, it did not find. Any other list
    /// may leave out what passed.
    pub searches: bool,
    /// The rules that it states to have run, whether or not they have a result.
    pub rules: BTreeSet<String>,
    /// Its results. An empty list is meaningful only where the scan completed.
    pub results: Vec<ScannerResult>,
}

/// Whether a scan came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Completion {
    /// It did.
    Completed,
    /// It did not, or not wholly: could not reach, a truncated page, a failed run. The reason.
    Incomplete(String),
}

/// One result of a scanner about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
pub struct ScannerResult {
    /// The scanner's rule.
    pub rule: String,
    /// Its status.
    pub says: ScanStatus,
    /// Names the thing may go by in the inventory, the surest first: an ARN, a package, a URL, a
    /// server's name, `file:` and a path.
    #[texts(Address)]
    pub about: Vec<String>,
    /// The severity in the scanner's own terms.
    pub severity: Option<String>,
    /// Framework tags the scanner attached: quoted, never trusted.
    pub tags: Vec<String>,
    /// Why the scanner's users accepted it, where an accepted suppression states it.
    pub suppressed: Option<String>,
    /// The part of what the report covers that it is about, where that is stated.
    pub scope: Option<ScanScope>,
    /// Where it is in the report.
    pub place: Place,
}

/// What a report covers, as it states it: an account and a region, a repository and a branch, a cluster.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Texts,
)]
pub struct ScanScope {
    #[texts(Id)]
    words: Arc<str>,
    #[texts(Id)]
    within: Option<Arc<str>>,
}

impl ScanScope {
    /// What means the same in every report: an account's number, an address, words of the profile.
    pub fn anywhere(words: impl Into<Arc<str>>) -> Self {
        ScanScope { words: words.into(), within: None }
    }

    /// What means the same within one series of files only: a path, a category, a local name.
    pub fn within(words: impl Into<Arc<str>>, series: impl Into<Arc<str>>) -> Self {
        ScanScope { words: words.into(), within: Some(series.into()) }
    }
}

impl fmt::Display for ScanScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

/// The status of a scanner's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ScanStatus {
    /// Something is wrong.
    Fail,
    /// The rule was looked at and holds.
    Pass,
    /// A person has to look.
    Manual,
    /// The rule could not be looked at.
    Error,
    /// It states what the thing can do, and judges nothing.
    Capability,
}
