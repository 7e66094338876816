//! One file: recognised by its content, read into facts.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::classes::Classes;
use super::document::{EMPTY, FOREIGN, MISSPELT, UNKNOWN, is_named_as_records};
use super::exports::tools_list;
use super::formats::is_scanner;
use super::missing::missing_source;
use super::reading::{Read, Recognised, Recognition, SourceFile};
use super::sources::Patterns;
use super::tables::Sheet;
use super::workbook::{read_sheet, read_workbook};
use super::{known_names, lengths, likeness, native, ndjson, own_json, stream, text};
use model::{Completion, Diagnostic, EvidenceClass, Facts, FormatId, Input, Kind, Place, Source};
use syntax::encoding::hex;
use syntax::{self, Budget, Fault, MAX_LISTED, Node, Value};

/// Why a table is not read.
const UNNAMED: &str = "a table is named after its records, as in servers.csv, or by [[source]]";

/// Reads one file.
pub(super) fn read(file: &SourceFile, sources: &Patterns<'_>, classes: &Arc<Classes>) -> Read {
    let source = sources.find(&file.path);
    let mut read = Read { classes: Arc::clone(classes), ..Read::default() };
    let outcome = dispatch(file, source, sources, &mut read);
    let client = known_names::is_client(&file.path);
    let report = stated_format(source).filter(|format| is_scanner(format));
    let report = report.or_else(|| known_names::report_format(&file.path));
    let records = is_named_as_records(&file.path);
    read.must_be_read |= source.is_some() || file.named || (records && !client && report.is_none());
    let is_own = matches!(&outcome, Ok(Recognised { kind: Recognition::Own, .. }));
    read.must_be_read |= is_own;
    read.own = is_own;
    read.holds_records |= is_own;
    let expected = client || report.is_some() || records || read.must_be_read;
    read.missing = expected.then(|| missing_source(&file.path, source));
    // What may hold records of our own shows nothing by itself.
    let shows = matches!(&outcome, Ok(Recognised { kind, .. }) if kind.shows());
    let class = if shows { EvidenceClass::Observed } else { EvidenceClass::Declared };
    let facts = &mut read.facts;
    let mut missing = None;
    let (format, feed, skipped) = match outcome {
        Ok(Recognised { title, kind }) => {
            let feed = match kind {
                Recognition::Foreign(id) => Some(id),
                Recognition::Own | Recognition::Client | Recognition::Workbook => None,
            };
            (title.to_string(), feed, None)
        }
        Err(why) => {
            // What a person named must be read; a report that is not one is missing, which is judged.
            let must = file.named && report.is_none() && [FOREIGN, UNKNOWN, UNNAMED].contains(&why);
            match must {
                true => {
                    read.errors.push(not_read(&file.path, why));
                    // In a folder of other programs, too, it stops the run.
                    read.own = true;
                }
                false => facts.notices.extend(unread(&file.path, why, report)),
            }
            let is_report = report.is_some() && matches!(why, UNKNOWN | FOREIGN | EMPTY);
            let meant = why == MISSPELT || why == tools_list::NAMELESS || is_report;
            let source = meant.then(|| missing_source(&file.path, source));
            missing = source.as_ref().map(|(source, _)| *source);
            let feed = source.and_then(|(_, feed)| feed);
            ("not read".to_string(), feed, Some(why.to_string()))
        }
    };
    facts.inputs.push(Input {
        path: file.path.to_string(),
        feed,
        format,
        sha256: hex(Sha256::digest(&file.bytes)),
        class,
        captured_at: source.and_then(|source| source.captured_at).or(file.captured_at),
        bytes: file.bytes.len() as u64,
        records: count(facts) + read.tool_lists.len() as u64,
        incomplete: incomplete(facts).filter(|_| !file.all_pages),
        skipped,
        missing,
    });
    read.errors.extend(lengths::overlong(&read.facts));
    few(&mut read.errors, &file.path);
    read
}

/// The format that the profile states.
fn stated_format(source: Option<&Source>) -> Option<&str> {
    source?.format.as_ref().map(FormatId::as_str)
}

/// Keeps the first errors of a file and counts the others.
fn few(errors: &mut Vec<Diagnostic>, path: &Arc<str>) {
    let more = errors.len().saturating_sub(MAX_LISTED);
    if more > 1 {
        errors.truncate(MAX_LISTED);
        let message = format!("{more} more errors in this file are not listed");
        let line = errors.iter().filter_map(|error| error.place.as_ref()).map(|place| place.line);
        let place = Place::new(path, line.max().unwrap_or_default(), "");
        errors.push(Diagnostic::at(&place, message, "correct those above first"));
    }
}

/// The error of a file that a person named and that is none of ours.
fn not_read(path: &Arc<str>, why: &str) -> Diagnostic {
    let message = format!("this file is named as an input and is not read: {why}");
    let help = "correct it, name its `records` or `format` under [[source]], or leave it out with \
                `exclude` under [inputs]";
    Diagnostic::at(&Place::file(Arc::clone(path)), message, help)
}

