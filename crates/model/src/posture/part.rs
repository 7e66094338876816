//! A posture of a part of an estate.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wording::counted;
use crate::{Month, Selector};

/// That a posture is of a part, and of which whole. Its score, letter and counts are those of the part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// Which findings the part has: for each key that is named, those with one of its values.
    pub scope: Vec<Selector>,
    /// How many identities the whole has.
    pub assets: u64,
    /// How many findings the whole has.
    pub findings: u64,
    /// The months on record, which date the findings. A part has no trend: the records are of the whole.
    pub months: Vec<DatedMonth>,
}

/// A month on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct DatedMonth {
    /// The month.
    pub period: Month,
    /// The day that it was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
}

impl PartOf {
    /// The scope in one line: `owner=ada tier=T3`.
    pub fn scope_line(&self) -> String {
        let all: Vec<String> = self.scope.iter().map(ToString::to_string).collect();
        all.join(" ")
    }

    /// What every page states: which part it is, and of how much. `assets` and `findings` are those of the
    /// part.
    pub fn sentence(&self, assets: u64, findings: u64) -> String {
        let whole = |count: u64, noun| counted(i64::try_from(count).unwrap_or(i64::MAX), noun);
        format!(
            "This is a part of the report: {}. It has {assets} of {} and {findings} of {}; score, grade and \
             counts are those of the part.",
            self.scope_line(),
            whole(self.assets, "identity"),
            whole(self.findings, "finding"),
        )
    }
}
