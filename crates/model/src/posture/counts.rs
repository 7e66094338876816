//! The counts that reports print, each defined once: docs/counts.md is the glossary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Every count of a report that more than one place prints.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Identities in scope: servers, agents, service accounts and secrets. The organisation is none.
    pub identities: u64,
    /// Identities that facts show to be privileged (T2 or T3).
    pub privileged_known: u64,
    /// Identities only treated as privileged, because something is undeclared.
    pub privileged_treated: u64,
    /// Privileged identities of both kinds with a critical or high finding that is open or possible.
    pub not_in_order: u64,
    /// Findings of every outcome: each control on each identity, and on the organisation.
    pub findings: u64,
    /// Findings whose control applies: all but the not applicable.
    pub applicable: u64,
    /// Findings with a verdict: passed, partial or failed.
    pub assessed: u64,
    /// Open findings: failed or partial.
    pub open: u64,
    /// Findings that could not be assessed.
    pub not_assessed: u64,
    /// Findings that passed.
    pub passed: u64,
    /// Findings whose control does not apply.
    pub not_applicable: u64,
    /// Open findings that are past their due date.
    pub overdue: u64,
    /// Open findings that nothing dates: they are first seen in this run.
    pub first_seen_now: u64,
    /// Critical findings on privileged identities that count as open.
    pub severe_critical_open: u64,
    /// Critical findings on privileged identities that are possible.
    pub severe_critical_possible: u64,
    /// High findings on privileged identities that count as open.
    pub severe_high_open: u64,
    /// High findings on privileged identities that are possible.
    pub severe_high_possible: u64,
    /// Of the critical ones that count as open, those that are not assessed now.
    pub severe_critical_unassessed: u64,
    /// Of the high ones that count as open, those that are not assessed now.
    pub severe_high_unassessed: u64,
    /// Open findings with a live waiver.
    pub waived: u64,
    /// Evidence requests for missing data.
    pub requests: u64,
    /// Requests to confirm what is only declared.
    pub confirmations: u64,
}

impl Counts {
    /// Privileged identities, known and treated.
    pub fn privileged(&self) -> u64 {
        self.privileged_known.saturating_add(self.privileged_treated)
    }

    /// Critical findings on privileged identities.
    pub fn critical(&self) -> SevereCount {
        SevereCount::of(
            self.severe_critical_open,
            self.severe_critical_unassessed,
            self.severe_critical_possible,
        )
    }

    /// High findings on privileged identities.
    pub fn high(&self) -> SevereCount {
        SevereCount::of(
            self.severe_high_open,
            self.severe_high_unassessed,
            self.severe_high_possible,
        )
    }

    /// Critical and high findings on privileged identities, open and possible.
    pub fn severe(&self) -> u64 {
        let parts = [
            self.severe_critical_open,
            self.severe_critical_possible,
            self.severe_high_open,
            self.severe_high_possible,
        ];
        parts.into_iter().fold(0, u64::saturating_add)
    }
}

/// Findings of one severity on privileged identities, by what is known of them. No figure holds two kinds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SevereCount {
    /// Open now.
    pub open: u64,
    /// Not assessed now, and counted as open: open when last assessed, or a part of them is open.
    pub unassessed: u64,
    /// Not assessed, and never known to be open.
    pub possible: u64,
}

/// What is not assessed now and counts as open, in a few words.
const COUNTED_AS_OPEN: &str = "counted as open without a current result";

impl SevereCount {
    fn of(counted: u64, unassessed: u64, possible: u64) -> Self {
        SevereCount { open: counted.saturating_sub(unassessed), unassessed, possible }
    }

    /// Both severities together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        SevereCount {
            open: self.open.saturating_add(other.open),
            unassessed: self.unassessed.saturating_add(other.unassessed),
            possible: self.possible.saturating_add(other.possible),
        }
    }

    /// Each figure with what it counts: `142 open, 2 counted as open without a current result, 31 possible`.
    pub fn words(&self) -> String {
        let unassessed = match self.unassessed {
            0 => String::new(),
            some => format!(", {some} {COUNTED_AS_OPEN}"),
        };
        format!("{} open{unassessed}, {} possible", self.open, self.possible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_printed_with_what_it_counts() {
        let counts = Counts {
            severe_high_open: 144,
            severe_high_unassessed: 2,
            severe_high_possible: 31,
            ..Counts::default()
        };
        let words = "142 open, 2 counted as open without a current result, 31 possible";
        assert_eq!(counts.high().words(), words);
        assert_eq!(counts.critical().words(), "0 open, 0 possible");
    }
}
