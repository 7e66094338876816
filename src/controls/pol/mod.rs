//! POL: policy, approval and waivers.

pub mod prior_approval;
