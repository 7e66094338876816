//! REV: access review.

pub mod current_review;
mod latest;
pub mod reviewed_items;
