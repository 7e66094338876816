//! Exact counts: the bridge between findings and every roll-up.

use std::collections::BTreeMap;

use super::measured::Classified;
use model::posture::{Cell, FindingCard, OwnerCell};

/// Findings counted by control, kind, tier, severity, domain, outcome and waiver.
pub(super) fn cells(findings: &[FindingCard]) -> Vec<Cell> {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for finding in findings {
        let key = (
            finding.control.as_str(),
            finding.asset.kind,
            finding.tier,
            finding.severity,
            finding.domain,
            finding.outcome,
            finding.is_waived(),
        );
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((control, kind, tier, severity, domain, outcome, waived), count)| Cell {
        control: String::from(control),
        kind,
        tier,
        severity,
        domain,
        outcome,
        waived,
        count,
    };
    counts.into_iter().map(cell).collect()
}

/// The same by owner.
pub(super) fn owner_cells(findings: &[FindingCard]) -> Vec<OwnerCell> {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for finding in findings {
        let key = (finding.owner.as_str(), finding.tier, finding.severity, finding.outcome);
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((owner, tier, severity, outcome), count)| OwnerCell {
        owner: String::from(owner),
        tier,
        severity,
        outcome,
        count,
    };
    counts.into_iter().map(cell).collect()
}
