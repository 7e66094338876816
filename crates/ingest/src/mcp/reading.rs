//! What one client configuration contains.

use super::rules::Rule;
use model::{Diagnostic, Observed};

/// What one client configuration contains.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the file was recognised as.
    pub client: &'static str,
    /// Whether the file is one that lists servers, also where it lists none.
    pub lists_servers: bool,
    /// Its servers, in file order.
    pub observed: Vec<Observed>,
    /// What it states about servers that other files define.
    pub(crate) rules: Vec<Rule>,
    /// The notices about it.
    pub notices: Vec<Diagnostic>,
}
