//! `muster diff`

use super::side::{self, Comparand};
use super::terminal::{self, Printed};
use crate::cli;
use crate::render::{self, Shape};
use crate::workspace::Allowed;
use judge::controls::CATALOG;
use model::Diagnostic;
use posture;
use syntax::Line;

pub(super) fn run(args: &cli::Diff) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let project = Allowed::of(&args.project, &args.paths.allow_path);
    let project = project.map_err(|error| vec![error])?;
    let mut side = |name: &str| side::named(name, &project).map_err(|e| errors.extend(e)).ok();
    let (Some(before), Some(after)) = (side(&args.before), side(&args.after)) else {
        return Err(errors);
    };
    check(&before, &after, args).map_err(|error| vec![error])?;
    let mut change = posture::compare(&before.record, &after.record, None, CATALOG);
    posture::explain(&mut change, &after.findings);
    let shape = match args.format {
        cli::DiffFormat::Text => Shape::Text,
        cli::DiffFormat::Markdown => Shape::Markdown,
        cli::DiffFormat::Json => Shape::Json,
    };
    let text = render::diff(&after.record.organisation, &change, shape, CATALOG)
        .map_err(|error| vec![error])?;
    terminal::print(&match shape {
        Shape::Text => Printed::Lines(Line::all_of(&text)),
        Shape::Markdown => Printed::Markdown(text),
        Shape::Json => Printed::Json(text),
    })
}

fn check(before: &Comparand, after: &Comparand, args: &cli::Diff) -> Result<(), Diagnostic> {
    let months = before.is_month && after.is_month;
    let (before, after) = (&before.record, &after.record);
    if !model::same_organisation(&before.organisation, &after.organisation) {
        let message = format!(
            "{} belongs to {}, and {} to {}",
            args.before, before.organisation, args.after, after.organisation
        );
        return Err(Diagnostic::general(message, "compare two of the same organisation"));
    }
    if months && before.period >= after.period {
        let message = format!("{} is not earlier than {}", before.period, after.period);
        return Err(Diagnostic::general(message, "name the earlier month first"));
    }
    Ok(())
}
