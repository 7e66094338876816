//! AGT: agent containment and trust.

pub(super) mod bounded_delegation;
pub(super) mod contained_memory;
pub(super) mod stoppable_agents;
pub(super) mod trusted_peers;
