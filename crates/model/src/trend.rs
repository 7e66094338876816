//! The months of a project, one after another.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counts::SeverityCounts;
use super::month::{Ages, EarlierMonth, MonthSlice};
use super::{Change, Domain, Month, MonthRecord, Parts};

/// The months of a project, and what moved since the last one.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct History {
    /// Every recorded month and this one, the oldest first.
    pub months: Vec<MonthPoint>,
    /// Months between the first and this one that have no record.
    pub gaps: Vec<Month>,
    /// What moved since the last recorded month; none in the first.
    pub change: Option<Change>,
    /// What to know before reading it.
    pub notes: Vec<String>,
    /// The earlier months that are known, the missing ones too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierMonth>,
    /// How the records contradict each other: months that are missing or were changed, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
}

/// One month in the trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
pub struct MonthPoint {
    /// The month.
    pub period: Month,
    /// The day it was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Proven, failed, unknown and coverage.
    pub score: Parts,
    /// Open findings by severity.
    pub open: SeverityCounts,
    /// How old they were.
    pub ages: Ages,
    /// The same by responsible domain.
    pub domains: Vec<MonthSlice>,
}

impl MonthPoint {
    /// A month by its record.
    pub fn of(record: &MonthRecord) -> Self {
        MonthPoint {
            period: record.period,
            as_of: record.as_of,
            score: record.score,
            open: record.open,
            ages: record.ages,
            domains: every_domain(&record.domains),
        }
    }
}

/// Each domain in report order, so that months form columns; one that judged nothing has none
/// open.
fn every_domain(known: &[MonthSlice]) -> Vec<MonthSlice> {
    let domain = |domain: Domain| {
        let found = known.iter().find(|slice| slice.id == domain.id());
        found.cloned().unwrap_or_else(|| MonthSlice {
            id: domain.id().into(),
            parts: Parts::default(),
            open: SeverityCounts::default(),
        })
    };
    Domain::ALL.map(domain).to_vec()
}

/// The earlier months that one is compared with. Only of the last is every finding kept: the others
/// serve the trend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Every strictly earlier month on record, the oldest first.
    pub months: Vec<MonthPoint>,
    /// The last of them.
    pub last: Option<Arc<MonthRecord>>,
    /// How many records of later months there are; nothing is compared with them.
    pub later: u64,
    /// The earlier months that are known, the missing ones too.
    pub earlier: Vec<EarlierMonth>,
    /// How the records contradict each other, as sentences.
    pub faults: Vec<String>,
}
