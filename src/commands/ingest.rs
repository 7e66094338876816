//! `muster ingest`: how each file was read.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::read_records::{counts, lists};
use super::terminal::{self, Printed};
use super::{as_of, console, inputs, pipeline, profile, reading};
use crate::cli::{self, Shown};
use crate::workspace::{self, Project};
use ingest::{self, OnBrokenFile, Options, SourceFile};
use judge::assess;
use judge::estate::{self, Dangling};
use model::{Diagnostic, Facts, Input, Source, Thresholds};
use syntax::{Line, line};

pub(super) fn run(args: &cli::Ingest) -> Result<(), Vec<Diagnostic>> {
    let Gathered { files, sources, unread, errors } = gathered(args)?;
    if files.is_empty() && unread.is_empty() && errors.is_empty() {
        let help = "name files, or a folder that contains them";
        return Err(vec![Diagnostic::general("no input was named", help)]);
    }
    let key = inputs::fingerprint_key();
    let broken = OnBrokenFile::PassOver;
    let options = Options { sources: &sources, broken, fingerprint_key: key.as_deref() };
    let (mut facts, wrong) = ingest::ingest(&files, options);
    let errors = ingest::clean(errors);
    let wrong: Vec<Diagnostic> = errors.into_iter().chain(wrong).collect();
    let failed = wrong.len() + facts.inputs.iter().filter(|input| input.missing.is_some()).count();
    facts.notices.extend(ingest::clean(unread));
    let printed = match args.format {
        Shown::Text => {
            let mut lines = text(&facts, &wrong);
            lines.extend(accounts(facts)?);
            Printed::Lines(lines)
        }
        Shown::Json => Printed::Json(pretty(&normalised(&facts, &wrong))),
    };
    terminal::print(&printed)?;
    match failed {
        0 => Ok(()),
        1 => Err(vec![Diagnostic::general("one file could not be read", "see the message above")]),
        many => {
            let message = format!("{many} files could not be read");
            Err(vec![Diagnostic::general(message, "see the messages above")])
        }
    }
}

/// What was asked for.
#[derive(Default)]
struct Gathered {
    files: Vec<SourceFile>,
    sources: Vec<Source>,
    /// What was passed over.
    unread: Vec<Diagnostic>,
    /// What could not be read.
    errors: Vec<Diagnostic>,
}

/// The files asked for: named, in a named folder, or found under one.
fn gathered(args: &cli::Ingest) -> Result<Gathered, Vec<Diagnostic>> {
    let mut all = Gathered::default();
    let mut found: Vec<PathBuf> = Vec::new();
    if let Some(folder) = &args.discover {
        let discovered = workspace::discover(folder).map_err(|error| vec![error])?;
        found.extend(discovered.files);
        all.unread.extend(discovered.passed_over);
    }
    if args.home {
        found.extend(workspace::discover_home());
    }
    if !args.paths.is_empty() {
        let asked = reading::asked(&args.paths, &args.access);
        named(workspace::open_all(&asked)?, &mut all)?;
    }
    for path in found {
        match workspace::read_file(&path) {
            Ok(bytes) => all.files.push(SourceFile::new(path.to_string_lossy().as_ref(), bytes)),
            Err(error) => all.errors.push(error),
        }
    }
    Ok(all)
}

/// The files of a project, with what its configuration says about them. URL sources are not fetched.
fn named(project: Project, all: &mut Gathered) -> Result<(), Vec<Diagnostic>> {
    if project.profile.is_some() {
        let mappings = pipeline::load_mappings(&project)?;
        all.sources = profile::profile(&project, &mappings)?.sources;
        all.sources.retain(|source| source.url.is_none());
    }
    all.errors.extend(inputs::claims(&project, &all.sources));
    all.errors.extend(project.wrong);
    all.errors.extend(project.unreadable);
    all.errors.extend(project.unread);
    all.unread.extend(project.skipped);
    let required = project.required;
    let files = project.files.into_iter().map(|(path, bytes)| SourceFile {
        named: required.contains(&path),
        ..SourceFile::new(path, bytes)
    });
    all.files.extend(files);
    Ok(())
}

/// One line a file, then what was found in all of them.
fn text(facts: &Facts, wrong: &[Diagnostic]) -> Vec<Line> {
    let mut lines = Vec::new();
    for input in &facts.inputs {
        lines.push(line!("file {}", input.path));
        lines.push(line!("    {}", outcome(input)));
    }
    lines.push(Line::default());
    let counted: Vec<String> = counts(facts)
        .into_iter()
        .filter(|(_, records)| *records > 0)
        .map(|(name, records)| {
            let name = name.replace('_', " ");
            match records {
                1 => format!("1 {}", name.trim_end_matches('s')),
                many => format!("{many} {name}"),
            }
        })
        .collect();
    lines.push(match counted.is_empty() {
        true => line!("No records were found."),
        false => line!("Found: {}.", counted.join(", ")),
    });
    if !facts.notices.is_empty() || !wrong.is_empty() {
        lines.push(Line::default());
    }
    lines.extend(facts.notices.iter().map(|notice| console::notice("note", notice)));
    lines.extend(wrong.iter().map(|error| console::notice("error", error)));
    lines
}

/// What a report makes of the records: the ledger and its unused records, a line each. Where they cannot be
/// joined, a report prints why.
fn accounts(mut facts: Facts) -> Result<Vec<Line>, Vec<Diagnostic>> {
    let mappings = pipeline::load_mappings(&Project::default())?;
    let as_of = as_of::as_of(None).map_err(|error| vec![error])?;
    let limits = Thresholds::default();
    let limits = (limits, &mappings.grants);
    let Ok(context) = estate::build(&mut facts, as_of, limits, Dangling::Warn, None) else {
        return Ok(vec![line!("These records cannot be joined; `muster report` prints why.")]);
    };
    let ledger = assess::ledger(context, facts, &mappings.scanners);
    let unused = ledger.unused.iter().map(|unused| {
        let records = if unused.records == 1 { "record" } else { "records" };
        line!("note: {}: {} {records} unused: {}", unused.file, unused.records, unused.reason)
    });
    Ok(std::iter::once(Line::new(ledger.line())).chain(unused).collect())
}

fn outcome(input: &Input) -> String {
    match (&input.skipped, &input.incomplete) {
        (Some(why), _) => format!("not read: {why}"),
        (None, Some(why)) => {
            format!("{}: {} records; incomplete: {why}", input.format, input.records)
        }
        (None, None) if input.records == 1 => format!("{}: 1 record", input.format),
        (None, None) => format!("{}: {} records", input.format, input.records),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Everything that was read, as one document; secrets never have values.
fn normalised(facts: &Facts, wrong: &[Diagnostic]) -> Value {
    let lists: Map<String, Value> =
        lists(facts).into_iter().map(|(name, records)| (name.into(), records.into())).collect();
    json!({
        "inputs": facts.inputs,
        "records": lists,
        "scanner_reports": facts.scanner_reports,
        "notices": facts.notices,
        "errors": wrong,
    })
}
