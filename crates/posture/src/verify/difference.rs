//! Where two documents differ.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// How much of a value a message quotes.
const LONGEST: usize = 100;

/// One place where a document states something else than what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// JSON pointer to it.
    pub pointer: String,
    /// What the document states.
    pub stated: String,
    /// What follows from the document.
    pub recomputed: String,
}

impl Disagreement {
    pub(super) fn new(
        pointer: impl Into<String>,
        stated: impl ToString,
        recomputed: impl ToString,
    ) -> Self {
        Disagreement {
            pointer: pointer.into(),
            stated: stated.to_string(),
            recomputed: recomputed.to_string(),
        }
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Disagreement { pointer, stated, recomputed } = self;
        write!(f, "{pointer} states {stated}; recomputed: {recomputed}")
    }
}

/// Adds the differences of two values that serialise alike, below a pointer.
pub(super) fn of<T: Serialize>(stated: &T, again: &T, at: &str, found: &mut Vec<Disagreement>) {
    match (serde_json::to_value(stated), serde_json::to_value(again)) {
        (Ok(stated), Ok(again)) => compare(&stated, &again, at, found),
        (Err(error), _) | (_, Err(error)) => found.push(Disagreement::new(at, error, "a document")),
    }
}

/// Where two JSON documents differ. A field that is empty in one and missing in the other is the same.
pub fn differences(stated: &Value, again: &Value) -> Vec<Disagreement> {
    let mut found = Vec::new();
    compare(stated, again, "", &mut found);
    found
}

fn compare(stated: &Value, again: &Value, at: &str, found: &mut Vec<Disagreement>) {
    match (stated, again) {
        (Value::Object(stated), Value::Object(again)) => {
            for (name, value) in stated {
                let at = format!("{at}/{}", escaped(name));
                match again.get(name) {
                    Some(other) => compare(value, other, &at, found),
                    None if is_empty(value) => {}
                    None => found.push(Disagreement::new(at, quoted(value), "no such field")),
                }
            }
            let missing = again.iter().filter(|(name, _)| !stated.contains_key(*name));
            for (name, value) in missing.filter(|(_, value)| !is_empty(value)) {
                let at = format!("{at}/{}", escaped(name));
                found.push(Disagreement::new(at, "nothing", quoted(value)));
            }
        }
        (Value::Array(stated), Value::Array(again)) => {
            if stated.len() != again.len() {
                let entries = |list: &[Value]| match list.len() {
                    1 => "1 entry".to_string(),
                    many => format!("{many} entries"),
                };
                found.push(Disagreement::new(at, entries(stated), entries(again)));
            }
            for (number, (value, other)) in stated.iter().zip(again).enumerate() {
                compare(value, other, &format!("{at}/{number}"), found);
            }
        }
        _ if same(stated, again) => {}
        _ => found.push(Disagreement::new(at, quoted(stated), quoted(again))),
    }
}

/// `46` and `46.0` are one number.
fn same(stated: &Value, again: &Value) -> bool {
    stated == again || stated.is_number() && again.is_number() && stated.as_f64() == again.as_f64()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A name inside a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn quoted(value: &Value) -> String {
    let text = match value {
        Value::Null => "nothing".to_string(),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_name_their_place() {
        let stated = json!({"a": [1, {"b/c": 2.0}], "new": 1, "none": [], "x": "y"});
        let again = json!({"a": [1, {"b/c": 3}, 4], "x": "y", "gone": true, "empty": null});
        let found: Vec<String> =
            differences(&stated, &again).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "/a states 2 entries; recomputed: 3 entries",
                "/a/1/b~1c states 2.0; recomputed: 3",
                "/new states 1; recomputed: no such field",
                "/gone states nothing; recomputed: true",
            ]
        );
        assert!(differences(&json!({"a": 46}), &json!({"a": 46.0, "b": ""})).is_empty());
    }
}
