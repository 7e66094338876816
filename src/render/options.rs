//! How reports are written.

use model::Month;

/// The folder of the volumes of the register of findings, in the folder of outputs.
pub const VOLUMES: &str = "register";

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
    /// Fonts for the scripts that the embedded ones lack.
    pub fonts: Vec<FontFile>,
    /// How many rows the register of findings prints: those to act on first. None for
    /// [`REGISTER_ROWS`](Self::REGISTER_ROWS).
    pub register_rows: Option<u64>,
    /// What the files conform to.
    pub standard: PdfStandard,
    /// `executive.pdf` is left out, and so are volumes: a part for evidence requests is one file.
    pub without_executive: bool,
}

impl PdfOptions {
    /// How many rows the register of findings has where nothing else is asked for: no person turns more pages.
    pub const REGISTER_ROWS: u64 = 2_000;

    /// How many rows the register of findings has.
    pub fn register_rows(&self) -> u64 {
        let rows = self.register_rows.unwrap_or(Self::REGISTER_ROWS);
        // The PDF of a part is one file.
        if self.without_executive { rows.min(Self::REGISTER_ROWS) } else { rows }
    }
}

/// A font beside the embedded ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The file, as messages and lists name it.
    pub name: String,
    /// TrueType or OpenType, one font or a collection.
    pub bytes: Vec<u8>,
    /// Whether it is one of the fonts of the machine, taken for characters that no other font shows.
    pub is_of_system: bool,
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
