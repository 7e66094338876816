//! All files of a history → the earlier months that one is compared with.

use std::collections::BTreeMap;

use super::read;
use crate::model::{Diagnostic, Month, MonthPoint, MonthRecord, Past, Place};

/// Reads every record and keeps those of strictly earlier months, of the last one all it holds.
///
/// # Errors
/// Every damaged file, every second record of one month and every record of another organisation,
/// together.
pub fn past(
    files: &[(String, Vec<u8>)],
    organisation: &str,
    now: Month,
) -> Result<Past, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut months: BTreeMap<Month, (&str, MonthPoint)> = BTreeMap::new();
    let mut past = Past::default();
    for (name, bytes) in files {
        let record = match read(name, bytes).and_then(|record| ours(name, record, organisation)) {
            Ok(record) => record,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let month = record.period;
        if let Some((other, _)) = months.get(&month) {
            errors.push(twice(name, other, month));
            continue;
        }
        if !name.ends_with(&format!("{month}.json")) {
            errors.push(misnamed(name, month));
        }
        months.insert(month, (name, MonthPoint::of(&record)));
        past.later += u64::from(month > now);
        if month < now && past.last.as_ref().is_none_or(|last| last.period < month) {
            past.last = Some(record);
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let earlier = months.into_iter().filter(|(month, _)| *month < now);
    past.months = earlier.map(|(_, (_, point))| point).collect();
    Ok(past)
}

fn ours(name: &str, record: MonthRecord, organisation: &str) -> Result<MonthRecord, Diagnostic> {
    if record.organisation == organisation {
        return Ok(record);
    }
    let message =
        format!("this is a record of {}, and the project is {organisation}'s", record.organisation);
    let mend =
        "move it out of the history; where the organisation changed its name, change it here";
    Err(Diagnostic::at(&Place::file(name), message, mend))
}

fn twice(name: &str, other: &str, month: Month) -> Diagnostic {
    let message = format!("{other} is a record of {month} too");
    Diagnostic::at(&Place::file(name), message, "keep one of the two")
}

fn misnamed(name: &str, month: Month) -> Diagnostic {
    let message = format!("this file holds the record of {month}");
    Diagnostic::at(&Place::file(name), message, format!("name it {month}.json"))
}
