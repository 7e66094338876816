//! POL: policy, approval and waivers.

mod approval;
pub mod bounded_waivers;
pub mod enforcement_point;
pub mod policy_as_code;
pub mod prior_approval;
mod waiver;
