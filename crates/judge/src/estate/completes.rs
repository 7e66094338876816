//! Records that complete another one of the same id, in whatever file it is.

use std::collections::HashMap;

use super::freshness::Freshness;
use super::joined::Joined;
use super::keys::Identity;
use super::meet::{Meet, Source, meet};
use model::{Diagnostic, Placed};

/// The records, those that complete another one merged into it. One that completes nothing is an
/// error.
pub(super) fn completed<T: Meet + Identity>(
    records: Vec<Placed<T>>,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Joined<T>> {
    // Most inventories write each record in one place.
    if !records.iter().any(|placed| placed.record.completes()) {
        return records.into_iter().map(Joined::from).collect();
    }
    let (overlays, whole): (Vec<_>, Vec<_>) =
        records.into_iter().partition(|placed| placed.record.completes());
    let mut known: Vec<Joined<T>> = whole.into_iter().map(Joined::from).collect();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (at, joined) in known.iter().enumerate() {
        by_id.entry(joined.record.id().to_string()).or_insert(at);
    }
    for overlay in overlays {
        let base = by_id.get(overlay.record.id()).copied();
        match base.and_then(|at| known.get_mut(at)) {
            Some(base) => meet(base, overlay, Source::Record, &Freshness::default()),
            None => errors.push(Diagnostic::at(
                &overlay.place,
                format!(
                    "the record {} completes nothing: no other record has this id",
                    overlay.record.id()
                ),
                "correct the id, or remove `completes`",
            )),
        }
    }
    known
}

#[cfg(test)]
mod tests;
