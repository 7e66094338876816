//! `inputs.json`, as it is attached: what a posture was made from, each with its SHA-256, and how the document
//! was printed, so that it can be printed again.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::render::options::PdfOptions;
use model::{Diagnostic, Posture};
use syntax::encoding::hex;

/// The list; `sha256` is that of the attached posture.
///
/// # Errors
/// None in practice.
pub(super) fn inputs(
    posture: &Posture,
    sha256: &str,
    options: &PdfOptions,
) -> Result<Vec<u8>, Diagnostic> {
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
    let file = |name: &str, bytes: &[u8]| json!({ "name": name, "bytes": bytes.len(), "sha256": hex(Sha256::digest(bytes)) });
    let fonts = options.fonts.iter().map(|font| {
        let mut stated = file(&font.name, &font.bytes);
        stated["of_system"] = font.is_of_system.into();
        stated
    });
    let template = options.template.as_ref().map(|own| file(&own.file, own.text.as_bytes()));
    let list = json!({
        "as_of": posture.as_of,
        "period": posture.period,
        "posture_sha256": sha256,
        "profile_sha256": posture.profile_sha256,
        "tool": posture.tool,
        "findings_file": posture.findings_file,
        "inputs": inputs,
        "printed": {
            "register_rows": options.register_rows(),
            "fonts": fonts.collect::<Vec<_>>(),
            "template": template,
        },
    });
    serde_json::to_vec_pretty(&list).map_err(|error| {
        Diagnostic::general(format!("the list of inputs cannot be written: {error}"), "report this")
    })
}
