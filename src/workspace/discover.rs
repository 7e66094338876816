//! Finding files that muster reads, where people and their tools leave them.

use std::path::{Path, PathBuf};

use super::project::walk_known;

/// Names under which clients and exports are kept, in lower case.
const NAMES: [&str; 16] = [
    ".mcp.json",
    "mcp.json",
    "mcp_config.json",
    "mcp_settings.json",
    "cline_mcp_settings.json",
    "claude_desktop_config.json",
    ".claude.json",
    "settings.json",
    "settings.local.json",
    "managed-settings.json",
    "gemini-extension.json",
    "opencode.json",
    "config.toml",
    "config.yaml",
    "server.json",
    "muster.toml",
];
/// Where clients keep their settings in a person's home folder.
const HOMES: [&str; 16] = [
    ".claude.json",
    ".claude/settings.json",
    ".cursor/mcp.json",
    ".codeium/windsurf/mcp_config.json",
    ".gemini/settings.json",
    ".codex/config.toml",
    ".kiro/settings/mcp.json",
    ".aws/amazonq/mcp.json",
    ".continue/config.yaml",
    ".config/Claude/claude_desktop_config.json",
    ".config/goose/config.yaml",
    ".config/opencode/opencode.json",
    ".config/zed/settings.json",
    ".config/Code/User/mcp.json",
    "Library/Application Support/Claude/claude_desktop_config.json",
    "Library/Application Support/Code/User/mcp.json",
];

/// Known files under a folder, sorted. What cannot be opened is passed over: it was not asked for.
pub fn discover(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walk_known(folder)
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            NAMES.contains(&name.as_str())
        })
        .collect();
    found.sort();
    found
}

/// Known files of the person who runs this, by the places where clients keep them.
pub fn discover_home() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let Some(home) = home.map(PathBuf::from) else { return Vec::new() };
    HOMES.iter().map(|place| home.join(place)).filter(|path| path.is_file()).collect()
}
