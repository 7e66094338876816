//! The open findings by age.

use model::posture::{AgeBand, FindingCard};

/// Every band, with the open findings that belong to it.
pub(super) fn age_bands(findings: &[FindingCard]) -> Vec<AgeBand> {
    let mut bands = AgeBand::empty();
    for finding in findings.iter().filter(|finding| finding.outcome.is_open()) {
        if let Some(band) = bands.iter_mut().find(|band| band.holds(finding.age_days)) {
            band.open.add(finding.severity);
            band.overdue += u64::from(finding.overdue);
        }
    }
    bands
}
