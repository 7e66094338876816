//! What is counted asset by asset: its own sums, and how many identities a slice has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use foldhash::fast::RandomState;

use super::measured::Classified;
use super::slices::Sums;
use model::posture::{AssetCard, FindingCard, Posture, Slice, Standing};
use model::{AssetKey, AssetKind, Domain, Family, Severity, Tier};

/// The sums of each asset, made in one pass over all findings in any order.
#[derive(Debug, Clone, Default)]
pub(super) struct OfAssets {
    places: HashMap<AssetKey, usize, RandomState>,
    assets: Vec<(AssetKey, OfAsset)>,
    /// The asset of the last finding: most are on the same one as the one before.
    last: usize,
}

/// What the findings on one asset sum to.
#[derive(Debug, Clone, Default)]
struct OfAsset {
    sums: Sums,
    severe: Severe,
    tiers: Few,
    families: Few,
    domains: Few,
    owners: Groups<EcoString>,
    /// Whether facts show any of it to be of the tier that it is treated as.
    is_known: bool,
}

/// How many critical and high findings count as open, and as possibly open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Severe {
    pub(super) critical: u64,
    pub(super) high: u64,
    pub(super) possible_critical: u64,
    pub(super) possible_high: u64,
}

impl Severe {
    fn add(&mut self, finding: &FindingCard) {
        let counter = match (finding.severity, Classified::standing(finding)) {
            (Severity::Critical, Standing::Open) => &mut self.critical,
            (Severity::High, Standing::Open) => &mut self.high,
            (Severity::Critical, Standing::Possible) => &mut self.possible_critical,
            (Severity::High, Standing::Possible) => &mut self.possible_high,
            (_, Standing::Clear) | (Severity::Medium | Severity::Low | Severity::Info, _) => return,
        };
        *counter += 1;
    }

    fn merge(&mut self, other: Severe) {
        self.critical += other.critical;
        self.high += other.high;
        self.possible_critical += other.possible_critical;
        self.possible_high += other.possible_high;
    }
}

/// The groups of a closed set that the findings on an asset are in, by their place in the set; of each, whether facts
/// show its tier. There are as many of these as there are assets.
#[derive(Debug, Clone, Copy, Default)]
struct Few {
    seen: u32,
    known: u32,
}

impl Few {
    fn add(&mut self, place: usize, is_known: bool) {
        self.seen |= 1 << place;
        self.known |= u32::from(is_known) << place;
    }

    fn merge(&mut self, other: Few) {
        self.seen |= other.seen;
        self.known |= other.known;
    }

    fn groups<K: Copy>(self, all: &[K]) -> impl Iterator<Item = (K, bool)> {
        let all = all.iter().copied().enumerate();
        all.filter(move |(place, _)| self.seen >> place & 1 == 1)
            .map(move |(place, group)| (group, self.known >> place & 1 == 1))
    }
}

/// The groups that the findings on an asset are in; of each, whether facts show its tier. They are few.
#[derive(Debug, Clone)]
struct Groups<K>(Vec<(K, bool)>);

impl<K> Default for Groups<K> {
    fn default() -> Self {
        Groups(Vec::new())
    }
}

impl<K: PartialEq> Groups<K> {
    fn add(&mut self, group: K, is_known: bool) {
        match self.0.iter_mut().find(|(known, _)| *known == group) {
            Some((_, was_known)) => *was_known |= is_known,
            None => self.0.push((group, is_known)),
        }
    }

    fn merge(&mut self, others: Groups<K>) {
        others.0.into_iter().for_each(|(group, is_known)| self.add(group, is_known));
    }
}

impl OfAssets {
    pub(super) fn add(&mut self, finding: &FindingCard) {
        self.change(&finding.asset, |one| one.add(finding));
    }

