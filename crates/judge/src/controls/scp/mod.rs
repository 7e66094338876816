//! SCP: scope and least privilege.

mod agent_identity;
mod approvals;
pub(super) mod approved_set;
pub(super) mod bound_agents;
pub(super) mod client_requests;
mod consent;
pub(super) mod gated_actions;
pub(super) mod specific_scopes;
mod tool_use;
pub(super) mod unused_tools;
