//! The files of a project, read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::configuration::NAME;
use super::embedded::DEMO;
use super::listing::{Listing, files_of};
use super::paths::Allowed;
use model::month::HISTORY;
use model::{Diagnostic, Place, StatedPath};

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
    /// Where links and the paths that the project states may lead.
    pub allowed: Allowed,
    /// The environment variables that a person allows the project to name.
    pub allowed_env: Vec<String>,
    /// Whether this is the demonstration inside the program, whose files are on no disk.
    pub embedded: bool,
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

    /// The text of a file that the project states.
    ///
    /// # Errors
    /// Where it leads out of the project, cannot be read, or is not text: with the place that states it.
    pub fn text(&self, stated: &StatedPath) -> Result<String, Diagnostic> {
        String::from_utf8(self.bytes(stated)?).map_err(|_| {
            let message = format!("`{stated}` is not text");
            Diagnostic::at(stated.place(), message, "save it as UTF-8, or name a text file")
        })
    }

    /// The bytes of a file that the project states.
    ///
    /// # Errors
    /// Where it leads out of the project or cannot be read: with the place that states it.
    pub fn bytes(&self, stated: &StatedPath) -> Result<Vec<u8>, Diagnostic> {
        let at = |error: Diagnostic| Diagnostic::at(stated.place(), error.message, error.help);
        let missing = || Diagnostic::at(stated.place(), format!("there is no `{stated}`"), "");
        match self.embedded {
            true => DEMO
                .get_file(stated.text())
                .map(|file| file.contents().to_vec())
                .ok_or_else(missing),
            false => self.allowed.stated(stated)?.read().map_err(at),
        }
    }
}

/// The project's own frameworks. In a folder without a configuration, a folder of that name may hold
/// anything.
pub(super) fn mappings(
    allowed: &Allowed,
    is_project: bool,
    errors: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["mappings", "mappings/frameworks"] {
        let found = match files_of(allowed, folder, &["yaml", "yml"]) {
            Ok(Listing::Files(found)) => found,
            Err(error) if is_project => {
                errors.push(error);
                continue;
            }
            Ok(Listing::Nothing | Listing::Unreadable) | Err(_) => continue,
        };
        for path in found {
            match path.read().map(String::from_utf8) {
                Ok(Ok(text)) if is_project || is_framework(&text) => {
                    files.push((path.name().to_string(), text));
                }
                Ok(Ok(_)) => {}
                Ok(Err(_)) if !is_project => {}
                Err(_) if !is_project => {}
                Ok(Err(_)) => errors.push(Diagnostic::at(
                    &Place::file(path.name()),
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
    allowed: &Allowed,
    is_project: bool,
    errors: &mut Vec<Diagnostic>,
) -> Option<Vec<(String, Vec<u8>)>> {
    let paths = match files_of(allowed, HISTORY, &["json"]) {
        Ok(Listing::Files(paths)) => paths,
        Ok(Listing::Nothing) => return None,
        Ok(Listing::Unreadable) if is_project => {
            // A history that cannot be read is not the same as none.
            let message = format!("{HISTORY} is not a readable folder");
            let help =
                "it contains the recorded months: restore it, or move the file of that name away";
            errors.push(Diagnostic::at(&Place::file(HISTORY), message, help));
            return None;
        }
        // In a folder that is no project a file of that name may be anything.
        Ok(Listing::Unreadable) => return None,
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    let mut files = Vec::new();
    for path in &paths {
        match path.read() {
            Ok(bytes) => files.push((path.name().to_string(), bytes)),
            Err(error) => errors.push(error),
        }
    }
    (!paths.is_empty()).then_some(files)
}
