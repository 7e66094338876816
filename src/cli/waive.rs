//! `muster waive`

use std::path::PathBuf;

use jiff::civil::Date;

use super::{Access, Network, value};

/// `muster waive`
#[derive(Debug, clap::Args)]
pub struct Waive {
    /// The failing finding, as CRD-02@server/crm.
    pub finding: String,
    /// The project folder. Default: this folder.
    pub path: Option<PathBuf>,
    /// Why the finding is accepted.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The last day on which it applies, in UTC.
    #[arg(long, value_name = "DATE", value_parser = value::date)]
    pub until: Date,
    /// The person who accepts it, by owner id.
    #[arg(long, value_name = "ID")]
    pub approver: String,
    /// The remediation owner, by owner id.
    #[arg(long, value_name = "ID")]
    pub owner: Option<String>,
    /// The compensating control: what lowers the risk until then.
    #[arg(long, value_name = "TEXT")]
    pub compensating: Option<String>,
    /// The YAML file to append to, in the project folder.
    #[arg(long, default_value = "waivers.yaml", value_name = "FILE")]
    pub file: String,
    /// The day on which it is granted, as 2026-11-22. Default: SOURCE_DATE_EPOCH, else today in UTC.
    #[arg(long, value_name = "DATE", value_parser = value::date)]
    pub as_of: Option<Date>,
    /// What the project may reach.
    #[command(flatten)]
    pub access: Access,
    /// Whether the network may be used.
    #[command(flatten)]
    pub network: Network,
}
