//! The posture as data, the template and the fonts → `report.pdf`.

use sha2::{Digest, Sha256};

use super::{data, fonts, text};
use model::{Artifact, Diagnostic, Posture};
use syntax::encoding::hex;

const TEMPLATE: &str = include_str!("../../../templates/report.typ");

/// `report.pdf`; `json` is the posture to attach.
pub(in crate::render) fn render(posture: &Posture, json: &[u8]) -> Result<Artifact, Diagnostic> {
    let fonts = fonts::fonts();
    let data = data::document(posture, &text::Glyphs::of(fonts))?;
    // The identifier follows the content: two reports are the same exactly if their postures are.
    let digest = Sha256::digest(json);
    let job = pdf::Job {
        name: "report.typ",
        template: TEMPLATE,
        files: vec![("data.json", data), ("posture.json", json.to_vec())],
        date: posture.as_of,
        ident: hex(digest),
        // What made this file, which need not be what made the posture.
        creator: concat!("muster ", env!("CARGO_PKG_VERSION")).into(),
    };
    let bytes = pdf::render(fonts, job).map_err(|failure| {
        Diagnostic::general(
            format!("the PDF report cannot be made: {failure}"),
            "report this with the posture.json; the other formats hold the same",
        )
    })?;
    Ok(Artifact::new("report.pdf", bytes))
}
