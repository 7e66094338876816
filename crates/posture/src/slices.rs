//! The same three parts for every tier, family, domain, owner and kind.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::measured::{Classified, Measured};
use model::posture::{FamilyRow, OutcomeCounts, SeverityCounts, Slice};
use model::{Family, Outcome, Tally, Tenths, Tier};

/// What is summed for one slice.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) tally: Tally,
    pub(super) outcomes: OutcomeCounts,
    pub(super) open: SeverityCounts,
    /// What fixing every open finding would add, in half-weights.
    pub(super) to_gain: u64,
}

impl Sums {
    /// Adds one.
    pub(super) fn add(&mut self, measured: &impl Measured) {
        let measure = measured.measure();
        let outcome = measure.outcome;
        self.tally.add(outcome, measure.class, measure.weight(), measure.count);
        count(&mut self.outcomes, outcome, measure.count);
        if outcome.is_open() {
            self.open.add_many(measure.severity, measure.count);
            self.to_gain += measure.missing();
        }
    }

    /// Adds what another has summed.
    pub(super) fn merge(&mut self, other: &Sums) {
        self.tally.merge(&other.tally);
        self.outcomes = self.outcomes.saturating_plus(other.outcomes);
        self.open = self.open.saturating_plus(other.open);
        self.to_gain += other.to_gain;
    }

    /// A row without its gain, which depends on the other rows, and without its assets, which only single
    /// findings show.
    pub(super) fn slice(&self, id: &str, title: &str) -> Slice {
        Slice {
            id: id.into(),
            title: title.into(),
            assets: 0,
            known: 0,
            parts: self.tally.parts(),
            outcomes: self.outcomes,
            open: self.open,
            gain: Tenths::default(),
        }
    }
}

/// Sums over all.
pub(super) fn sums<'a, T: Measured + 'a>(all: impl IntoIterator<Item = &'a T>) -> Sums {
    let mut sums = Sums::default();
    all.into_iter().for_each(|one| sums.add(one));
    sums
}

/// Sums by a key; what has none is in no group.
pub(super) fn by<'a, T: Measured, K: Ord + Hash>(
    all: &'a [T],
    key: impl Fn(&'a T) -> Option<K>,
) -> BTreeMap<K, Sums> {
    let mut groups: HashMap<K, Sums, RandomState> = HashMap::default();
    for one in all {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().add(one);
        }
    }
    groups.into_iter().collect()
}

/// Family × tier.
pub(super) fn heat_map<T: Classified>(all: &[T]) -> Vec<FamilyRow> {
    let cells = by(all, |one| Some((one.family()?, one.measure().tier)));
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
