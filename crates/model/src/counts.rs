//! How many findings there are, by outcome and by severity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// How many findings have each outcome.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
pub struct OutcomeCounts {
    /// Passed.
    pub pass: u64,
    /// Passed partially.
    pub partial: u64,
    /// Failed.
    pub fail: u64,
    /// Not assessed.
    pub not_assessed: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

impl OutcomeCounts {
    /// Failed or partial, with or without a waiver.
    pub fn open(&self) -> u64 {
        self.fail + self.partial
    }

    /// Both together.
    #[must_use]
    pub fn saturating_plus(self, other: Self) -> Self {
        OutcomeCounts {
            pass: self.pass.saturating_add(other.pass),
            partial: self.partial.saturating_add(other.partial),
            fail: self.fail.saturating_add(other.fail),
            not_assessed: self.not_assessed.saturating_add(other.not_assessed),
            not_applicable: self.not_applicable.saturating_add(other.not_applicable),
        }
    }
}

/// How many open findings (fail or partial) have each severity.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct SeverityCounts {
    /// Critical.
    pub critical: u64,
    /// High.
    pub high: u64,
    /// Medium.
    pub medium: u64,
    /// Low.
    pub low: u64,
    /// Info.
    pub info: u64,
}

impl SeverityCounts {
    /// Counts one finding.
    pub fn add(&mut self, severity: Severity) {
        self.add_many(severity, 1);
    }

    /// Counts several findings of one severity.
    pub fn add_many(&mut self, severity: Severity, count: u64) {
        *match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        } += count;
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        let counts = [self.critical, self.high, self.medium, self.low, self.info];
        counts.into_iter().fold(0, u64::saturating_add)
    }

    /// Both together.
    #[must_use]
    pub fn saturating_plus(self, other: Self) -> Self {
        SeverityCounts {
            critical: self.critical.saturating_add(other.critical),
            high: self.high.saturating_add(other.high),
            medium: self.medium.saturating_add(other.medium),
            low: self.low.saturating_add(other.low),
            info: self.info.saturating_add(other.info),
        }
    }
}
