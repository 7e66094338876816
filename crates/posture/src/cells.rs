//! Exact counts: the bridge between findings and every roll-up.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::measured::Classified;
use model::posture::{Cell, FindingCard, OwnerCell};

/// Findings counted by control, kind, tier, severity, domain, outcome and waiver.
pub(super) fn cells(findings: &[FindingCard]) -> Vec<Cell> {
    let mut counts: HashMap<_, u64, RandomState> = HashMap::default();
    for finding in findings {
        let key = (
            finding.control.as_str(),
            (finding.asset.kind, finding.exported),
            (finding.tier, finding.derived_tier),
            (finding.severity, finding.pass_weight),
            finding.domain,
            (finding.outcome, finding.class, finding.standing()),
            finding.is_waived(),
        );
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((control, kind, tiers, weighed, domain, judged, waived), count)| {
        let ((tier, derived_tier), (severity, pass_weight)) = (tiers, weighed);
        let ((kind, exported), (outcome, class, standing)) = (kind, judged);
        Cell {
            control: String::from(control),
            kind,
            exported,
            tier,
            derived_tier,
            severity,
            pass_weight,
            domain,
            outcome,
            standing,
            class,
            waived,
            count,
        }
    };
    counts.into_iter().collect::<BTreeMap<_, u64>>().into_iter().map(cell).collect()
}

/// The same by owner.
pub(super) fn owner_cells(findings: &[FindingCard]) -> Vec<OwnerCell> {
    let mut counts: HashMap<_, u64, RandomState> = HashMap::default();
    for finding in findings {
        let key = (
            finding.owner.as_str(),
            (finding.tier, finding.derived_tier),
            (finding.severity, finding.pass_weight),
            (finding.outcome, finding.class),
        );
        *counts.entry(key).or_default() += 1;
    }
    let cell = |((owner, tiers, weighed, judged), count)| {
        let ((tier, derived_tier), (severity, pass_weight)) = (tiers, weighed);
        let (outcome, class) = judged;
        OwnerCell {
            owner: String::from(owner),
            tier,
            derived_tier,
            severity,
            pass_weight,
            outcome,
            class,
            count,
        }
    };
    counts.into_iter().collect::<BTreeMap<_, u64>>().into_iter().map(cell).collect()
}
