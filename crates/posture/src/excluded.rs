//! What the profile excludes: the assets, and score and grade with them.

use super::cards::{self, accountable};
use super::gathered::Gathered;
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

/// Score and grade of an assessment as it is. `recorded` is what is known of earlier months.
pub fn with_excluded(
    whole: &Assessment,
    catalog: &[&'static Control],
    recorded: Option<Recorded<'_>>,
) -> ScoreAndGrade {
    let prior = PriorState::of(recorded, &whole.context.assets);
    let mut findings = cards_of(whole, &whole.findings);
    for card in &mut findings {
        let was = prior.on(&card.asset);
        prior.date(card, was);
        PriorState::state(card);
    }
    let mut assets = cards::assets(whole, &prior, Held::Whole);
    let all = Gathered::of(&findings);
    all.of_assets.set(&mut assets);
    let groups = all.groups.in_order();
    let controls: Vec<ControlCard> = cards::controls(catalog);
    let rules = Rules::of(&cards::thresholds(&whole.context.thresholds, catalog));
    let cells = super::cells::cells(&groups);
    scored(rules, &cells, limits(rules, (&groups, &all.criticals), &assets, &controls))
}

/// Score and grade over cells, with the limits that are set on the letter.
pub(super) fn scored(rules: Rules, all: &[Cell], limits: Limits<'_>) -> ScoreAndGrade {
    let score = sums(all).tally.parts();
    ScoreAndGrade { grade: grade(rules, &basis(all), limits), score, worse: Vec::new() }
}

/// The findings on excluded assets.
pub(super) fn findings(assessment: &Assessment) -> Vec<FindingCard> {
    cards_of(assessment, &assessment.out_of_scope.findings)
}

fn cards_of(assessment: &Assessment, findings: &[Finding]) -> Vec<FindingCard> {
    let card = |finding: &Finding| {
        let waiver = finding.waiver.map(|_| WaiverState::Applied);
        FindingCard { waiver, ..cards::finding(assessment, finding.clone()) }
    };
    findings.iter().map(card).collect()
}

/// The excluded assets, by the exclusion and the key.
pub(super) fn assets(assessment: &Assessment) -> Vec<ExcludedAsset> {
    let findings = findings(assessment);
    let of_assets = OfAssets::of(&findings);
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
