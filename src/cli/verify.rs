//! `muster verify`

use std::path::PathBuf;

use super::{Access, value};

/// `muster verify`
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// What to verify: a folder of outputs or its manifest.json, a posture.json, a report.pdf, or a record
    /// of a month.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Compare the inputs with their hashes, assess them again and compare the posture: the folders and files
    /// that the report was made of. May be repeated.
    #[arg(long, value_name = "PATH", value_parser = value::input)]
    pub inputs: Vec<PathBuf>,
    /// What the inputs may reach.
    #[command(flatten)]
    pub access: Access,
    /// The public key of minisign of those who should have signed the manifest: as text, or a file.
    #[arg(long, value_name = "KEY")]
    pub public_key: Option<String>,
    /// The signature. Default: the file beside the manifest that ends in .minisig.
    #[arg(long, value_name = "FILE", requires = "public_key")]
    pub signature: Option<PathBuf>,
}
