//! INV: inventory and classification.

pub(super) mod declared_tier;
mod discovery;
pub(super) mod registered_assets;
mod tier_inputs;
pub(super) mod tool_effects;