    fn change(&mut self, key: &AssetKey, with: impl FnOnce(&mut OfAsset)) {
        if self.assets.get(self.last).is_none_or(|(last, _)| last != key) {
            self.last = *self.places.entry(key.clone()).or_insert(self.assets.len());
            if self.last == self.assets.len() {
                self.assets.push((key.clone(), OfAsset::default()));
            }
        }
        if let Some((_, one)) = self.assets.get_mut(self.last) {
            with(one);
        }
    }

    pub(super) fn merge(&mut self, others: OfAssets) {
        // Most assets are in one part only.
        self.assets.reserve_exact(others.assets.len());
        for (key, other) in others.assets {
            self.change(&key, |one| one.merge(other));
        }
    }

    fn get(&self, asset: &AssetKey) -> Option<&OfAsset> {
        let (_, one) = self.assets.get(*self.places.get(asset)?)?;
        Some(one)
    }

    /// The sums of one asset.
    pub(super) fn sums(&self, asset: &AssetKey) -> Sums {
        self.get(asset).map(|one| one.sums.clone()).unwrap_or_default()
    }

    /// The critical and high findings of one asset.
    pub(super) fn severe(&self, asset: &AssetKey) -> Severe {
        self.get(asset).map(|one| one.severe).unwrap_or_default()
    }

    /// Sets the results of each asset; the most privileged come first, of these the least proven.
    pub(super) fn set(&self, assets: &mut [AssetCard]) {
        for card in assets.iter_mut() {
            let none = OfAsset::default();
            let one = self.get(&card.key).unwrap_or(&none);
            card.parts = one.sums.tally.parts();
            card.outcomes = one.sums.outcomes;
            card.open = one.sums.open;
            card.severe_open = one.severe.critical + one.severe.high;
            card.severe_possible = one.severe.possible_critical + one.severe.possible_high;
        }
        // A card is large: keys are compared, and each card is moved once.
        assets.sort_by_cached_key(|card| (Reverse(card.tier), card.parts.proven, card.key.clone()));
    }

    /// Sets how many identities each slice has, and of how many facts show the tier. The organisation is none.
    pub(super) fn count(&self, posture: &mut Posture) {
        let identities =
            || self.assets.iter().filter(|(key, _)| key.kind != AssetKind::Organisation);
        let all = || identities().map(|(_, one)| one);
        let tiers = all().flat_map(|one| one.tiers.groups(&Tier::ALL));
        counted(&mut posture.tiers, tiers, |tier| tier.to_string());
        let families = all().flat_map(|one| one.families.groups(&Family::ALL));
        counted(&mut posture.families, families, |family| family.id().into());
        let domains = all().flat_map(|one| one.domains.groups(&Domain::ALL));
        counted(&mut posture.domains, domains, |domain| domain.id().into());
        let owners = all().flat_map(|one| &one.owners.0);
        let owners = owners.map(|(owner, is_known)| (owner, *is_known));
        counted(&mut posture.owners, owners, |owner| owner.to_string());
        let kinds = identities().map(|(key, one)| (key.kind, one.is_known));
        counted(&mut posture.kinds, kinds, |kind| kind.id().into());
    }
}

impl OfAsset {
    fn add(&mut self, finding: &FindingCard) {
        self.sums.add(finding);
        let is_known = finding.derived_tier == finding.tier;
        self.is_known |= is_known;
        self.tiers.add(finding.tier as usize, is_known);
        self.domains.add(finding.domain as usize, is_known);
        self.owners.add(finding.owner.clone(), is_known);
        if let Some(family) = finding.family() {
            self.families.add(family as usize, is_known);
        }
        self.severe.add(finding);
    }

    fn merge(&mut self, other: OfAsset) {
        self.sums.merge(&other.sums);
        self.severe.merge(other.severe);
        self.tiers.merge(other.tiers);
        self.families.merge(other.families);
        self.domains.merge(other.domains);
        self.owners.merge(other.owners);
        self.is_known |= other.is_known;
    }
}

