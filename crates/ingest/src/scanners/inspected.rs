//! Servers that a scanner copied out of client configurations, whole. They are read as the
//! configurations themselves are: no argument and no environment value is kept.

use ecow::EcoString;

use super::names;
use crate::extract::{at, bool_at, has_keys, list_at, raw_str};
use crate::format::Origin;
use crate::mcp;
use model::records::{Annotations, Server, Tool};
use model::{Facts, Field, Placed, RecordKind};
use syntax::{Entry, Node, Value};

/// One server as a scanner lists it.
pub(super) struct Copied<'a> {
    /// The name its client gives it.
    pub name: &'a str,
    /// The entry of the configuration.
    pub entry: &'a Node,
    /// The server's own description when the scanner called it.
    pub signature: Option<&'a Node>,
}

/// Reads server entries. What is not an entry, such as a skill, is skipped.
pub(super) fn observe<'a>(
    servers: impl Iterator<Item = Copied<'a>>,
    origin: &Origin<'_>,
    facts: &mut Facts,
) {
    let is_entry = |node: &Node| has_keys(node, &["command"]) || has_keys(node, &["url"]);
    let servers: Vec<Copied<'_>> = servers.filter(|server| is_entry(server.entry)).collect();
    if servers.is_empty() {
        return;
    }
    let entry = |server: &Copied<'_>| Entry {
        key: server.name.to_string(),
        line: server.entry.line,
        node: server.entry.clone(),
    };
    let map = Node { line: 1, value: Value::Map(servers.iter().map(entry).collect()) };
    let root = Entry { key: "mcpServers".to_string(), line: 1, node: map };
    let reading =
        mcp::read(&Node { line: 1, value: Value::Map(vec![root]) }, origin.file, origin.classes);
    facts.carried.insert(RecordKind::Servers);
    facts.notices.extend(reading.notices);
    let all_there = reading.observed.len() == servers.len();
    for (number, mut observed) in reading.observed.into_iter().enumerate() {
        // The line is right; the pointer would be that of a file we do not have.
        observed.server.place.pointer = EcoString::new();
        observed.server.from.forget_pointers();
        if let Some(looked) = &mut observed.server.record.configuration {
            looked.inspected.iter_mut().for_each(|place| place.pointer = EcoString::new());
            looked.sightings.iter_mut().for_each(|seen| seen.place.pointer = EcoString::new());
        }
        for secret in &mut observed.secrets {
            secret.place.pointer = EcoString::new();
            secret.from.forget_pointers();
        }
        let signature = servers.get(number).filter(|_| all_there).and_then(|one| one.signature);
        if let Some(signature) = signature.filter(|signature| has_keys(signature, &["tools"])) {
            observed.server.record.tools = Field::Given(tools(signature));
        }
        facts.observed.push(observed);
    }
}

/// Whether a document is one server's own description.
pub(super) fn is_signature(root: &Node) -> bool {
    has_keys(root, &["metadata", "tools"]) && at(root, &["metadata", "serverInfo"]).is_some()
}

/// Reads one server's own description.
pub(super) fn signature(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let name = raw_str(root, &["metadata", "serverInfo", "name"]).and_then(names::name);
    let Some(name) = name else { return };
    let record = Server {
        id: name.clone(),
        name: Field::Given(name),
        tools: Field::Given(tools(root)),
        ..Server::default()
    };
    facts.exported.servers.push(Placed::new(record, origin.place(root, "")));
}

/// The tools by name, with their own hints.
fn tools(signature: &Node) -> Vec<Tool> {
    let tool = |node: &Node| {
        let hint = |key| match bool_at(node, &["annotations", key]) {
            Some(says) => Field::Given(says),
            None => Field::Absent,
        };
        let read_only = hint("readOnlyHint");
        let annotations = Annotations { read_only, destructive: hint("destructiveHint") };
        let silent = annotations.read_only.is_absent() && annotations.destructive.is_absent();
        Some(Tool {
            id: raw_str(node, "name").and_then(names::name)?,
            annotations: if silent { Field::Absent } else { Field::Given(annotations) },
            ..Tool::default()
        })
    };
    list_at(signature, "tools").iter().filter_map(tool).collect()
}
