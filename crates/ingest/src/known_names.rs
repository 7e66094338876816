//! Names under which clients and scanners write: a file that is called so and cannot be read is a
//! source that is missing, not somebody else's document.

/// Names of files in which clients keep servers, in any folder.
const CLIENTS: [&str; 11] = [
    ".mcp.json",
    "mcp.json",
    "mcp_config.json",
    "mcp_settings.json",
    "cline_mcp_settings.json",
    "claude_desktop_config.json",
    ".claude.json",
    "managed-settings.json",
    "managed-mcp.json",
    "gemini-extension.json",
    "opencode.json",
];
/// Names of settings that only mean a client's in its own folder.
const SETTINGS: [&str; 9] = [
    ".claude/settings.json",
    ".claude/settings.local.json",
    ".gemini/settings.json",
    ".codex/config.toml",
    ".continue/config.yaml",
    ".continue/config.json",
    ".vscode/settings.json",
    ".zed/settings.json",
    "goose/config.yaml",
];
/// How names of reports begin that scanners write.
const SCANNERS: [&str; 9] = [
    "gitleaks",
    "trufflehog",
    "prowler",
    "kubescape",
    "agent-scan",
    "mcp-scan",
    "ggshield",
    "detect-secrets",
    ".secrets.baseline",
];
/// Endings under which scanners write; others of theirs are settings.
const REPORTS: [&str; 6] = [".json", ".ndjson", ".jsonl", ".csv", ".sarif", ".baseline"];

/// Whether an MCP client keeps its servers under this path.
pub(super) fn is_client(path: &str) -> bool {
    let path = path.replace('\\', "/").to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let at_end = |known: &&str| path == **known || path.ends_with(&format!("/{known}"));
    CLIENTS.contains(&name) || SETTINGS.iter().any(at_end)
}

/// The scanner whose reports are named so.
pub(super) fn scanner(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let report = REPORTS.iter().any(|ending| name.ends_with(ending));
    SCANNERS.into_iter().find(|known| report && name.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_clients_and_scanners_are_known() {
        for path in [".mcp.json", "a/.cursor/mcp.json", "a/.claude/settings.json", "x\\mcp.json"] {
            assert!(is_client(path), "{path}");
        }
        for path in ["settings.json", "a/settings.json", "xmcp.json", "goose.yaml"] {
            assert!(!is_client(path), "{path}");
        }
        assert_eq!(scanner("out/gitleaks-2026-11.json"), Some("gitleaks"));
        assert_eq!(scanner(".secrets.baseline"), Some(".secrets.baseline"));
        for path in ["gitleaks.toml", "gitleaks.yaml", "report.json", "kubescape"] {
            assert_eq!(scanner(path), None, "{path}");
        }
    }
}
