//! What the profile excludes: the assets, and score and grade with them.

use super::cards::accountable;
use super::cells::cells;
use super::gathered::Part;
use super::graded::graded;
use super::measured::Classified;
use super::of_assets::OfAssets;
use super::over_time::PriorState;
use super::slices::sums;
use model::posture::{Cell, ExcludedAsset, OutcomeCounts, ScoreAndGrade, SeverityCounts};
use model::{Assessment, Asset, Control};

/// What is known of excluded assets, and score and grade with them.
pub(super) struct Excluded {
    pub(super) assets: Vec<ExcludedAsset>,
    pub(super) cells: Vec<Cell>,
    pub(super) with: ScoreAndGrade,
}

impl Excluded {
    /// What findings in scope and those on excluded assets amount to.
    pub(super) fn of(
        of: (&Assessment, &PriorState<'_>),
        (in_scope, excluded): (&Part, Part),
        catalog: &[&'static Control],
    ) -> Self {
        Excluded {
            assets: assets(of.0, excluded.of_assets()),
            cells: cells(&excluded.groups()),
            with: graded(of, |_| true, in_scope.graded_with(excluded), catalog),
        }
    }
}

/// The excluded assets, by the exclusion and the key. `of_assets` is what the findings on each sum to.
pub(super) fn assets(assessment: &Assessment, of_assets: &OfAssets) -> Vec<ExcludedAsset> {
    let card = |position: &usize, asset: &Asset| {
        let exclusion = assessment.out_of_scope.assets.get(position)?;
        let sums = of_assets.sums(&asset.key);
        Some(ExcludedAsset {
            key: asset.key.clone(),
            name: asset.name().into(),
            owner: accountable(asset).into(),
            tier: asset.tier.treated,
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

/// What the cells of excluded findings sum to.
pub(super) fn counted(cells: &[Cell]) -> (OutcomeCounts, SeverityCounts) {
    let sums = sums(cells);
    (sums.outcomes, sums.open)
}

/// Whether a cell is of a kind that could be excluded: the organisation never is.
pub(super) fn may_be_excluded(cell: &Cell) -> bool {
    cell.kind() != model::AssetKind::Organisation
}
