//! The gate: whether a posture meets its rules.

mod compare;
mod count;
mod finding;
mod kept_history;
mod reach;
mod refuse;
mod remediations;
mod result;
mod view;

pub use refuse::no_rules;

use result::RuleResult;
use view::View;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::against::Against;
use crate::alike::{Alike, AllAlike, Counted};
use model::posture::Posture;
use model::{
    AssetKey, Baseline, Diagnostic, Gate, GateRule, GateTest, Possible, Ruling, Tally, Verdict,
};

/// Tests a posture against the rules of a gate.
///
/// Scores and coverage ignore waivers. A finding with a live waiver is accepted and does not count; it
/// counts again on the day after the waiver expires. `findings` are all that the posture counts, compared with the same
/// baseline where they are counted by what they have in common.
///
/// # Errors
/// Every rule that cannot be applied to this posture, and every problem of the baseline, together.
pub fn gate(
    posture: &Posture,
    findings: Counted<'_>,
    baseline: Option<&Baseline>,
    gate: &Gate,
) -> Result<Verdict, Vec<Diagnostic>> {
    let wrong = refuse::refuse((posture, findings), baseline, gate);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let editions = crate::record::editions(posture);
    let against = baseline.map(|baseline| Against::of(baseline, posture, &editions));
    let (groups, unjudged) = alike(posture, findings, against.as_ref());
    let possible = match gate.possible {
        Some(stated) => stated == Possible::Count,
        None => posture.assets.iter().any(|asset| asset.recorded),
    };
    let view = View {
        posture,
        findings: &groups,
        against: against.as_ref(),
        unjudged: &unjudged,
        new_only: gate.new_only,
        possible,
    };
    let rulings: Vec<Ruling> = gate.rules.iter().flat_map(|rule| view.ruling(rule)).collect();
    Ok(Verdict {
        passed: rulings.iter().all(|ruling| ruling.passed),
        organisation: posture.organisation.clone(),
        period: posture.period.clone(),
        as_of: posture.as_of,
        baseline: baseline.map(|baseline| baseline.name.clone()),
        rulings,
        notes: against.map(|against| against.notes(posture)).unwrap_or_default(),
    })
}

/// Findings by what they have in common, and what a baseline has that no control judges any more.
fn alike<'a>(
    posture: &Posture,
    findings: Counted<'a>,
    against: Option<&Against<'_>>,
) -> (Cow<'a, [Alike]>, Tally) {
    let cards = match findings {
        Counted::Each(cards) => cards,
        Counted::Alike { groups, unjudged } => {
            return (groups.into(), unjudged.copied().unwrap_or_default());
        }
    };
    let mut all = AllAlike::default();
    let mut judged: HashMap<&AssetKey, HashSet<&str>> = HashMap::new();
    for card in cards {
        let since = against.map(|against| against.since(card, against.on(&card.asset)));
        all.add(card, since.unwrap_or_default());
        judged.entry(&card.asset).or_default().insert(&card.control);
    }
    let mut unjudged = Tally::default();
    if let Some(against) = against {
        let organisation = AssetKey::organisation();
        let assets = posture.assets.iter().map(|card| &card.key).chain([&organisation]);
        for asset in assets {
            let of_asset = judged.get(asset);
            let is_judged = |control: &str| of_asset.is_some_and(|all| all.contains(control));
            against.unjudged(asset, is_judged, &mut unjudged);
        }
    }
    (all.in_order().into(), unjudged)
}

impl View<'_> {
    fn ruling(&self, rule: &GateRule) -> Vec<Ruling> {
        let result = match &rule.test {
            GateTest::MinScore(limit) => vec![self.score(limit)],
            GateTest::MinCoverage(limit) => vec![self.coverage(limit)],
            GateTest::FailOn(severity) => vec![self.fail_on(*severity)],
            GateTest::MaxFailing(limit) => vec![self.max_failing(limit)],
            GateTest::NoRegression => match self.against {
                Some(against) => vec![
                    self.score_kept(against),
                    self.nothing_newly_fails(),
                    self.still_looked_at(),
                    self.history_kept(against),
                ],
                None => Vec::new(),
            },
        };
        let named = |result: RuleResult| Ruling {
            rule: rule.test.to_string(),
            place: rule.place.clone(),
            passed: result.passed,
            sentence: result.sentence,
            short_by: result.short_by,
            remediations: result.remediations,
        };
        result.into_iter().map(named).collect()
    }
}
