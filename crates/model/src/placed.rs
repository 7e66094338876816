//! Records keep where they were read.

use crate::Place;

/// A record and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The record.
    pub record: T,
    /// Where it is.
    pub place: Place,
}

impl<T> Placed<T> {
    /// A record read at a place.
    pub fn new(record: T, place: Place) -> Self {
        Placed { record, place }
    }
}
