//! The same three parts for every tier, family, domain, owner and kind.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::measured::{Classified, Measured};
use model::posture::{FamilyRow, OutcomeCounts, SeverityCounts, Slice};
use model::{AssetKey, AssetKind, Family, Outcome, Tally, Tenths, Tier};

/// What is summed, with all that is about one asset side by side: so the assets of a slice are counted in one
/// pass, without a set of them.
#[derive(Debug, Clone)]
pub(super) struct Grouped<'a, T>(Vec<&'a T>);

impl<'a, T: Measured> Grouped<'a, T> {
    pub(super) fn of(all: impl IntoIterator<Item = &'a T>) -> Self {
        // Each asset gets a number, and what is about it goes to the places of that number: names are compared
        // no more often than they occur.
        let mut numbers: HashMap<Option<&AssetKey>, usize, RandomState> = HashMap::default();
        let mut sizes: Vec<usize> = Vec::new();
        let numbered: Vec<(usize, &'a T)> = all
            .into_iter()
            .map(|one| {
                let number = *numbers.entry(one.measure().asset).or_insert(sizes.len());
                match sizes.get_mut(number) {
                    Some(size) => *size += 1,
                    None => sizes.push(1),
                }
                (number, one)
            })
            .collect();
        let Some((_, any)) = numbered.first() else { return Grouped(Vec::new()) };
        let mut grouped = vec![*any; numbered.len()];
        let mut next: Vec<usize> = sizes
            .iter()
            .scan(0, |begin, size| {
                let here = *begin;
                *begin += size;
                Some(here)
            })
            .collect();
        for (number, one) in numbered {
            let Some(at) = next.get_mut(number) else { continue };
            if let Some(slot) = grouped.get_mut(*at) {
                *slot = one;
            }
            *at += 1;
        }
        Grouped(grouped)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a T> + '_ {
        self.0.iter().copied()
    }

    /// What is about each asset.
    pub(super) fn by_asset(&self) -> HashMap<&'a AssetKey, &[&'a T], RandomState> {
        let asset = |one: &&'a T| one.measure().asset;
        let parts = self.0.chunk_by(|a, b| asset(a) == asset(b));
        parts.filter_map(|part| Some((part.first().and_then(asset)?, part))).collect()
    }
}

/// What is summed for one slice.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums<'a> {
    pub(super) tally: Tally,
    pub(super) outcomes: OutcomeCounts,
    pub(super) open: SeverityCounts,
    /// What fixing every open finding would add, in half-weights.
    pub(super) to_gain: u64,
    /// Identities: the organisation is none.
    assets: u64,
    /// Those that facts show to be of the tier that they are treated as.
    known: u64,
    /// The asset that was counted last, and whether it is one of these.
    last: Option<(&'a AssetKey, bool)>,
}

impl<'a> Sums<'a> {
    /// Adds one; what is about one asset follows each other.
    fn add(&mut self, measured: &'a impl Measured) {
        let measure = measured.measure();
        let outcome = measure.outcome;
        self.tally.add(outcome, measure.class, measure.weight(), measure.count);
        count(&mut self.outcomes, outcome, measure.count);
        if let Some(asset) = measure.asset.filter(|key| key.kind != AssetKind::Organisation) {
            self.add_asset(asset, measure.derived_tier == measure.tier);
        }
        if outcome.is_open() {
            self.open.add_many(measure.severity, measure.count);
            self.to_gain += measure.missing();
        }
    }

    fn add_asset(&mut self, asset: &'a AssetKey, is_known: bool) {
        match &mut self.last {
            Some((last, was_known)) if *last == asset => {
                self.known += u64::from(is_known && !*was_known);
                *was_known |= is_known;
            }
            _ => {
                self.assets += 1;
                self.known += u64::from(is_known);
                self.last = Some((asset, is_known));
            }
        }
    }

    /// A row without its gain, which depends on the other rows.
    pub(super) fn slice(&self, id: &str, title: &str) -> Slice {
        Slice {
            id: id.into(),
            title: title.into(),
            assets: self.assets,
            known: self.known,
            parts: self.tally.parts(),
            outcomes: self.outcomes,
            open: self.open,
            gain: Tenths::default(),
        }
    }
}

/// Sums over all.
pub(super) fn sums<'a, T: Measured>(all: &Grouped<'a, T>) -> Sums<'a> {
    sums_of(&all.0)
}

/// Sums over some of it, in the same order.
pub(super) fn sums_of<'a, T: Measured>(all: &[&'a T]) -> Sums<'a> {
    let mut sums = Sums::default();
    all.iter().for_each(|one| sums.add(*one));
    sums
}

/// Sums by a key; what has none is in no group.
pub(super) fn by<'a, T: Measured, K: Ord + Hash>(
    all: &Grouped<'a, T>,
    key: impl Fn(&'a T) -> Option<K>,
) -> BTreeMap<K, Sums<'a>> {
    let mut groups: HashMap<K, Sums<'a>, RandomState> = HashMap::default();
    for one in all.iter() {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().add(one);
        }
    }
    groups.into_iter().collect()
}

/// Family × tier.
pub(super) fn heat_map<T: Classified>(all: &Grouped<'_, T>) -> Vec<FamilyRow> {
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;
    use model::posture::FindingCard;

    /// A finding of a control on an asset, whose tier facts show or not.
    fn card(number: usize) -> FindingCard {
        let (asset, known) = (number % 5, number.is_multiple_of(3));
        let kind = if asset == 4 { "organisation" } else { "server" };
        let card = serde_json::json!({
            "id": "", "control": format!("OWN-0{}", number % 4), "asset": {"kind": kind, "id": format!("s{asset}")},
            "asset_name": "", "owner": "", "domain": "operator", "tier": "T2",
            "derived_tier": if known { "T2" } else { "T1" }, "severity": "high", "weight": 24,
            "pass_weight": 24, "outcome": "fail", "reason": null, "sentence": "", "class": "declared",
            "ask": null, "evidence": [], "items": [], "waiver": null, "requirements": [],
        });
        serde_json::from_value(card).expect("a finding")
    }

    #[test]
    fn the_assets_of_a_slice_are_counted_as_a_set_would_whatever_the_order() {
        let forwards: Vec<FindingCard> = (0..60).map(card).collect();
        let backwards: Vec<FindingCard> = forwards.iter().rev().cloned().collect();
        for cards in [&forwards, &backwards] {
            let mut sets: BTreeMap<&str, (HashSet<&AssetKey>, HashSet<&AssetKey>)> =
                BTreeMap::new();
            for card in cards.iter().filter(|card| card.asset.kind != AssetKind::Organisation) {
                let (all, known) = sets.entry(&card.control).or_default();
                all.insert(&card.asset);
                known.extend(Some(&card.asset).filter(|_| card.tier == card.derived_tier));
            }
            let grouped = Grouped::of(cards);
            let slices = by(&grouped, |card| Some(card.control.as_str()));
            let counted = slices.iter().map(|(control, sums)| {
                let slice = sums.slice(control, "");
                (*control, (slice.assets, slice.known))
            });
            let expected = sets
                .iter()
                .map(|(control, (all, known))| (*control, (all.len() as u64, known.len() as u64)));
            assert!(counted.eq(expected), "{slices:?}");
            assert_eq!(sums(&grouped).open.total(), 60);
            let of_assets = grouped.by_asset();
            assert_eq!(of_assets.len(), 5);
            assert!(of_assets.values().all(|findings| findings.len() == 12));
        }
    }
}
