//! The limits of one run: the defaults and what the profile changed.

use super::{THRESHOLDS, Threshold};
use crate::{PerTier, Tier};

/// The thresholds in force: the defaults and what the profile changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thresholds {
    changed: Vec<(&'static str, PerTier<u32>)>,
}

impl Thresholds {
    /// Sets the values of one threshold.
    pub fn change(&mut self, threshold: &'static Threshold, values: PerTier<u32>) {
        self.changed.retain(|(key, _)| *key != threshold.key);
        self.changed.push((threshold.key, values));
    }

    /// The values in force.
    pub fn of(&self, threshold: &Threshold) -> PerTier<u32> {
        let changed = self.changed.iter().find(|(key, _)| *key == threshold.key);
        changed.map_or(threshold.default, |(_, values)| *values)
    }

    /// The limit for one tier, in the threshold's unit.
    pub fn limit(&self, threshold: &Threshold, tier: Tier) -> i64 {
        i64::from(self.of(threshold).at(tier))
    }

    /// Whether the profile asks for less than a default anywhere.
    pub fn is_relaxed(&self) -> bool {
        THRESHOLDS.iter().any(|threshold| threshold.is_relaxed(self.of(threshold)))
    }

    /// Whether the profile changed it.
    pub fn is_changed(&self, threshold: &Threshold) -> bool {
        self.of(threshold) != threshold.default
    }
}
