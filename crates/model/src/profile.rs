//! The user's choices.

use super::posture::Brand;
use super::{Exclusion, Gate, Place, Source, StatedPath, Thresholds};

/// What reports print where the profile names no organisation. It never refuses a comparison.
pub const UNNAMED: &str = "This inventory";

/// Whether two reports may be of one organisation: the names are equal, or one is not stated.
pub fn same_organisation(one: &str, other: &str) -> bool {
    one == other || one == UNNAMED || other == UNNAMED
}

/// What `muster.toml` decides: whose report it is, which frameworks it shows, and the limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The organisation's name.
    pub organisation: String,
    /// The period reported on; the month of the as-of day unless stated.
    pub period: Option<String>,
    /// The frameworks to show, by id; all of them unless stated.
    pub frameworks: Option<Vec<String>>,
    /// The limits in force.
    pub thresholds: Thresholds,
    /// Where inputs come from, where the profile adds to their content.
    pub sources: Vec<Source>,
    /// The file with the organisation's commentary.
    pub prose_file: Option<StatedPath>,
    /// The organisation's commentary for the report, as Markdown: the text of that file.
    pub prose: Option<String>,
    /// How reports look; the logo is that of `logo_file`.
    pub brand: Option<Brand>,
    /// The file with the logo.
    pub logo_file: Option<StatedPath>,
    /// How PDFs are printed.
    pub pdf: PdfChoices,
    /// The address of the published site, which summaries link to.
    pub site_url: Option<String>,
    /// What the posture must reach.
    pub gate: Gate,
    /// Controls that may not be waived, by id, and where that is stated.
    pub never_waived: Vec<(String, Place)>,
    /// Assets that are not part of the score.
    pub exclusions: Vec<Exclusion>,
    /// Scanners and feeds that are no longer used, by id, and where that is stated.
    pub retired_sources: Vec<(String, Place)>,
}

/// How PDFs are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfChoices {
    /// How many rows the register of findings has, where it is not the default.
    pub register_rows: Option<u64>,
    /// Fonts for the scripts that the embedded ones lack.
    pub fonts: Vec<StatedPath>,
    /// Whether fonts of the machine are taken for characters that no other font shows.
    pub system_fonts: bool,
}
