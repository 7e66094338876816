//! POL: policy, approval and waivers.

pub mod enforcement_point;
pub mod prior_approval;
