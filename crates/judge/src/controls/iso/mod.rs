//! ISO: isolation and exposure.

pub(super) mod contained_runtime;
pub(super) mod guarded_transport;
