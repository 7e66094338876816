//! Score and grade under the default limits: stated wherever a limit is relaxed. Findings under other limits
//! are not in a posture, so only the parts can be recomputed.

use super::difference::Disagreement;
use super::parts;
use model::Posture;

/// Adds where they are not stated though a limit is relaxed, and where their parts do not fit.
pub(super) fn check(posture: &Posture, found: &mut Vec<Disagreement>) {
    let relaxed = posture.thresholds.iter().any(|row| row.relaxed);
    match &posture.under_defaults {
        Some(with) => parts::check(&with.score, "/under_defaults/score", found),
        // A part states that the whole has them.
        None if relaxed && posture.part.is_none() => {
            found.push(Disagreement::new("/under_defaults", "nothing", "score and grade"));
        }
        None => {}
    }
}
