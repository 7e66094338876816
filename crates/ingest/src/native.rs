//! Our own formats: records under their plural names, or a table a kind.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::carry::carry;
use model::{Diagnostic, Facts, Place, Placed, RecordKind};
use syntax::{Entry, Fault, Node, closest, decode};

/// Whether a document is one of ours: a map where at least half of the keys are record kinds. Fewer,
/// and a common word such as `tools` is in a foreign document.
pub(super) fn recognise(root: &Node) -> bool {
    // Keys of ours are lower case; `Policies` is a word of somebody else's.
    let ours = |key: &str| kind(key).is_some() && !key.contains(char::is_uppercase);
    let entries = root.entries();
    let known = entries.iter().filter(|entry| ours(&entry.key)).count();
    // One common word does not make a document ours; a misspelling among our keys is reported.
    known > 0 && known * 2 >= entries.len()
}

/// The record kind a key or file name means, with `-` or `_`, singular or plural.
pub(super) fn kind(name: &str) -> Option<RecordKind> {
    let name = name.to_lowercase().replace(['-', ' '], "_");
    RecordKind::ALL.into_iter().find(|kind| {
        let plural = kind.id();
        let singular = match plural.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => plural.strip_suffix('s').unwrap_or(plural).to_string(),
        };
        name == plural || name == singular
    })
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
            let help = match closest(key, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known kinds: {}", known.join(", ")),
            };
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
    carry(&mut nodes);
    let mut reader = Reader { nodes, file, pointer, errors };
    match kind {
        RecordKind::Owners => reader.read(&mut facts.owners),
        RecordKind::Servers => reader.read(&mut facts.servers),
        RecordKind::Tools => reader.read(&mut facts.tools),
        RecordKind::Agents => reader.read(&mut facts.agents),
        RecordKind::ServiceAccounts => reader.read(&mut facts.service_accounts),
        RecordKind::Secrets => reader.read(&mut facts.secrets),
        RecordKind::Reviews => reader.read(&mut facts.reviews),
        RecordKind::Playbooks => reader.read(&mut facts.playbooks),
        RecordKind::Approvals => reader.read(&mut facts.approvals),
        RecordKind::Attestations => reader.read(&mut facts.attestations),
        RecordKind::Waivers => reader.read(&mut facts.waivers),
        RecordKind::Events => reader.read(&mut facts.events),
        RecordKind::Exercises => reader.read(&mut facts.exercises),
        RecordKind::Exposures => reader.read(&mut facts.exposures),
        RecordKind::Incidents => reader.read(&mut facts.incidents),
        RecordKind::Scans => reader.read(&mut facts.scans),
        RecordKind::Vulnerabilities => reader.read(&mut facts.vulnerabilities),
        RecordKind::Logging => reader.read(&mut facts.logging),
        RecordKind::Monitors => reader.read(&mut facts.monitors),
        RecordKind::Policies => reader.read(&mut facts.policies),
        RecordKind::Vettings => reader.read(&mut facts.vettings),
    }
}

struct Reader<'a> {
    nodes: Vec<Node>,
    file: &'a Arc<str>,
    pointer: &'a str,
    errors: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read<T: DeserializeOwned>(&mut self, into: &mut Vec<Placed<T>>) {
        for (number, node) in self.nodes.iter().enumerate() {
            let pointer = format!("{}/{number}", self.pointer);
            match decode(node) {
                Ok(record) => {
                    into.push(Placed { record, place: Place::new(self.file, node.line, pointer) });
                }
                Err(faults) => {
                    let errors =
                        faults.into_iter().map(|fault| to_diagnostic(fault, self.file, &pointer));
                    self.errors.extend(errors);
                }
            }
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
