//! `muster docs`

use super::library;
use crate::cli;
use crate::controls::CATALOG;
use crate::mappings;
use crate::model::{Artifact, Diagnostic};
use crate::render::reference;
use crate::workspace;

pub(super) fn run(args: &cli::Docs) -> Result<(), Vec<Diagnostic>> {
    let written = workspace::write(&args.out, &documents()?).map_err(|error| vec![error])?;
    let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    super::console::line(&format!("Written: {}", names.join(", ")));
    Ok(())
}

/// The documents as they should be, of the tool's own frameworks only.
///
/// # Errors
/// Where mappings or templates are broken.
pub fn documents() -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let mappings = mappings::load(&mappings::embedded(), &ids)?;
    reference::documentation(&library::library(&mappings)).map_err(|error| vec![error])
}
