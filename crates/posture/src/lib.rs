//! Assessment × mappings → posture: score, roll-ups, what to do first.

mod attribution;
mod blind_spots;
mod build;
mod cards;
mod caveats;
mod cells;
mod compare;
mod events;
mod fates;
mod fixes;
mod frameworks;
mod gate;
mod grade;
mod over_time;
mod quoted;
mod record;
mod renames;
mod requests;
mod since;
mod slices;
mod stay;
mod summary;
mod unheard;

pub use build::{Made, posture};
pub use compare::{Judged, compare, cut};
pub use gate::gate;
pub use over_time::{Recorded, judged};
pub use record::{month, old_limits, record};
pub use stay::{Stays, stay};

/// How many findings a posture holds itself; where there are more, it holds the worst open ones
/// and all of them stand in a file beside it.
pub const MAX_FINDINGS: usize = 10_000;
