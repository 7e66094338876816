//! CRD: credentials and authentication.

mod crossing;
pub mod environment_isolation;
mod federation;
pub mod human_use;
pub mod modern_auth;
pub mod one_consumer;
pub mod pipeline_federation;
mod principal;
pub mod rotation_window;
pub mod short_lived;
mod tokens;
pub mod workload_identity;
