//! TPS: third party and supply chain.

pub(super) mod approved_definitions;
pub(super) mod fixed_vulnerabilities;
pub(super) mod pinned_definitions;
pub(super) mod pinned_launch;
pub(super) mod signed_artefacts;
pub(super) mod vetted_supplier;
mod vetting;
mod vulnerability;
mod vulnerability_scan;
