//! `muster sample`

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Access, value};
use model::Selector;

/// The most findings that may be drawn from a stratum.
const MAX_SIZE: u64 = 100_000;

/// `muster sample`
#[derive(Debug, clap::Args)]
pub struct Sample {
    /// The posture to draw from, with findings.ndjson beside it where there is one. Default:
    /// out/posture.json.
    pub posture: Option<PathBuf>,
    /// The seed, a whole number: the same seed and posture give the same sample. Choose it before you see the
    /// findings, such as the day of the test, and write it down.
    #[arg(long, value_name = "N", value_parser = value::seed, allow_negative_numbers = true)]
    pub seed: u64,
    /// How many findings to draw from each stratum; one that has no more is drawn whole.
    #[arg(long, default_value_t = 25, value_name = "N", value_parser = size, allow_negative_numbers = true)]
    pub size: u64,
    /// What strata are made by.
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub by: By,
    /// Draw from these findings only: owner=ID, tier=T3, framework=ID, control=ID or outcome=fail. May be
    /// repeated: values of one key are alternatives, and all keys must hold. Without an outcome, findings that
    /// do not apply are left out.
    #[arg(long, value_name = "KEY=VALUE", value_parser = value::selector)]
    pub scope: Vec<Selector>,
    /// The inputs of the posture, to quote the records that findings cite. Their SHA-256 must be those that
    /// the posture states.
    #[arg(long, value_name = "DIR")]
    pub inputs: Option<PathBuf>,
    /// What the inputs may reach.
    #[command(flatten)]
    pub access: Access,
    /// The folder to write to. Default: out, which must be no link to another place.
    #[arg(long, short, value_name = "DIR", value_parser = value::folder)]
    pub out: Option<PathBuf>,
    /// The formats to write. Default: all.
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<SampleFormat>,
}

/// A size.
fn size(text: &str) -> Result<u64, String> {
    let size = text.parse().ok().filter(|size| (1..=MAX_SIZE).contains(size));
    size.ok_or_else(|| format!("a size is a whole number from 1 to {MAX_SIZE}, such as 25"))
}

/// What strata are made by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// One stratum a control.
    #[default]
    Control,
    /// One stratum an outcome.
    Outcome,
    /// One stratum a tier.
    Tier,
    /// One stratum an accountable owner.
    Owner,
    /// One stratum of all findings.
    None,
}

/// What a sample is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SampleFormat {
    /// sample.pdf
    Pdf,
    /// sample.xlsx
    Xlsx,
    /// sample.json
    Json,
}
