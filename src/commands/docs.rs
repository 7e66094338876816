//! `muster docs`

use super::{library, pipeline, record_kinds, schema};
use crate::cli;
use crate::render::reference;
use crate::workspace::{self, Project};
use model::{Artifact, Diagnostic};

pub(super) fn run(args: &cli::Docs) -> Result<(), Vec<Diagnostic>> {
    let written = workspace::write(&args.out, documents()?).map_err(|error| vec![error])?;
    let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    super::terminal::say(&[syntax::line!("Written: {}", names.join(", "))]);
    Ok(())
}

/// The current documents, of the tool's own frameworks only.
///
/// # Errors
/// Where mappings or templates are broken.
pub fn documents() -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let mappings = pipeline::load_mappings(&Project::default())?;
    let library = library::library(&mappings);
    let mut documents = reference::documentation(&library).map_err(|error| vec![error])?;
    documents.push(record_kinds::page(&schema::inventory()));
    Ok(documents)
}
