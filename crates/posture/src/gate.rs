//! The gate: whether a posture meets its rules.

mod compare;
mod count;
mod earlier;
mod finding;
mod kept_history;
mod reach;
mod refuse;
mod remediations;
mod result;
mod view;

use earlier::Earlier;
use result::RuleResult;
use view::View;

use crate::alike::Counted;
use model::posture::Posture;
use model::{Baseline, Diagnostic, Gate, GateRule, GateTest, Possible, Ruling, Verdict};

/// Tests a posture against the rules of a gate.
///
/// Scores and coverage ignore waivers. A finding with a live waiver is accepted and does not count; it
/// counts again on the day after the waiver expires. `findings` are all that the posture counts; a baseline is compared
/// with each of them.
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
    let earlier = baseline.map(|baseline| Earlier::of(baseline, posture, &editions));
    let possible = match gate.possible {
        Some(stated) => stated == Possible::Count,
        None => posture.assets.iter().any(|asset| asset.recorded),
    };
    let view =
        View { posture, findings, earlier: earlier.as_ref(), new_only: gate.new_only, possible };
    let rulings: Vec<Ruling> = gate.rules.iter().flat_map(|rule| view.ruling(rule)).collect();
    Ok(Verdict {
        passed: rulings.iter().all(|ruling| ruling.passed),
        organisation: posture.organisation.clone(),
        period: posture.period.clone(),
        as_of: posture.as_of,
        baseline: baseline.map(|baseline| baseline.name.clone()),
        rulings,
        notes: earlier.map(|earlier| earlier.notes(posture)).unwrap_or_default(),
    })
}

impl View<'_> {
    fn ruling(&self, rule: &GateRule) -> Vec<Ruling> {
        let result = match &rule.test {
            GateTest::MinScore(limit) => vec![self.score(limit)],
            GateTest::MinCoverage(limit) => vec![self.coverage(limit)],
            GateTest::FailOn(severity) => vec![self.fail_on(*severity)],
            GateTest::MaxFailing(limit) => vec![self.max_failing(limit)],
            GateTest::NoRegression => match self.earlier {
                Some(earlier) => vec![
                    self.score_kept(earlier),
                    self.nothing_newly_fails(earlier),
                    self.still_looked_at(earlier),
                    self.history_kept(earlier),
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
