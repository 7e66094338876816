//! All files of a history → the records that a month is compared with.

use std::collections::BTreeMap;

use super::read;
use crate::model::{Diagnostic, Month, MonthRecord, Past, Place};

/// Reads every record and keeps those of strictly earlier months.
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
    let mut months: BTreeMap<Month, (&str, MonthRecord)> = BTreeMap::new();
    for (name, bytes) in files {
        match read(name, bytes).and_then(|record| ours(name, record, organisation)) {
            Ok(record) => {
                if let Some((other, _)) = months.get(&record.period) {
                    errors.push(twice(name, other, record.period));
                    continue;
                }
                if !name.ends_with(&format!("{}.json", record.period)) {
                    errors.push(misnamed(name, record.period));
                }
                months.insert(record.period, (name, record));
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut later = months.split_off(&now);
    later.remove(&now);
    let records = months.into_values().map(|(_, record)| record).collect();
    Ok(Past { records, later: later.len() as u64 })
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
