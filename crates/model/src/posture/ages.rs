//! How old the open findings are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::counts::SeverityCounts;

/// The open findings of one range of ages.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// The least age in days; none for findings that are first seen in this run.
    pub from_days: Option<u64>,
    /// The greatest age in days; none where the range has no end.
    pub to_days: Option<u64>,
    /// The findings by severity.
    pub open: SeverityCounts,
    /// Those of them that are past their due date.
    pub overdue: u64,
}

impl AgeBand {
    /// The first day of each range; the last has no end.
    pub const STARTS: [u64; 6] = [0, 31, 61, 91, 181, 366];

    /// The ranges without findings, the youngest first; the last is of those first seen in this run.
    pub fn empty() -> Vec<AgeBand> {
        let ends = Self::STARTS.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
        let known = Self::STARTS.iter().zip(ends);
        let known = known.map(|(from, to)| AgeBand {
            from_days: Some(*from),
            to_days: to,
            ..AgeBand::default()
        });
        known.chain([AgeBand::default()]).collect()
    }

    /// Whether a finding of an age belongs to it.
    pub fn holds(&self, age: Option<u64>) -> bool {
        match (self.from_days, age) {
            (None, age) => age.is_none(),
            (Some(_), None) => false,
            (Some(from), Some(age)) => age >= from && self.to_days.is_none_or(|to| age <= to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_is_in_one_band() {
        let bands = AgeBand::empty();
        for age in [None, Some(0), Some(30), Some(31), Some(365), Some(366), Some(u64::MAX)] {
            assert_eq!(bands.iter().filter(|band| band.holds(age)).count(), 1, "{age:?}");
        }
    }
}
