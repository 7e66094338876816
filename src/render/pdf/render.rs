//! The posture as data, the templates and the fonts → `report.pdf` and `executive.pdf`.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{data, fonts, inputs, templates, text};
use crate::render::options::{PdfOptions, PdfStandard};
use model::{Artifact, Diagnostic, Posture};
use pdf::{Failure, Fonts};
use syntax::encoding::hex;

/// How many seconds a project's own template may take.
const MAX_TEMPLATE_SECONDS: u64 = 120;

/// One document: its file, its template, and what it is in a message.
#[derive(Clone, Copy)]
struct Document {
    file: &'static str,
    template: &'static str,
    what: &'static str,
}

const REPORT: Document =
    Document { file: "report.pdf", template: "report.typ", what: "the PDF report" };
const EXECUTIVE: Document =
    Document { file: "executive.pdf", template: "executive.typ", what: "the PDF for the board" };

/// `report.pdf` and, unless it is left out, `executive.pdf`, each made or not; `json` is the posture to attach.
///
/// # Errors
/// Where the data cannot be written or a font is none, and for each document why it cannot be made.
pub(in crate::render) fn render(
    posture: &Posture,
    json: &[u8],
    options: &PdfOptions,
) -> Result<Vec<Result<Artifact, Diagnostic>>, Diagnostic> {
    // The identifier follows the content: two reports are the same exactly if their postures are.
    let sha256 = hex(Sha256::digest(json));
    let fonts = fonts::with(&options.fonts)?;
    let data = data::documents(posture, &sha256, &text::Glyphs::of(&*fonts))?;
    let inputs = inputs::inputs(posture, &sha256)?;
    let make = |document: Document, data: Vec<u8>| Order {
        document,
        own: options
            .template
            .as_ref()
            .filter(|_| document.file == REPORT.file)
            .map(|own| own.text.clone()),
        files: vec![
            ("data.json", data),
            ("posture.json", json.to_vec()),
            ("inputs.json", inputs.clone()),
        ],
        archival: options.standard == PdfStandard::Archival,
        date: posture.as_of,
        ident: format!("{sha256} {}", document.file),
    };
    let report = make(REPORT, data.report);
    let executive = (!options.without_executive).then(|| make(EXECUTIVE, data.executive));
    let (report, executive) = rayon::join(
        || match report.own {
            Some(_) => within(report, Fonts::clone(&fonts)),
            None => report.made(&fonts),
        },
        || executive.map(|order| order.made(&fonts)),
    );
    let executive = executive.map(|made| artifact(EXECUTIVE, made));
    Ok(std::iter::once(artifact(REPORT, report)).chain(executive).collect())
}

/// All that one document is made from.
struct Order {
    document: Document,
    /// The project's own template in place of ours.
    own: Option<String>,
    files: Vec<(&'static str, Vec<u8>)>,
    archival: bool,
    date: jiff::civil::Date,
    ident: String,
}

impl Order {
    fn made(self, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
        let mut modules = templates::modules();
        let template = match &self.own {
            Some(own) => {
                modules.push((templates::OWN, own));
                templates::main(templates::OWN)
            }
            None => templates::main(self.document.template),
        };
        let job = pdf::Job {
            name: "main.typ",
            template: &template,
            modules,
            files: self.files,
            archival: self.archival,
            date: self.date,
            ident: self.ident,
            // What made this file, which need not be what made the posture.
            creator: concat!("muster ", env!("CARGO_PKG_VERSION")).into(),
        };
        pdf::render(fonts, job)
    }
}

/// The same in a thread that is left behind where it does not end: nothing can stop a compilation.
fn within(order: Order, fonts: Fonts) -> Result<Vec<u8>, Failure> {
    let (outbox, inbox) = channel();
    thread::spawn(move || outbox.send(order.made(&fonts)));
    inbox.recv_timeout(Duration::from_secs(MAX_TEMPLATE_SECONDS)).unwrap_or_else(|_| {
        let message = format!(
            "{} takes more than {MAX_TEMPLATE_SECONDS} seconds and is stopped",
            templates::OWN
        );
        Err(Failure::new(message))
    })
}

fn artifact(document: Document, made: Result<Vec<u8>, Failure>) -> Result<Artifact, Diagnostic> {
    let Document { file, what, .. } = document;
    made.map(|bytes| Artifact::new(file, bytes)).map_err(|failure| {
        let failure = failure.to_string();
        // The compiler names the rule of the standard; the place is the template's.
        let help = match failure.contains("PDF/A") || failure.contains("PDF/UA") {
            true => "change the text, font or template there, or write it with --pdf-standard 1.7",
            false => "correct the template, or report this with the posture.json; the other formats hold the same",
        };
        Diagnostic::general(format!("{what} cannot be made: {failure}"), help)
    })
}
