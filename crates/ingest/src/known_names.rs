//! Names under which clients and scanners write. A file that is called so is read wherever it is, and where it
//! cannot be read a source is missing.

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
/// How names of reports begin that scanners write, with the id of the format. The first that fits counts.
const SCANNERS: [(&str, &str); 15] = [
    ("gitleaks", "gitleaks"),
    ("trufflehog3", "trufflehog3"),
    ("trufflehog", "trufflehog"),
    ("prowler", "prowler"),
    ("kubescape", "kubescape"),
    ("agent-scan", "agent-scan"),
    ("mcp-scanner", "mcp-scanner"),
    ("mcp-scan", "agent-scan"),
    ("mcp-sentinel", "mcp-sentinel"),
    ("ggshield", "ggshield"),
    ("detect-secrets", "detect-secrets"),
    ("noseyparker", "noseyparker"),
    ("nosey-parker", "noseyparker"),
    ("secret-scanning-alerts", "github-secret-scanning"),
    (".secrets.baseline", "detect-secrets"),
];
/// Endings under which scanners write; files of theirs with another one are settings.
const REPORTS: [&str; 6] = ["json", "ndjson", "jsonl", "csv", "sarif", "baseline"];
/// Endings and double endings that only reports of scanners have, with the id of the format.
const REPORT_ENDINGS: [(&str, &str); 6] = [
    (".sarif", "sarif"),
    (".sarif.json", "sarif"),
    (".asff-json", "asff"),
    (".asff.json", "asff"),
    (".ocsf-json", "ocsf"),
    (".ocsf.json", "ocsf"),
];

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

/// The format in which a report of this name is written: that of the scanner which writes such names, else
/// the exchange format that the ending names.
pub fn report_format(path: &str) -> Option<&'static str> {
    let name = file_name(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let exchanged = REPORT_ENDINGS.iter().find(|(ending, _)| name.ends_with(ending));
    let written = REPORTS.contains(&ending) || exchanged.is_some();
    let scanner = SCANNERS.iter().find(|(start, _)| written && name.starts_with(start));
    scanner.or(exchanged).map(|(_, format)| *format)
}

/// Whether reports of a format hold a line a finding: a finished scan that finds nothing writes none.
pub fn writes_lines(format: &str) -> bool {
    ["trufflehog", "noseyparker"].contains(&format)
}

/// Whether a scanner writes its reports under this name.
pub fn is_report(path: &str) -> bool {
    let name = file_name(path);
    let of_a_pipeline = name.starts_with("gl-") && name.ends_with("-report.json");
    report_format(path).is_some() || of_a_pipeline
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
        for (path, format) in [
            ("out/gitleaks-2026-11.json", Some("gitleaks")),
            (".secrets.baseline", Some("detect-secrets")),
            ("mcp-scanner.json", Some("mcp-scanner")),
            ("mcp-scan.json", Some("agent-scan")),
            ("prowler-output.ocsf.json", Some("prowler")),
            ("gitleaks.sarif", Some("gitleaks")),
            ("ci/code.sarif", Some("sarif")),
            ("hub.asff-json", Some("asff")),
            ("gl-secret-detection-report.json", None),
        ] {
            assert_eq!(report_format(path), format, "{path}");
        }
        for path in ["gitleaks.toml", "gitleaks.yaml", "report.json", "kubescape", "a.baseline"] {
            assert!(!is_report(path), "{path}");
        }
    }
}
