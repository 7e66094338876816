//! The open findings by age.

use model::posture::{AgeBand, FindingCard};

/// Every band, with the open findings that belong to it.
#[derive(Debug)]
pub(super) struct AgeBands(Vec<AgeBand>);

impl Default for AgeBands {
    fn default() -> Self {
        AgeBands(AgeBand::empty())
    }
}

impl AgeBands {
    /// Counts a finding that is open.
    pub(super) fn add(&mut self, finding: &FindingCard) {
        if let Some(band) = self.0.iter_mut().find(|band| band.holds(finding.age_days)) {
            band.open.add(finding.severity);
            band.overdue += u64::from(finding.overdue);
        }
    }

    pub(super) fn merge(&mut self, others: &AgeBands) {
        for (band, other) in self.0.iter_mut().zip(&others.0) {
            band.open = band.open.saturating_plus(other.open);
            band.overdue += other.overdue;
        }
    }

    pub(super) fn bands(self) -> Vec<AgeBand> {
        self.0
    }
}