/// Counts the groups of all assets in the slices that are named after them.
fn counted<K: Ord>(
    slices: &mut [Slice],
    groups: impl Iterator<Item = (K, bool)>,
    id: impl Fn(&K) -> String,
) {
    let mut counts: BTreeMap<K, (u64, u64)> = BTreeMap::new();
    for (group, is_known) in groups {
        let (assets, known) = counts.entry(group).or_default();
        *assets += 1;
        *known += u64::from(is_known);
    }
    let counts: HashMap<String, (u64, u64)> =
        counts.into_iter().map(|(group, counts)| (id(&group), counts)).collect();
    for slice in slices {
        (slice.assets, slice.known) = counts.get(&slice.id).copied().unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;
    use crate::slices::sums;

    /// A finding of an owner on an asset, whose tier facts show or not.
    fn card(number: usize) -> FindingCard {
        let (asset, known) = (number % 5, number.is_multiple_of(3));
        let kind = if asset == 4 { "organisation" } else { "server" };
        let card = serde_json::json!({
            "id": "", "control": "OWN-01", "asset": {"kind": kind, "id": format!("s{asset}")},
            "asset_name": "", "owner": format!("o{}", number % 4), "domain": "operator", "tier": "T2",
            "derived_tier": if known { "T2" } else { "T1" }, "severity": "high", "weight": 24,
            "pass_weight": 24, "outcome": "fail", "reason": null, "sentence": "", "class": "declared",
            "ask": null, "evidence": [], "items": [], "waiver": null, "requirements": [],
        });
        serde_json::from_value(card).expect("a finding")
    }

    #[test]
    fn a_group_of_a_closed_set_has_its_place() {
        let mut few = Few::default();
        few.add(Family::ALL[3] as usize, false);
        few.add(Family::ALL[11] as usize, true);
        few.add(Family::ALL[3] as usize, false);
        let groups: Vec<_> = few.groups(&Family::ALL).collect();
        assert_eq!(groups, [(Family::ALL[3], false), (Family::ALL[11], true)]);
        assert!(Tier::ALL.into_iter().enumerate().all(|(at, one)| one as usize == at));
        assert!(Domain::ALL.into_iter().enumerate().all(|(at, one)| one as usize == at));
        assert!(Family::ALL.into_iter().enumerate().all(|(at, one)| one as usize == at));
    }

    #[test]
    fn the_assets_of_a_slice_are_counted_as_a_set_would_whatever_the_order() {
        let forwards: Vec<FindingCard> = (0..60).map(card).collect();
        let backwards: Vec<FindingCard> = forwards.iter().rev().cloned().collect();
        for cards in [&forwards, &backwards] {
            let mut sets: BTreeMap<&str, (HashSet<&AssetKey>, HashSet<&AssetKey>)> =
                BTreeMap::new();
            for card in cards.iter().filter(|card| card.asset.kind != AssetKind::Organisation) {
                let (all, known) = sets.entry(&card.owner).or_default();
                all.insert(&card.asset);
                known.extend(Some(&card.asset).filter(|_| card.tier == card.derived_tier));
            }
            let mut of_assets = OfAssets::default();
            cards.iter().for_each(|card| of_assets.add(card));
            assert_eq!(of_assets.assets.len(), 5);
            assert!(cards.iter().all(|card| of_assets.sums(&card.asset).open.total() == 12));
            let mut slices: Vec<Slice> =
                sets.keys().map(|owner| sums(cards).slice(owner, "")).collect();
            let identities =
                of_assets.assets.iter().filter(|(key, _)| key.kind != AssetKind::Organisation);
            let owners = identities.flat_map(|(_, one)| &one.owners.0);
            let owners = owners.map(|(owner, is_known)| (owner, *is_known));
            counted(&mut slices, owners, |owner| owner.to_string());
            for slice in slices {
                let (all, known) = &sets[slice.id.as_str()];
                assert_eq!((slice.assets, slice.known), (all.len() as u64, known.len() as u64));
            }
        }
    }
}
