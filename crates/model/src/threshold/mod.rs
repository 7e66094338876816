//! Every number a control compares with, in one table.

mod in_force;
mod limit;
mod table;

pub use in_force::Thresholds;
pub use limit::{Bound, Threshold, Unit};
pub use table::*;
