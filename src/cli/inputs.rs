//! What `report` and `check` read.

use std::path::PathBuf;

/// Paths, and the configuration that holds for them.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// Project folders, any folders, or files such as .mcp.json; - is standard input. Default: this
    /// folder.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The configuration to read. Default: muster.toml in the folder, or the nearest one above a file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A folder outside the project that links and sources may lead to. May be repeated.
    #[arg(long, value_name = "DIR")]
    pub allow_path: Vec<PathBuf>,
}
