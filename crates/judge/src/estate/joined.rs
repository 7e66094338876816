//! A record with what other sources add to it.

use model::{Place, Placed, Provenance};

/// A record with everything that sources show of its identity.
pub(super) struct Joined<T> {
    pub(super) record: T,
    /// Where it was read, and each of its fields.
    pub(super) from: Provenance,
    /// Fields on which sources disagree, as sentences.
    pub(super) conflicts: Vec<String>,
    /// Whether a record of our own formats declares it; false where only a configuration or an
    /// export shows it.
    pub(super) registered: bool,
}

impl<T> Joined<T> {
    /// An identity that only a configuration or an export shows.
    pub(super) fn observed(placed: Placed<T>) -> Self {
        Joined { registered: false, ..placed.into() }
    }

    /// Where it was read; the first place is the record itself.
    pub(super) fn places(&self) -> &[Place] {
        self.from.sources()
    }
}

impl<T> From<Placed<T>> for Joined<T> {
    fn from(placed: Placed<T>) -> Self {
        Joined { record: placed.record, from: placed.from, conflicts: Vec::new(), registered: true }
    }
}
