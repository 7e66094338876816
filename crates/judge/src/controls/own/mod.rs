//! OWN: ownership and accountability.

pub mod accountable_owner;
pub mod current_owner;
pub mod secret_owner;
mod separation;
pub mod stated_purpose;
pub mod three_domains;
pub mod tool_owner;
