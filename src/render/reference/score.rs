//! `docs/score.md`: the score of the demonstration, worked through.

use serde::Serialize;

use super::write::document;
use crate::render::engine::Templates;
use model::posture::{FindingCard, Posture, SumRow};
use model::{Artifact, Diagnostic, Outcome, Severity};

const TEMPLATES: &Templates =
    &[("score.md", include_str!("../../../templates/reference/score.md"))];

/// What the page prints.
#[derive(Serialize)]
struct Worked<'a> {
    posture: &'a Posture,
    /// A finding for each kind of entry in the sums.
    passed: Option<&'a FindingCard>,
    halved: Option<&'a FindingCard>,
    failed: Option<&'a FindingCard>,
    unknown: Option<&'a FindingCard>,
    /// A pass on an asset that is treated as a higher tier than facts show.
    part_earned: Option<&'a FindingCard>,
    /// The row of the sums that is worked through.
    row: Option<&'a SumRow>,
}

/// The page, from the posture of the demonstration.
///
/// # Errors
/// Where the template is broken.
pub fn score_page(posture: &Posture) -> Result<Artifact, Diagnostic> {
    let first = |outcome: Outcome, earned_in_full: bool| {
        posture.findings.iter().find(|finding| {
            finding.outcome == outcome
                && finding.severity > Severity::Info
                && (finding.pass_weight == finding.weight) == earned_in_full
        })
    };
    // The row in which most happens.
    let variety = |row: &&SumRow| {
        let counts = row.outcomes;
        let counts = [counts.pass, counts.partial, counts.fail, counts.not_assessed];
        let gap = u64::from(row.pass_weight < row.weight && counts[0] + counts[1] > 0);
        (counts.iter().filter(|count| **count > 0).count() as u64 + gap, row.weight)
    };
    let page = Worked {
        posture,
        passed: first(Outcome::Pass, true),
        halved: first(Outcome::Partial, true),
        failed: first(Outcome::Fail, true),
        unknown: first(Outcome::NotAssessed, true),
        part_earned: first(Outcome::Pass, false),
        row: posture.arithmetic.rows.iter().max_by_key(variety),
    };
    document(TEMPLATES, "score.md", &page)
}
