//! What a posture must reach, and what it may be compared with.

mod baseline;
mod limit;
mod rule;

pub use baseline::Baseline;
pub use limit::{Limit, MaxFailing, Scope, percent};
pub use rule::{Gate, GateRule, GateTest, Possible};
