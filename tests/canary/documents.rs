//! Documents of every format, whose values, keys, cells and headings can be replaced.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::support::fixture;

/// A document whose texts can be replaced.
#[derive(Debug, Clone)]
pub(super) enum Document {
    /// A tree, written as JSON.
    Tree(Value),
    /// A table, written as CSV; the first row holds the headings.
    Table(Vec<Vec<String>>),
    /// One tree a line.
    Lines(Vec<Value>),
}

/// Which texts of a document are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Values of trees, and cells.
    Values,
    /// Keys of trees, and headings.
    Keys,
}

/// What a text is replaced by, if it is.
pub(super) type Change<'c> = dyn FnMut(usize) -> Option<String> + 'c;

impl Document {
    /// Replaces texts, and states how many there are.
    pub(super) fn visit(&mut self, place: Place, change: &mut Change<'_>) -> usize {
        let mut at = 0;
        let keys = place == Place::Keys;
        match self {
            Document::Tree(tree) => visit(tree, keys, &mut at, change),
            Document::Lines(lines) => {
                lines.iter_mut().for_each(|line| visit(line, keys, &mut at, change))
            }
            Document::Table(rows) => {
                let rows = rows.iter_mut().enumerate().filter(|(row, _)| keys == (*row == 0));
                for cell in rows.flat_map(|(_, row)| row) {
                    if let Some(new) = change(at) {
                        *cell = new;
                    }
                    at += 1;
                }
            }
        }
        at
    }

    /// Hands out each text.
    pub(super) fn each(&mut self, place: Place, look: &mut dyn FnMut(&str)) {
        match self {
            Document::Table(rows) => {
                let rows = rows
                    .iter()
                    .enumerate()
                    .filter(|(row, _)| (place == Place::Keys) == (*row == 0));
                rows.flat_map(|(_, row)| row).for_each(|cell| look(cell));
            }
            Document::Tree(tree) => each(tree, place, look),
            Document::Lines(lines) => lines.iter().for_each(|line| each(line, place, look)),
        }
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Document::Tree(tree) => tree.to_string().into_bytes(),
            Document::Lines(lines) => {
                lines.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes()
            }
            Document::Table(rows) => {
                let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
                rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
                writer.into_inner().expect("a table")
            }
        }
    }
}

/// Documents by the path of a file that holds them.
pub(super) fn documents() -> BTreeMap<String, Document> {
    let mut documents = BTreeMap::new();
    for folder in ["formats", "scenarios/northwind"] {
        for path in crate::support::files(&fixture(folder)) {
            let bytes = std::fs::read(&path).expect("a file");
            // The profile is no input; `runs` plants in it.
            if path.ends_with("muster.toml") {
                continue;
            }
            let Some((document, ending)) = parsed(&path, &bytes) else { continue };
            let name =
                path.strip_prefix(fixture("")).expect("inside").to_string_lossy().into_owned();
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            documents.insert(format!("{stem}.{ending}"), document);
        }
    }
    assert!(documents.len() > 70, "{}", documents.len());
    documents
}

/// A document, and the ending of the file it is written to.
pub(super) fn parsed(path: &Path, bytes: &[u8]) -> Option<(Document, &'static str)> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let value = |tree| serde_json::from_str(&crate::support::estate::json(&tree)).ok();
    let tree = match path.extension()?.to_str()? {
        "json" | "sarif" | "jsonc" => passmuster::syntax::json(text).ok()?,
        "yaml" | "yml" => passmuster::syntax::yaml(text).ok()?,
        "toml" => passmuster::syntax::toml(text).ok()?,
        "ndjson" => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let lines: Option<Vec<Value>> =
                lines.map(|line| serde_json::from_str(line).ok()).collect();
            return Some((Document::Lines(lines?), "ndjson"));
        }
        "csv" => {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
            let rows =
                reader.records().map(|row| Some(row.ok()?.iter().map(str::to_string).collect()));
            return Some((Document::Table(rows.collect::<Option<_>>()?), "csv"));
        }
        _ => return None,
    };
    Some((Document::Tree(value(tree)?), "json"))
}

/// Counts or replaces the values (or keys) of a tree, one number each.
fn visit(value: &mut Value, keys: bool, at: &mut usize, change: &mut Change<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, keys, at, change)),
        Value::Object(fields) => {
            let mut changed = serde_json::Map::new();
            for (key, mut field) in std::mem::take(fields) {
                let mut name = key;
                if keys {
                    if let Some(new) = change(*at) {
                        name = new;
                    }
                    *at += 1;
                }
                visit(&mut field, keys, at, change);
                changed.insert(name, field);
            }
            *fields = changed;
        }
        leaf => {
            if !keys {
                if let Some(new) = change(*at) {
                    *leaf = Value::String(new);
                }
                *at += 1;
            }
        }
    }
}

fn each(value: &Value, place: Place, look: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, place, look)),
        Value::Object(fields) => {
            for (key, field) in fields {
                if place == Place::Keys {
                    look(key);
                }
                each(field, place, look);
            }
        }
        Value::String(text) if place == Place::Values => look(text),
        _ => {}
    }
}
