//! CRD: credentials and authentication.

pub mod one_consumer;
pub mod rotation_window;
pub mod short_lived;
pub mod workload_identity;
