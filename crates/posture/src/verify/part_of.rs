//! A posture of a part: it has what its scope selects and nothing that only a whole has.

use super::difference::Disagreement;
use super::findings::Listed;
use crate::part::is_key;
use crate::selection::selects;
use model::Posture;

/// Adds where a part holds what its scope does not select, or is larger than its whole. What else the whole
/// has is not in the document.
pub(super) fn check(posture: &Posture, listed: Listed<'_>, found: &mut Vec<Disagreement>) {
    let Some(part) = &posture.part else { return };
    let mut wrong = |pointer: &str, stated: String, follows: &str| {
        found.push(Disagreement::new(pointer, stated, follows));
    };
    if part.scope.is_empty() || part.scope.iter().any(|one| !is_key(one.key)) {
        wrong("/part/scope", part.scope_line(), "owners, tiers or frameworks");
    }
    if part.assets < posture.assets.len() as u64 {
        wrong("/part/assets", part.assets.to_string(), "no fewer than the part has");
    }
    if part.findings < posture.findings_total {
        wrong("/part/findings", part.findings.to_string(), "no fewer than the part has");
    }
    if !part.months.is_sorted_by(|before, after| before.period < after.period) {
        wrong("/part/months", "months".into(), "months in order");
    }
    let of_whole = [
        ("/history", posture.history.is_some()),
        ("/verdict", posture.verdict.is_some()),
        ("/excluded", !posture.excluded.is_empty()),
        ("/with_excluded", posture.with_excluded.is_some()),
        ("/under_defaults", posture.under_defaults.is_some()),
    ];
    for (pointer, _) in of_whole.iter().filter(|(_, is_there)| *is_there) {
        wrong(pointer, "what only a whole has".into(), "nothing");
    }
    let outside = listed.cards().iter().position(|card| !selects(&part.scope, card));
    if let Some(at) = outside {
        wrong(&listed.pointer(at), "a finding outside the scope".into(), "one that it selects");
    }
}
