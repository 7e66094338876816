//! The gate: whether a posture keeps to the rules it is held to.

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

/// Holds a posture against the rules of a gate.
///
/// Scores and coverage know no waivers. Findings do: one with a live waiver is accepted and does not
/// count, and counts again on the day after its last. The posture's findings must be all there.
///
/// # Errors
/// Every rule that cannot be put to this posture, and everything wrong with the baseline, together.
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

/// What the rules look at.
struct View<'a> {
    posture: &'a Posture,
    earlier: Option<&'a Earlier<'a>>,
    new_only: bool,
}

impl View<'_> {
    fn ruling(&self, rule: &GateRule) -> Vec<Ruling> {
        let held = match &rule.test {
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
        let named = |held: RuleResult| Ruling {
            rule: rule.test.to_string(),
            place: rule.place.clone(),
            passed: held.passed,
            sentence: held.sentence,
            short_by: held.short_by,
            remediations: held.remediations,
        };
        held.into_iter().map(named).collect()
    }

    /// Findings that may count: without a live waiver, and new where only new ones are asked for.
    fn counted(&self) -> impl Iterator<Item = &FindingCard> {
        self.posture.findings.iter().filter(|card| !waived(card) && !self.is_old(card))
    }

    /// Whether the baseline counted the finding too. A waiver that has run out since was a promise:
    /// what it covered is new.
    fn is_old(&self, card: &FindingCard) -> bool {
        let known = self.earlier.and_then(|earlier| earlier.findings.get(&card.id));
        self.new_only && known.is_some_and(|stood| stood.stands_open() && !stood.waived)
    }

    /// Whether anything at all was assessed: where nothing was, no count of findings says anything.
    fn is_blank(&self) -> bool {
        self.posture.score.proven.is_none()
    }
}

/// What became of one test.
struct RuleResult {
    passed: bool,
    sentence: String,
    short_by: Option<model::Amount>,
    remediations: Vec<model::Remediation>,
}

impl RuleResult {
    fn well(sentence: impl Into<String>) -> Self {
        RuleResult {
            passed: true,
            sentence: sentence.into(),
            short_by: None,
            remediations: Vec::new(),
        }
    }

    fn missed(sentence: impl Into<String>) -> Self {
        RuleResult { passed: false, ..RuleResult::well(sentence) }
    }

    fn by(self, short_by: model::Amount, remediations: Vec<model::Remediation>) -> Self {
        RuleResult { short_by: Some(short_by), remediations, ..self }
    }
}

fn waived(card: &FindingCard) -> bool {
    card.waiver == Some(WaiverState::Applied)
}

/// Whether a finding was open when somebody last could tell: silence closes nothing.
fn is_silent(card: &FindingCard) -> bool {
    card.outcome == Outcome::NotAssessed && card.first_seen.is_some()
}

/// Whether a finding fails and nobody accepted it.
fn fails(card: &FindingCard) -> bool {
    card.outcome == Outcome::Fail && !waived(card)
}
