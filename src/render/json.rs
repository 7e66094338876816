//! The posture itself.

use model::{Diagnostic, Posture};

/// More bytes than most assets take: a document that grows while it is written is copied each time.
const OF_AN_ASSET: usize = 2_048;

/// The posture as JSON with a final line break. It is indented, unless there is a file of findings beside it: so large a
/// document is for programs, and spaces are half of it.
pub(super) fn document(posture: &Posture) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::with_capacity(OF_AN_ASSET * posture.assets.len());
    let written = match posture.findings_file {
        None => serde_json::to_writer_pretty(&mut bytes, posture),
        Some(_) => serde_json::to_writer(&mut bytes, posture),
    };
    written.map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn failed(error: serde_json::Error) -> Diagnostic {
    Diagnostic::general(format!("the posture cannot be written as JSON: {error}"), "report this")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use model::posture::FindingsFile;

    #[test]
    fn only_what_a_person_can_read_is_indented() {
        let mut posture = samples::hostile();
        posture.findings_file = None;
        let lines = |posture: &Posture| {
            let bytes = document(posture).expect("JSON");
            let again: Posture = serde_json::from_slice(&bytes).expect("a posture");
            assert_eq!(again.findings_total, posture.findings_total);
            bytes.iter().filter(|byte| **byte == b'\n').count()
        };
        assert!(lines(&posture) > 100);
        let file = FindingsFile { name: "findings.ndjson".into(), sha256: String::new() };
        posture.findings_file = Some(file);
        assert_eq!(lines(&posture), 1);
    }
}
