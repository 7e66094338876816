//! What is counted asset by asset: its own sums, and how many identities a slice has.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::measured::Classified;
use super::slices::Sums;
use model::posture::{AssetCard, FindingCard, Posture, Slice, Standing};
use model::{AssetKey, AssetKind, Domain, Family, Severity, Tier};

/// The sums of each asset, made in one pass over all findings in any order.
#[derive(Debug, Default)]
pub(super) struct OfAssets<'a>(HashMap<&'a AssetKey, OfAsset<'a>, RandomState>);

/// What the findings on one asset sum to.
#[derive(Debug, Default)]
struct OfAsset<'a> {
    sums: Sums,
    severe: Severe,
    tiers: Groups<Tier>,
    families: Groups<Family>,
    domains: Groups<Domain>,
    owners: Groups<&'a str>,
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
}

/// The groups that the findings on an asset are in; of each, whether facts show its tier. They are few.
#[derive(Debug)]
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
}

impl<'a> OfAssets<'a> {
    pub(super) fn of(findings: impl IntoIterator<Item = &'a FindingCard>) -> Self {
        let mut all = OfAssets::default();
        findings
            .into_iter()
            .for_each(|finding| all.0.entry(&finding.asset).or_default().add(finding));
        all
    }

    /// The sums of one asset.
    pub(super) fn sums(&self, asset: &AssetKey) -> Sums {
        self.0.get(asset).map(|one| one.sums.clone()).unwrap_or_default()
    }

    /// The critical and high findings of one asset.
    pub(super) fn severe(&self, asset: &AssetKey) -> Severe {
        self.0.get(asset).map(|one| one.severe).unwrap_or_default()
    }

    /// Sets the results of each asset; the most privileged come first, of these the least proven.
    pub(super) fn set(&self, assets: &mut [AssetCard]) {
        for card in assets.iter_mut() {
            let none = OfAsset::default();
            let one = self.0.get(&card.key).unwrap_or(&none);
            card.parts = one.sums.tally.parts();
            card.outcomes = one.sums.outcomes;
            card.open = one.sums.open;
            card.severe_open = one.severe.critical + one.severe.high;
            card.severe_possible = one.severe.possible_critical + one.severe.possible_high;
        }
        assets.sort_by(|a, b| {
            b.tier
                .cmp(&a.tier)
                .then(a.parts.proven.cmp(&b.parts.proven))
                .then_with(|| a.key.cmp(&b.key))
        });
    }

    /// Sets how many identities each slice has, and of how many facts show the tier. The organisation is none.
    pub(super) fn count(&self, posture: &mut Posture) {
        let identities = || self.0.iter().filter(|(key, _)| key.kind != AssetKind::Organisation);
        let all = || identities().map(|(_, one)| one);
        counted(&mut posture.tiers, all().flat_map(|one| &one.tiers.0), |tier| tier.to_string());
        counted(&mut posture.families, all().flat_map(|one| &one.families.0), |one| {
            one.id().into()
        });
        counted(&mut posture.domains, all().flat_map(|one| &one.domains.0), |one| one.id().into());
        counted(&mut posture.owners, all().flat_map(|one| &one.owners.0), |one| (*one).to_string());
        let kinds: Vec<(AssetKind, bool)> =
            identities().map(|(key, one)| (key.kind, one.is_known)).collect();
        counted(&mut posture.kinds, &kinds, |kind| kind.id().into());
    }
}

impl<'a> OfAsset<'a> {
    fn add(&mut self, finding: &'a FindingCard) {
        self.sums.add(finding);
        let is_known = finding.derived_tier == finding.tier;
        self.is_known |= is_known;
        self.tiers.add(finding.tier, is_known);
        self.domains.add(finding.domain, is_known);
        self.owners.add(&finding.owner, is_known);
        if let Some(family) = finding.family() {
            self.families.add(family, is_known);
        }
        self.severe.add(finding);
    }
}

/// Counts the groups of all assets in the slices that are named after them.
fn counted<'g, K: Copy + Ord + 'g>(
    slices: &mut [Slice],
    groups: impl IntoIterator<Item = &'g (K, bool)>,
    id: impl Fn(&K) -> String,
) {
    let mut counts: BTreeMap<K, (u64, u64)> = BTreeMap::new();
    for (group, is_known) in groups {
        let (assets, known) = counts.entry(*group).or_default();
        *assets += 1;
        *known += u64::from(*is_known);
    }
    let counts: HashMap<String, (u64, u64)> =
        counts.iter().map(|(group, counts)| (id(group), *counts)).collect();
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
            let of_assets = OfAssets::of(cards);
            assert_eq!(of_assets.0.len(), 5);
            assert!(cards.iter().all(|card| of_assets.sums(&card.asset).open.total() == 12));
            let mut slices: Vec<Slice> =
                sets.keys().map(|owner| sums(cards).slice(owner, "")).collect();
            let identities =
                of_assets.0.iter().filter(|(key, _)| key.kind != AssetKind::Organisation);
            let owners = identities.flat_map(|(_, one)| &one.owners.0);
            counted(&mut slices, owners, |owner| (*owner).to_string());
            for slice in slices {
                let (all, known) = &sets[slice.id.as_str()];
                assert_eq!((slice.assets, slice.known), (all.len() as u64, known.len() as u64));
            }
        }
    }
}
