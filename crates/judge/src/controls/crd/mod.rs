//! CRD: credentials and authentication.

pub(super) mod bound_federation;
mod crossing;
pub(super) mod environment_isolation;
mod federation;
pub(super) mod human_use;
pub(super) mod mcp_authorization;
pub(super) mod modern_auth;
pub(super) mod one_consumer;
pub(super) mod one_environment;
pub(super) mod pipeline_federation;
mod principal;
pub(super) mod rotation_window;
pub(super) mod short_lived;
mod tokens;
pub(super) mod workload_identity;
