//! REV: access review.

pub mod current_review;
pub(super) mod latest;
pub mod reviewed_items;
