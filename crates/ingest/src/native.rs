//! Our own formats: records under their plural names, or a table a kind.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::carry::carry;
use super::cited::cite;
use super::lengths;
use super::references;
use super::tables::fields;
use model::{Diagnostic, Facts, Place, Placed, Record, RecordKind, VisitKind};
use syntax::{Entry, Fault, MAX_LISTED, Node, decode, decode_quietly, short, suggestion};

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
    mut nodes: Vec<Node>,
    file: &Arc<str>,
    pointer: &str,
    facts: &mut Facts,
    errors: &mut Vec<Diagnostic>,
) {
    facts.carried.insert(kind);
    let references: Vec<Option<Node>> = nodes.iter_mut().map(references::take).collect();
    carry(&mut nodes, fields::of(kind));
    kind.visit(Reader { nodes, references, file, pointer, facts, errors });
}

/// Reads the records of whichever kind it visits.
struct Reader<'a> {
    nodes: Vec<Node>,
    references: Vec<Option<Node>>,
    file: &'a Arc<str>,
    pointer: &'a str,
    facts: &'a mut Facts,
    errors: &'a mut Vec<Diagnostic>,
}

impl VisitKind for Reader<'_> {
    type Output = ();

    fn visit<R: Record>(self) {
        let mut broken = Vec::new();
        let mut references = Vec::new();
        let list = R::list_mut(self.facts);
        let fields = fields::of(R::KIND);
        let (mut unlisted, mut from) = (0_usize, 0);
        // Each node is given back when its record is made, so that the two are not in memory together.
        let nodes = self.nodes.into_iter().zip(self.references);
        for (number, (node, taken)) in nodes.enumerate() {
            let (node, taken) = (&node, taken.as_ref());
            let pointer = format!("{}/{number}", self.pointer);
            let read = match (lengths::fault(node), self.errors.len() < MAX_LISTED) {
                (Some(too_long), true) => Err(vec![too_long]),
                (None, true) => decode(node),
                (too_long, false) => {
                    decode_quietly(node).filter(|_| too_long.is_none()).ok_or_else(Vec::new)
                }
            };
            match read {
                Ok(record) => {
                    let place = Place::new(self.file, node.line, pointer);
                    references.extend(references::of(node, taken, &place));
                    self.errors.extend(taken.and_then(|taken| references::fault(taken, &place)));
                    let mut placed = Placed::new(record, place);
                    cite(node, fields, &mut placed.from);
                    list.push(placed);
                }
                Err(faults) => {
                    broken.extend(node.get("id").and_then(Node::text).map(str::to_string));
                    if faults.is_empty() {
                        from = if unlisted == 0 { node.line } else { from };
                        unlisted += 1;
                    }
                    let faults = faults.into_iter();
                    self.errors.extend(faults.map(|it| to_diagnostic(it, self.file, &pointer)));
                }
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
