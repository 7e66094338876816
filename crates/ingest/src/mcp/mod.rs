//! MCP client configurations: which servers a client starts or calls, and with which secrets.
//!
//! Files are recognised by content, since every client names them differently. Nothing is started,
//! nothing is called, and no argument or environment value is kept.

mod approvals;
mod archived;
mod arguments;
mod auth;
mod bridge;
mod container;
mod entry;
mod flat;
mod hardening;
mod hints;
mod inputs;
mod launch;
mod lookalike;
mod names;
mod observe;
mod outside;
mod package;
mod rules;
mod runtime;
mod scan_entry;
mod scopes;
mod signals;
mod switched;
#[cfg(test)]
mod tests;
mod transport;
mod words;
mod wrapper;

use std::sync::Arc;

pub(super) use rules::{Rule, apply};

use super::secrets::SecretDigest;
use model::{Diagnostic, Observed};
use syntax::Node;

/// What one client configuration contains.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the file was recognised as.
    pub client: &'static str,
    /// Whether the file is one that lists servers, also where it lists none.
    pub lists_servers: bool,
    /// Its servers, in file order.
    pub observed: Vec<Observed>,
    /// For each secret of each server, the digest that identifies it.
    pub(super) digests: Vec<Vec<Option<SecretDigest>>>,
    /// What it states about servers that other files define.
    pub(super) rules: Vec<Rule>,
    /// The notices about it.
    pub notices: Vec<Diagnostic>,
}

/// Whether the document is a client configuration, also one without any server.
pub fn recognise(root: &Node) -> bool {
    !container::containers(root).is_empty() || rules::is_settings(root)
}

/// Reads a client configuration. A broken entry becomes a notice, and its siblings are read.
pub fn read(root: &Node, file: &Arc<str>) -> Reading {
    observe::read(root, file)
}
