//! MCP client configurations. Its readers come with the next commits; until then none is
//! recognised, and every such file is listed as not read.

use crate::model::{Diagnostic, Observed};
use crate::syntax::Node;

/// What one configuration holds.
pub struct Reading {
    /// The client's name, as the report's cover prints it.
    pub client: &'static str,
    /// Its server entries.
    pub observed: Vec<Observed>,
    /// What is worth telling.
    pub notices: Vec<Diagnostic>,
}

/// Whether a document configures MCP servers.
pub fn recognise(_: &Node) -> bool {
    false
}

/// Reads a configuration.
pub fn read(_: &Node, _: &std::sync::Arc<str>) -> Reading {
    Reading { client: "", observed: Vec::new(), notices: Vec::new() }
}
