//! The register: every finding by state, a line each, up to a number of lines.

use serde_json::{Value, json};

use super::anchors::Anchors;
use model::posture::FindingCard;
use model::{EvidenceClass, Outcome, Posture};

/// How many findings the register has.
pub(super) const ROWS: usize = 2_000;
/// How many findings that rest on a person's word have a row.
const ATTESTED: usize = 60;
/// The states in the order of the register.
const STATES: [Outcome; 5] =
    [Outcome::Fail, Outcome::Partial, Outcome::NotAssessed, Outcome::Pass, Outcome::NotApplicable];

/// The findings by state: those that ask for action first, and in each state the first to act on first.
pub(super) fn register(posture: &Posture, anchors: &Anchors<'_>, rows: usize) -> Value {
    let mut left = rows;
    let mut printed = 0;
    let states: Vec<Value> = STATES
        .iter()
        .map(|state| {
            let all = posture.findings.iter().filter(|finding| finding.outcome == *state);
            let shown: Vec<Value> = all.take(left).map(|finding| row(finding, anchors)).collect();
            left -= shown.len();
            printed += shown.len() as u64;
            json!({ "outcome": state, "total": total(posture, *state), "rows": shown })
        })
        .collect();
    json!({
        "states": states,
        "most": rows,
        "left_out": posture.findings_total.saturating_sub(printed),
    })
}

/// How many findings of a state the posture counts, whether it holds them or not.
fn total(posture: &Posture, state: Outcome) -> u64 {
    let counts = &posture.outcomes;
    match state {
        Outcome::Fail => counts.fail,
        Outcome::Partial => counts.partial,
        Outcome::NotAssessed => counts.not_assessed,
        Outcome::Pass => counts.pass,
        Outcome::NotApplicable => posture.counts.not_applicable,
    }
}

fn row(finding: &FindingCard, anchors: &Anchors<'_>) -> Value {
    let note = match finding.outcome {
        Outcome::NotAssessed => {
            finding.ask.as_ref().map_or_else(|| finding.sentence.clone(), ToString::to_string)
        }
        _ if finding.class == EvidenceClass::Attested => "attested".into(),
        _ => String::new(),
    };
    json!({
        "id": finding.id,
        "to": anchors.finding(&finding.id).or_else(|| anchors.asset(&finding.asset)),
        "tier": finding.tier,
        "severity": finding.severity,
        "note": note,
    })
}

/// The findings that pass, in full or partially, by a person's word.
pub(super) fn attested(posture: &Posture, anchors: &Anchors<'_>) -> Value {
    let by_word = |finding: &&FindingCard| {
        finding.class == EvidenceClass::Attested
            && matches!(finding.outcome, Outcome::Pass | Outcome::Partial)
    };
    let all = posture.findings.iter().filter(by_word);
    let left_out = all.clone().count().saturating_sub(ATTESTED);
    let rows: Vec<Value> = all
        .take(ATTESTED)
        .map(|finding| {
            json!({
                "id": finding.id,
                "to": anchors.finding(&finding.id).or_else(|| anchors.asset(&finding.asset)),
                "tier": finding.tier,
                "outcome": finding.outcome,
                "sentence": finding.sentence,
            })
        })
        .collect();
    json!({ "rows": rows, "left_out": left_out })
}
