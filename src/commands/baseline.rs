//! What a gate compares with.

use std::sync::Arc;

use super::side;
use crate::workspace::Allowed;
use model::{Baseline, Diagnostic, Gate, MonthRecord};

/// The baseline: what is named, else the last recorded month. A file named on the command line is
/// relative to this folder, one named in the profile to the project.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn of(
    gate: &Gate,
    named: Option<&str>,
    project: &Allowed,
    last: Option<&Arc<MonthRecord>>,
) -> Result<Option<Baseline>, Vec<Diagnostic>> {
    match (named, &gate.baseline) {
        (Some(name), _) => {
            let record = side::named(name, project)?.record.into();
            Ok(Some(Baseline { name: name.into(), record }))
        }
        (None, Some(path)) => {
            let record = side::stated(path, project)?.record.into();
            Ok(Some(Baseline { name: path.to_string(), record }))
        }
        (None, None) => {
            let last = last.filter(|_| gate.compares()).map(Arc::clone);
            Ok(last.map(|record| Baseline { name: record.period.to_string(), record }))
        }
    }
}
