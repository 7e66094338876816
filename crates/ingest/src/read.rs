//! One file: recognised by its content, read into facts.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::format::{FORMATS, Format, Origin};
use super::secrets::{self, Mark};
use super::source_claims::{no_such_sheet, same_sheet};
use super::tables::{self, Sheet};
use super::{mcp, native, redact, sources, text};
use model::{Completion, Diagnostic, Facts, Input, Moment, Place, RecordKind, Source};
use syntax::{self, Fault, Node, Value};

/// How the names of our own formats begin.
pub(super) const OWN: &str = "muster records";

/// A file's name and bytes.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path, relative to the project folder, with `/` as separator.
    pub path: Arc<str>,
    /// Its content.
    pub bytes: Vec<u8>,
    /// When it was fetched; none for a file of the project.
    pub captured_at: Option<Moment>,
    /// Whether its next page, if it names one, was fetched too.
    pub all_pages: bool,
    /// Whether a person named it: as an argument, by `[[source]]`, or by its place under
    /// `inventory/` or `reviews/`. Such a file must be read; any other was found by walking.
    pub named: bool,
}

impl SourceFile {
    /// A file of the project.
    pub fn new(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        SourceFile { path: path.into(), bytes, captured_at: None, all_pages: false, named: false }
    }
}

/// What one file holds, and what is wrong with it.
#[derive(Default)]
pub(super) struct Read {
    /// What later rooms may know.
    pub(super) facts: Facts,
    /// What is wrong.
    pub(super) errors: Vec<Diagnostic>,
    /// For each secret of each observed server, what tells it from others.
    pub(super) marks: Vec<Vec<Option<Mark>>>,
    /// What it says of servers that other files define.
    pub(super) rules: Vec<mcp::Rule>,
}

/// Reads one file.
pub(super) fn read(file: &SourceFile, sources: &[Source]) -> Read {
    let source = sources.iter().find(|source| sources::speaks_of(source, &file.path));
    let mut read = Read::default();
    let outcome = understand(file, source, sources, &mut read);
    let facts = &mut read.facts;
    let (format, skipped) = match outcome {
        Ok(format) => (format.to_string(), None),
        Err(why) => ("not read".to_string(), Some(why.to_string())),
    };
    let digest = Sha256::digest(&file.bytes);
    facts.inputs.push(Input {
        path: file.path.to_string(),
        feed: FORMATS.iter().find(|known| known.title == format).map(|known| known.id.into()),
        format,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        captured_at: source.and_then(|source| source.captured_at).or(file.captured_at),
        bytes: file.bytes.len() as u64,
        records: count(facts),
        incomplete: incomplete(facts).filter(|_| !file.all_pages),
        skipped,
    });
    facts.notices = std::mem::take(&mut facts.notices).into_iter().map(redact::told).collect();
    read.errors = std::mem::take(&mut read.errors).into_iter().map(redact::told).collect();
    read
}

fn count(facts: &Facts) -> u64 {
    let observed: usize = facts.observed.iter().map(|seen| 1 + seen.secrets.len()).sum();
    let results: usize = facts.scanner_reports.iter().map(|report| report.results.len()).sum();
    facts.records() + facts.exported.records() + (observed + results) as u64
}

/// Why a file tells only a part.
fn incomplete(facts: &Facts) -> Option<String> {
    let reason = |report: &model::ScannerReport| match &report.ran {
        Completion::Incomplete(why) => Some(why.clone()),
        Completion::Completed => None,
    };
    facts.scanner_reports.iter().find_map(reason).or_else(|| facts.incomplete.first().cloned())
}

/// The format's name, or why the file was not read.
fn understand(
    file: &SourceFile,
    source: Option<&Source>,
    sources: &[Source],
    into: &mut Read,
) -> Result<&'static str, &'static str> {
    let name = file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    match extension {
        "xlsx" | "xlsm" => return book(stem, file, sources, into),
        "xls" | "xlsb" | "ods" | "numbers" => return Err("save it as .xlsx, or each sheet as CSV"),
        _ => {}
    }
    let readable = [
        "yaml", "yml", "json", "jsonc", "sarif", "ndjson", "jsonl", "csv", "tsv", "toml",
        "baseline",
    ];
    if !readable.contains(&extension) && source.is_none() {
        return Err("its name ends in nothing that muster reads");
    }
    let text = text::text(&file.bytes).map_err(|(message, help)| {
        into.errors.push(Diagnostic::at(&Place::file(Arc::clone(&file.path)), message, help));
        "it is not UTF-8"
    })?;
    let told = |fault: Fault| {
        let place = Place::new(&file.path, fault.line, fault.pointer());
        Diagnostic::at(&place, fault.message, fault.help)
    };
    let kind = native::kind(stem);
    match extension {
        "csv" | "tsv" => {
            let (grid, faults) = syntax::grid(&text);
            let place = Arc::clone(&file.path);
            let sheet = Sheet { place, names: &[stem], grid, faults };
            sheet_of_any(sheet, file, source, into)
                .ok_or("a table is named after its records, as in servers.csv, or by [[source]]")
        }
        "ndjson" | "jsonl" => {
            let (nodes, faults) = syntax::ndjson(&text);
            let rows = Node { line: 1, value: Value::List(nodes) };
            if let Some(format) = of_others(&rows, source) {
                let title = foreign(format, &rows, file, source, &mut into.facts);
                broken(faults, &file.path, &mut into.facts);
                return Ok(title);
            }
            let stated = source.and_then(|source| native::kind(source.records.as_deref()?));
            let Some(kind) = stated.or(kind) else {
                return Err("an NDJSON file is named after its records, as in servers.ndjson");
            };
            into.errors.extend(faults.into_iter().map(told));
            if let Value::List(nodes) = rows.value {
                list(kind, nodes, file, into);
            }
            Ok("muster records (NDJSON)")
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
                    into.errors.extend(faults.into_iter().map(told));
                    Err("it is not well-formed")
                }
            }
        }
    }
}

