//! MCP client configurations: which servers a client starts or calls, and with which secrets.
//!
//! Files are told by content, since every client names them differently. Nothing is started,
//! nothing is called, and no argument or environment value is kept.

mod address;
mod arguments;
mod auth;
mod bridge;
mod container;
mod entry;
mod hardening;
mod hints;
mod inputs;
mod launch;
mod names;
mod observe;
mod package;
mod signals;
mod sweep;
#[cfg(test)]
mod tests;
mod transport;
mod words;
mod wrapper;

use std::sync::Arc;

use crate::model::{Diagnostic, Observed};
use crate::syntax::Node;

pub(super) use address::{Address, clean as clean_address};

/// What one client configuration says.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the file was recognised as.
    pub client: &'static str,
    /// Its servers, in file order.
    pub observed: Vec<Observed>,
    /// What is worth telling about it.
    pub notices: Vec<Diagnostic>,
}

/// Whether the document is a client configuration, also one without any server.
pub fn recognise(root: &Node) -> bool {
    !container::containers(root).is_empty()
}

/// Reads a client configuration. A broken entry becomes a notice and spares its siblings.
pub fn read(root: &Node, file: &Arc<str>) -> Reading {
    observe::read(root, file)
}
