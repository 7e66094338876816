//! What a gate compares with.

use std::sync::Arc;

use crate::MonthRecord;

/// An earlier month, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// A file name, or the month itself.
    pub name: String,
    /// The state of everything then.
    pub record: Arc<MonthRecord>,
}
