//! A file that evidence cites, and what is at a place in it.

use std::fs;
use std::path::Path;

use passmuster::model::Place;
use passmuster::syntax::{self, Node, Value};

/// A cited file.
pub(super) struct Document {
    form: Form,
    /// Whether it is in one of our own formats, which hold our own words.
    pub(super) is_ours: bool,
}

enum Form {
    /// Trees with pointers: the documents of a JSON, YAML or TOML file.
    Trees(Vec<Node>),
    /// The rows of a table or of an NDJSON file.
    Rows(Vec<Node>),
    /// Anything else, by its lines.
    Lines(Vec<String>),
}

/// What is at a cited place.
pub(super) struct Spot {
    /// The cited line.
    pub(super) line: u32,
    node: Node,
}

impl Document {
    /// Opens the file that a place names.
    pub(super) fn open(folder: &Path, file: &str) -> Self {
        let (file, sheet) = match file.strip_suffix(']').and_then(|file| file.split_once(" [")) {
            Some((file, sheet)) => (file, Some(sheet)),
            None => (file, None),
        };
        let bytes = fs::read(folder.join(file)).unwrap_or_default();
        let is_ours = is_ours(file);
        let form = match (file.rsplit('.').next().unwrap_or_default(), sheet) {
            (_, Some(sheet)) => {
                let sheets = syntax::workbook(&bytes).unwrap_or_default();
                let sheet = sheets.into_iter().find(|one| one.name == sheet);
                Form::Rows(sheet.map(|sheet| sheet.grid.as_headed()).unwrap_or_default())
            }
            (ending, None) => of_text(ending, &text(&bytes)),
        };
        Document { form, is_ours }
    }

    /// What is at a place: the line and the pointer must lead to the same value.
    pub(super) fn at(&self, place: &Place) -> Option<Spot> {
        let node = match &self.form {
            // A record that a scanner copied out of a file has no pointer in the report.
            Form::Trees(trees) if place.pointer.is_empty() => {
                trees.iter().find_map(|tree| on_line(tree, place.line))?
            }
            Form::Trees(trees) => {
                let whole = trees.iter().find_map(|tree| resolve(tree, &place.pointer, place.line));
                whole.or_else(|| of_one(trees, &place.pointer, place.line))?
            }
            Form::Rows(rows) => rows.iter().find(|row| row.line == place.line)?.clone(),
            Form::Lines(lines) => {
                let line = lines.get(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
                Node::scalar(place.line, line.as_str(), syntax::Style::Plain)
            }
        };
        Some(Spot { line: place.line, node })
    }
}

/// Whether a file is an inventory, a register or review data; exports and client settings are not.
fn is_ours(file: &str) -> bool {
    const KINDS: [&str; 12] = [
        "inventory",
        "reviews/",
        "servers",
        "agents",
        "secrets",
        "accounts",
        "owners",
        "tools",
        "waivers",
        "attestations",
        "register",
        "logging",
    ];
    let others = file.contains("exports/")
        || file.contains("mcp.json")
        || file.contains("report")
        || file.contains("baseline")
        || file.contains("tools.json")
        || file.contains("tools-list");
    !others && KINDS.iter().any(|kind| file.to_lowercase().contains(kind))
}

fn text(bytes: &[u8]) -> String {
    let units = |pick: fn([u8; 2]) -> u16| -> String {
        let pairs = bytes.chunks_exact(2).skip(1).map(|pair| pick([pair[0], pair[1]]));
        char::decode_utf16(pairs).map(|one| one.unwrap_or('?')).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_string(),
    }
}

fn of_text(ending: &str, text: &str) -> Form {
    let trees = match ending {
        "yaml" | "yml" => syntax::yaml_stream(text).ok(),
        "toml" => syntax::toml(text).ok().map(|tree| vec![tree]),
        "csv" | "tsv" => return Form::Rows(syntax::table(text).0),
        "ndjson" | "jsonl" => return Form::Rows(syntax::ndjson(text).0),
        _ => {
            let whole = syntax::json(text).ok();
            let whole = whole.or_else(|| syntax::json(&syntax::without_banner(text)?).ok());
            if whole.is_none() {
                let rows = syntax::ndjson(text).0;
                return if rows.is_empty() { Form::Lines(lines(text)) } else { Form::Rows(rows) };
            }
            whole.map(|tree| vec![tree])
        }
    };
    trees.map_or_else(|| Form::Lines(lines(text)), Form::Trees)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_string).collect()
}

