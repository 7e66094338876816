//! The posture as data, the templates and the fonts → `report.pdf` and `executive.pdf`.

use sha2::{Digest, Sha256};

use super::{data, fonts, inputs, templates, text};
use model::{Artifact, Diagnostic, Posture};
use syntax::encoding::hex;

/// One document: its file, its template, and what it is in a message.
struct Document {
    file: &'static str,
    template: &'static str,
    what: &'static str,
}

const REPORT: Document =
    Document { file: "report.pdf", template: "report.typ", what: "the PDF report" };
const EXECUTIVE: Document =
    Document { file: "executive.pdf", template: "executive.typ", what: "the PDF for the board" };

/// `report.pdf` and `executive.pdf`, each made or not; `json` is the posture to attach.
///
/// # Errors
/// Where the data cannot be written, and for each document why it cannot be made.
pub(in crate::render) fn render(
    posture: &Posture,
    json: &[u8],
) -> Result<[Result<Artifact, Diagnostic>; 2], Diagnostic> {
    // The identifier follows the content: two reports are the same exactly if their postures are.
    let sha256 = hex(Sha256::digest(json));
    let data = data::documents(posture, &sha256, &text::Glyphs::of(fonts::fonts()))?;
    let inputs = inputs::inputs(posture, &sha256)?;
    let made = |document, data| {
        let posture_json = ("posture.json", json.to_vec());
        let files = vec![("data.json", data), posture_json, ("inputs.json", inputs.clone())];
        one(&document, files, posture, &sha256)
    };
    let (report, executive) =
        rayon::join(|| made(REPORT, data.report), || made(EXECUTIVE, data.executive));
    Ok([report, executive])
}

fn one(
    document: &Document,
    files: Vec<(&'static str, Vec<u8>)>,
    posture: &Posture,
    sha256: &str,
) -> Result<Artifact, Diagnostic> {
    let job = pdf::Job {
        name: "main.typ",
        template: &templates::main(document.template),
        modules: templates::modules(),
        files,
        date: posture.as_of,
        ident: format!("{sha256} {}", document.file),
        // What made this file, which need not be what made the posture.
        creator: concat!("muster ", env!("CARGO_PKG_VERSION")).into(),
    };
    let bytes = pdf::render(fonts::fonts(), job).map_err(|failure| {
        Diagnostic::general(
            format!("{} cannot be made: {failure}", document.what),
            "report this with the posture.json; the other formats hold the same",
        )
    })?;
    Ok(Artifact::new(document.file, bytes))
}
