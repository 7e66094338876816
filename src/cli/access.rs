//! What a command may reach beside the project: the project file cannot widen it.

use std::path::PathBuf;

/// The configuration, and what a person allows it to name.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Access {
    /// The configuration to read. Default: muster.toml in the folder, or the nearest one above a file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folders outside the project.
    #[command(flatten)]
    pub paths: AllowedPaths,
    /// An environment variable that `token-env` may name, beside those that begin with MUSTER_. May be
    /// repeated.
    #[arg(long, value_name = "NAME")]
    pub allow_env: Vec<String>,
}

/// Folders outside the project.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct AllowedPaths {
    /// A folder outside the project that its links and the paths in muster.toml may lead to. May be
    /// repeated.
    #[arg(long, value_name = "DIR")]
    pub allow_path: Vec<PathBuf>,
}

/// Whether the network may be used.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Network {
    /// Fetch the URL sources of muster.toml. Without it they are read as last collected.
    #[arg(long, conflicts_with = "offline")]
    pub online: bool,
    /// Use no network. This is the default.
    #[arg(long)]
    pub offline: bool,
}
