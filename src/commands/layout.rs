//! The templates of a project: for what is around the pages of the site, and for `report.pdf`.

use std::path::Path;

use crate::render::Template;
use crate::workspace::{self, Project};
use model::Diagnostic;

/// Where a project has it.
const LAYOUT: &str = "templates/layout.html";
const PDF: &str = "templates/report.typ";

/// The template of a project; none where it has none, or is no project: in any other folder a folder of
/// that name may hold anything.
///
/// # Errors
/// Where it leads out of the project, cannot be read, or is not text.
pub(super) fn of_project(project: &Project) -> Result<Option<Template>, Diagnostic> {
    own(project, LAYOUT)
}

/// The same for `report.pdf`.
///
/// # Errors
/// As above.
pub(super) fn pdf_of_project(project: &Project) -> Result<Option<Template>, Diagnostic> {
    own(project, PDF)
}

fn own(project: &Project, name: &str) -> Result<Option<Template>, Diagnostic> {
    if project.profile.is_none() || project.embedded {
        return Ok(None);
    }
    let path = project.allowed.own(name)?;
    match path.exists() {
        true => template(name, path.read()?).map(Some),
        false => Ok(None),
    }
}

/// The template that the command line names.
///
/// # Errors
/// Where it cannot be read or is not text.
pub(super) fn of_file(path: &Path) -> Result<Template, Diagnostic> {
    template(&path.display().to_string(), workspace::read_file(path)?)
}

fn template(file: &str, bytes: Vec<u8>) -> Result<Template, Diagnostic> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Diagnostic::general(format!("{file} is not text"), "save it as UTF-8"))?;
    Ok(Template { file: file.into(), text })
}
