//! Records keep where they were read.

use crate::Texts;
use crate::{Place, Provenance};

/// A record and where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Texts)]
pub struct Placed<T> {
    /// The record.
    pub record: T,
    /// Where it is.
    pub place: Place,
    /// Where each of its fields is.
    pub from: Provenance,
}

impl<T> Placed<T> {
    /// A record read at a place, with every field.
    pub fn new(record: T, place: Place) -> Self {
        Placed { record, from: Provenance::whole(place.clone()), place }
    }

    /// Where a field is; where the record is, if nothing is known of the field.
    pub fn place_of(&self, field: &str) -> Option<Place> {
        self.from.place_of(field)
    }
}
