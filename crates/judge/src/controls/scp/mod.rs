//! SCP: scope and least privilege.

mod agent_identity;
mod approvals;
pub mod approved_set;
pub mod bound_agents;
mod broad_grants;
mod consent;
pub mod gated_actions;
pub mod specific_scopes;
mod tool_use;
pub mod unused_tools;
