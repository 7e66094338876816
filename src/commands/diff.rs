//! `muster diff`

use std::path::Path;

use super::library::write_out;
use super::posture_file;
use crate::cli;
use crate::controls::CATALOG;
use crate::model::month::HISTORY;
use crate::model::{Diagnostic, Month, MonthRecord, Place};
use crate::render::{self, Shape};
use crate::{history, posture, workspace};

pub(super) fn run(args: &cli::Diff) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut side = |name: &str| side(name, &args.project).map_err(|e| errors.extend(e)).ok();
    let (Some((before, a)), Some((after, b))) = (side(&args.before), side(&args.after)) else {
        return Err(errors);
    };
    check(&before, &after, a && b, args).map_err(|error| vec![error])?;
    let change = posture::compare(&before, &after, None, CATALOG);
    let shape = match args.format {
        cli::DiffFormat::Text => Shape::Text,
        cli::DiffFormat::Markdown => Shape::Markdown,
        cli::DiffFormat::Json => Shape::Json,
    };
    let text = render::diff(&after.organisation, &change, shape).map_err(|error| vec![error])?;
    write_out(&text)
}

/// One of the two, and whether it is a recorded month: a file of that name comes first.
fn side(name: &str, project: &Path) -> Result<(MonthRecord, bool), Vec<Diagnostic>> {
    let path = Path::new(name);
    match name.parse::<Month>() {
        Ok(month) if !path.exists() => recorded(month, project).map(|record| (record, true)),
        _ => of_posture(path).map(|record| (record, false)),
    }
}

fn recorded(month: Month, project: &Path) -> Result<MonthRecord, Vec<Diagnostic>> {
    let name = format!("{HISTORY}/{month}.json");
    let path = project.join(&name);
    if !path.exists() {
        let message = format!("there is no record of {month}: {} does not exist", path.display());
        let mend = "name a recorded month, or the project with --project";
        return Err(vec![Diagnostic::general(message, mend)]);
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

fn of_posture(path: &Path) -> Result<MonthRecord, Vec<Diagnostic>> {
    Ok(posture::record(&posture_file::read_whole(path)?, None))
}

fn check(
    before: &MonthRecord,
    after: &MonthRecord,
    months: bool,
    args: &cli::Diff,
) -> Result<(), Diagnostic> {
    if before.organisation != after.organisation {
        let message = format!(
            "{} is of {}, and {} of {}",
            args.before, before.organisation, args.after, after.organisation
        );
        return Err(Diagnostic::general(message, "compare two of one organisation"));
    }
    if months && before.period >= after.period {
        let message = format!("{} is not earlier than {}", before.period, after.period);
        return Err(Diagnostic::general(message, "name the earlier month first"));
    }
    Ok(())
}
