//! Privileged assets, and those of them that are not in order.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::of_assets::{OfAssets, Severe};
use model::Tier;
use model::posture::{AssetCard, NotInOrder, PrivilegedAssets};

/// Counts the privileged assets, and lists those with a critical or high finding that is open or may be.
pub(crate) fn privileged_assets(of_assets: &OfAssets, assets: &[AssetCard]) -> PrivilegedAssets {
    let privileged = assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let known = privileged.clone().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let total = privileged.clone().count() as u64;
    let rows = privileged.map(|asset| row(asset, of_assets.severe(&asset.key)));
    let mut not_in_order: Vec<NotInOrder> = rows.filter(|row| weight(row) != [0; 4]).collect();
    not_in_order.par_sort_by(|a, b| {
        let order = |row: &NotInOrder| Reverse((row.tier, weight(row)));
        order(a).cmp(&order(b)).then_with(|| a.asset.cmp(&b.asset))
    });
    PrivilegedAssets { known, treated: total - known, not_in_order }
}

fn row(asset: &AssetCard, severe: Severe) -> NotInOrder {
    let Severe { critical, high, possible_critical, possible_high } = severe;
    NotInOrder {
        asset: asset.key.clone(),
        tier: asset.tier,
        owner: asset.owner.to_string(),
        critical,
        high,
        possible_critical,
        possible_high,
    }
}

/// What counts first in the order of the list.
fn weight(row: &NotInOrder) -> [u64; 4] {
    [row.critical, row.possible_critical, row.high, row.possible_high]
}
