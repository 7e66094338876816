//! CRD: credentials and authentication.

mod crossing;
pub mod environment_isolation;
pub mod human_use;
pub mod modern_auth;
pub mod one_consumer;
pub mod pipeline_federation;
pub mod rotation_window;
pub mod short_lived;
pub mod workload_identity;
