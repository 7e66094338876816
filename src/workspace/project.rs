//! A project: a folder with `muster.toml`, any folder with files, or a single file.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use model::month::HISTORY;
use model::{Diagnostic, Place};

/// The largest file we read, in bytes.
const MAX_FILE: u64 = 512 * 1024 * 1024;
/// How many files a folder may hold before we ask for a smaller one.
const MAX_FILES: usize = 20_000;
/// How deep folders may nest.
const MAX_FOLDERS: usize = 16;
/// Folders of editors that hold MCP configurations; every other hidden folder is left alone.
const CONFIG_FOLDERS: [&str; 14] = [
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
/// Folders that never hold inputs.
const SKIPPED_FOLDERS: [&str; 7] =
    ["collected", "out", "target", "node_modules", "mappings", "templates", "history"];
/// Endings of files that are for people.
const PROSE: [&str; 2] = ["md", "txt"];

/// The files of a project, read.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// `muster.toml`, if there is one.
    pub profile: Option<String>,
    /// Name and content of every other file, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Name and text of the project's own framework files.
    pub mappings: Vec<(String, String)>,
    /// The folder that relative names in the profile mean.
    pub root: PathBuf,
    /// Whether one single file was named.
    pub single: bool,
    /// Name and content of every month record; `None` where the project keeps no history.
    pub history: Option<Vec<(String, Vec<u8>)>>,
    /// What is there and cannot be read.
    pub unreadable: Vec<Diagnostic>,
}

/// Opens a project.
///
/// Files in it that cannot be read are listed in [`Project::unreadable`], so that they are reported with
/// all other errors.
///
/// # Errors
/// Where the path itself cannot be read.
pub fn open(path: &Path) -> Result<Project, Vec<Diagnostic>> {
    let metadata = fs::metadata(path).map_err(|error| vec![unreadable(path, &error)])?;
    if metadata.is_file() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = read_file(path).map_err(|error| vec![error])?;
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        return Ok(Project {
            files: vec![(name, bytes)],
            root,
            single: true,
            ..Project::default()
        });
    }
    if !metadata.is_dir() {
        return Err(vec![no_file(path)]);
    }
    let mut errors = Vec::new();
    let mut project = Project { root: path.to_path_buf(), ..Project::default() };
    let mut found = Vec::new();
    walk(path, 0, &mut found, &mut errors);
    found.sort();
    if found.len() > MAX_FILES {
        let message = format!("{} contains more than {MAX_FILES} files", path.display());
        return Err(vec![Diagnostic::general(message, "name a smaller folder")]);
    }
    for file in found {
        let name = relative(path, &file);
        match read_file(&file) {
            Ok(bytes) if name == "muster.toml" => match String::from_utf8(bytes) {
                Ok(text) => project.profile = Some(text),
                Err(_) => errors.push(Diagnostic::at(
                    &Place::file(name),
                    "this file is not UTF-8",
                    "save it as UTF-8",
                )),
            },
            Ok(bytes) => project.files.push((name, bytes)),
            Err(error) => errors.push(error),
        }
    }
    project.mappings = mappings(path, &mut errors);
    project.history = history(path, project.profile.is_some(), &mut errors);
    project.unreadable = errors;
    Ok(project)
}

/// Reads one file, within bounds.
///
/// # Errors
/// Where it is no file, too large or unreadable.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_within(path, MAX_FILE)
}

