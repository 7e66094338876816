//! Limits by the share of privileged assets with an open critical or high finding. The share is taken over
//! assets that a configuration, an export or a scan shows, so that assets that are only typed in make it
//! no smaller.

use super::rules::Rules;
use model::Tier;
use model::posture::{AssetCard, GradeLimit};

/// The best letter where no configuration, export or scan shows a privileged asset.
const UNSEEN: char = 'B';

/// The limits, as the report prints them.
pub(super) fn rule(rules: Rules) -> String {
    let shares = rules.shares().map(|(share, letter)| format!("at most {letter} from {share} %"));
    format!(
        "Open critical or high findings on two or more privileged assets limit the grade by the share of \
         these assets ({}), over the assets that a configuration, an export or a scan shows; where these show no \
         privileged asset, the grade is at most {UNSEEN}.",
        shares.join(", ")
    )
}

/// The limit that the share sets, if any.
pub(super) fn limit(rules: Rules, assets: &[AssetCard]) -> Option<GradeLimit> {
    let treated = assets.iter().filter(|asset| asset.tier >= Tier::T2 && !asset.retired);
    treated.clone().next()?;
    let seen: Vec<&AssetCard> = treated.filter(|asset| asset.observed).collect();
    // The tier that facts show: what is undeclared makes the share no smaller.
    let known = seen.iter().filter(|asset| asset.derived_tier >= Tier::T2).count() as u64;
    let open = seen.iter().filter(|asset| asset.severe_open > 0).count() as u64;
    if seen.is_empty() {
        let because = "no configuration, export or scan shows a privileged asset".into();
        return Some(GradeLimit { at_most: UNSEEN, because, open: true });
    }
    // A single asset is a share of a small estate by its size alone; the other limits are for it.
    let large = |(share, _): &(u64, char)| open > 1 && open * 100 >= share * known;
    let (_, at_most) = rules.shares().into_iter().find(large)?;
    let because = format!(
        "critical or high findings are open on {open} of the {} privileged assets that configurations, \
         exports or scans show",
        known.max(open)
    );
    Some(GradeLimit { at_most, because, open: true })
}
