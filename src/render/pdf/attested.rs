//! The findings that pass, in full or partially, by a person's word.

use serde::Serialize;

use super::anchors::Anchors;
use model::posture::FindingCard;
use model::{EvidenceClass, Outcome, Posture, Tier};

/// How many of them have a row.
const ROWS: usize = 60;

/// The list, as the template reads it.
#[derive(Debug, Serialize)]
pub(super) struct Attested<'a> {
    rows: Vec<Row<'a>>,
    left_out: usize,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    to: Option<&'a str>,
    tier: Tier,
    outcome: Outcome,
    sentence: &'a str,
}

/// The findings of a posture that rest on a person's word.
pub(super) fn attested<'a>(posture: &'a Posture, anchors: &'a Anchors<'_>) -> Attested<'a> {
    let by_word = |finding: &&FindingCard| {
        finding.class == EvidenceClass::Attested
            && matches!(finding.outcome, Outcome::Pass | Outcome::Partial)
    };
    let all = posture.findings.iter().filter(by_word);
    let left_out = all.clone().count().saturating_sub(ROWS);
    let row = |finding: &'a FindingCard| Row {
        id: &finding.id,
        to: anchors.finding(&finding.id).or_else(|| anchors.asset(&finding.asset)),
        tier: finding.tier,
        outcome: finding.outcome,
        sentence: &finding.sentence,
    };
    Attested { rows: all.take(ROWS).map(row).collect(), left_out }
}
