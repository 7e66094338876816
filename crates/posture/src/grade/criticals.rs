//! The critical findings that are not assessed: a limit of the grade may rest on them.

use ecow::EcoString;
use rayon::prelude::*;

use crate::alike::{Alike, AllAlike};
use model::posture::{FindingCard, Standing};
use model::{AssetKey, FindingId, Severity, Tier};

/// The critical findings that are not assessed, as far as they are counted: their numbers among the groups of findings, as
/// there may be several for each asset of an estate.
#[derive(Debug, Clone, Default)]
pub(crate) struct CountedCriticals {
    /// The assets, each with the place in `groups` at which its own begin.
    assets: Vec<(AssetKey, usize)>,
    groups: Vec<u32>,
}

impl CountedCriticals {
    /// Counts a finding of a group.
    pub(crate) fn add(&mut self, card: &FindingCard, group: u32) {
        if card.severity == Severity::Critical && card.standing() == Standing::Possible {
            self.begin(&card.asset);
            self.groups.push(group);
        }
    }

    /// What follows is on this asset.
    fn begin(&mut self, asset: &AssetKey) {
        if self.assets.last().is_none_or(|(last, _)| last != asset) {
            self.assets.push((asset.clone(), self.groups.len()));
        }
    }

    /// Adds the others; `here` has the number that each of their groups has here.
    pub(crate) fn merge(&mut self, others: &CountedCriticals, here: &[u32]) {
        for (asset, groups) in others.by_asset() {
            self.begin(asset);
            self.groups.extend(groups.iter().filter_map(|there| here.get(*there as usize)));
        }
    }

    /// Each asset with the groups of its findings.
    fn by_asset(&self) -> impl Iterator<Item = (&AssetKey, &[u32])> {
        let ends = self.assets.iter().skip(1).map(|(_, start)| *start).chain([self.groups.len()]);
        self.assets
            .iter()
            .zip(ends)
            .map(|((asset, start), end)| (asset, self.groups.get(*start..end).unwrap_or_default()))
    }

    /// All of them, with what their groups have in common.
    pub(crate) fn of(self, all: &AllAlike) -> PossibleCriticals {
        let kind = |group: &Alike| (group.card().tier, group.card().control.clone());
        PossibleCriticals { counted: self, kinds: all.groups().iter().map(kind).collect() }
    }
}

/// The critical findings that are not assessed: a limit may rest on them.
#[derive(Debug)]
pub(crate) struct PossibleCriticals {
    counted: CountedCriticals,
    /// Tier and control of each group.
    kinds: Vec<(Tier, EcoString)>,
}

impl PossibleCriticals {
    /// The ids of those on some tiers, in order.
    pub(crate) fn ids(&self, tiers: &[Tier]) -> Vec<String> {
        let of_asset = |(asset, groups): (_, &'_ [u32])| -> Vec<String> {
            let kinds = groups.iter().filter_map(|group| self.kinds.get(*group as usize));
            let meant = kinds.filter(|(tier, _)| tiers.contains(tier));
            meant.map(|(_, control)| FindingId::written(control, asset).to_string()).collect()
        };
        let mut ids: Vec<String> = self.counted.by_asset().flat_map(of_asset).collect();
        ids.par_sort_unstable();
        ids
    }
}
