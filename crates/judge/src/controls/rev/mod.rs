//! REV: access review.

pub mod current_review;
mod decision;
pub mod executed_decisions;
mod execution;
pub mod independent_reviewer;
pub(super) mod latest;
mod operators;
pub mod reviewed_items;
