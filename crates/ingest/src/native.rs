//! Our own formats: records under their plural names, or a table a kind.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use ecow::eco_format;
use rayon::prelude::*;

use super::cited::cite;
use super::glance::{ASIDE, Plain};
use super::tables::fields;
use super::{lengths, redact, references};
use model::{Diagnostic, Facts, Place, Placed, Record, RecordKind, Reference, VisitKind};
use syntax::{
    Budget, Entry, Fault, Keys, MAX_LISTED, Node, decode_carrying, decode_quietly, direct, short,
    suggestion,
};

/// How many records are read side by side.
const TOGETHER: usize = 1_024;

/// The record kind a key or file name means, with `-` or `_`, singular or plural.
pub(super) fn kind(name: &str) -> Option<RecordKind> {
    static NAMES: LazyLock<HashMap<String, RecordKind>> = LazyLock::new(|| {
        let names = |kind: RecordKind| {
            let plural = kind.id();
            let singular = match plural.strip_suffix("ies") {
                Some(stem) => format!("{stem}y"),
                None => plural.strip_suffix('s').unwrap_or(plural).to_string(),
            };
            [(plural.to_string(), kind), (singular, kind)]
        };
        RecordKind::ALL.into_iter().flat_map(names).collect()
    });
    if name.len() > syntax::MAX_COMPARED {
        return None;
    }
    NAMES.get(&name.to_lowercase().replace(['-', ' '], "_")).copied()
}

/// Reads a document that holds several kinds of record.
pub(super) fn document(
    root: &Node,
    file: &Arc<str>,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) {
    for Entry { key, line, node } in root.entries() {
        let Some(kind) = kind(key) else {
            let known = RecordKind::ALL.map(RecordKind::id);
            let help = match suggestion(key, known) {
                Some(meant) => meant,
                None => format!("known kinds: {}", known.join(", ")),
            };
            let key = short(key);
            let place = Place::new(file, *line, format!("/{key}"));
            errors.push(Diagnostic::at(&place, format!("`{key}` is no kind of record"), help));
            continue;
        };
        if node.is_map() || node.text().is_some() {
            let place = Place::new(file, node.line, format!("/{key}"));
            let message = format!("`{key}` must be a list, found {}", node.kind());
            errors.push(Diagnostic::at(&place, message, "put a `-` in front of each record"));
            continue;
        }
        records(kind, node.list().to_vec(), file, &format!("/{key}"), facts, errors);
    }
}

/// Reads the records of one kind. An empty list declares that there are none.
pub(super) fn records(
    kind: RecordKind,
    nodes: Vec<Node>,
    file: &Arc<str>,
    pointer: &str,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) {
    let keys = Keys::of(&nodes, fields::of(kind));
    let written = nodes.into_iter().map(Written::Tree).collect();
    read((kind, &keys), written, (file, pointer), facts, errors);
}

/// A record as its file has it.
pub(super) enum Written<'t> {
    /// As its type has it.
    Plain(Plain<'t>),
    /// Otherwise.
    Tree(Node),
}

/// Reads the records of one list, which carries these keys, at a place.
pub(super) fn read(
    (kind, keys): (RecordKind, &Keys),
    written: Vec<Written<'_>>,
    (file, pointer): (&Arc<str>, &str),
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) {
    facts.carried.insert(kind);
    kind.visit(Reader { written, keys, file, pointer, facts, errors });
}

/// Reads the records of whichever kind it visits.
struct Reader<'a, 't> {
    written: Vec<Written<'t>>,
    keys: &'a Keys,
    file: &'a Arc<str>,
    pointer: &'a str,
    facts: &'a mut Facts,
    errors: &'a mut Vec<Diagnostic>,
}

/// What was read of one record.
enum Read<R> {
    Record {
        placed: Placed<R>,
        references: Vec<Reference>,
        fault: Option<Diagnostic>,
    },
    /// It has faults, which are looked for only as long as they are listed.
    Broken {
        node: Node,
        too_long: Option<Fault>,
        place: Place,
    },
}

impl VisitKind for Reader<'_, '_> {
    type Output = ();

