//! Privileged assets, and those of them that are not in order.

use std::cmp::Reverse;
use std::collections::HashMap;

use model::posture::{AssetCard, FindingCard, NotInOrder, PrivilegedAssets, Standing};
use model::{AssetKey, Severity, Tier};

/// Counts the privileged assets, and lists those with a critical or high finding that is open or may be.
pub(crate) fn privileged_assets(
    findings: &[FindingCard],
    assets: &[AssetCard],
) -> PrivilegedAssets {
    let privileged = assets.iter().filter(|asset| asset.tier >= Tier::T2);
    let known = privileged.clone().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let total = privileged.clone().count() as u64;
    let mut counted: HashMap<&AssetKey, NotInOrder> =
        privileged.map(|asset| (&asset.key, blank(asset))).collect();
    for finding in findings {
        if let Some(row) = counted.get_mut(&finding.asset) {
            count(row, finding);
        }
    }
    let counted = counted.into_values();
    let mut not_in_order: Vec<NotInOrder> = counted.filter(|row| weight(row) != [0; 4]).collect();
    not_in_order.sort_by(|a, b| {
        let order = |row: &NotInOrder| Reverse((row.tier, weight(row)));
        order(a).cmp(&order(b)).then_with(|| a.asset.cmp(&b.asset))
    });
    PrivilegedAssets { known, treated: total - known, not_in_order }
}

fn blank(asset: &AssetCard) -> NotInOrder {
    NotInOrder {
        asset: asset.key.clone(),
        tier: asset.tier,
        owner: asset.owner.to_string(),
        critical: 0,
        high: 0,
        possible_critical: 0,
        possible_high: 0,
    }
}

fn count(row: &mut NotInOrder, finding: &FindingCard) {
    let open = match finding.standing() {
        Standing::Open => true,
        Standing::Possible => false,
        Standing::Clear => return,
    };
    let counter = match (finding.severity, open) {
        (Severity::Critical, true) => &mut row.critical,
        (Severity::High, true) => &mut row.high,
        (Severity::Critical, false) => &mut row.possible_critical,
        (Severity::High, false) => &mut row.possible_high,
        (Severity::Medium | Severity::Low | Severity::Info, _) => return,
    };
    *counter += 1;
}

/// What counts first in the order of the list.
fn weight(row: &NotInOrder) -> [u64; 4] {
    [row.critical, row.possible_critical, row.high, row.possible_high]
}
