//! REV: access review.

pub(super) mod current_review;
pub(super) mod executed_decisions;
pub(super) mod independent_reviewer;
pub(super) mod latest;
pub(super) mod reviewed_items;
