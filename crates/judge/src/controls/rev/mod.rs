//! REV: access review.

pub mod current_review;
pub mod executed_decisions;
pub mod independent_reviewer;
pub(super) mod latest;
pub mod reviewed_items;
