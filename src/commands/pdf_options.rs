//! How PDFs are made, by the command line and the project.

use super::manifest;
use crate::cli;
use crate::render::{FontFile, PdfOptions, PdfStandard, Template};
use crate::workspace::{self, Allowed};
use model::manifest::FileFacts;
use model::posture::FindingCard;
use model::{Diagnostic, PdfChoices, Posture};

/// The options of a run, by the command line alone.
///
/// # Errors
/// Where a font cannot be read.
pub(super) fn of(args: &cli::Pdf, template: Option<Template>) -> Result<PdfOptions, Diagnostic> {
    let font = |path: &std::path::PathBuf| {
        let bytes = workspace::read_font(path)?;
        Ok(FontFile { name: path.display().to_string(), bytes, is_of_system: false })
    };
    let standard = match args.pdf_standard {
        cli::PdfStandard::Archival => PdfStandard::Archival,
        cli::PdfStandard::V1_7 => PdfStandard::V1_7,
    };
    let fonts = args.pdf_font.iter().map(font).collect::<Result<_, Diagnostic>>()?;
    let register_rows = args.pdf_register_rows;
    Ok(PdfOptions { template, fonts, standard, register_rows, without_executive: false })
}

/// Adds what the profile decides and the command line does not.
///
/// # Errors
/// Where a font leads out of the project, cannot be read, or is none.
pub(super) fn add_choices(
    options: &mut PdfOptions,
    choices: &PdfChoices,
    allowed: &Allowed,
) -> Result<(), Diagnostic> {
    options.register_rows = options.register_rows.or(choices.register_rows);
    for stated in &choices.fonts {
        let at = |error: Diagnostic| Diagnostic::at(stated.place(), error.message, error.help);
        let bytes = workspace::read_own_font(&allowed.stated(stated)?).map_err(at)?;
        options.fonts.push(FontFile { name: stated.to_string(), bytes, is_of_system: false });
    }
    Ok(())
}

/// Adds fonts of the machine, where they are asked for and needed.
///
/// # Errors
/// Where a font of the options is none.
#[cfg(feature = "pdf")]
pub(super) fn add_system_fonts(
    options: &mut PdfOptions,
    posture: &Posture,
    all: Option<&[FindingCard]>,
) -> Result<(), Diagnostic> {
    super::system_fonts::add(options, posture, all)
}

#[cfg(not(feature = "pdf"))]
#[expect(clippy::unnecessary_wraps, reason = "it fails where there are PDFs")]
pub(super) fn add_system_fonts(
    _: &mut PdfOptions,
    _: &Posture,
    _: Option<&[FindingCard]>,
) -> Result<(), Diagnostic> {
    Ok(())
}

/// What a manifest lists of them: PDFs are not the same without these files.
pub(super) fn files(options: &PdfOptions) -> Vec<FileFacts> {
    let fonts = options.fonts.iter().map(|font| match font.is_of_system {
        // Its folder differs from machine to machine.
        true => manifest::file(&format!("/system-fonts/{}", font.name), &font.bytes),
        false => manifest::file(&font.name, &font.bytes),
    });
    let template = options.template.iter();
    fonts.chain(template.map(|own| manifest::file(&own.file, own.text.as_bytes()))).collect()
}
