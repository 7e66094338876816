//! What one run read and wrote, each file with its hash.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posture::ToolFacts;

/// The version of the format of manifests.
pub const MANIFEST_FORMAT: u32 = 1;

/// The name of the manifest in an output folder.
pub const MANIFEST: &str = "manifest.json";

/// Every file that a run read and wrote. The same inputs give the same bytes: it holds no time and no path
/// of a machine. It is written last, so that a folder whose files differ from it is in a mixed state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this format.
    pub format: u32,
    /// What wrote the files, with the editions of its controls and mappings.
    pub tool: ToolFacts,
    /// What the run was asked for, as far as it changes the result.
    pub options: RunOptions,
    /// The files that were read, by name, relative to the project.
    pub inputs: Vec<FileFacts>,
    /// The files that were written, by name, relative to the folder of the manifest.
    pub outputs: Vec<FileFacts>,
    /// The record of the month, relative to the project, where one was kept.
    pub record: Option<FileFacts>,
}

/// The options of a run that change its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunOptions {
    /// The day the evidence was judged on, UTC.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// The period reported on.
    pub period: String,
    /// Whether the built-in demonstration was judged.
    pub demo: bool,
    /// Whether inputs that cannot be read were skipped.
    pub keep_going: bool,
    /// Whether sources could be fetched.
    pub online: bool,
    /// Whether fingerprints of secrets were written, with a key of the user.
    pub fingerprints: bool,
    /// Whether a posture was rendered, and nothing judged.
    pub rendered: bool,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    /// Its name, with `/`.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}
