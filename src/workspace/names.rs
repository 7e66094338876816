//! Which files are read by their name, before any of them is opened.

use ingest::{is_record_name, known_names};

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
/// The folder of files that records refer to.
const EVIDENCE: &str = "evidence";
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
    known_names::has_known_ending(file)
        && !file.starts_with(['.', '~'])
        && folders.split('/').all(open)
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
    known_names::is_client(name) || known_names::is_report(name)
}

/// Whether a file is evidence that records may refer to, whatever its ending is.
pub(super) fn is_evidence(name: &str) -> bool {
    name.split_once('/').is_some_and(|(top, rest)| {
        top == EVIDENCE && !rest.split('/').any(|step| step.starts_with(['.', '~']))
    })
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
        for name in [".mcp.json", ".codex/config.toml", "scan.sarif", "gitleaks-2026-11.json"] {
            assert!(is_known_anywhere(name), "{name}");
        }
        for name in ["settings.json", "package.json", "a.baseline", "servers.yaml"] {
            assert!(!is_known_anywhere(name), "{name}");
        }
        assert!(is_known("x/servers.yaml") && !is_known("x/service.yaml"));
        assert!(is_named_by_place("inventory/a/b.csv") && !is_named_by_place("x/inventory/b.csv"));
    }
}
