//! The gate: whether a posture meets its rules.

mod compare;
mod count;
mod reach;
mod refuse;
mod remediations;

use compare::Earlier;

use model::posture::{FindingCard, Posture};
use model::{
    Baseline, Diagnostic, Gate, GateRule, GateTest, Outcome, Ruling, Verdict, WaiverState,
};

/// Tests a posture against the rules of a gate.
///
/// Scores and coverage ignore waivers. A finding with a live waiver is accepted and does not count; it
/// counts again on the day after the waiver expires. The posture must hold all its findings.
///
/// # Errors
/// Every rule that cannot be applied to this posture, and every problem of the baseline, together.
pub fn gate(
    posture: &Posture,
    baseline: Option<&Baseline>,
    gate: &Gate,
) -> Result<Verdict, Vec<Diagnostic>> {
    let wrong = refuse::refuse(posture, baseline, gate);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let earlier = baseline.map(|baseline| Earlier::of(baseline, posture));
    let view = View { posture, earlier: earlier.as_ref(), new_only: gate.new_only };
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

/// The input of the rules.
struct View<'a> {
    posture: &'a Posture,
    earlier: Option<&'a Earlier<'a>>,
    new_only: bool,
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

    /// Findings that may count: without a live waiver, and new where only new ones are asked for.
    fn counted(&self) -> impl Iterator<Item = &FindingCard> {
        self.posture.findings.iter().filter(|card| !waived(card) && !self.is_old(card))
    }

    /// Whether the baseline counted the finding too. A finding whose waiver has expired since is
    /// new.
    fn is_old(&self, card: &FindingCard) -> bool {
        let known = self.earlier.and_then(|earlier| earlier.findings.get(&card.id));
        self.new_only
            && known.is_some_and(|earlier_finding| {
                earlier_finding.stands_open() && !earlier_finding.waived
            })
    }

    /// Whether nothing was assessed: then no count of findings has a meaning.
    fn is_blank(&self) -> bool {
        self.posture.score.proven.is_none()
    }
}

/// The result of one rule.
struct RuleResult {
    passed: bool,
    sentence: String,
    short_by: Option<model::Amount>,
    remediations: Vec<model::Remediation>,
}

impl RuleResult {
    fn ok(sentence: impl Into<String>) -> Self {
        RuleResult {
            passed: true,
            sentence: sentence.into(),
            short_by: None,
            remediations: Vec::new(),
        }
    }

    fn fail(sentence: impl Into<String>) -> Self {
        RuleResult { passed: false, ..RuleResult::ok(sentence) }
    }

    fn short_by(self, short_by: model::Amount, remediations: Vec<model::Remediation>) -> Self {
        RuleResult { short_by: Some(short_by), remediations, ..self }
    }
}

fn waived(card: &FindingCard) -> bool {
    card.waiver == Some(WaiverState::Applied)
}

/// Whether a finding was open when it was last assessed: missing data closes nothing.
fn is_silent(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed && card.first_seen.is_some()
}

/// Whether a finding fails and has no live waiver.
fn fails(card: &FindingCard) -> bool {
    card.outcome == Outcome::Fail && !waived(card)
}