/// The value at a pointer whose first step is the number of a document, or of a row.
fn of_one(trees: &[Node], pointer: &str, line: u32) -> Option<Node> {
    let steps = pointer.strip_prefix('/')?;
    let (number, rest) = steps.split_once('/').unwrap_or((steps, ""));
    let rest = if rest.is_empty() { String::new() } else { format!("/{rest}") };
    let number = number.parse::<usize>().ok()?;
    resolve(trees.get(number)?, &rest, line)
}

/// The outermost value on a line.
fn on_line(node: &Node, line: u32) -> Option<Node> {
    if node.line == line {
        return Some(node.clone());
    }
    let inner = node.list().iter().find_map(|node| on_line(node, line));
    inner.or_else(|| {
        node.entries().iter().find_map(|entry| match entry.line == line {
            true => Some(entry.node.clone()),
            false => on_line(&entry.node, line),
        })
    })
}

/// The value at a pointer, if it or its key is on the line.
fn resolve(tree: &Node, pointer: &str, line: u32) -> Option<Node> {
    let (mut node, mut lines) = (tree, vec![tree.line]);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match &node.value {
            Value::List(nodes) => {
                node = nodes.get(step.parse::<usize>().ok()?)?;
                lines = vec![node.line];
            }
            _ => {
                let same = |key: &str| key.eq_ignore_ascii_case(&step);
                let entry = node.entries().iter().find(|entry| same(&entry.key))?;
                node = &entry.node;
                lines = vec![entry.line, node.line];
            }
        }
    }
    lines.contains(&line).then(|| node.clone())
}

impl Spot {
    /// Whether a value is written here.
    pub(super) fn holds(&self, value: &str) -> bool {
        // A secret inside a value is cut out of it.
        let value = plain(value.split('…').next().unwrap_or(value));
        let mut texts = Vec::new();
        collect(&self.node, &mut texts);
        let day = value.get(..10).filter(|day| day.starts_with("20"));
        texts.iter().any(|text| {
            let text = plain(text);
            text.contains(&value) || day.is_some_and(|day| text.contains(day))
        })
    }

    /// The value of a field of the record that is here.
    pub(super) fn get(&self, field: &str) -> Option<String> {
        let mut node = &self.node;
        for step in field.split('.') {
            let mut entries = node.entries().iter();
            node = &entries.find(|entry| entry.key.replace('-', "_") == step)?.node;
        }
        let mut texts = Vec::new();
        collect(node, &mut texts);
        Some(texts.join(" "))
    }

    /// The line of the key of a field of the record that is here.
    pub(super) fn line_of(&self, field: &str) -> Option<u32> {
        let step = field.split('.').next()?;
        let entry = self.node.entries().iter().find(|it| it.key.replace('-', "_") == step)?;
        Some(entry.line)
    }
}

/// Every text and key in a value.
fn collect(node: &Node, texts: &mut Vec<String>) {
    texts.extend(node.text().map(str::to_string));
    node.list().iter().for_each(|node| collect(node, texts));
    for entry in node.entries() {
        texts.push(entry.key.clone());
        collect(&entry.node, texts);
    }
}

/// A text without what spellings vary.
fn plain(text: &str) -> String {
    let text = text.trim().to_lowercase().replace(['_', ' '], "-");
    text.trim_end_matches('/').to_string()
}
