//! `muster render`

use super::{console, out, posture_file, report};
use crate::cli;
use crate::render;
use crate::workspace::{self, Document};
use model::Diagnostic;

pub(super) fn run(args: &cli::Render) -> Result<report::Written, Vec<Diagnostic>> {
    let posture = posture_file::read(&Document::argument(&args.posture))?;
    let formats = report::formats(&args.format);
    let artifacts = render::render(posture, None, &formats).map_err(|error| vec![error])?;
    let out = out::folder(args.out.as_deref()).map_err(|error| vec![error])?;
    let written = workspace::write(&out, artifacts.files).map_err(|error| vec![error])?;
    console::summary(&artifacts.posture, None, &written);
    Ok(report::Written::of(&artifacts.failed, &out))
}
