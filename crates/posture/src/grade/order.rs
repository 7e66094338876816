//! Privileged assets, and those of them that are not in order.

use std::collections::BTreeSet;

use super::limits::is_possible;
use model::posture::{AssetCard, FindingCard, PrivilegedAssets};
use model::{AssetKey, Severity, Tier};

/// Counts the privileged assets, and lists those with a critical or high finding that is open or may be.
pub(crate) fn privileged_assets(
    findings: &[FindingCard],
    assets: &[AssetCard],
) -> PrivilegedAssets {
    let treated = assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let known = treated.clone().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let severe = findings.iter().filter(|one| {
        one.tier >= Tier::T2
            && one.severity >= Severity::High
            && (one.shows_defect() || is_possible(one))
    });
    let listed: BTreeSet<&AssetKey> = treated.clone().map(|asset| &asset.key).collect();
    let not_in_order: BTreeSet<&AssetKey> =
        severe.map(|one| &one.asset).filter(|key| listed.contains(key)).collect();
    PrivilegedAssets {
        known,
        treated: treated.count() as u64 - known,
        not_in_order: not_in_order.into_iter().cloned().collect(),
    }
}
