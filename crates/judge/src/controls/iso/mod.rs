//! ISO: isolation and exposure.

pub(super) mod contained_runtime;
mod encryption;
mod exposure;
pub(super) mod guarded_transport;
mod host_access;
