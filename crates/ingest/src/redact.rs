//! Secrets that people paste where none belongs.

use std::sync::Arc;

use super::secrets;
use model::{Diagnostic, Place};
use syntax::{Node, Value};

/// Replaces every value of an unmistakable secret in a tree by its masked form, and tells where.
/// Records never need a secret's value, so nothing is lost.
pub(super) fn redact(node: &mut Node, file: &Arc<str>, notices: &mut Vec<Diagnostic>) {
    let line = node.line;
    match &mut node.value {
        Value::Scalar(scalar) => {
            if let Some(masked) = secrets::redact(&scalar.text) {
                scalar.text = masked;
                notices.push(Diagnostic::at(
                    &Place::new(file, line, ""),
                    "a secret stands here in plain text; it was masked before anything else read it",
                    "remove it from the file and revoke it",
                ));
            }
        }
        Value::List(nodes) => nodes.iter_mut().for_each(|node| redact(node, file, notices)),
        Value::Map(entries) => {
            for entry in entries {
                // A key stands in messages and pointers, so it must not hold one either.
                if let Some(masked) = secrets::redact(&entry.key) {
                    entry.key = masked;
                }
                redact(&mut entry.node, file, notices);
            }
        }
        Value::Null => {}
    }
}

/// A message without secrets: it may name a key or an id that somebody pasted one into.
pub(super) fn told(message: Diagnostic) -> Diagnostic {
    let clean = |text: String| secrets::redact(&text).unwrap_or(text);
    let place = message.place.map(|place| match secrets::redact(&place.pointer) {
        Some(pointer) => Place { pointer: pointer.into(), ..place },
        None => place,
    });
    Diagnostic { place, message: clean(message.message), help: clean(message.help) }
}
