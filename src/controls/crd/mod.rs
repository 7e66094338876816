//! CRD: credentials and authentication.

pub mod workload_identity;
