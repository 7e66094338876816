//! The folder that outputs are written to.

use std::path::{Path, PathBuf};

use crate::workspace::{Allowed, Document, ProjectPath};
use model::Diagnostic;

/// The folder where none is named.
const DEFAULT: &str = "out";

/// The folder that the command line names, which may be anywhere; else `out` in this folder, where it is
/// no link to another place: a project may hold a link of that name.
///
/// # Errors
/// Where `out` leads away.
pub(super) fn folder(named: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    if let Some(folder) = named {
        return Ok(folder.to_path_buf());
    }
    here(DEFAULT, "name the folder to write to with --out")?;
    Ok(PathBuf::from(DEFAULT))
}

/// A file in `out` in this folder.
///
/// # Errors
/// Where it is a link that leads away.
pub(super) fn file(name: &str) -> Result<Document, Diagnostic> {
    here(&format!("{DEFAULT}/{name}"), "name the file with --posture").map(Document::from)
}

fn here(name: &str, help: &str) -> Result<ProjectPath, Diagnostic> {
    let here = Allowed::of(Path::new("."), &[])?;
    here.own(name).map_err(|error| Diagnostic { help: help.into(), ..error })
}
