//! How reports are written.

use model::Month;

/// How a report is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// HTML is one page that holds everything, in place of a folder of pages.
    pub single_file: bool,
    /// The project's own template for what is around the body of a page.
    pub layout: Option<Template>,
    /// How PDFs are made.
    pub pdf: PdfOptions,
    /// The earlier months whose sites are kept in the folder of the site.
    pub kept: Vec<Month>,
}

/// How PDFs are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// The project's own template for `report.pdf`.
    pub template: Option<Template>,
    /// Font files for the scripts that the embedded ones lack: names, as messages write them, and bytes.
    pub fonts: Vec<(String, Vec<u8>)>,
    /// What the files conform to.
    pub standard: PdfStandard,
    /// `executive.pdf` is left out: a part for evidence requests has no board.
    pub without_executive: bool,
}

/// What a PDF conforms to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PdfStandard {
    /// PDF/A-3a and PDF/UA-1: archival and accessible.
    #[default]
    Archival,
    /// PDF 1.7 alone: the way out where a font or template cannot be archival.
    V1_7,
}

/// A project's own template for pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The file, as messages name it.
    pub file: String,
    /// Its text.
    pub text: String,
}
