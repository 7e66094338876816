//! CRD: credentials and authentication.

pub mod short_lived;
pub mod workload_identity;
