//! One side of a comparison, by the name people give it: a posture file, or a recorded month.

use std::path::Path;

use super::{posture_file, recorded};
use crate::posture;
use model::{Diagnostic, Month, MonthRecord};

/// What is compared.
pub(super) struct Comparand {
    pub(super) record: MonthRecord,
    /// Whether it is a recorded month.
    pub(super) is_month: bool,
}

/// Reads a posture with all its findings, or the record of a month; a file of that name comes first.
/// `folder` is where the file is looked for, `project` what the months are recorded in.
///
/// # Errors
/// Where it is neither, or damaged.
pub(super) fn read(
    name: &str,
    folder: &Path,
    project: &Path,
) -> Result<Comparand, Vec<Diagnostic>> {
    let path = folder.join(name);
    match name.parse::<Month>() {
        Ok(month) if !path.exists() => {
            let record = recorded::month(month, project)?;
            Ok(Comparand { record, is_month: true })
        }
        _ => {
            let posture = posture_file::read_whole(&path)?;
            Ok(Comparand { record: posture::record(&posture, None), is_month: false })
        }
    }
}
