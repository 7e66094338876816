//! Privileged assets, and those of them that are not in order.

use std::collections::BTreeSet;

use model::posture::{AssetCard, PrivilegedAssets};
use model::{AssetKey, Tier};

/// Counts the privileged assets, and lists those with a critical or high finding that is open or may be.
pub(crate) fn privileged_assets(assets: &[AssetCard]) -> PrivilegedAssets {
    let treated = assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let known = treated.clone().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let is_severe = |asset: &&AssetCard| asset.severe_open + asset.severe_possible > 0;
    let not_in_order: BTreeSet<&AssetKey> =
        treated.clone().filter(is_severe).map(|asset| &asset.key).collect();
    PrivilegedAssets {
        known,
        treated: treated.count() as u64 - known,
        not_in_order: not_in_order.into_iter().cloned().collect(),
    }
}
