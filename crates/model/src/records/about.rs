//! Records that are about assets: they are grouped by the assets that they name.

use crate::Moment;

/// A record that is about one or more assets.
pub trait AboutAsset {
    /// The assets it is about, as references: an id, or a kind and an id.
    fn subjects(&self) -> Vec<String>;

    /// The moment by which the records of one asset are sorted, newest first; none where they keep
    /// the order in which they were read.
    const SORTED_BY: Option<fn(&Self) -> Option<Moment>> = None;
}
