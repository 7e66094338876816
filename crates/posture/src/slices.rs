//! The same three parts for every tier, family, domain, owner and kind.

use std::collections::{BTreeMap, HashSet};

use model::posture::{FamilyRow, OutcomeCounts, SeverityCounts, Slice};
use model::{Assessment, Family, Finding, Outcome, Tally, Tenths, Tier};

/// What is summed for one slice.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) tally: Tally,
    pub(super) outcomes: OutcomeCounts,
    pub(super) open: SeverityCounts,
    /// What fixing every open finding would add, in half-weights.
    pub(super) to_gain: u64,
    assets: HashSet<usize>,
}

impl Sums {
    pub(super) fn add(&mut self, finding: &Finding) {
        let outcome = finding.judgement.outcome;
        self.tally.add(outcome, finding.weight, 1);
        count(&mut self.outcomes, outcome, 1);
        self.assets.insert(finding.asset);
        if outcome.is_open() {
            self.open.add(finding.severity);
            self.to_gain += missing(finding);
        }
    }

    pub(super) fn slice(&self, id: &str, title: &str, whole: &Tally) -> Slice {
        Slice {
            id: id.into(),
            title: title.into(),
            assets: self.assets.len() as u64,
            parts: self.tally.parts(),
            outcomes: self.outcomes,
            open: self.open,
            gain: Tenths::percent(self.to_gain, whole.denominator()).unwrap_or_default(),
        }
    }
}

/// What an open finding would add if it passed, in half-weights.
pub(super) fn missing(finding: &Finding) -> u64 {
    let credit = finding.judgement.outcome.half_credits().unwrap_or(2);
    finding.weight * (2 - credit)
}

/// Sums over all findings.
pub(super) fn sums<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Sums {
    let mut sums = Sums::default();
    findings.into_iter().for_each(|finding| sums.add(finding));
    sums
}

/// Sums by a key of each finding.
pub(super) fn by<K: Ord>(
    assessment: &Assessment,
    key: impl Fn(&Finding) -> K,
) -> BTreeMap<K, Sums> {
    grouped(&assessment.findings, key)
}

/// Sums of some findings by a key of each.
pub(super) fn grouped<K: Ord>(
    findings: &[Finding],
    key: impl Fn(&Finding) -> K,
) -> BTreeMap<K, Sums> {
    let mut groups: BTreeMap<K, Sums> = BTreeMap::new();
    for finding in findings {
        groups.entry(key(finding)).or_default().add(finding);
    }
    groups
}

/// Family × tier.
pub(super) fn heat_map(assessment: &Assessment) -> Vec<FamilyRow> {
    let cells = by(assessment, |finding| (finding.control.family, finding.tier));
    let families = Family::ALL.into_iter();
    let judged = families.filter(|family| cells.keys().any(|(known, _)| known == family));
    let row = |family: Family| FamilyRow {
        family: family.id().into(),
        title: family.title().into(),
        tiers: Tier::ALL.map(|tier| {
            cells.get(&(family, tier)).map(|sums| sums.tally.parts()).unwrap_or_default()
        }),
    };
    judged.map(row).collect()
}

/// Counts an outcome.
pub(super) fn count(counts: &mut OutcomeCounts, outcome: Outcome, number: u64) {
    *match outcome {
        Outcome::Pass => &mut counts.pass,
        Outcome::Partial => &mut counts.partial,
        Outcome::Fail => &mut counts.fail,
        Outcome::NotAssessed => &mut counts.not_assessed,
        Outcome::NotApplicable => &mut counts.not_applicable,
    } += number;
}
