//! What rows may rest on: the fields of records, and what a client configuration shows.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::{Schema, schema_for};
use serde_json::Value;

use model::{Record, RecordKind, Support, VisitKind};
use syntax::suggestion;

/// What no record states: the client configurations that start a server.
const OBSERVED: &str = "servers.configuration";

/// How deep fields of fields are followed: more than any record nests.
const DEPTH: usize = 5;

/// Every field path of every kind of record, as in `playbooks.triggers`.
static FACTS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut facts = BTreeSet::from([OBSERVED.to_string()]);
    for kind in RecordKind::ALL {
        let schema = kind.visit(SchemaOf).to_value();
        fields(kind.id(), &schema, &schema, DEPTH, &mut facts);
    }
    facts
});

/// What is wrong with the facts that a row rests on: messages, each with the fix.
pub(super) fn faults(row: &Support) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    if row.rests_on.is_empty() {
        let help = "add `rests-on`, the fields of records that the control tests for it";
        faults.push(("rests on no fact".to_string(), help.to_string()));
    }
    let mut seen = BTreeSet::new();
    for fact in &row.rests_on {
        if !FACTS.contains(fact) {
            let known = FACTS.iter().map(String::as_str);
            let help = suggestion(fact, known).unwrap_or_else(|| {
                "write a field of a record, such as `playbooks.triggers`; docs/records.md lists them"
                    .into()
            });
            faults.push((format!("rests on {fact}, which is not a field of a record"), help));
        } else if !seen.insert(fact) {
            faults.push((format!("rests on {fact} twice"), "keep one of the two".into()));
        }
    }
    faults
}

/// The schema of one record of a kind.
struct SchemaOf;

impl VisitKind for SchemaOf {
    type Output = Schema;

    fn visit<R: Record>(self) -> Schema {
        schema_for!(R)
    }
}

/// Adds the fields of `of`, and theirs, through lists, choices and references.
fn fields(path: &str, of: &Value, root: &Value, depth: usize, facts: &mut BTreeSet<String>) {
    if depth == 0 {
        return;
    }
    let reference = of["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    if let Some(meant) = reference.and_then(|path| root.pointer(path)) {
        fields(path, meant, root, depth, facts);
    }
    let parts = ["anyOf", "oneOf"].iter().filter_map(|key| of[*key].as_array()).flatten();
    for part in parts.chain(of.get("items")) {
        fields(path, part, root, depth, facts);
    }
    for (name, field) in of["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        fields(&path, field, root, depth - 1, facts);
        facts.insert(path);
    }
}

#[cfg(test)]
mod tests {
    use super::FACTS;

    #[test]
    fn fields_of_fields_are_facts_and_kinds_alone_are_not() {
        for known in [
            "owners.status",
            "tools.effect",
            "servers.auth.token_passthrough",
            "servers.reach.environment",
            "agents.kill_switch.tested_on",
            "reviews.items.decision",
            "servers.configuration",
        ] {
            assert!(FACTS.contains(known), "{known}");
        }
        for unknown in ["owners", "owners.shoe_size", "waiver.owner", "servers.auth.kind.id", ""] {
            assert!(!FACTS.contains(unknown), "{unknown}");
        }
    }
}
