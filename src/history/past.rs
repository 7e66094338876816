//! All files of a history → the earlier months that one is compared with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::chain::{Chain, Link};
use super::read;
use model::{Diagnostic, Month, MonthPoint, MonthRecord, Past, Place, same_organisation};

/// How many records are read at a time: each large one takes hundreds of megabytes until it is read, and is read on all
/// threads.
const AT_ONCE: usize = 2;

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
    let last: Mutex<Option<MonthRecord>> = Mutex::default();
    let one = |(name, bytes): &(String, Vec<u8>)| one(name, bytes, (organisation, now), &last);
    let read = files.chunks(AT_ONCE).flat_map(|some| some.par_iter().map(one).collect::<Vec<_>>());
    for ((name, _), read) in files.iter().zip(read) {
        let Read { point, link } = match read {
            Ok(Ok(read)) => read,
            Ok(Err(other)) => {
                foreign.push((name, other));
                continue;
            }
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let month = point.period;
        if let Some((other, _)) = months.get(&month) {
            errors.push(twice(name, other, month));
            continue;
        }
        if !name.ends_with(&format!("{month}.json")) {
            errors.push(misnamed(name, month));
        }
        months.insert(month, (name, point));
        past.later += u64::from(month > now);
        if month < now {
            chain.add(link);
        }
    }
    past.last = last.into_inner().unwrap_or_else(PoisonError::into_inner).map(Arc::new);
    errors.extend(of_another(&foreign, organisation));
    if !errors.is_empty() {
        return Err(errors);
    }
    let earlier = months.into_iter().filter(|(month, _)| *month < now);
    past.months = earlier.map(|(_, (_, point))| point).collect();
    (past.earlier, past.faults) = (chain.earlier(), chain.faults());
    Ok(past)
}

/// What is kept of every record.
struct Read {
    point: MonthPoint,
    link: Link,
}

/// Reads one record. `last` takes it where it is the last before `now` so far: the others are too large to be held all at
/// once. Within, the organisation that it is of, where that is another.
fn one(
    name: &str,
    bytes: &[u8],
    (organisation, now): (&str, Month),
    last: &Mutex<Option<MonthRecord>>,
) -> Result<Result<Read, String>, Diagnostic> {
    let record = read(name, bytes)?;
    if !same_organisation(&record.organisation, organisation) {
        return Ok(Err(record.organisation));
    }
    let read = Read { point: MonthPoint::of(&record), link: Link::of(&record, bytes) };
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    if record.period < now && last.as_ref().is_none_or(|last| last.period < record.period) {
        let before = last.replace(record);
        // Another record must not wait until millions of findings are given back.
        drop(last);
        drop(before);
    }
    Ok(Ok(read))
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
