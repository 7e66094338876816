//! Finding files that muster reads, where people and their tools leave them.

use std::path::{Path, PathBuf};

use super::paths::Allowed;
use super::rules::Rules;
use super::walk::{Walk, walk};
use ingest::known_names;
use model::Diagnostic;

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

/// The settings of clients under a folder, sorted. What cannot be opened is passed over: it was not
/// asked for.
///
/// # Errors
/// Where the folder has too many entries.
pub fn discover(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let allowed = Allowed::of(folder, &[])?;
    let rules = Rules::default();
    let how = Walk { root: folder, rules: &rules, allowed: &allowed, is_project: false };
    let found = walk(folder, how)?.files.into_iter();
    let settings =
        found.filter(|found| known_names::is_client(&found.name) || is_settings(&found.name));
    Ok(settings.map(|found| found.path).collect())
}

/// Names that are a client's in some folders, and that people look for.
fn is_settings(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    ["settings.json", "settings.local.json", "config.toml", "config.yaml", "server.json"]
        .contains(&file.as_str())
}

/// Known files of the person who runs this, by the places where clients keep them.
pub fn discover_home() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let Some(home) = home.map(PathBuf::from) else { return Vec::new() };
    HOMES.iter().map(|place| home.join(place)).filter(|path| path.is_file()).collect()
}
