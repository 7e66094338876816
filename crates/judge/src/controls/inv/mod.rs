//! INV: inventory and classification.

pub(super) mod declared_tier;
pub(super) mod registered_assets;
pub(super) mod tool_effects;
