//! One pass over everything a report prints: line breaks in names, and characters that no reader can see
//! but that change what the others seem to say, are made visible before any template runs.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use model::{Diagnostic, Posture};
use syntax::{visible, visible_lines};

/// The posture with every string made visible. `posture.json` itself never is: it states what was read.
///
/// Long lists are taken one by one: a tree of all of it would take many times the memory.
pub(super) fn posture(posture: &Posture) -> Result<Posture, Diagnostic> {
    let mut rest = posture.clone();
    let prose = rest.prose.take().map(|prose| visible_lines(&prose).into_owned());
    let findings = each(std::mem::take(&mut rest.findings))?;
    let assets = each(std::mem::take(&mut rest.assets))?;
    // Only the site draws them.
    rest.edges = Vec::new();
    // Prose is the one text of several lines.
    Ok(Posture { prose, findings, assets, ..one(rest)? })
}

fn each<T: Serialize + DeserializeOwned>(all: Vec<T>) -> Result<Vec<T>, Diagnostic> {
    all.into_iter().map(one).collect()
}

fn one<T: Serialize + DeserializeOwned>(one: T) -> Result<T, Diagnostic> {
    let broken = |error: serde_json::Error| {
        Diagnostic::general(format!("the posture cannot be prepared: {error}"), "report this")
    };
    let mut value = serde_json::to_value(&one).map_err(broken)?;
    self::value(&mut value);
    serde_json::from_value(value).map_err(broken)
}

/// Makes every string of a tree visible.
pub(super) fn value(tree: &mut Value) {
    match tree {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(shown) = visible(text) {
                *text = shown;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(value),
        Value::Object(fields) => fields.values_mut().for_each(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {

    #[test]
    fn every_string_of_a_tree_is_made_visible() {
        let mut value = serde_json::json!({"a": ["x\u{202e}y", {"b": "p\u{7}q"}], "n": 1});
        super::value(&mut value);
        assert_eq!(value, serde_json::json!({"a": ["x\\u{202e}y", {"b": "p\\u{7}q"}], "n": 1}));
    }
}
