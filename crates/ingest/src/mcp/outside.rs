//! Secrets in a client's file beside its servers.

use std::sync::Arc;

use super::container::Container;
use crate::extract::pointer_step;
use crate::secrets::{self, Inspected};
use model::records::Certainty;
use model::{Diagnostic, Place};
use syntax::{Node, Value};

/// One notice for the file: they belong to no server, so no record can hold them.
pub(super) fn notice(
    root: &Node,
    containers: &[Container<'_>],
    file: &Arc<str>,
) -> Option<Diagnostic> {
    let mut found = Vec::new();
    walk("", root, String::new(), containers, &mut found);
    let (line, pointer) = found.first()?;
    let many = match found.len() {
        1 => "a secret is stored".to_string(),
        many => format!("{many} secrets are stored"),
    };
    Some(Diagnostic::at(
        &Place::new(file, *line, pointer.as_str()),
        format!("{many} in plaintext in this file, outside of its servers"),
        "revoke it, and keep the new one in a secret store",
    ))
}

fn walk(
    key: &str,
    node: &Node,
    pointer: String,
    containers: &[Container<'_>],
    found: &mut Vec<(u32, String)>,
) {
    if containers.iter().any(|container| std::ptr::eq(container.node, node)) {
        return;
    }
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            if let Inspected::Secret(secret) = secrets::inspect(key, &scalar.text)
                && (secret.certainty == Certainty::Confirmed || pointer.starts_with("/env/"))
            {
                found.push((node.line, pointer));
            }
        }
        Value::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                walk(key, node, format!("{pointer}/{index}"), containers, found);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let pointer = format!("{pointer}/{}", pointer_step(&entry.key));
                walk(&entry.key, &entry.node, pointer, containers, found);
            }
        }
    }
}
