//! What the profile excludes: the assets, and score and grade with them.

use super::cells::accountable;
use super::grade::grade;
use super::slices::{Sums, grouped, sums};
use model::posture::{ExcludedAsset, WithExcluded};
use model::{Assessment, Asset, Tier};

/// Score and grade of an assessment from which nothing is excluded yet.
pub fn with_excluded(whole: &Assessment) -> WithExcluded {
    let score = sums(&whole.findings).tally.parts();
    let privileged = whole.findings.iter().filter(|finding| finding.tier >= Tier::T2);
    let privileged = sums(privileged).tally.parts();
    WithExcluded { grade: grade(&score, &privileged, whole), score }
}

/// The excluded assets, by the exclusion and the key.
pub(super) fn assets(assessment: &Assessment) -> Vec<ExcludedAsset> {
    let by_asset = grouped(&assessment.out_of_scope.findings, |finding| finding.asset);
    let none = Sums::default();
    let card = |position: &usize, asset: &Asset| {
        let exclusion = assessment.out_of_scope.assets.get(position)?;
        let sums = by_asset.get(position).unwrap_or(&none);
        Some(ExcludedAsset {
            key: asset.key.clone(),
            name: asset.name().into(),
            owner: accountable(asset).into(),
            tier: asset.tier.derived,
            reason: exclusion.reason.clone(),
            on: exclusion.on,
            approver: exclusion.approver.clone(),
            place: exclusion.place.clone(),
            outcomes: sums.outcomes,
            open: sums.open,
        })
    };
    let positions = assessment.out_of_scope.assets.keys();
    let assets = positions.filter_map(|at| Some((at, assessment.context.assets.get(*at)?)));
    let mut cards: Vec<ExcludedAsset> = assets.filter_map(|(at, asset)| card(at, asset)).collect();
    cards.sort_by(|a, b| (a.place.line, &a.key).cmp(&(b.place.line, &b.key)));
    cards
}
