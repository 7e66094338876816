//! `muster check`

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Shown;
use model::{Limit, MaxFailing, Severity};

/// `muster check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The project folder, or one file. Default: this folder.
    pub path: Option<PathBuf>,
    /// Fail where a finding of this severity or a graver one is open (failing or in part).
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub fail_on: Option<Severity>,
    /// The least score, of everything, a tier or a domain: 80, T3=70, identity=60.
    #[arg(long, value_delimiter = ',', value_name = "[SCOPE=]N")]
    pub min_score: Vec<Limit>,
    /// The least coverage, of everything, a tier, a domain or a framework.
    #[arg(long, value_delimiter = ',', value_name = "[SCOPE=]N")]
    pub min_coverage: Vec<Limit>,
    /// How many controls that speak directly to a framework may fail.
    #[arg(long, value_delimiter = ',', value_name = "FRAMEWORK=N")]
    pub max_failing: Vec<MaxFailing>,
    /// Fail where the score is lower than the baseline's, or a finding newly fails.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub no_regression: Option<bool>,
    /// Count only findings that the baseline does not count.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub new_only: Option<bool>,
    /// What to compare with: a posture.json, or a recorded month such as 2026-10. Default: the last
    /// month before this one in the project's history.
    #[arg(long, value_name = "FILE|MONTH")]
    pub baseline: Option<String>,
    /// The day to judge on, as 2026-11-22. Default: SOURCE_DATE_EPOCH, else today in UTC.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
    /// Use no network: URL sources are read as they were last collected.
    #[arg(long)]
    pub offline: bool,
    /// Pass over what cannot be read instead of stopping.
    #[arg(long)]
    pub keep_going: bool,
    /// Threads to work with; 0 for one a core.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// How to print the verdict.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["critical", "high", "medium", "low", "info"])
        .try_map(|text| text.parse::<Severity>())
}
