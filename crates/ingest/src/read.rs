//! One file: recognised by its content, read into facts.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::foreign::{detect_foreign, mark_broken_rows, read_foreign};
use super::reading::{Read, Recognised, Recognition, SourceFile};
use super::sources::Patterns;
use super::tables::Sheet;
use super::workbook::{read_sheet, read_workbook};
use super::{mcp, native, redact, text};
use model::{Completion, Diagnostic, Facts, Input, Place, RecordKind, Source};
use syntax::encoding::hex;
use syntax::{self, Fault, Node, Value};

/// Why an empty document is not read: some tools write one when they find nothing, but it does not
/// identify the tool.
const EMPTY: &str = "it is empty; if a tool wrote it, name its `format` in muster.toml";

/// What reports call documents of our own records.
const RECORDS: &str = "muster records";

/// Reads one file.
pub(super) fn read(file: &SourceFile, sources: &Patterns<'_>) -> Read {
    let source = sources.find(&file.path);
    let mut read = Read::default();
    let outcome = dispatch(file, source, sources, &mut read);
    let facts = &mut read.facts;
    let (format, feed, skipped) = match outcome {
        Ok(Recognised { title, kind }) => {
            read.own = kind == Recognition::Own;
            let feed = match kind {
                Recognition::Foreign(id) => Some(id),
                Recognition::Own | Recognition::Known => None,
            };
            (title.to_string(), feed, None)
        }
        Err(why) => ("not read".to_string(), None, Some(why.to_string())),
    };
    facts.inputs.push(Input {
        path: file.path.to_string(),
        feed,
        format,
        sha256: hex(Sha256::digest(&file.bytes)),
        captured_at: source.and_then(|source| source.captured_at).or(file.captured_at),
        bytes: file.bytes.len() as u64,
        records: count(facts),
        incomplete: incomplete(facts).filter(|_| !file.all_pages),
        skipped,
    });
    facts.notices =
        std::mem::take(&mut facts.notices).into_iter().map(redact::redact_diagnostic).collect();
    read.errors =
        std::mem::take(&mut read.errors).into_iter().map(redact::redact_diagnostic).collect();
    read
}

fn count(facts: &Facts) -> u64 {
    let observed: usize = facts.observed.iter().map(|seen| 1 + seen.secrets.len()).sum();
    let results: usize = facts.scanner_reports.iter().map(|report| report.results.len()).sum();
    facts.records() + facts.exported.records() + (observed + results) as u64
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
    let readable = [
        "yaml", "yml", "json", "jsonc", "sarif", "ndjson", "jsonl", "csv", "tsv", "toml",
        "baseline",
    ];
    if !readable.contains(&extension) && source.is_none() {
        return Err("muster does not read files with this extension");
    }
    let text = text::text(&file.bytes).map_err(|(message, help)| {
        into.errors.push(Diagnostic::at(&Place::file(Arc::clone(&file.path)), message, help));
        "it is not UTF-8"
    })?;
    let to_diagnostic = |fault: Fault| {
        let place = Place::new(&file.path, fault.line, fault.pointer());
        Diagnostic::at(&place, fault.message, fault.help)
    };
    let kind = native::kind(stem);
    match extension {
        "csv" | "tsv" => {
            let (grid, faults) = syntax::grid(&text);
            let place = Arc::clone(&file.path);
            let sheet = Sheet { place, names: &[stem], grid, faults };
            read_sheet(sheet, file, source, into)
                .ok_or("a table is named after its records, as in servers.csv, or by [[source]]")
        }
        "ndjson" | "jsonl" => {
            let (nodes, faults) = syntax::ndjson(&text);
            let rows = Node { line: 1, value: Value::List(nodes) };
            if let Some(format) = detect_foreign(&rows, source) {
                let read = read_foreign(format, &rows, file, source, &mut into.facts);
                mark_broken_rows(faults, &file.path, &mut into.facts);
                return Ok(read);
            }
            let stated = source.and_then(|source| native::kind(source.records.as_deref()?));
            let Some(kind) = stated.or(kind) else {
                return Err("an NDJSON file is named after its records, as in servers.ndjson");
            };
            into.errors.extend(faults.into_iter().map(to_diagnostic));
            if let Value::List(nodes) = rows.value {
                list(kind, nodes, file, into);
            }
            Ok(Recognised::own("muster records (NDJSON)"))
        }
        _ => {
            let tree = match extension {
                "yaml" | "yml" => syntax::yaml(&text).map_err(|fault| vec![fault]),
                "toml" => syntax::toml(&text),
                _ => json(&text),
            };
            match tree {
                Ok(tree) => document(tree, kind, file, source, into),
                Err(faults) => {
                    into.errors.extend(faults.into_iter().map(to_diagnostic));
                    Err("it is not well-formed")
                }
            }
        }
    }
}

/// One JSON document, or several, one a line, which some tools write under the same ending.
fn json(text: &str) -> Result<Node, Vec<Fault>> {
    let whole = syntax::json(text);
    whole.or_else(|fault| match syntax::ndjson(text) {
        (nodes, faults) if faults.is_empty() && nodes.len() > 1 => {
            Ok(Node { line: 1, value: Value::List(nodes) })
        }
        _ => Err(vec![fault]),
    })
}

fn document(
    mut tree: Node,
    kind: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    let facts = &mut into.facts;
    if let Some(format) = detect_foreign(&tree, source) {
        return Ok(read_foreign(format, &tree, file, source, facts));
    }
    let is_client = mcp::recognise(&tree);
    if native::recognise(&tree) && !is_client {
        redact::redact_tree(&mut tree, &file.path, &mut facts.notices);
        native::document(&tree, &file.path, facts, &mut into.errors);
        return Ok(Recognised::own(RECORDS));
    }
    if is_client {
        let reading = mcp::read(&tree, &file.path);
        // It lists all its servers, but of their secrets only those that pass through it.
        if reading.lists_servers {
            facts.carried.insert(RecordKind::Servers);
        }
        facts.observed = reading.observed;
        facts.notices.extend(reading.notices);
        into.digests = reading.digests;
        into.rules = reading.rules;
        return Ok(Recognised { title: reading.client, kind: Recognition::Known });
    }
    match (kind, tree.value) {
        (Some(kind), Value::List(nodes)) => {
            list(kind, nodes, file, into);
            Ok(Recognised::own(RECORDS))
        }
        (None, Value::Null) => Err(EMPTY),
        (None, Value::List(nodes)) if nodes.is_empty() => Err(EMPTY),
        _ => Err("its content is in no format that muster reads"),
    }
}

fn list(kind: RecordKind, nodes: Vec<Node>, file: &SourceFile, into: &mut Read) {
    let line = nodes.first().map_or(1, |node| node.line);
    let mut tree = Node { line, value: Value::List(nodes) };
    redact::redact_tree(&mut tree, &file.path, &mut into.facts.notices);
    if let Value::List(nodes) = tree.value {
        native::records(kind, nodes, &file.path, "", &mut into.facts, &mut into.errors);
    }
}