    fn visit<R: Record>(self) {
        let mut broken = Vec::new();
        let list = R::list_mut(self.facts);
        list.reserve(self.written.len());
        let mut references = Vec::new();
        let (mut unlisted, mut from) = (0_usize, 0);
        let mut written = self.written.into_iter().enumerate();
        loop {
            // Each tree is given back when its record is made, so that few of both are in memory together.
            let together: Vec<_> = written.by_ref().take(TOGETHER).collect();
            if together.is_empty() {
                break;
            }
            let read = together.into_par_iter().map(|(number, one)| {
                let pointer = eco_format!("{}/{number}", self.pointer);
                let place = |line: u32| Place::new(self.file, line, pointer);
                match one {
                    Written::Plain(plain) => straight(&plain, self.keys, place(plain.line)),
                    Written::Tree(node) => {
                        let place = place(node.line);
                        by_tree(node, self.keys, place)
                    }
                }
            });
            for one in read.collect::<Vec<Read<R>>>() {
                let (node, too_long, place) = match one {
                    Read::Record { placed, references: own, fault } => {
                        references.extend(own);
                        self.errors.extend(fault);
                        list.push(placed);
                        continue;
                    }
                    Read::Broken { node, too_long, place } => (node, too_long, place),
                };
                broken.extend(node.get("id").and_then(Node::text).map(str::to_string));
                if self.errors.len() >= MAX_LISTED {
                    from = if unlisted == 0 { node.line } else { from };
                    unlisted += 1;
                    continue;
                }
                let faults = match too_long {
                    Some(too_long) => vec![too_long],
                    None => decode_carrying::<R>(&node, self.keys).err().unwrap_or_default(),
                };
                let faults = faults.into_iter();
                self.errors.extend(faults.map(|it| to_diagnostic(it, self.file, &place.pointer)));
            }
        }
        self.facts.references.extend(references);
        self.facts.broken.extend(broken);
        if unlisted > 0 {
            let message = format!("{unlisted} more records of {} have faults", R::KIND.id());
            let help = "correct those above first: only the first are listed";
            let place = Place::new(self.file, from, self.pointer);
            self.errors.push(Diagnostic::at(&place, message, help));
        }
    }
}

/// Reads a record that is written as its type has it; as a tree, where it is not after all.
fn straight<R: Record>(plain: &Plain<'_>, keys: &Keys, place: Place) -> Read<R> {
    if let Some(record) = direct::read(plain.text, keys, &ASIDE) {
        let from = plain.provenance(&place);
        let references = references::to(plain.links.iter().copied(), &place);
        let placed = Placed { record, place, from };
        return Read::Record { placed, references, fault: None };
    }
    // It was read as JSON before, and so it is again.
    let mut budget = Budget::of_input(plain.text.len());
    let node = syntax::ndjson_line((plain.above(), plain.text), &mut budget);
    let mut node = node.unwrap_or_else(|_| Node::null(plain.line));
    // No text of it holds a secret; a key that is no field may.
    redact::redact_tree(&mut node, &place.file, &mut Vec::new());
    by_tree(node, keys, place)
}

/// Reads a record from its tree.
fn by_tree<R: Record>(mut node: Node, keys: &Keys, place: Place) -> Read<R> {
    let taken = references::take(&mut node);
    let too_long = lengths::fault(&node);
    let record = decode_quietly(&node, keys).filter(|_| too_long.is_none());
    let Some(record) = record else { return Read::Broken { node, too_long, place } };
    let references = references::of(&node, taken.as_ref(), &place);
    let fault = taken.as_ref().and_then(|taken| references::fault(taken, &place));
    let mut placed = Placed::new(record, place);
    cite(&node, fields::of(R::KIND), &mut placed.from);
    Read::Record { placed, references, fault }
}

fn to_diagnostic(fault: Fault, file: &Arc<str>, pointer: &str) -> Diagnostic {
    let place = Place::new(file, fault.line, format!("{pointer}{}", fault.pointer()));
    let field = fault.path.iter().filter(|step| step.parse::<usize>().is_err());
    let field = field.cloned().collect::<Vec<_>>().join(".");
    let message = match field.as_str() {
        "" => fault.message,
        _ if fault.message.contains(&format!("`{}`", fault.path.last().map_or("", |f| f))) => {
            fault.message
        }
        field => format!("`{field}`: {}", fault.message),
    };
    Diagnostic::at(&place, message, fault.help)
}
