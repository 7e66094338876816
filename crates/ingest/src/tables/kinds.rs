//! Which kind of record a table holds.

use super::headings::fold;
use super::synonyms::KINDS;
use crate::native;
use model::RecordKind;

/// The kind that the profile states, else the one that sheet or file are named after, else the one
/// that the first heading names; and whether it was guessed from that.
pub(super) fn of(
    stated: Option<&str>,
    names: &[&str],
    headings: &[String],
) -> Option<(RecordKind, bool)> {
    if let Some(kind) = stated.and_then(native::kind) {
        return Some((kind, false));
    }
    if let Some(kind) = names.iter().find_map(|name| named(name)) {
        return Some((kind, false));
    }
    // Further headings may name what records refer to: tools have a column `server`.
    headings.first().and_then(|heading| named(heading)).map(|kind| (kind, true))
}

/// The kind a name means: ours, or what people call it.
fn named(name: &str) -> Option<RecordKind> {
    let normalized_id = fold(name);
    native::kind(&normalized_id).or_else(|| {
        let (_, kind) = KINDS.iter().find(|(words, _)| words.contains(&normalized_id.as_str()))?;
        Some(*kind)
    })
}
