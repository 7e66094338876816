//! Exact counts: the bridge between findings and every roll-up.

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::measured::Classified;
use super::share::Share;
use model::posture::{Cell, OwnerCell};
use model::{EvidenceClass, Outcome, Severity, Tier};

/// Findings counted by control, kind, tier, severity, domain, outcome and waiver.
pub(super) fn cells<T: Classified>(all: &[T]) -> Vec<Cell> {
    let mut counts: BTreeMap<_, u64> = BTreeMap::new();
    for one in all {
        let measure = one.measure();
        let key = (
            one.control(),
            (one.kind(), one.exported()),
            (measure.tier, measure.derived_tier),
            (measure.severity, measure.pass_weight),
            one.domain(),
            (measure.outcome, measure.class, one.standing()),
            one.is_waived(),
        );
        *counts.entry(key).or_default() += measure.count;
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
    counts.into_iter().map(cell).collect()
}

type OwnerKey = (EcoString, (Tier, Tier), (Severity, u64), (Outcome, EvidenceClass));

/// The same by owner.
#[derive(Debug, Default)]
pub(super) struct OwnerCells(HashMap<OwnerKey, u64, RandomState>);

impl OwnerCells {
    pub(super) fn add(&mut self, Share { card: finding, owner, count, .. }: Share<'_>) {
        let key = (
            owner.clone(),
            (finding.tier, finding.derived_tier),
            (finding.severity, finding.pass_weight),
            (finding.outcome, finding.class),
        );
        *self.0.entry(key).or_default() += count;
    }

    pub(super) fn cells(self) -> Vec<OwnerCell> {
        let cell = |((owner, tiers, weighed, judged), count): (OwnerKey, u64)| {
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
        self.0.into_iter().collect::<BTreeMap<_, u64>>().into_iter().map(cell).collect()
    }
}
