//! The posture itself.

use model::{Diagnostic, Posture};

/// The posture as indented JSON with a final line break.
pub(super) fn document(posture: &Posture) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = serde_json::to_vec_pretty(posture).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn failed(error: serde_json::Error) -> Diagnostic {
    Diagnostic::general(format!("the posture cannot be written as JSON: {error}"), "report this")
}
