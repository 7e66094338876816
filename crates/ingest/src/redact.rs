//! Masks secrets that were pasted where none belongs.

use std::sync::Arc;

use rayon::prelude::*;

use super::secrets;
use model::{Diagnostic, Place};
use syntax::{Node, Value};

/// Of how many records on they are examined side by side.
const MANY: usize = 256;

/// Replaces every value of an unmistakable secret in a tree by its masked form, with a notice for
/// each.
/// Records never need a secret's value, so nothing is lost.
pub(super) fn redact_tree(node: &mut Node, file: &Arc<str>, notices: &mut Vec<Diagnostic>) {
    let line = node.line;
    match &mut node.value {
        Value::Scalar(scalar) => {
            if let Some(masked) = secrets::redact(&scalar.text) {
                scalar.text = masked;
                notices.push(Diagnostic::at(
                    &Place::new(file, line, ""),
                    "this value is a secret in plaintext; it was masked before anything else read it",
                    "remove it from the file and revoke it",
                ));
            }
        }
        Value::List(nodes) if nodes.len() > MANY => {
            let found = nodes.par_iter_mut().flat_map_iter(|node| {
                let mut found = Vec::new();
                redact_tree(node, file, &mut found);
                found
            });
            notices.par_extend(found);
        }
        Value::List(nodes) => nodes.iter_mut().for_each(|node| redact_tree(node, file, notices)),
        Value::Map(entries) => {
            for entry in entries {
                // Messages and pointers quote keys, so a key must not hold one either.
                if let Some(masked) = secrets::redact(&entry.key) {
                    entry.key = masked;
                }
                redact_tree(&mut entry.node, file, notices);
            }
        }
        Value::Null => {}
    }
}
