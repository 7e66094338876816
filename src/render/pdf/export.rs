//! World → bytes, with every failure as a message.

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst::{World as _, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::{World, midnight};
use crate::model::{Diagnostic, Posture};

/// Compiles and exports; a warning is a defect of the template, so debug builds refuse it.
pub(super) fn pdf(world: &World, ident: &str, posture: &Posture) -> Result<Vec<u8>, Diagnostic> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| explain(world, &errors))?;
    if cfg!(debug_assertions) && !warnings.is_empty() {
        return Err(explain(world, &warnings));
    }
    let standards = PdfStandards::new(&[PdfStandard::A_3b, PdfStandard::Ua_1])
        .map_err(|error| broken(error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_string()),
        // What made this file, which need not be what made the posture.
        creator: Smart::Custom(Some(concat!("muster ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: midnight(posture.as_of).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| explain(world, &errors));
    // Typst memoises for ever; one report never profits from another.
    typst::comemo::evict(0);
    bytes
}

fn explain(world: &World, all: &[SourceDiagnostic]) -> Diagnostic {
    let said: Vec<String> = all
        .iter()
        .take(5)
        .map(|one| match line(world, one) {
            Some(line) => format!("{} (report.typ:{line})", one.message),
            None => one.message.to_string(),
        })
        .collect();
    broken(&said.join("; "))
}

fn line(world: &World, one: &SourceDiagnostic) -> Option<usize> {
    let range = world.range(one.span)?;
    let source = world.source(world.main()).ok()?;
    source.lines().byte_to_line(range.start).map(|line| line + 1)
}

/// What a reader is told where the PDF cannot be made.
pub(super) fn broken(message: &str) -> Diagnostic {
    Diagnostic::general(
        format!("the PDF report cannot be made: {message}"),
        "report this with the posture.json; the other formats hold the same",
    )
}
