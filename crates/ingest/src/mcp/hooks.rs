//! Commands that a client runs by itself: its hooks and helpers, and the variables it sets for them.
//! They start no server, but they may hold secrets.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::arguments::{self, Candidate};
use super::words::{self, Word};
use crate::extract::pointer_step;
use crate::secrets::{self, Found, Inspected};
use model::records::{Exposure, Location, Secret};
use model::{Facts, Field, Place, Placed};
use syntax::{Node, Value};

/// Whether a document holds hooks: by event, each with what it matches and the commands that run.
pub(super) fn is_present(root: &Node) -> bool {
    let Some(hooks) = root.get("hooks").filter(|hooks| hooks.is_map()) else { return false };
    let events = hooks.entries();
    // Settings without any hook hold nothing else that shows whose they are.
    let alone = events.is_empty() && root.entries().len() == 1;
    let is_hook = |node: &Node| node.get("command").is_some_and(|text| text.text().is_some());
    let runs = |node: &Node| {
        is_hook(node) || node.get("hooks").is_some_and(|inner| inner.list().iter().any(is_hook))
    };
    alone || events.iter().any(|event| event.node.list().iter().any(runs))
}

/// Adds the secrets in the hooks, helpers and variables of a client's settings.
pub(crate) fn read(root: &Node, file: &Arc<str>, facts: &mut Facts) {
    let mut candidates = Vec::new();
    for key in ["hooks", "statusLine", "apiKeyHelper", "awsAuthRefresh", "otelHeadersHelper"] {
        if let Some(node) = root.get(key) {
            commands(key, node, &Place::new(file, node.line, format!("/{key}")), &mut candidates);
        }
    }
    for variable in root.get("env").map(Node::entries).unwrap_or_default() {
        if let Some(value) = variable.node.text() {
            let pointer = format!("/env/{}", pointer_step(&variable.key));
            let place = Place::new(file, variable.node.line, pointer);
            candidates.push(Candidate::new(&variable.key, value, &place));
        }
    }
    let mut taken = BTreeSet::new();
    for candidate in candidates {
        if let Inspected::Secret(found) = secrets::inspect(&candidate.setting, &candidate.value) {
            add(&candidate, &found, &mut taken, facts);
        }
    }
}

/// The values in the command lines below a node, at any depth.
fn commands(key: &str, node: &Node, place: &Place, into: &mut Vec<Candidate>) {
    let under = |step: &str, line: u32| {
        Place::new(&place.file, line, format!("{}/{}", place.pointer, pointer_step(step)))
    };
    match &node.value {
        Value::Scalar(scalar) if !matches!(key, "matcher" | "type" | "prompt") => {
            let words = words::split(&scalar.text).into_iter();
            let words: Vec<Word> = words.map(|text| Word { text, place: place.clone() }).collect();
            into.extend(arguments::candidates(&words));
        }
        Value::Scalar(_) | Value::Null => {}
        Value::List(nodes) => {
            for (number, node) in nodes.iter().enumerate() {
                commands(key, node, &under(&number.to_string(), node.line), into);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                commands(&entry.key, &entry.node, &under(&entry.key, entry.node.line), into);
            }
        }
    }
}

/// Adds a secret, and that it can be read where it is.
fn add(candidate: &Candidate, found: &Found, taken: &mut BTreeSet<String>, facts: &mut Facts) {
    let Candidate { setting, place, .. } = candidate;
    let setting = secrets::redact(setting).unwrap_or_else(|| setting.clone());
    let name = setting.trim_start_matches('-').to_lowercase();
    let name = format!("{}{}/{name}", place.file, place.pointer);
    let mut id = name.clone();
    let mut number = 1;
    while !taken.insert(id.clone()) {
        number += 1;
        id = format!("{name}-{number}");
    }
    let exposure = Exposure {
        secret: id.clone(),
        detected_at: Field::Blank,
        revoked_at: Field::Absent,
        replaced_at: Field::Absent,
        where_seen: Field::Given(format!("{}:{}", place.file, place.line)),
        observed: true,
        verified: false,
    };
    let secret = Secret {
        id,
        kind: found.secret_kind.map_or(Field::Absent, Field::Given),
        principal_kind: found.principal_kind.map_or(Field::Absent, Field::Given),
        location: Field::Given(Location::Config),
        ..Secret::default()
    };
    facts.exported.secrets.push(Placed::new(secret, place.clone()));
    facts.exposures.push(Placed::new(exposure, place.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::json;

    fn read_hooks(text: &str) -> Facts {
        let root = json(text).expect("json");
        assert!(is_present(&root), "{text}");
        let mut facts = Facts::default();
        read(&root, &Arc::from(".claude/settings.json"), &mut facts);
        assert!(!format!("{facts:?}").contains("a7Kq2Xb9"), "a value leaves");
        facts
    }

    #[test]
    fn secrets_in_hooks_and_variables_are_found() {
        let facts = read_hooks(
            r#"{"env": {"DEPLOY_TOKEN": "ghp_a7Kq2Xb9Mz4Ta7Kq2Xb9Mz4Ta7Kq2Xb9Mz4T", "LEVEL": "info"},
                "hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": [
                    {"type": "command",
                     "command": "curl -H 'Authorization: Bearer ghp_a7Kq2Xb9Mz4Ta7Kq2Xb9Mz4Ta7Kq2Xb9Mz4T' https://x.test"},
                    {"type": "command", "command": "API_KEY=$KEY ./lint.sh --fix"}]}]}}"#,
        );
        let ids: Vec<&str> =
            facts.exported.secrets.iter().map(|secret| secret.record.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                ".claude/settings.json/hooks/PostToolUse/0/hooks/0/command/authorization",
                ".claude/settings.json/env/DEPLOY_TOKEN/deploy_token",
            ]
        );
        assert_eq!(facts.exposures.len(), 2);
    }

    #[test]
    fn other_documents_with_hooks_are_not_ours() {
        for text in [
            r#"{"hooks": {"pre-commit": "npm test"}, "name": "x"}"#,
            r#"{"hooks": [{"id": "ruff"}]}"#,
            r#"{"hooks": {}, "version": 1}"#,
        ] {
            assert!(!is_present(&json(text).expect("json")), "{text}");
        }
        assert!(read_hooks(r#"{"hooks": {}}"#).exposures.is_empty());
        let cursor =
            r#"{"version": 1, "hooks": {"beforeShellExecution": [{"command": "./audit.sh"}]}}"#;
        assert!(read_hooks(cursor).exposures.is_empty());
    }
}
