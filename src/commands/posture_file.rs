//! A posture on disk, and the findings that are stored in a file beside it.

use super::recorded;
use crate::workspace::Document;
use model::posture::{FindingCard, SCHEMA_VERSION};
use model::{Diagnostic, Place, Posture};

/// Reads a posture.
///
/// # Errors
/// Where it is none, or of a format that this muster does not read.
pub(super) fn read(file: &Document) -> Result<Posture, Vec<Diagnostic>> {
    let bytes = file.read().map_err(|error| vec![error])?;
    parse(&bytes, file.name()).map_err(|error| vec![error])
}

/// Reads a posture with all its findings, including those in a file beside it.
///
/// # Errors
/// Those of [`read`], and where its findings are not there or not the ones it was made with.
pub(super) fn read_whole(document: &Document) -> Result<Posture, Vec<Diagnostic>> {
    let mut posture = read(document)?;
    if let Some(file) = &posture.findings_file {
        let beside = document.beside(&file.name).map_err(|error| vec![error])?;
        let bytes = beside.read().map_err(|error| vec![error])?;
        if recorded::sha256(&bytes) != file.sha256 {
            let message = "this file does not belong to the posture beside it: its SHA-256 differs";
            let help = "keep posture.json and findings.ndjson of one run together";
            let place = Place::file(beside.name());
            return Err(vec![Diagnostic::at(&place, message, help)]);
        }
        posture.findings = lines(&bytes, beside.name())?;
    }
    if posture.findings.len() as u64 != posture.findings_total {
        let message = format!(
            "this posture states {} findings and contains {}",
            posture.findings_total,
            posture.findings.len()
        );
        let place = Place::file(document.name());
        return Err(vec![Diagnostic::at(&place, message, "create it again with `muster report`")]);
    }
    Ok(posture)
}

/// Findings, one JSON document a line.
fn lines(bytes: &[u8], name: &str) -> Result<Vec<FindingCard>, Vec<Diagnostic>> {
    let broken = |error: serde_json::Error| {
        let message = format!("{name} cannot be read: {error}");
        vec![Diagnostic::general(message, "create it again with `muster report`")]
    };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).map_err(broken)).collect()
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
            format!("this is not a posture: {error}"),
            "create one with `muster report`",
        )
    };
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.schema_version != SCHEMA_VERSION {
        return Err(Diagnostic::at(
            &Place::file(name),
            format!(
                "this posture has format {}; this version of muster reads {SCHEMA_VERSION}",
                head.schema_version
            ),
            "use the version of muster that created it, or create it again",
        ));
    }
    serde_json::from_slice(bytes).map_err(broken)
}
