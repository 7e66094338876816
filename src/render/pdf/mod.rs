//! PDF: Typst inside the binary; archival (PDF/A-3b), tagged (PDF/UA-1), with the posture attached.
//!
//! Data enters Typst as JSON bytes and is only ever shown as text: nothing in it can become code.

mod data;
mod export;
mod findings;
mod prose;
mod text;
mod world;

use sha2::{Digest, Sha256};

use crate::model::{Artifact, Diagnostic, Posture};

/// `report.pdf`; `json` is the posture to attach.
pub(super) fn render(posture: &Posture, json: &[u8]) -> Result<Artifact, Diagnostic> {
    let fonts = world::fonts();
    let data = data::document(posture, &text::Glyphs::of(fonts))?;
    let world = world::World::new(fonts, posture.as_of, data, json.to_vec())?;
    // The identifier follows the content: two reports are the same exactly if their postures are.
    let digest = Sha256::digest(json);
    let ident: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Artifact::new("report.pdf", export::pdf(&world, &ident, posture)?))
}
