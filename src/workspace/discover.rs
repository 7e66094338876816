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

/// What was found under a folder.
#[derive(Debug)]
pub struct Discovered {
    /// The settings of clients, sorted.
    pub files: Vec<PathBuf>,
    /// What was not looked at, and why.
    pub passed_over: Vec<Diagnostic>,
}

/// The settings of clients under a folder. What cannot be opened is passed over with a reason: it was not
/// asked for.
///
/// # Errors
/// Where the folder has too many entries.
pub fn discover(folder: &Path) -> Result<Discovered, Diagnostic> {
    let allowed = Allowed::of(folder, &[])?;
    let rules = Rules::default();
    let wanted = |name: &str| known_names::is_client(name) || is_settings(name);
    let how = Walk { root: folder, rules: &rules, allowed: &allowed, is_project: false, wanted };
    let found = walk(folder, how)?;
    let mut passed_over = found.skipped;
    passed_over.extend(found.unread);
    passed_over.extend(found.unreadable);
    let count = |count: u64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    if found.pruned > 0 {
        let folders = count(found.pruned, "folder", "folders");
        let message = format!(
            "{folders} of dependencies and caches not looked through, below {}",
            folder.display()
        );
        let help = "name such a folder itself to look through it";
        passed_over.push(Diagnostic::general(message, help));
    }
    if found.ignored > 0 {
        let files = count(found.ignored, "settings file is", "settings files are");
        let message = format!("{files} excluded by .gitignore below {}", folder.display());
        passed_over.push(Diagnostic::general(message, "name a file itself to read it"));
    }
    Ok(Discovered { files: found.files.into_iter().map(|found| found.path).collect(), passed_over })
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;

    /// Files of other names are entries and no more: none of them takes a place among the files to open.
    #[test]
    fn settings_are_found_among_any_number_of_other_files_and_the_rest_is_named() {
        let home = tempfile::tempdir().expect("a folder");
        for folder in ["many", "many/node_modules/x", "z/.cursor"] {
            fs::create_dir_all(home.path().join(folder)).expect("folders");
        }
        for number in 0..21_000 {
            fs::write(home.path().join(format!("many/{number}.json")), "").expect("a file");
        }
        fs::write(home.path().join(".gitignore"), "ignored/\n").expect("a file");
        fs::create_dir(home.path().join("ignored")).expect("a folder");
        for name in ["z/.cursor/mcp.json", "many/node_modules/x/.mcp.json", "ignored/settings.json"]
        {
            fs::write(home.path().join(name), "{}").expect("a file");
        }
        std::os::unix::fs::symlink("nowhere", home.path().join(".mcp.json")).expect("a link");
        let found = discover(home.path()).expect("found");
        assert_eq!(found.files, [home.path().join("z/.cursor/mcp.json")]);
        let reasons: Vec<&str> =
            found.passed_over.iter().map(|reason| reason.message.as_str()).collect();
        for words in ["leads nowhere", "1 folder of dependencies", "1 settings file is excluded"] {
            assert!(reasons.iter().any(|reason| reason.contains(words)), "{words}: {reasons:?}");
        }
        assert_eq!(reasons.len(), 3, "{reasons:?}");
    }
}
