//! `muster render`

use super::{console, posture_file, report};
use crate::cli;
use crate::render;
use crate::workspace;
use model::Diagnostic;

pub(super) fn run(args: &cli::Render) -> Result<(), Vec<Diagnostic>> {
    let posture = posture_file::read(&args.posture)?;
    let formats = report::formats(&args.format);
    let artifacts = render::render(posture, None, &formats).map_err(|error| vec![error])?;
    let written = workspace::write(&args.out, artifacts.files).map_err(|error| vec![error])?;
    console::summary(&artifacts.posture, None, &written);
    Ok(())
}
