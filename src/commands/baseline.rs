//! What a gate compares with, read from disk.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::explain::parse_lines;
use super::render::read_posture;
use crate::model::{Baseline, Diagnostic, Place};
use crate::workspace;

/// An earlier posture with all its findings, those that stand in a file beside it too.
///
/// # Errors
/// Where it is no posture, of a format this muster does not read, or its findings are not there or
/// not the ones it was made with.
pub(super) fn read(path: &Path) -> Result<Baseline, Vec<Diagnostic>> {
    let mut posture = read_posture(path)?;
    if let Some(file) = &posture.findings_file {
        // A name with a folder in it would lead elsewhere: the posture may come from anybody.
        let name = Path::new(&file.name).file_name().unwrap_or_default();
        let beside = path.with_file_name(name);
        let bytes = workspace::read_file(&beside).map_err(|error| vec![error])?;
        let digest = Sha256::digest(&bytes);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        if digest != file.sha256 {
            let message = "these are not the findings that the baseline was made with";
            let mend = "keep posture.json and findings.ndjson of one run together";
            let place = Place::file(beside.to_string_lossy().as_ref());
            return Err(vec![Diagnostic::at(&place, message, mend)]);
        }
        posture.findings = parse_lines(&bytes, &beside)?;
    }
    if posture.findings.len() as u64 != posture.findings_total {
        let message = format!(
            "the baseline speaks of {} findings and holds {}",
            posture.findings_total,
            posture.findings.len()
        );
        let place = Place::file(path.to_string_lossy().as_ref());
        return Err(vec![Diagnostic::at(&place, message, "make it again with `muster report`")]);
    }
    Ok(Baseline::of(&posture, path.to_string_lossy()))
}
