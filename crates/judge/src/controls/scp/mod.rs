//! SCP: scope and least privilege.

pub mod approved_set;
pub mod bound_agents;
mod broad_grants;
pub mod gated_actions;
pub mod specific_scopes;
pub mod unused_tools;
