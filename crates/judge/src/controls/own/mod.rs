//! OWN: ownership and accountability.

pub(super) mod accountable_owner;
pub(super) mod current_owner;
pub(super) mod secret_owner;
mod separation;
pub(super) mod stated_purpose;
pub(super) mod three_domains;
pub(super) mod tool_owner;
