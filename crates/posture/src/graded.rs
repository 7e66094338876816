//! Score and grade of findings that no report lists: with excluded assets, or under other limits.

use rayon::prelude::*;

use super::cards;
use super::cells::cells;
use super::gathered::{Gathering, Graded};
use super::grade::{Limits, Rules, grade, limits};
use super::held::Held;
use super::other_limits::{UnderLimits, Worse};
use super::over_time::{PriorState, Recorded};
use super::since::Since;
use super::slices::sums;
use super::totals::basis;
use model::posture::{Cell, ControlCard, FindingCard, ScoreAndGrade};
use model::{Assessment, Control, Finding, WaiverState};

/// Score and grade of the findings of an assessment in scope, which are made in batches as those of a
/// [posture](super::posture) are. `recorded` is what is known of earlier months. With what the limits in force give, those
/// that earn less than there are named.
pub fn score_and_grade<B>(
    (assessment, findings): (&Assessment, impl Iterator<Item = B>),
    catalog: &[&'static Control],
    recorded: Option<Recorded<'_>>,
    in_force: Option<UnderLimits<'_>>,
) -> ScoreAndGrade
where
    B: FnOnce(&mut dyn FnMut(Finding)) + Send,
{
    let prior = PriorState::of(recorded, &assessment.context.assets);
    let out = &assessment.out_of_scope;
    let gathering = Gathering::default();
    let count = |batch: B| {
        let mut part = gathering.part();
        let mut worse = in_force.map(Worse::than);
        batch(&mut |finding| {
            if !out.allows(finding.asset) {
                return;
            }
            if let (Some(worse), Some(asset)) =
                (&mut worse, assessment.context.assets.get(finding.asset))
            {
                worse.add(&finding, &asset.key);
            }
            part.add(&card(finding, (assessment, &prior)), Since::default());
        });
        worse.map(|worse| worse.ids).unwrap_or_default()
    };
    let batches: Vec<B> = findings.collect();
    let worse = batches.into_par_iter().flat_map_iter(count).collect();
    let all = gathering.whole().graded();
    let with = graded((assessment, &prior), |at| out.allows(at), all, catalog);
    ScoreAndGrade { worse, ..with }
}

/// A finding with what a grade follows from.
fn card(finding: Finding, (assessment, prior): (&Assessment, &PriorState<'_>)) -> FindingCard {
    let waiver = finding.waiver.map(|_| WaiverState::Applied);
    let mut card = FindingCard { waiver, ..cards::finding(assessment, finding) };
    let was = prior.on(&card.asset);
    prior.date(&mut card, was);
    card
}

/// Score and grade of what findings amount to, on the assets whose positions are counted.
pub(super) fn graded(
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
