//! One side of a comparison, by the name people give it: a posture file, or a recorded month.

use std::path::Path;

use super::{posture_file, recorded};
use crate::posture;
use crate::workspace::{Allowed, Document};
use model::posture::FindingCard;
use model::{Diagnostic, Month, MonthRecord, StatedPath};

/// What is compared.
pub(super) struct Comparand {
    pub(super) record: MonthRecord,
    /// Its findings; a recorded month has none.
    pub(super) findings: Vec<FindingCard>,
    /// Whether it is a recorded month.
    pub(super) is_month: bool,
}

/// Reads what the command line names: a file relative to this folder, or else a month that the project
/// has on record.
///
/// # Errors
/// Where it is neither, or damaged.
pub(super) fn named(name: &str, project: &Allowed) -> Result<Comparand, Vec<Diagnostic>> {
    let document = Document::argument(Path::new(name));
    match name.parse::<Month>() {
        Ok(month) if !document.exists() => on_record(month, project),
        _ => of_posture(&document),
    }
}

/// Reads what the project names: a file of the project, or else a month on record.
///
/// # Errors
/// Where it is neither, or damaged, or leads out of the project.
pub(super) fn stated(path: &StatedPath, project: &Allowed) -> Result<Comparand, Vec<Diagnostic>> {
    let file = project.stated(path).map_err(|error| vec![error])?;
    match path.text().parse::<Month>() {
        Ok(month) if !file.exists() => on_record(month, project).map_err(|errors| {
            let placed = errors.into_iter().map(|error| match error.place {
                Some(_) => error,
                None => Diagnostic { place: Some(path.place().clone()), ..error },
            });
            placed.collect()
        }),
        _ => of_posture(&file.into()),
    }
}

fn on_record(month: Month, project: &Allowed) -> Result<Comparand, Vec<Diagnostic>> {
    let record = recorded::month(month, project)?;
    Ok(Comparand { record, findings: Vec::new(), is_month: true })
}

fn of_posture(document: &Document) -> Result<Comparand, Vec<Diagnostic>> {
    let posture = posture_file::read_whole(document)?;
    if let Some(part) = &posture.part {
        let message = format!(
            "{} is a part of a report ({}): its score is not that of the whole",
            document.name(),
            part.scope_line()
        );
        let help = "name the posture of the whole report";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let record = posture::record(&posture, posture::findings(&posture));
    Ok(Comparand { record, findings: posture.findings, is_month: false })
}
