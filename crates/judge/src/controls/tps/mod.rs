//! TPS: third party and supply chain.

pub mod approved_definitions;
pub mod fixed_vulnerabilities;
pub mod pinned_launch;
pub mod vetted_supplier;
mod vetting;
mod vulnerability;
mod vulnerability_scan;
