//! `muster docs`

use jiff::civil::date;

use super::judged::Keep;
use super::pipeline::{self, Request};
use super::stages::Stages;
use super::{assess_project, library, record_kinds, schema};
use crate::cli;
use crate::render::reference;
use crate::workspace::{self, Project};
use model::{Artifact, Diagnostic, Posture};

pub(super) fn run(args: &cli::Docs) -> Result<(), Vec<Diagnostic>> {
    let written = workspace::write(&args.out, documents()?).map_err(|error| vec![error])?;
    let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    super::terminal::say(&[syntax::line!("Written: {}", names.join(", "))]);
    Ok(())
}

/// The posture of the demonstration on a fixed day, so that the page about the score does not change with
/// the calendar.
fn demonstration() -> Result<Posture, Vec<Diagnostic>> {
    let request = Request {
        demo: true,
        ..Request::of(workspace::demo(), date(2026, 11, 22), Keep::Reported)
    };
    Ok(assess_project(request, &mut Stages::default())?.posture)
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
    documents.push(reference::score_page(&demonstration()?).map_err(|error| vec![error])?);
    Ok(documents)
}
