//! Catalogues of MCP servers: what a publisher states about a server, not what is in use.
//!
//! A catalogue's description is no business purpose and its version is what is offered, so neither
//! is read as the organisation's own statement.

mod catalog_entry;
mod docker;
mod inputs;
pub(super) mod package;
mod server_json;

pub(crate) use docker::FORMAT as DOCKER;
pub(crate) use server_json::FORMAT as SERVER_JSON;
