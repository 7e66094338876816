//! `muster report`, `demo` and `render`: what a report is made of and written as.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Inputs, Reading, value};
use model::Selector;

/// The most rows that a register may be given.
const MAX_REGISTER_ROWS: u64 = 1_000_000;

/// `muster report`
#[derive(Debug, clap::Args)]
pub struct Report {
    /// What to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to write.
    #[command(flatten)]
    pub output: Output,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Report on a part: owner=ID, tier=T3 or framework=ID. May be repeated: values of one key are
    /// alternatives, and all keys must hold. Every page states that it is a part, and of what; it has no trend,
    /// no gate and no record. The folder is named with --out, so that no report of the whole is written over.
    #[arg(long, value_name = "KEY=VALUE", value_parser = value::selector, requires = "out", conflicts_with = "record")]
    pub scope: Vec<Selector>,
    /// Write a PDF of each part beside the report, for evidence requests: parts/owner-ada.pdf.
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "scope")]
    pub pdf_split: Option<Split>,
    /// Keep a record of the month, as history/2026-11.json in the project, for later comparison.
    #[arg(long)]
    pub record: bool,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
}

/// What a report is written as.
#[derive(Debug, clap::Args)]
pub struct Output {
    /// The folder to write to. Default: out, which must be no link to another place.
    #[arg(long, short, value_name = "DIR", value_parser = value::folder)]
    pub out: Option<PathBuf>,
    /// The assessment date, as 2026-11-22. Default: SOURCE_DATE_EPOCH, else today in UTC.
    #[arg(long, value_name = "DATE", value_parser = value::date)]
    pub as_of: Option<jiff::civil::Date>,
    /// The formats to write. Default: all.
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<Format>,
    /// Write HTML as one self-contained page, report.html, in place of the folder site.
    #[arg(long)]
    pub single_file: bool,
    /// How PDFs are made.
    #[command(flatten)]
    pub pdf: Pdf,
}

/// How PDFs are made.
#[derive(Debug, clap::Args)]
pub struct Pdf {
    /// What PDFs conform to: PDF/A-3a with PDF/UA-1, or PDF 1.7 alone.
    #[arg(long, value_enum, value_name = "STANDARD", default_value_t = PdfStandard::Archival)]
    pub pdf_standard: PdfStandard,
    /// A font for scripts that the embedded ones lack, such as a CJK font; may be repeated.
    #[arg(long, value_name = "FILE")]
    pub pdf_font: Vec<PathBuf>,
    /// Take fonts of this machine for characters that no other font shows. Without it, two machines print the
    /// same bytes.
    #[arg(long)]
    pub pdf_system_fonts: bool,
    /// How many findings the register lists, those to act on first. What report.pdf has no room for is in
    /// register/volume-02.pdf and the following. Default: 2000.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(0..=MAX_REGISTER_ROWS))]
    pub pdf_register_rows: Option<u64>,
}

/// What a PDF conforms to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PdfStandard {
    /// PDF/A-3a and PDF/UA-1: archival and accessible.
    Archival,
    /// PDF 1.7, where a font or template cannot be archival.
    #[value(name = "1.7")]
    V1_7,
}

/// What PDFs of parts are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// One PDF a framework.
    Framework,
    /// One PDF an accountable owner.
    Owner,
}

/// `muster demo`
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// What to write.
    #[command(flatten)]
    pub output: Output,
}

/// `muster render`
#[derive(Debug, clap::Args)]
pub struct Render {
    /// The posture to render.
    pub posture: PathBuf,
    /// The folder to write to. Default: out, which must be no link to another place.
    #[arg(long, short, value_name = "DIR", value_parser = value::folder)]
    pub out: Option<PathBuf>,
    /// The formats to write. Default: all.
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<Format>,
    /// Write HTML as one self-contained page, report.html, in place of the folder site.
    #[arg(long)]
    pub single_file: bool,
    /// A template for what is around the pages of the site; docs/templates.md has its variables.
    #[arg(long, value_name = "FILE")]
    pub layout: Option<PathBuf>,
    /// A template for report.pdf; docs/templates.md has its data.
    #[arg(long, value_name = "FILE")]
    pub pdf_template: Option<PathBuf>,
    /// How PDFs are made.
    #[command(flatten)]
    pub pdf: Pdf,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// report.md
    Md,
    /// summary.md, less than 4 kB, for pull requests and step summaries
    Summary,
    /// The folder site, or report.html
    Html,
    /// report.pdf, and executive.pdf: four pages for the board
    Pdf,
    /// posture.json
    Json,
}
