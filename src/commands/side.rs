//! One side of a comparison, by the name people give it: a posture file, or a recorded month.

use std::path::Path;

use super::{posture_file, recorded};
use crate::{history, posture};
use model::{Diagnostic, Month, MonthRecord, Place};

/// What was named.
pub(super) struct Side {
    pub(super) record: MonthRecord,
    /// Whether it is a recorded month.
    pub(super) is_month: bool,
}

/// Reads a posture with all its findings, or the record of a month; a file of that name comes first.
/// `folder` is where the file is looked for, `project` what the months are recorded in.
///
/// # Errors
/// Where it is neither, or damaged.
pub(super) fn read(name: &str, folder: &Path, project: &Path) -> Result<Side, Vec<Diagnostic>> {
    let path = folder.join(name);
    match name.parse::<Month>() {
        Ok(month) if !path.exists() => {
            let record = recorded::month(month, project)?;
            Ok(Side { record, is_month: true })
        }
        _ => {
            let posture = posture_file::read_whole(&path)?;
            let record = posture::record(&posture, None);
            match history::disagreeing(&record) {
                Some(what) => {
                    let message = format!("the findings of this posture do not add up to {what}");
                    let place = Place::file(path.to_string_lossy().as_ref());
                    Err(vec![Diagnostic::at(&place, message, "make it again with `muster report`")])
                }
                None => Ok(Side { record, is_month: false }),
            }
        }
    }
}