/// A notice on a file that was probably meant to be read.
fn unread(path: &Arc<str>, why: &str, scanner: Option<&str>) -> Option<Diagnostic> {
    let place = Place::file(Arc::clone(path));
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if let (Some(scanner), UNKNOWN | FOREIGN | EMPTY) = (scanner, why) {
        let message =
            format!("this file is named as a report of {scanner}, but is not one: not read");
        let help = "export it again, or name its `format` under [[source]] in muster.toml";
        return Some(Diagnostic::at(&place, message, help).of_kind(Kind::NotRead));
    }
    if let Some(kind) = likeness::almost(stem).filter(|_| why == MISSPELT) {
        let message = format!("`{stem}` is not a kind of record: not read");
        let help = format!("did you mean `{}`?", kind.id());
        return Some(Diagnostic::at(&place, message, help).of_kind(Kind::Slip));
    }
    if why == tools_list::NAMELESS {
        return Some(tools_list::notice(path));
    }
    if why != FOREIGN {
        return None;
    }
    let message = match native::kind(stem) {
        Some(kind) => {
            format!("the records in this file have no fields of {}: not read", kind.id())
        }
        None => "what is in this file has no fields of records of muster: not read".to_string(),
    };
    let help = "name it under [[source]] in muster.toml to read it";
    Some(Diagnostic::at(&place, message, help).of_kind(Kind::NotRead))
}

fn count(facts: &Facts) -> u64 {
    let observed: usize = facts.observed.iter().map(|seen| 1 + seen.secrets.len()).sum();
    let results: usize = facts.scanner_reports.iter().map(|report| report.results.len()).sum();
    let catalogued: usize = facts.catalogued.iter().map(|entry| 1 + entry.secrets.len()).sum();
    let flaws = facts.flaws.len();
    facts.records() + facts.exported.records() + (observed + results + catalogued + flaws) as u64
}

/// Why a file is incomplete, if it is.
fn incomplete(facts: &Facts) -> Option<String> {
    let reason = |report: &model::ScannerReport| match &report.ran {
        Completion::Incomplete(why) => Some(why.clone()),
        Completion::Completed => None,
    };
    facts.scanner_reports.iter().find_map(reason).or_else(|| facts.incomplete.first().cloned())
}

/// The format's name, or why the file was not read.
fn dispatch(
    file: &SourceFile,
    source: Option<&Source>,
    sources: &Patterns<'_>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    let name = file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    match extension {
        "xlsx" | "xlsm" => return read_workbook(stem, file, sources, into),
        "xls" | "xlsb" | "ods" | "numbers" => return Err("save it as .xlsx, or each sheet as CSV"),
        _ => {}
    }
    if !known_names::has_known_ending(&name) && source.is_none() {
        return Err("muster does not read files with this extension");
    }
    let kind = native::kind(stem);
    let text = text::text(&file.bytes).map_err(|(message, help)| {
        into.must_be_read = kind.is_some();
        into.errors.push(Diagnostic::at(&Place::file(Arc::clone(&file.path)), message, help));
        "it is not UTF-8"
    })?;
    let mut budget = Budget::of_input(file.bytes.len());
    let to_diagnostic = |fault: Fault| {
        let place = Place::new(&file.path, fault.line, fault.pointer());
        Diagnostic::at(&place, fault.message, fault.help)
    };
    match extension {
        "csv" | "tsv" => {
            let (grid, faults) = syntax::grid_within(&text, &mut budget);
            let place = Arc::clone(&file.path);
            let misspelt =
                likeness::almost(stem).is_some_and(|kind| likeness::are_ours(kind, &grid.head(10)));
            let sheet = Sheet { place, names: &[stem], grid, faults };
            let why = match kind {
                _ if misspelt => MISSPELT,
                Some(_) => FOREIGN,
                None => UNNAMED,
            };
            read_sheet(sheet, file, source, into).ok_or(why)
        }
        "ndjson" | "jsonl" => ndjson::read(&text, kind, file, source, into),
        _ => {
            // A tool that stopped leaves an empty file behind: only some write one when they find nothing.
            let report = stated_format(source).or_else(|| known_names::report_format(&file.path));
            let is_blank = text.trim().is_empty() && !report.is_some_and(known_names::writes_lines);
            if is_blank && report.is_some_and(is_scanner) {
                return Err(EMPTY);
            }
            if extension == "json"
                && let Some(read) = own_json::read(&text, kind, file, source, into)
            {
                return Ok(read);
            }
            let trees = match extension {
                "yaml" | "yml" => {
                    syntax::yaml_stream_within(&text, &mut budget).map_err(|fault| vec![fault])
                }
                "toml" => syntax::toml_within(&text, &mut budget).map(|tree| vec![tree]),
                _ => json(&text, &mut budget).map(|tree| vec![tree]),
            };
            match trees {
                Ok(trees) => stream::documents(trees, kind, file, source, into),
                Err(faults) => {
                    // Charts and pipelines hold templates under the same names.
                    into.must_be_read = kind.is_some() && !text.contains("{{");
                    into.errors.extend(faults.into_iter().map(to_diagnostic));
                    Err("it is not well-formed")
                }
            }
        }
    }
}

/// One JSON document, or several, one a line, which some tools write under the same ending.
fn json(text: &str, budget: &mut Budget) -> Result<Node, Vec<Fault>> {
    let fault = match syntax::json_within(text, budget) {
        Ok(tree) => return Ok(tree),
        Err(fault) => fault,
    };
    let rows = syntax::without_banner(text);
    // What the first attempt built is gone.
    let mut budget = Budget::of_input(text.len());
    match syntax::ndjson_within(rows.as_deref().unwrap_or(text), &mut budget) {
        (nodes, faults) if faults.is_empty() && nodes.len() > 1 => {
            Ok(Node { line: 1, value: Value::List(nodes) })
        }
        _ => Err(vec![fault]),
    }
}
