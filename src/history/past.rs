//! All files of a history → the earlier months that one is compared with.

use std::collections::BTreeMap;

use super::chain::Chain;
use super::read;
use model::{Diagnostic, Month, MonthPoint, Past, Place, same_organisation};

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
    let mut foreign = Vec::new();
    let mut chain = Chain::default();
    for (name, bytes) in files {
        let record = match read(name, bytes) {
            Ok(record) if same_organisation(&record.organisation, organisation) => record,
            Ok(record) => {
                foreign.push((name, record.organisation));
                continue;
            }
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
        if month < now {
            chain.add(&record, bytes);
        }
        if month < now && past.last.as_ref().is_none_or(|last| last.period < month) {
            past.last = Some(record);
        }
    }
    errors.extend(of_another(&foreign, organisation));
    if !errors.is_empty() {
        return Err(errors);
    }
    let earlier = months.into_iter().filter(|(month, _)| *month < now);
    past.months = earlier.map(|(_, (_, point))| point).collect();
    (past.earlier, past.faults) = (chain.earlier(), chain.faults());
    Ok(past)
}

/// One message however many there are: they share one cause.
fn of_another(foreign: &[(&String, String)], organisation: &str) -> Option<Diagnostic> {
    let (name, other) = foreign.first()?;
    let more = match foreign.len() {
        1 => String::new(),
        many => format!(" (and {} more records are of others)", many - 1),
    };
    let message =
        format!("this is a record of {other}, and the project belongs to {organisation}{more}");
    let help = "set `name` under `[organisation]` in muster.toml as in the records, \
                or move the records away; if the organisation was renamed, change the records";
    Some(Diagnostic::at(&Place::file(name.as_str()), message, help))
}

fn twice(name: &str, other: &str, month: Month) -> Diagnostic {
    let message = format!("{other} is also a record of {month}");
    Diagnostic::at(&Place::file(name), message, "keep one of the two")
}

fn misnamed(name: &str, month: Month) -> Diagnostic {
    let message = format!("this file contains the record of {month}");
    Diagnostic::at(&Place::file(name), message, format!("name it {month}.json"))
}
