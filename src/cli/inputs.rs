//! What `report` and `check` read, and how.

use std::path::PathBuf;

use super::{Access, Network};

/// The most threads that may be asked for.
const MOST_THREADS: i64 = 256;

/// Paths, and the configuration that holds for them.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// Project folders, any folders, or files such as .mcp.json; - is standard input. Default: this
    /// folder.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What they may reach.
    #[command(flatten)]
    pub access: Access,
}

/// How inputs are read.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// Whether the network may be used.
    #[command(flatten)]
    pub network: Network,
    /// Skip inputs that cannot be read instead of stopping: they are listed as unread, and findings
    /// that need them are not assessed.
    #[arg(long)]
    pub keep_going: bool,
    /// Print no counts of files and no warnings.
    #[arg(long, short)]
    pub quiet: bool,
    /// Number of threads, at most 256; 0 means one per core. The results do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=MOST_THREADS))]
    pub threads: u16,
}
