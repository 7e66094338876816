//! ISO: isolation and exposure.

pub mod contained_runtime;
mod encryption;
mod exposure;
pub mod guarded_transport;
mod host_access;
