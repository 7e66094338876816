//! TPS: third party and supply chain.

pub mod pinned_launch;
