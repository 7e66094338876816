//! Assessment × mappings → posture: score, roll-ups, what to do first.

mod blind_spots;
mod build;
mod cards;
mod cells;
mod fixes;
mod frameworks;
mod gate;
mod grade;
mod quoted;
mod requests;
mod score;
mod slices;
mod summary;

pub use build::{Made, posture};
pub use gate::gate;
pub use score::Tally;

/// How many findings a posture holds itself; where there are more, it holds the worst open ones
/// and all of them stand in a file beside it.
pub const MAX_FINDINGS: usize = 10_000;
