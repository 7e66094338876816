//! The history of a project: what was recorded, and the record of this month.

use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::pipeline::Run;
use crate::workspace::{self, Project};
use crate::{history, posture};
use model::month::HISTORY;
use model::{Artifact, Diagnostic, Month, MonthRecord, Past, Place, Profile};
use syntax::encoding::hex;

/// Asks for a record of this month, so that the report knows of a history from the first one on.
///
/// # Errors
/// Where there is no folder that could hold it.
pub(super) fn begin(project: &mut Project, demo: bool) -> Result<(), Diagnostic> {
    if demo || project.single {
        let what = if demo { "the demonstration" } else { "a single file" };
        return Err(Diagnostic::general(
            format!("{what} has no folder to keep a history in"),
            "name a project folder, or leave out --record",
        ));
    }
    project.history.get_or_insert_default();
    Ok(())
}

/// The records of earlier months, and the month that is reported on; none where the project keeps
/// no history.
///
/// # Errors
/// Everything wrong in the records, together, and a period that is no month.
pub(super) fn past(
    files: Option<&[(String, Vec<u8>)]>,
    profile: &Profile,
    as_of: Date,
) -> Result<Option<(Past, Month)>, Vec<Diagnostic>> {
    let Some(files) = files else { return Ok(None) };
    let month = match &profile.period {
        None => Month::of(as_of),
        Some(period) => period.parse().map_err(|_| vec![no_month(period)])?,
    };
    let past = history::past(files, &profile.organisation, month)?;
    Ok(Some((past, month)))
}

/// The record that a project keeps of one month.
///
/// # Errors
/// Where there is none, or it is damaged, or of another month.
pub(super) fn month(month: Month, project: &Path) -> Result<MonthRecord, Vec<Diagnostic>> {
    let name = format!("{HISTORY}/{month}.json");
    let path = project.join(&name);
    if !path.exists() {
        let message = format!("there is no record of {month}: {} does not exist", path.display());
        let help = "name a month that `muster report --record` kept, or a posture.json";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let bytes = workspace::read_file(&path).map_err(|error| vec![error])?;
    let record = history::read(&name, &bytes).map_err(|error| vec![error])?;
    if record.period != month {
        let message = format!("this file holds the record of {}", record.period);
        let place = Place::file(name);
        return Err(vec![Diagnostic::at(&place, message, "name it after its month")]);
    }
    Ok(record)
}

fn no_month(period: &str) -> Diagnostic {
    Diagnostic::at(
        &Place::new(&"muster.toml".into(), 0, "/report/period"),
        format!("a project with a history is reported on by month, and {period} is no month"),
        "write the period as 2026-11, or leave it out",
    )
}

/// The record of a run's month, as the file it is kept in.
///
/// # Errors
/// Where it would change a month that later ones rest on.
pub(super) fn artifact(run: &Run, root: &Path) -> Result<Artifact, Diagnostic> {
    let record = history::write(&posture::record(&run.posture, run.all_findings.as_deref()))?;
    let path = root.join(&record.path);
    if run.later == 0 || !path.exists() || workspace::read_file(&path)? == record.bytes {
        return Ok(record);
    }
    let message = "this month is on record otherwise, and later months rest on it";
    let help = "leave out --record; where the record is wrong, remove it and all later ones, and \
                record them anew";
    Err(Diagnostic::at(&Place::file(record.path.as_str()), message, help))
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(content: impl AsRef<[u8]>) -> String {
    hex(Sha256::digest(content))
}
