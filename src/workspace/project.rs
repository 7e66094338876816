//! The files of a project, read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::configuration::NAME;
use super::paths::{Allowed, relative};
use super::read::read_file;
use model::month::HISTORY;
use model::{Diagnostic, Place};

/// The files of a project, read.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The configuration, if there is one.
    pub profile: Option<String>,
    /// Its name, relative to the project; empty for `muster.toml`.
    pub profile_name: String,
    /// Name and content of every other file, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// The names of files that are arguments: each must be read.
    pub named: BTreeSet<String>,
    /// The names of all files that must be read: arguments, and those named by a source or by their
    /// place.
    pub required: BTreeSet<String>,
    /// Name and text of the project's own framework files.
    pub mappings: Vec<(String, String)>,
    /// The folder that relative names mean.
    pub root: PathBuf,
    /// Whether only files were named.
    pub single: bool,
    /// Whether the folder that names are relative to was looked through.
    pub complete: bool,
    /// Where links, sources and prose may lead.
    pub allowed: Allowed,
    /// Name and content of every month record; `None` where the project keeps no history.
    pub history: Option<Vec<(String, Vec<u8>)>>,
    /// What is wrong with the configuration before it is read as one.
    pub wrong: Vec<Diagnostic>,
    /// What must be read and cannot be.
    pub unreadable: Vec<Diagnostic>,
    /// Files of known names that cannot be opened, each with its place.
    pub unread: Vec<Diagnostic>,
    /// What was passed over, and why.
    pub skipped: Vec<Diagnostic>,
    /// How many files with a known ending `.gitignore` excludes.
    pub ignored: u64,
}

impl Project {
    /// How messages name the configuration.
    pub fn configuration(&self) -> &str {
        if self.profile_name.is_empty() { NAME } else { &self.profile_name }
    }
}

/// The project's own frameworks. In a folder without a configuration, a folder of that name may hold
/// anything.
pub(super) fn mappings(
    root: &Path,
    is_project: bool,
    errors: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in [root.join("mappings"), root.join("mappings/frameworks")] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if !path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
                continue;
            }
            match read_file(&path).map(String::from_utf8) {
                Ok(Ok(text)) if is_project || is_framework(&text) => {
                    files.push((relative(root, &path), text));
                }
                Ok(Ok(_)) => {}
                Ok(Err(_)) if !is_project => {}
                Err(_) if !is_project => {}
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

fn is_framework(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("framework:"))
}

/// The month records, by name; a folder without any is no history yet.
pub(super) fn history(
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
