//! ISO: isolation and exposure.

pub mod guarded_transport;
