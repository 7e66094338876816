//! Packages whose names are almost those of well-known ones.

use model::records::{Package, Registry};

/// Well-known names that others imitate.
#[rustfmt::skip]
const KNOWN: [(Registry, &str); 14] = [
    (Registry::Npm, "mcp-remote"),
    (Registry::Npm, "@playwright/mcp"),
    (Registry::Npm, "@modelcontextprotocol/server-filesystem"),
    (Registry::Npm, "@modelcontextprotocol/server-memory"),
    (Registry::Npm, "@modelcontextprotocol/server-everything"),
    (Registry::Npm, "@modelcontextprotocol/server-sequential-thinking"),
    (Registry::Npm, "@modelcontextprotocol/server-github"),
    (Registry::Npm, "@modelcontextprotocol/server-postgres"),
    (Registry::Npm, "@upstash/context7-mcp"),
    (Registry::Npm, "@supabase/mcp-server-supabase"),
    (Registry::Npm, "mongodb-mcp-server"),
    (Registry::Pypi, "mcp-server-git"),
    (Registry::Pypi, "mcp-server-fetch"),
    (Registry::Pypi, "mcp-server-time"),
];

/// The well-known name that this one could be taken for: at most two letters away, and not itself
/// well known.
pub(super) fn of(package: &Package) -> Option<&'static str> {
    let rivals = KNOWN.iter().filter(|(registry, _)| *registry == package.registry);
    let mut rivals = rivals.map(|(_, name)| *name);
    if rivals.clone().any(|name| name == package.name) {
        return None;
    }
    rivals.find(|name| (1..=2).contains(&strsim::osa_distance(name, &package.name)))
}
