//! Score and grade under the default limits: stated wherever a limit was changed. Findings under other limits
//! are not in a posture, so only the parts can be recomputed.

use super::difference::Disagreement;
use super::parts;
use model::Posture;

/// Adds where they are not stated though limits were changed, and where their parts do not fit.
pub(super) fn check(posture: &Posture, found: &mut Vec<Disagreement>) {
    let changed = posture.thresholds.iter().any(|row| row.changed_from.is_some());
    match &posture.under_defaults {
        Some(with) => parts::check(&with.score, "/under_defaults/score", found),
        None if changed => {
            found.push(Disagreement::new("/under_defaults", "nothing", "score and grade"));
        }
        None => {}
    }
}
