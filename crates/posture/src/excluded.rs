//! What the profile excludes: the assets, and score and grade with them.

use super::cards::{self, accountable};
use super::cells::cells;
use super::gathered::{Gathered, Graded, Part};
use super::grade::{Limits, Rules, grade, limits};
use super::held::Held;
use super::measured::Classified;
use super::of_assets::OfAssets;
use super::over_time::{PriorState, Recorded};
use super::slices::sums;
use super::totals::basis;
use model::posture::{
    Cell, ControlCard, ExcludedAsset, FindingCard, OutcomeCounts, ScoreAndGrade, SeverityCounts,
};
use model::{Assessment, Asset, Control, Finding, WaiverState};

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

/// Score and grade of the findings of an assessment in scope. `recorded` is what is known of earlier months.
pub fn score_and_grade(
    assessment: &Assessment,
    catalog: &[&'static Control],
    recorded: Option<Recorded<'_>>,
) -> ScoreAndGrade {
    let prior = PriorState::of(recorded, &assessment.context.assets);
    let card = |finding: &Finding| {
        let waiver = finding.waiver.map(|_| WaiverState::Applied);
        let mut card = FindingCard { waiver, ..cards::finding(assessment, finding.clone()) };
        let was = prior.on(&card.asset);
        prior.date(&mut card, was);
        card
    };
    let findings: Vec<FindingCard> = assessment.in_scope().map(card).collect();
    let Gathered { groups, of_assets, criticals, .. } = Gathered::of(&findings);
    let out = &assessment.out_of_scope;
    graded(
        (assessment, &prior),
        |at| out.allows(at),
        Graded { groups, of_assets, criticals },
        catalog,
    )
}

fn graded(
    (assessment, prior): (&Assessment, &PriorState<'_>),
    are_counted: impl Fn(usize) -> bool,
    all: Graded,
    catalog: &[&'static Control],
) -> ScoreAndGrade {
    let mut assets = cards::assets((assessment, prior), are_counted, Held::Severe);
    all.of_assets.set(&mut assets);
    let groups = all.groups.in_order();
    let controls: Vec<ControlCard> = cards::controls(catalog);
    let rules = Rules::of(&cards::thresholds(&assessment.context.thresholds, catalog));
    let counted = cells(&groups);
    scored(rules, &counted, limits(rules, (&groups, &all.criticals), &assets, &controls))
}

/// Score and grade over cells, with the limits that are set on the letter.
pub(super) fn scored(rules: Rules, all: &[Cell], limits: Limits<'_>) -> ScoreAndGrade {
    let score = sums(all).tally.parts();
    ScoreAndGrade { grade: grade(rules, &basis(all), limits), score, worse: Vec::new() }
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
