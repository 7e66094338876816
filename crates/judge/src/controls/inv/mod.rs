//! INV: inventory and classification.

pub mod declared_tier;
pub mod registered_assets;
pub mod tool_effects;
