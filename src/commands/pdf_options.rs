//! How PDFs are made, by the command line and the project.

use super::manifest;
use crate::cli;
use crate::render::{PdfOptions, PdfStandard, Template};
use crate::workspace;
use model::Diagnostic;
use model::manifest::FileFacts;

/// The options of a run.
///
/// # Errors
/// Where a font cannot be read.
pub(super) fn of(args: &cli::Pdf, template: Option<Template>) -> Result<PdfOptions, Diagnostic> {
    let font =
        |path: &std::path::PathBuf| Ok((path.display().to_string(), workspace::read_bytes(path)?));
    let standard = match args.pdf_standard {
        cli::PdfStandard::Archival => PdfStandard::Archival,
        cli::PdfStandard::V1_7 => PdfStandard::V1_7,
    };
    let fonts = args.pdf_font.iter().map(font).collect::<Result<_, Diagnostic>>()?;
    Ok(PdfOptions { template, fonts, standard, without_executive: false })
}

/// What a manifest lists of them: PDFs are not the same without these files.
pub(super) fn files(options: &PdfOptions) -> Vec<FileFacts> {
    let fonts = options.fonts.iter().map(|(name, bytes)| manifest::file(name, bytes));
    let template = options.template.iter();
    fonts.chain(template.map(|own| manifest::file(&own.file, own.text.as_bytes()))).collect()
}
