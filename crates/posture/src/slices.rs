//! The same three parts for every tier, family, domain, owner and kind.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::RandomState;

use super::measured::{Classified, Measured};
use model::posture::{FamilyRow, OutcomeCounts, SeverityCounts, Slice};
use model::{AssetKey, AssetKind, Family, Outcome, Tally, Tenths, Tier};

/// What is summed for one slice.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums<'a> {
    pub(super) tally: Tally,
    pub(super) outcomes: OutcomeCounts,
    pub(super) open: SeverityCounts,
    /// What fixing every open finding would add, in half-weights.
    pub(super) to_gain: u64,
    /// Identities: the organisation is none.
    assets: HashSet<&'a AssetKey, RandomState>,
    /// Those that facts show to be of the tier that they are treated as.
    known: HashSet<&'a AssetKey, RandomState>,
}

impl<'a> Sums<'a> {
    pub(super) fn add(&mut self, measured: &'a impl Measured) {
        let measure = measured.measure();
        let outcome = measure.outcome;
        self.tally.add(outcome, measure.class, measure.weight(), measure.count);
        count(&mut self.outcomes, outcome, measure.count);
        let identity = measure.asset.filter(|key| key.kind != AssetKind::Organisation);
        self.assets.extend(identity);
        self.known.extend(identity.filter(|_| measure.derived_tier == measure.tier));
        if outcome.is_open() {
            self.open.add_many(measure.severity, measure.count);
            self.to_gain += measure.missing();
        }
    }

    /// A row without its gain, which depends on the other rows.
    pub(super) fn slice(&self, id: &str, title: &str) -> Slice {
        Slice {
            id: id.into(),
            title: title.into(),
            assets: self.assets.len() as u64,
            known: self.known.len() as u64,
            parts: self.tally.parts(),
            outcomes: self.outcomes,
            open: self.open,
            gain: Tenths::default(),
        }
    }
}

/// Sums over all.
pub(super) fn sums<'a, T: Measured + 'a>(all: impl IntoIterator<Item = &'a T>) -> Sums<'a> {
    let mut sums = Sums::default();
    all.into_iter().for_each(|one| sums.add(one));
    sums
}

/// Sums by a key; what has none is in no group.
pub(super) fn by<'a, T: Measured, K: Ord>(
    all: &'a [T],
    key: impl Fn(&'a T) -> Option<K>,
) -> BTreeMap<K, Sums<'a>> {
    let mut groups: BTreeMap<K, Sums<'a>> = BTreeMap::new();
    for one in all {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().add(one);
        }
    }
    groups
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
