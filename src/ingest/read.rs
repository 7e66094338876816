//! One file: recognised by its content, read into facts.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{mcp, native, redact};
use crate::model::{Diagnostic, Facts, Input, Place, RecordKind};
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
pub(super) fn read(file: &SourceFile) -> (Facts, Vec<Diagnostic>) {
    let mut facts = Facts::default();
    let mut errors = Vec::new();
    let outcome = understand(file, &mut facts, &mut errors);
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
        records: count(&facts),
        skipped,
    });
    (facts, errors)
}

fn count(facts: &Facts) -> u64 {
    let observed: usize = facts.observed.iter().map(|seen| 1 + seen.secrets.len()).sum();
    facts.records() + observed as u64
}

/// The format's name, or why the file was not read.
fn understand(
    file: &SourceFile,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) -> Result<&'static str, &'static str> {
    let name = file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let readable = ["yaml", "yml", "json", "jsonc", "ndjson", "jsonl", "csv", "tsv", "toml"];
    if !readable.contains(&extension) {
        return Err("its name ends in nothing that muster reads");
    }
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        let place = Place::file(Arc::clone(&file.path));
        errors.push(Diagnostic::at(&place, "this file is not UTF-8", "save it as UTF-8"));
        return Err("it is not UTF-8");
    };
    let mut tell = |fault: Fault| {
        let place = Place::new(&file.path, fault.line, fault.pointer());
        errors.push(Diagnostic::at(&place, fault.message, fault.mend));
    };
    let kind = native::kind(stem);
    match extension {
        "csv" | "tsv" | "ndjson" | "jsonl" => {
            let Some(kind) = kind else {
                return Err("a table or NDJSON file is named after its records, as in servers.csv");
            };
            let lines = matches!(extension, "ndjson" | "jsonl");
            let (nodes, faults) = if lines { syntax::ndjson(text) } else { syntax::table(text) };
            faults.into_iter().for_each(&mut tell);
            list(kind, nodes, file, facts, errors);
            Ok(if lines { "muster records (NDJSON)" } else { "muster records (table)" })
        }
        _ => {
            let tree = match extension {
                "yaml" | "yml" => syntax::yaml(text).map_err(|fault| vec![fault]),
                "toml" => syntax::toml(text),
                _ => syntax::json(text).map_err(|fault| vec![fault]),
            };
            match tree {
                Ok(tree) => document(tree, kind, file, facts, errors),
                Err(faults) => {
                    faults.into_iter().for_each(tell);
                    Err("it is not well-formed")
                }
            }
        }
    }
}

fn document(
    mut tree: Node,
    kind: Option<RecordKind>,
    file: &SourceFile,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) -> Result<&'static str, &'static str> {
    if native::recognise(&tree) && !mcp::recognise(&tree) {
        redact::redact(&mut tree, &file.path, &mut facts.notices);
        native::document(&tree, &file.path, facts, errors);
        return Ok("muster records");
    }
    if mcp::recognise(&tree) {
        let reading = mcp::read(&tree, &file.path);
        // It lists all its servers, but of their secrets only those that pass through it.
        facts.carried.insert(RecordKind::Servers);
        facts.observed = reading.observed;
        facts.notices.extend(reading.notices);
        return Ok(reading.client);
    }
    match (kind, tree.value) {
        (Some(kind), Value::List(nodes)) => {
            list(kind, nodes, file, facts, errors);
            Ok("muster records")
        }
        _ => Err("it holds nothing that muster knows"),
    }
}

fn list(
    kind: RecordKind,
    nodes: Vec<Node>,
    file: &SourceFile,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) {
    let line = nodes.first().map_or(1, |node| node.line);
    let mut tree = Node { line, value: Value::List(nodes) };
    redact::redact(&mut tree, &file.path, &mut facts.notices);
    if let Value::List(nodes) = tree.value {
        native::records(kind, nodes, &file.path, "", facts, errors);
    }
}
