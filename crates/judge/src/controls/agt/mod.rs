//! AGT: agent containment and trust.

pub mod contained_memory;
pub mod stoppable_agents;
pub mod trusted_peers;
