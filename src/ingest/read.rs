//! One file: recognised by its content, read into facts.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::format::{FORMATS, Format, Origin};
use super::secrets::Mark;
use super::{mcp, native, redact, sources};
use crate::model::{Diagnostic, Facts, Input, Place, Ran, RecordKind, Source};
use crate::syntax::{self, Fault, Node, Value};

/// A file's name and bytes.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path, relative to the project folder, with `/` as separator.
    pub path: Arc<str>,
    /// Its content.
    pub bytes: Vec<u8>,
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
    let outcome = understand(file, source, &mut read);
    let facts = &mut read.facts;
    let (format, skipped) = match outcome {
        Ok(format) => (format.to_string(), None),
        Err(why) => ("not read".to_string(), Some(why.to_string())),
    };
    let digest = Sha256::digest(&file.bytes);
    facts.inputs.push(Input {
        path: file.path.to_string(),
        format,
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: file.bytes.len() as u64,
        records: count(facts),
        incomplete: incomplete(facts),
        skipped,
    });
    read
}

fn count(facts: &Facts) -> u64 {
    let observed: usize = facts.observed.iter().map(|seen| 1 + seen.secrets.len()).sum();
    let results: usize = facts.scanner_reports.iter().map(|report| report.results.len()).sum();
    facts.records() + facts.exported.records() + (observed + results) as u64
}

/// Why a file tells only a part.
fn incomplete(facts: &Facts) -> Option<String> {
    let reason = |report: &crate::model::ScannerReport| match &report.ran {
        Ran::Incomplete(why) => Some(why.clone()),
        Ran::Completed => None,
    };
    facts.scanner_reports.iter().find_map(reason)
}

/// The format's name, or why the file was not read.
fn understand(
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<&'static str, &'static str> {
    let name = file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let readable =
        ["yaml", "yml", "json", "jsonc", "sarif", "ndjson", "jsonl", "csv", "tsv", "toml"];
    if !readable.contains(&extension) && source.is_none() {
        return Err("its name ends in nothing that muster reads");
    }
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        let place = Place::file(Arc::clone(&file.path));
        into.errors.push(Diagnostic::at(&place, "this file is not UTF-8", "save it as UTF-8"));
        return Err("it is not UTF-8");
    };
    let told = |fault: Fault| {
        let place = Place::new(&file.path, fault.line, fault.pointer());
        Diagnostic::at(&place, fault.message, fault.mend)
    };
    let kind = native::kind(stem);
    match extension {
        "csv" | "tsv" | "ndjson" | "jsonl" => {
            let lines = matches!(extension, "ndjson" | "jsonl");
            let (nodes, faults) = if lines { syntax::ndjson(text) } else { syntax::table(text) };
            let rows = Node { line: 1, value: Value::List(nodes) };
            if let Some(format) = of_others(&rows, source) {
                return Ok(foreign(format, &rows, file, source, &mut into.facts));
            }
            let Some(kind) = kind else {
                return Err("a table or NDJSON file is named after its records, as in servers.csv");
            };
            into.errors.extend(faults.into_iter().map(told));
            if let Value::List(nodes) = rows.value {
                list(kind, nodes, file, into);
            }
            Ok(if lines { "muster records (NDJSON)" } else { "muster records (table)" })
        }
        _ => {
            let tree = match extension {
                "yaml" | "yml" => syntax::yaml(text).map_err(|fault| vec![fault]),
                "toml" => syntax::toml(text),
                _ => json(text),
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
    let captured_at = source.and_then(|source| source.captured_at);
    (format.read)(root, &Origin { file: &file.path, captured_at }, facts);
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
        return Ok("muster records");
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
            Ok("muster records")
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
