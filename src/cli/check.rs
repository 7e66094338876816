//! `muster check`

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Inputs, Reading, Shown, value};
use model::{Limit, MaxFailing, Severity};

/// `muster check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// What to read.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Fail if a finding of this severity or a higher one is open (failing or partial).
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub fail_on: Option<Severity>,
    /// The minimum score, overall or of a tier or domain: 80, T3=70, identity=60.
    #[arg(long, value_delimiter = ',', value_name = "[SCOPE=]N")]
    pub min_score: Vec<Limit>,
    /// The minimum coverage, overall or of a tier, domain or framework.
    #[arg(long, value_delimiter = ',', value_name = "[SCOPE=]N")]
    pub min_coverage: Vec<Limit>,
    /// The maximum number of failing controls that map directly to a framework.
    #[arg(long, value_delimiter = ',', value_name = "FRAMEWORK=N")]
    pub max_failing: Vec<MaxFailing>,
    /// Fail if the score is lower than the baseline's, or if a finding newly fails.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub no_regression: Option<bool>,
    /// Count only findings that are not open in the baseline.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub new_only: Option<bool>,
    /// The baseline: a posture.json, or a recorded month such as 2026-10. Default: the last month
    /// before this one in the project's history.
    #[arg(long, value_name = "FILE|MONTH")]
    pub baseline: Option<String>,
    /// The assessment date, as 2026-11-22. Default: SOURCE_DATE_EPOCH, else today in UTC.
    #[arg(long, value_name = "DATE", value_parser = value::date)]
    pub as_of: Option<jiff::civil::Date>,
    /// How inputs are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Output format of the verdict.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["critical", "high", "medium", "low", "info"])
        .try_map(|text| text.parse::<Severity>())
}
