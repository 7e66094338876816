//! Servers that are switched off by name, outside of their entries.

use std::collections::HashSet;

use super::container::Container;
use syntax::Node;

/// What a container's surroundings state about which servers run.
pub(super) struct Switched<'a> {
    off: HashSet<&'a str>,
    only: Option<HashSet<&'a str>>,
}

impl<'a> Switched<'a> {
    /// Claude Code lists what is off beside the servers, Gemini what may run and what may not.
    pub(super) fn around(container: &Container<'a>) -> Self {
        let names = |keys: &[&str]| -> Option<HashSet<&'a str>> {
            let node = keys.iter().try_fold(container.home, |node, key| node.get(key))?;
            let texts = node.list().iter().filter_map(Node::text);
            Some(texts.collect()).filter(|names: &HashSet<_>| !names.is_empty())
        };
        let lists: [&[&str]; 3] =
            [&["disabledMcpServers"], &["disabledMcpjsonServers"], &["mcp", "excluded"]];
        let off = lists.into_iter().filter_map(names).flatten().collect();
        let only = if container.gemini { names(&["mcp", "allowed"]) } else { None };
        Switched { off, only }
    }

    /// Whether the server of this name is off.
    pub(super) fn is_off(&self, name: &str) -> bool {
        self.off.contains(name) || self.only.as_ref().is_some_and(|only| !only.contains(name))
    }
}
