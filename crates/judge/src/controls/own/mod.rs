//! OWN: ownership and accountability.

pub(super) mod accountable_owner;
pub(super) mod current_owner;
pub(super) mod naming;
pub(super) mod secret_owner;
pub(super) mod stated_purpose;
pub(super) mod three_domains;
pub(super) mod tool_owner;
