//! MCP client configurations: which servers a client starts or calls, and with which secrets.
//!
//! Files are recognised by content, since every client names them differently. Nothing is started,
//! nothing is called, and no argument or environment value is kept.

mod approvals;
mod archived;
mod arguments;
mod auth;
mod bridge;
mod certificates;
mod cited;
mod container;
mod entry;
mod flat;
mod hardening;
mod hints;
mod hooks;
mod inputs;
mod key;
mod launch;
mod lookalike;
mod names;
mod observe;
mod outside;
mod package;
mod reading;
mod rules;
mod runs;
mod runtime;
mod scan_entry;
mod scopes;
mod signals;
mod switched;
#[cfg(test)]
mod tests;
mod transport;
mod unwrap;
mod words;

use std::sync::Arc;

pub(super) use hooks::read as read_hooks;
pub use reading::Reading;
pub(super) use rules::{Rule, apply};

use crate::classes::Classes;
use syntax::Node;

/// Whether the document is a client configuration, also one without any server.
pub fn recognise(root: &Node) -> bool {
    !container::containers(root).is_empty() || rules::is_settings(root) || hooks::is_present(root)
}

/// Reads a client configuration. A broken entry becomes a notice, and its siblings are read.
pub(crate) fn read(root: &Node, file: &Arc<str>, classes: &Classes) -> Reading {
    observe::read(root, file, classes)
}
