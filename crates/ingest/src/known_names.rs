//! Names under which clients and scanners write. A file that is called so is read wherever it is, and where it
//! cannot be read a source is missing.

use model::MissingSource;

/// Endings of files that may be inputs.
const ENDINGS: [&str; 19] = [
    "yaml",
    "yml",
    "json",
    "jsonc",
    "sarif",
    "ndjson",
    "jsonl",
    "csv",
    "tsv",
    "toml",
    "xlsx",
    "xlsm",
    "xls",
    "xlsb",
    "ods",
    "numbers",
    "asff-json",
    "ocsf-json",
    "baseline",
];
/// Names of files in which MCP clients keep servers, in any folder, in lower case.
const CLIENTS: [&str; 12] = [
    ".mcp.json",
    "mcp.json",
    "mcp_config.json",
    "mcp_settings.json",
    "mcp_servers.json",
    "cline_mcp_settings.json",
    "claude_desktop_config.json",
    ".claude.json",
    "managed-settings.json",
    "managed-mcp.json",
    "gemini-extension.json",
    "opencode.json",
];
/// Folders of clients, with the names of their settings.
const CLIENT_FOLDERS: [(&str, &[&str]); 21] = [
    (".cursor", &["mcp.json"]),
    (".vscode", &["mcp.json", "settings.json"]),
    (".gemini", &["settings.json"]),
    (".kiro", &["mcp.json"]),
    (".kiro/settings", &["mcp.json"]),
    (".windsurf", &["mcp_config.json", "mcp.json"]),
    (".codeium", &["mcp_config.json"]),
    (".codeium/windsurf", &["mcp_config.json"]),
    (".roo", &["mcp.json"]),
    (".kilocode", &["mcp.json"]),
    (".claude", &["settings.json", "settings.local.json"]),
    (".codex", &["config.toml"]),
    (".zed", &["settings.json"]),
    ("zed", &["settings.json"]),
    (".continue", &["config.yaml", "config.json"]),
    ("mcpservers", &["*"]),
    (".amazonq", &["mcp.json"]),
    ("amazonq", &["mcp.json"]),
    (".opencode", &["opencode.json"]),
    ("goose", &["config.yaml"]),
    ("user", &["mcp.json"]),
];
/// How names of reports begin that scanners write.
const SCANNERS: [&str; 10] = [
    "gitleaks",
    "trufflehog",
    "prowler",
    "kubescape",
    "agent-scan",
    "mcp-scan",
    "ggshield",
    "detect-secrets",
    "noseyparker",
    ".secrets.baseline",
];
/// Endings under which scanners write; files of theirs with another one are settings.
const REPORTS: [&str; 6] = ["json", "ndjson", "jsonl", "csv", "sarif", "baseline"];
/// Endings and double endings that only reports of scanners have.
const REPORT_ENDINGS: [&str; 6] =
    [".sarif", ".sarif.json", ".asff-json", ".asff.json", ".ocsf-json", ".ocsf.json"];

/// Whether a file's name has an ending that may be an input's.
pub fn has_known_ending(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether an MCP client keeps its servers under this path.
pub fn is_client(path: &str) -> bool {
    let path = path.replace('\\', "/").to_lowercase();
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let inside = |folder: &str| {
        let above = folders.strip_suffix(folder);
        above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
    };
    let matches = |pattern: &&str| *pattern == file || *pattern == "*" && has_known_ending(file);
    let in_folder = |(folder, files): &(&str, &[&str])| inside(folder) && files.iter().any(matches);
    CLIENTS.contains(&file) || CLIENT_FOLDERS.iter().any(in_folder)
}

/// The scanner whose reports are named so.
pub fn scanner(path: &str) -> Option<&'static str> {
    let name = file_name(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let report = REPORTS.contains(&ending);
    SCANNERS.into_iter().find(|known| report && name.starts_with(known))
}

/// Whether a scanner writes its reports under this name.
pub fn is_report(path: &str) -> bool {
    let name = file_name(path);
    let of_a_pipeline = name.starts_with("gl-") && name.ends_with("-report.json");
    scanner(path).is_some()
        || of_a_pipeline
        || REPORT_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// What is missing where the file of this name cannot be read.
pub fn missing_source(path: &str) -> MissingSource {
    match (is_client(path), is_report(path)) {
        (true, _) => MissingSource::Client,
        (false, true) => MissingSource::Scanner,
        (false, false) => MissingSource::Records,
    }
}

fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_clients_are_known() {
        for path in [
            ".mcp.json",
            "a/.cursor/mcp.json",
            "x\\mcp.json",
            "home/.config/goose/config.yaml",
            ".config/Code/User/mcp.json",
            ".claude/settings.local.json",
            "deep/.codex/config.toml",
            ".continue/mcpServers/a.yaml",
        ] {
            assert!(is_client(path), "{path}");
        }
        for path in ["settings.json", "a/settings.json", "xmcp.json", "goose.yaml", "config.toml"] {
            assert!(!is_client(path), "{path}");
        }
    }

    #[test]
    fn names_of_reports_are_known() {
        for path in [
            ".secrets.baseline",
            "reports/gl-secret-detection-report.json",
            "scan.sarif",
            "gitleaks-2026-11.json",
            "prowler-output-1.csv",
            "eu.asff.json",
            "hub.asff-json",
        ] {
            assert!(is_report(path), "{path}");
        }
        assert_eq!(scanner("out/gitleaks-2026-11.json"), Some("gitleaks"));
        assert_eq!(scanner(".secrets.baseline"), Some(".secrets.baseline"));
        for path in ["gitleaks.toml", "gitleaks.yaml", "report.json", "kubescape", "a.baseline"] {
            assert!(!is_report(path), "{path}");
        }
    }
}
