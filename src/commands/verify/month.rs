//! A record of a month: whether it agrees with itself and with the records beside it.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::Check;
use crate::history;
use crate::workspace::{Document, names_in, read_file};
use model::{Diagnostic, Month, MonthRecord};

const CHAIN: &str = "the records of other months beside it state the same of it, and it of them";

/// The checks on a record.
///
/// # Errors
/// Where it is none that this version reads.
pub(super) fn checks(file: &Document, bytes: &[u8]) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let record = history::parse(file.name(), bytes).map_err(|error| vec![error])?;
    let what = "its score, counts and roll-ups follow from its own findings";
    let mut checks = vec![Check::of(what, history::contradiction(&record).into_iter().collect())];
    checks.push(chain(&record, bytes, Path::new(file.name())));
    Ok(checks)
}

/// Whether it belongs to the months beside it: each names those before it with their hashes.
fn chain(record: &MonthRecord, bytes: &[u8], path: &Path) -> Check {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(mut names) = names_in(folder) else {
        return Check::open(CHAIN, "its folder cannot be read");
    };
    names.retain(|name| name.strip_suffix(".json").is_some_and(is_month));
    // The record is compared whatever its file is called.
    let own = format!("{}.json", record.period);
    let is_own_name = path.file_name().is_some_and(|name| name == own.as_str());
    let mut differences = Vec::new();
    let mut files = vec![(own.clone(), bytes.to_vec())];
    names.retain(|name| {
        let is_itself = path.file_name().is_some_and(|file| file == name.as_str());
        (*name != own || !is_own_name) && !is_itself
    });
    for name in names {
        match read_file(&folder.join(&name)) {
            Ok(other) if name == own && other == bytes => {}
            Ok(_) if name == own => {
                differences.push(format!("{own} beside it is another record of this month"));
            }
            Ok(bytes) => files.push((name, bytes)),
            Err(_) => return Check::of(CHAIN, vec![format!("{name} cannot be read")]),
        }
    }
    if files.len() < 2 && record.earlier.is_empty() {
        return Check::open(CHAIN, "there is no other month beside it, and it names none");
    }
    // A month after all of them: every record is one of the past.
    match history::past(&files, &record.organisation, Month::LAST) {
        Ok(past) => {
            differences.extend(past.faults.into_iter().chain(missing(&files)));
            differences.sort();
            differences.dedup();
            Check::of(CHAIN, differences)
        }
        Err(errors) => Check::of(CHAIN, errors.into_iter().map(|error| error.message).collect()),
    }
}

/// The months that a record names and that are not there, as clauses. A report states one between others as a
/// gap; that a later record names it shows that it was removed.
fn missing(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let records = files.iter().filter_map(|(name, bytes)| history::parse(name, bytes).ok());
    let records: BTreeMap<Month, MonthRecord> = records.map(|one| (one.period, one)).collect();
    let mut missing: BTreeMap<Month, Month> = BTreeMap::new();
    for (by, record) in &records {
        let named = record.earlier.iter().map(|month| month.period);
        for month in named.filter(|month| !records.contains_key(month)) {
            missing.entry(month).or_insert(*by);
        }
    }
    let clause =
        |(month, by): (Month, Month)| format!("the record of {month} is missing, which {by} names");
    missing.into_iter().map(clause).collect()
}

fn is_month(name: &str) -> bool {
    name.parse::<Month>().is_ok()
}
