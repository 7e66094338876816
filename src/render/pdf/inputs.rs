//! `inputs.json`, as it is attached: what a posture was made from, each with its SHA-256.

use serde_json::json;

use model::{Diagnostic, Posture};

/// The list; `sha256` is that of the attached posture.
///
/// # Errors
/// None in practice.
pub(super) fn inputs(posture: &Posture, sha256: &str) -> Result<Vec<u8>, Diagnostic> {
    let inputs: Vec<_> = posture
        .inputs
        .iter()
        .map(|input| {
            json!({
                "path": input.path, "format": input.format, "bytes": input.bytes,
                "sha256": input.sha256,
            })
        })
        .collect();
    let list = json!({
        "as_of": posture.as_of,
        "period": posture.period,
        "posture_sha256": sha256,
        "profile_sha256": posture.profile_sha256,
        "tool": posture.tool,
        "findings_file": posture.findings_file,
        "inputs": inputs,
    });
    serde_json::to_vec_pretty(&list).map_err(|error| {
        Diagnostic::general(format!("the list of inputs cannot be written: {error}"), "report this")
    })
}
