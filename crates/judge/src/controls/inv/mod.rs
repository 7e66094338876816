//! INV: inventory and classification.

pub mod declared_tier;
mod discovery;
pub mod registered_assets;
mod tier_inputs;
pub mod tool_effects;