/// Rows of somebody else's report that cannot be read: the rest counts, but it is not the whole.
fn broken(faults: Vec<Fault>, path: &Arc<str>, facts: &mut Facts) {
    for report in &mut facts.scanner_reports {
        if !faults.is_empty() && report.ran == Completion::Completed {
            report.ran = Completion::Incomplete("some of its rows cannot be read".to_string());
        }
    }
    facts.notices.extend(faults.into_iter().map(|fault| {
        Diagnostic::at(&Place::new(path, fault.line, fault.pointer()), fault.message, fault.help)
    }));
}

/// A workbook: each sheet is a table, named by its tab, or by the file where it is the only one.
fn book(
    stem: &str,
    file: &SourceFile,
    sources: &[Source],
    into: &mut Read,
) -> Result<&'static str, &'static str> {
    let sheets = syntax::workbook(&file.bytes).map_err(|fault| {
        let place = Place::file(Arc::clone(&file.path));
        into.errors.push(Diagnostic::at(&place, fault.message, fault.help));
        "it is no workbook that can be read"
    })?;
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    into.errors.extend(no_such_sheet(sources, &file.path, &names));
    let single = sheets.len() == 1;
    let mut understood = false;
    for syntax::Sheet { name, grid, faults } in sheets {
        let source = sources.iter().find(|source| {
            let sheet = source.sheet.as_deref();
            let of_it = sheet.is_none_or(|sheet| same_sheet(sheet, &name));
            of_it && sources::speaks_of(source, &file.path)
        });
        let name = secrets::redact(&name).unwrap_or(name);
        // A row is found by the sheet it stands in.
        let place: Arc<str> = format!("{} [{name}]", file.path).into();
        let names = if single { [name.as_str(), stem] } else { [name.as_str(); 2] };
        let empty = grid.headings.is_empty();
        let sheet = Sheet { place: Arc::clone(&place), names: &names, grid, faults };
        if sheet_of_any(sheet, file, source, into).is_some() {
            understood = true;
        } else if !empty {
            into.facts.notices.push(Diagnostic::at(
                &Place::file(place),
                "this sheet is not named after any kind of record and was not read",
                "name it after its records, as in `servers`",
            ));
        }
    }
    understood.then_some("workbook").ok_or("none of its sheets is named after its records")
}

/// A table in the format of somebody else, or one of records; none where it cannot be told.
fn sheet_of_any(
    sheet: Sheet<'_>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Option<&'static str> {
    let rows = |nodes| Node { line: 1, value: Value::List(nodes) };
    if let Some(format) = of_others(&rows(sheet.grid.head(10)), source) {
        let rows = rows(sheet.grid.as_headed());
        return Some(foreign(format, &rows, file, source, &mut into.facts));
    }
    tables::read(sheet, source, into).then_some("muster records (table)")
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

/// The format of somebody else that a document has: the one the profile names, else the first that
/// knows it.
fn of_others(root: &Node, source: Option<&Source>) -> Option<&'static Format> {
    match source.and_then(|source| source.format.as_deref()) {
        Some(forced) => FORMATS.iter().copied().find(|format| format.id == forced),
        None => FORMATS.iter().copied().find(|format| (format.recognise)(root)),
    }
}

fn foreign(
    format: &Format,
    root: &Node,
    file: &SourceFile,
    source: Option<&Source>,
    facts: &mut Facts,
) -> &'static str {
    let stated = source.and_then(|source| source.captured_at);
    let captured_at = stated.or(file.captured_at);
    (format.read)(
        root,
        &Origin { file: &file.path, captured_at, all_pages: file.all_pages },
        facts,
    );
    format.title
}

fn document(
    mut tree: Node,
    kind: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<&'static str, &'static str> {
    let facts = &mut into.facts;
    if let Some(format) = of_others(&tree, source) {
        return Ok(foreign(format, &tree, file, source, facts));
    }
    let is_client = mcp::recognise(&tree);
    if native::recognise(&tree) && !is_client {
        redact::redact(&mut tree, &file.path, &mut facts.notices);
        native::document(&tree, &file.path, facts, &mut into.errors);
        return Ok(OWN);
    }
    if is_client {
        let reading = mcp::read(&tree, &file.path);
        // It lists all its servers, but of their secrets only those that pass through it.
        if reading.lists_servers {
            facts.carried.insert(RecordKind::Servers);
        }
        facts.observed = reading.observed;
        facts.notices.extend(reading.notices);
        into.marks = reading.marks;
        into.rules = reading.rules;
        return Ok(reading.client);
    }
    match (kind, tree.value) {
        (Some(kind), Value::List(nodes)) => {
            list(kind, nodes, file, into);
            Ok(OWN)
        }
        // Some tools write this when they find nothing, but it does not say which.
        (None, Value::Null) => {
            Err("it is empty; if a tool wrote it, name its `format` in muster.toml")
        }
        (None, Value::List(nodes)) if nodes.is_empty() => {
            Err("it is empty; if a tool wrote it, name its `format` in muster.toml")
        }
        _ => Err("it holds nothing that muster knows"),
    }
}

fn list(kind: RecordKind, nodes: Vec<Node>, file: &SourceFile, into: &mut Read) {
    let line = nodes.first().map_or(1, |node| node.line);
    let mut tree = Node { line, value: Value::List(nodes) };
    redact::redact(&mut tree, &file.path, &mut into.facts.notices);
    if let Value::List(nodes) = tree.value {
        native::records(kind, nodes, &file.path, "", &mut into.facts, &mut into.errors);
    }
}
