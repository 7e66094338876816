//! REV: access review.

pub(super) mod current_review;
mod decision;
pub(super) mod executed_decisions;
mod execution;
pub(super) mod independent_reviewer;
pub(super) mod latest;
mod operators;
pub(super) mod reviewed_items;
