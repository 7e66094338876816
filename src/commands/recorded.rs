//! The history of a project: the months that were recorded.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::history;
use crate::workspace::Allowed;
use model::month::HISTORY;
use model::{Diagnostic, Month, MonthRecord, Past, Place, Profile};
use syntax::encoding::hex;

/// The records of earlier months, and the month that is reported on; none where the project keeps
/// no history.
///
/// # Errors
/// Everything wrong in the records, together, and a period that is not a month.
pub(super) fn past(
    files: Option<&[(String, Vec<u8>)]>,
    profile: &Profile,
    as_of: Date,
) -> Result<Option<(Past, Month)>, Vec<Diagnostic>> {
    let Some(files) = files else { return Ok(None) };
    let month = match &profile.period {
        None => Month::of(as_of),
        Some(period) => period.parse().map_err(|_| vec![not_a_month(period)])?,
    };
    let past = history::past(files, &profile.organisation, month)?;
    Ok(Some((past, month)))
}

/// The record that a project keeps of one month.
///
/// # Errors
/// Where there is none, or it is damaged, or of another month.
pub(super) fn month(month: Month, project: &Allowed) -> Result<MonthRecord, Vec<Diagnostic>> {
    let name = format!("{HISTORY}/{month}.json");
    let path = project.own(&name).map_err(|error| vec![error])?;
    if !path.exists() {
        let message = format!("there is no record of {month}: {name} does not exist");
        let help = "name a month recorded with `muster report --record`, or a posture.json";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let bytes = path.read().map_err(|error| vec![error])?;
    let record = history::read(&name, &bytes).map_err(|error| vec![error])?;
    if record.period != month {
        let message = format!("this file contains the record of {}", record.period);
        let place = Place::file(name);
        return Err(vec![Diagnostic::at(&place, message, "name it after its month")]);
    }
    Ok(record)
}

/// The error for a period in `muster.toml` that is not a month.
pub(super) fn not_a_month(period: &str) -> Diagnostic {
    Diagnostic::at(
        &Place::new(&"muster.toml".into(), 0, "/report/period"),
        format!("the period \"{period}\" is not a month"),
        "write it as 2026-11, or leave it out: the default is the month of the assessment date",
    )
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(content: impl AsRef<[u8]>) -> String {
    hex(Sha256::digest(content))
}
