//! Raising the tiers of one asset, with the reason.

use model::{Asset, Tier, TierReason};

/// Raises what facts show, with the reason.
pub(super) fn raise(asset: &mut Asset, tier: Tier, because: &str) {
    if tier > asset.tier.derived {
        asset.tier.derived = tier;
        asset.tier.reasons.push(reason("D8", tier, because));
    }
    asset.tier.treated = asset.tier.treated.max(tier);
    asset.tier.tests = asset.tier.tests.max(asset.tier.treated);
}

/// Raises what an asset is treated as, with the reason.
pub(super) fn treat(asset: &mut Asset, tier: Tier, because: &str) {
    if tier > asset.tier.treated {
        asset.tier.treated = tier;
        asset.tier.reasons.push(reason("D7", tier, because));
    }
    asset.tier.tests = asset.tier.tests.max(asset.tier.treated);
}

fn reason(rule: &str, floor: Tier, because: &str) -> TierReason {
    TierReason { rule: rule.into(), floor, because: because.into() }
}
