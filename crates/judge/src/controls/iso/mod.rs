//! ISO: isolation and exposure.

pub mod contained_runtime;
pub mod guarded_transport;
