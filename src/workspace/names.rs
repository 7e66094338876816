//! Which files are read by their name, before any of them is opened.

use ingest::is_record_name;

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
/// Names under which MCP clients keep their servers, in any folder, in lower case.
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
/// Hidden folders in which every file with a known ending may be an input.
const OPEN_FOLDERS: [&str; 14] = [
    ".cursor",
    ".vscode",
    ".gemini",
    ".kiro",
    ".windsurf",
    ".roo",
    ".codeium",
    ".claude",
    ".codex",
    ".zed",
    ".continue",
    ".kilocode",
    ".amazonq",
    ".opencode",
];
/// Folders of other programs, which hold no inputs and may be very large.
const PRUNED: [&str; 27] = [
    ".git",
    ".hg",
    ".svn",
    ".jj",
    "node_modules",
    "target",
    ".venv",
    "venv",
    "__pycache__",
    ".terraform",
    ".tox",
    ".nox",
    ".cache",
    ".npm",
    ".pnpm-store",
    ".yarn",
    ".cargo",
    ".rustup",
    ".gradle",
    ".m2",
    ".nvm",
    ".pyenv",
    ".rbenv",
    ".local",
    ".mypy_cache",
    ".pytest_cache",
    ".vscode-server",
];
/// Folders of a project that this program keeps for itself.
const OWN: [&str; 5] = ["collected", "out", "mappings", "templates", "history"];
/// Folders whose files are named by their place.
const PLACES: [&str; 2] = ["inventory", "reviews"];

/// Whether a folder of this name is never entered.
pub(super) fn is_pruned(folder: &str) -> bool {
    PRUNED.contains(&folder) || folder.starts_with(".muster-")
}

/// Whether a folder directly in the project is one that this program keeps for itself.
pub(super) fn is_own(folder: &str) -> bool {
    OWN.contains(&folder)
}

/// Whether a name, relative to the project, has an ending that is read, in a folder that is looked
/// through. A spreadsheet program leaves `~$book.xlsx` beside a book that is open.
pub(super) fn has_known_ending(name: &str) -> bool {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let open = |step: &str| !step.starts_with('.') || OPEN_FOLDERS.contains(&step);
    ending(file) && !file.starts_with(['.', '~']) && folders.split('/').all(open)
}

fn ending(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether a name is a known one: a client's settings, a scanner's report or a kind of record.
/// What such a file would have shown is missed where it cannot be read.
pub(super) fn is_known(name: &str) -> bool {
    is_known_anywhere(name) || {
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        has_known_ending(name) && is_record_name(stem)
    }
}

/// Whether a name is a client's or a scanner's, which is read even where `.gitignore` excludes it.
pub(super) fn is_known_anywhere(name: &str) -> bool {
    let name = name.to_lowercase();
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", &name));
    is_client(folders, file) || is_report(file)
}

/// Whether a name is that of a client's settings, for `--discover`.
pub(super) fn is_client_file(name: &str) -> bool {
    let name = name.to_lowercase();
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", &name));
    is_client(folders, file)
}

fn is_client(folders: &str, file: &str) -> bool {
    let inside = |folder: &str| {
        let above = folders.strip_suffix(folder);
        above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
    };
    let matches = |pattern: &&str| *pattern == file || (*pattern == "*" && ending(file));
    CLIENTS.contains(&file)
        || CLIENT_FOLDERS.iter().any(|(folder, files)| inside(folder) && files.iter().any(&matches))
}

fn is_report(file: &str) -> bool {
    let Some((stem, end)) = file.rsplit_once('.') else { return false };
    let json = matches!(end, "json" | "jsonl" | "ndjson");
    let starts = |names: &[&str]| names.iter().any(|name| stem.starts_with(name));
    match end {
        "sarif" | "asff-json" | "ocsf-json" => true,
        "baseline" => file == ".secrets.baseline",
        "csv" => starts(&["prowler"]),
        _ if json => {
            starts(&["gitleaks", "trufflehog", "prowler", "noseyparker", "ggshield"])
                || (stem.starts_with("gl-") && stem.ends_with("-report"))
                || [".sarif", ".asff", ".ocsf"].iter().any(|end| stem.ends_with(end))
        }
        _ => false,
    }
}

/// Whether a file is named by its place in the project: it must be read.
pub(super) fn is_named_by_place(name: &str) -> bool {
    let top = name.split_once('/').map(|(top, _)| top);
    top.is_some_and(|top| PLACES.contains(&top)) && has_known_ending(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_opened() {
        for name in ["a.yaml", "x/y.JSON", ".claude/notes.json", "inventory/servers.csv"] {
            assert!(has_known_ending(name), "{name}");
        }
        for name in ["film.mp4", "a", ".a.yaml", ".github/ci.yml", "~$book.xlsx", "x/.idea/a.json"]
        {
            assert!(!has_known_ending(name), "{name}");
        }
    }

    #[test]
    fn clients_reports_and_records_have_known_names() {
        for name in [
            ".mcp.json",
            "home/.config/goose/config.yaml",
            ".config/Code/User/mcp.json",
            ".claude/settings.local.json",
            "deep/.codex/config.toml",
            ".continue/mcpServers/a.yaml",
            ".secrets.baseline",
            "reports/gl-secret-detection-report.json",
            "scan.sarif",
            "gitleaks-2026-11.json",
            "prowler-output-1.csv",
            "eu.asff.json",
        ] {
            assert!(is_known_anywhere(name), "{name}");
        }
        for name in ["settings.json", "config.toml", "package.json", "a.baseline", "servers.yaml"] {
            assert!(!is_known_anywhere(name), "{name}");
        }
        assert!(is_known("x/servers.yaml") && !is_known("x/service.yaml"));
        assert!(is_named_by_place("inventory/a/b.csv") && !is_named_by_place("x/inventory/b.csv"));
    }
}
