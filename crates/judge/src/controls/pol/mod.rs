//! POL: policy, approval and waivers.

mod approval;
pub(super) mod bounded_waivers;
pub(super) mod enforcement_point;
pub(super) mod policy_as_code;
pub(super) mod prior_approval;
mod waiver;
