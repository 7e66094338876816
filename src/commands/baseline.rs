//! What a gate compares with, read from disk.

use std::path::Path;

use super::posture_file;
use crate::model::{Baseline, Diagnostic};

/// An earlier posture with all its findings.
///
/// # Errors
/// Those of reading it whole.
pub(super) fn read(path: &Path) -> Result<Baseline, Vec<Diagnostic>> {
    let posture = posture_file::read_whole(path)?;
    Ok(Baseline::of(&posture, path.to_string_lossy()))
}
