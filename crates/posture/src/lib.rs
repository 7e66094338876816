//! Assessment × mappings → posture: score, roll-ups, remediation actions.

mod access;
mod against;
mod age_bands;
mod alike;
mod asset_transitions;
mod attribution;
mod build;
mod by_owner;
mod cards;
mod caveats;
mod cells;
mod compare;
mod compared;
mod contacts;
mod counting;
mod counts;
mod editions;
mod events;
mod excluded;
mod finding_age;
mod findings_lines;
mod fixes;
mod followed;
mod frameworks;
mod gains;
mod gate;
mod gathered;
mod grade;
mod graded;
mod held;
mod last_month;
mod limitations;
mod links;
mod listing;
mod measured;
mod method;
mod missing;
mod of_assets;
mod other_limits;
mod over_time;
mod pair;
mod part;
mod quoted;
mod rank;
mod record;
mod renames;
mod requests;
mod roll_up;
pub mod sample;
mod selection;
mod severe;
mod share;
mod silent_sources;
mod since;
mod slices;
mod stated_texts;
mod summary;
mod summing;
mod totals;
pub mod verify;

pub use alike::{Alike, Counted};
pub use build::{Batches, Made, PostureInputs, posture};
pub use compare::{compare, explain};
pub use findings_lines::{FindingCards, FindingLines};
pub use gate::{gate, no_rules};
pub use graded::score_and_grade;
pub use held::Held;
pub use last_month::{CarriedForward, LastMonth, carry_forward};
pub use other_limits::{States, UnderLimits, state};
pub use over_time::Recorded;
pub use part::part;
pub use rank::first_to_act_on;
pub use record::{findings, month, old_limits, record};
pub use selection::{selects, settled};
pub use stated_texts::Again;
pub use summary::caveats;

/// How many findings a posture holds itself; where there are more, it holds the most severe open ones
/// and all of them are in a file beside it.
pub const MAX_FINDINGS: usize = 10_000;

/// How many edges of access a posture holds; where there are more, it holds those of the most privileged
/// assets.
pub const MAX_EDGES: usize = 50_000;
