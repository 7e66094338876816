//! INV: inventory and classification.

pub mod declared_tier;
