//! AGT: agent containment and trust.

pub(super) mod contained_memory;
pub(super) mod stoppable_agents;
pub(super) mod trusted_peers;