fn read_within(path: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(no_file(path));
    }
    let too_large = || {
        let message = format!("{} is larger than {} MiB", path.display(), limit >> 20);
        Diagnostic::general(message, "split it, or write NDJSON in several files")
    };
    if metadata.len() > limit {
        return Err(too_large());
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    // It may have grown since, or be larger than its metadata states.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Every file under a folder that `open` would read, and the settings of clients beside them.
pub(super) fn walk_known(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut passed_over) = (Vec::new(), Vec::new());
    walk(folder, 0, &mut found, &mut passed_over);
    found
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, errors: &mut Vec<Diagnostic>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return errors.push(unreadable(folder, &error)),
    };
    for entry in entries {
        let (path, kind) = match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
            Ok(found) => found,
            Err(error) => {
                errors.push(unreadable(folder, &error));
                continue;
            }
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if kind.is_dir() {
            if !passes_over(&name) && depth < MAX_FOLDERS {
                walk(&path, depth + 1, found, errors);
            }
            continue;
        }
        let for_people =
            path.extension().is_some_and(|e| PROSE.iter().any(|p| e.eq_ignore_ascii_case(p)));
        let dot = name.starts_with('.') && !name.ends_with("mcp.json") && name != ".claude.json";
        // A spreadsheet program leaves such a file beside one that is open.
        let lock = name.starts_with("~$") || name.starts_with(".~lock.");
        // Links to folders are not followed: they may lead in circles.
        let linked_folder = kind.is_symlink() && path.is_dir();
        if !for_people && !dot && !lock && !linked_folder && found.len() <= MAX_FILES {
            found.push(path);
        }
    }
}

/// Whether a folder of this name is left alone.
pub(super) fn passes_over(name: &str) -> bool {
    let hidden = name.starts_with('.') && !CONFIG_FOLDERS.contains(&name);
    hidden || SKIPPED_FOLDERS.contains(&name)
}

fn mappings(root: &Path, errors: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in [root.join("mappings"), root.join("mappings/frameworks")] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if !path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
                continue;
            }
            match read_file(&path).map(String::from_utf8) {
                Ok(Ok(text)) => files.push((relative(root, &path), text)),
                Ok(Err(_)) => errors.push(Diagnostic::at(
                    &Place::file(relative(root, &path)),
                    "this file is not UTF-8",
                    "save it as UTF-8",
                )),
                Err(error) => errors.push(error),
            }
        }
    }
    files.sort();
    files
}

/// The month records, by name; a folder without any is no history yet.
fn history(
    root: &Path,
    is_project: bool,
    errors: &mut Vec<Diagnostic>,
) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = root.join(HISTORY);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        // In a folder that is no project a file of that name may be anything.
        Err(_) if !folder.exists() || !(is_project || folder.is_dir()) => return None,
        Err(_) => {
            // A history that cannot be read is not the same as none.
            let message = format!("{HISTORY} is not a readable folder");
            let help =
                "it contains the recorded months: restore it, or move the file of that name away";
            errors.push(Diagnostic::at(&Place::file(HISTORY), message, help));
            return None;
        }
    };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        match read_file(path) {
            Ok(bytes) => files.push((relative(root, path), bytes)),
            Err(error) => errors.push(error),
        }
    }
    (!paths.is_empty()).then_some(files)
}

fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let steps = inside.components().map(|step| step.as_os_str().to_string_lossy());
    steps.collect::<Vec<_>>().join("/")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let (message, help) = match error.kind() {
        NotFound => (format!("{} does not exist", path.display()), "check the path"),
        PermissionDenied => {
            (format!("{} may not be read", path.display()), "grant read permission")
        }
        _ => (format!("{} cannot be read: {error}", path.display()), ""),
    };
    Diagnostic::general(message, help)
}

fn no_file(path: &Path) -> Diagnostic {
    let message = match path.is_dir() {
        true => format!("{} is a folder, not a file", path.display()),
        false => format!("{} is neither a file nor a folder", path.display()),
    };
    Diagnostic::general(message, "name a regular file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_stops_at_the_limit_even_where_the_stated_length_is_smaller() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("servers.ndjson");
        fs::write(&path, vec![b' '; 1 << 20]).expect("a file");
        assert_eq!(read_within(&path, 1 << 20).map(|bytes| bytes.len()), Ok(1 << 20));
        let error = read_within(&path, (1 << 20) - 1).expect_err("too large");
        assert!(error.message.contains("servers.ndjson") && error.help.contains("split"));
        // Files of the system's own have no length beforehand.
        #[cfg(target_os = "linux")]
        assert!(read_within(Path::new("/proc/self/status"), 10).is_err());
    }
}
