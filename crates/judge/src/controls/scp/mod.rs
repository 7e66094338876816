//! SCP: scope and least privilege.

pub(super) mod approved_set;
pub(super) mod bound_agents;
mod broad_grants;
pub(super) mod gated_actions;
pub(super) mod specific_scopes;
pub(super) mod unused_tools;
