//! A record of a month: whether it agrees with itself and with the records beside it.

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
    checks.push(chain(&record, Path::new(file.name())));
    Ok(checks)
}

/// Whether it belongs to the months beside it: each names those before it with their hashes.
fn chain(record: &MonthRecord, path: &Path) -> Check {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(mut names) = names_in(folder) else {
        return Check::open(CHAIN, "its folder cannot be read");
    };
    names.retain(|name| name.strip_suffix(".json").is_some_and(is_month));
    let mut files = Vec::new();
    for name in names {
        match read_file(&folder.join(&name)) {
            Ok(bytes) => files.push((name, bytes)),
            Err(_) => return Check::of(CHAIN, vec![format!("{name} cannot be read")]),
        }
    }
    if files.len() < 2 && record.earlier.is_empty() {
        return Check::open(CHAIN, "there is no other month beside it, and it names none");
    }
    // A month after all of them: every record is one of the past.
    match history::past(&files, &record.organisation, Month::LAST) {
        Ok(past) => Check::of(CHAIN, past.faults),
        Err(errors) => Check::of(CHAIN, errors.into_iter().map(|error| error.message).collect()),
    }
}

fn is_month(name: &str) -> bool {
    name.parse::<Month>().is_ok()
}
