//! CRD: credentials and authentication.

pub mod rotation_window;
pub mod short_lived;
pub mod workload_identity;
