//! `muster render`

use std::path::Path;

use super::{console, report};
use crate::cli;
use crate::model::posture::SCHEMA_VERSION;
use crate::model::{Diagnostic, Place, Posture};
use crate::render;
use crate::workspace;

pub(super) fn run(args: &cli::Render) -> Result<(), Vec<Diagnostic>> {
    let posture = read_posture(&args.posture)?;
    let formats = report::formats(&args.format);
    let artifacts = render::render(posture, None, &formats).map_err(|error| vec![error])?;
    let written = workspace::write(&args.out, &artifacts.files).map_err(|error| vec![error])?;
    console::summary(&artifacts.posture, &written);
    Ok(())
}

/// Reads a posture file.
pub(super) fn read_posture(path: &Path) -> Result<Posture, Vec<Diagnostic>> {
    let bytes = workspace::read_file(path).map_err(|error| vec![error])?;
    parse(&bytes, &path.to_string_lossy()).map_err(|error| vec![error])
}

fn parse(bytes: &[u8], name: &str) -> Result<Posture, Diagnostic> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema_version: String,
    }
    let broken = |error: serde_json::Error| {
        let line = u32::try_from(error.line()).unwrap_or(0);
        let place = Place::new(&name.into(), line, "");
        Diagnostic::at(
            &place,
            "this is no posture",
            format!("make one with `muster report`: {error}"),
        )
    };
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.schema_version != SCHEMA_VERSION {
        return Err(Diagnostic::at(
            &Place::file(name),
            format!(
                "this posture has format {}, this muster reads {SCHEMA_VERSION}",
                head.schema_version
            ),
            "use the muster that made it, or make it again",
        ));
    }
    serde_json::from_slice(bytes).map_err(broken)
}
