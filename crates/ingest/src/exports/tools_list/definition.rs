//! The definition of a tool as served: what its digest covers, and characters in it that nobody sees.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use syntax::encoding::hex;
use syntax::{Node, Style, Value};

/// The parts of a definition that a model reads.
const PARTS: [&str; 5] = ["name", "title", "description", "inputSchema", "outputSchema"];

/// The SHA-256 of name, title, description and schemas, as JSON with sorted keys and without spaces.
pub(super) fn digest(tool: &Node) -> String {
    let parts = PARTS.iter().filter_map(|key| Some(((*key).to_string(), json(tool.get(key)?))));
    format!("sha256:{}", hex(Sha256::digest(sorted(parts).to_string())))
}

/// A map whose keys are written in order.
fn sorted(entries: impl Iterator<Item = (String, Json)>) -> Json {
    let entries: BTreeMap<String, Json> = entries.collect();
    Json::Object(entries.into_iter().collect::<Map<String, Json>>())
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(scalar) => match scalar.style {
            Style::Plain => {
                serde_json::from_str(&scalar.text).unwrap_or_else(|_| scalar.text.clone().into())
            }
            Style::Quoted | Style::Cell => scalar.text.clone().into(),
        },
        Value::List(nodes) => nodes.iter().map(json).collect(),
        Value::Map(entries) => {
            sorted(entries.iter().map(|entry| (entry.key.clone(), json(&entry.node))))
        }
    }
}

/// Whether a text of the definition holds characters that people do not see and a model does.
pub(super) fn has_hidden_characters(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Scalar(scalar) => scalar.text.chars().any(is_hidden),
        Value::List(nodes) => nodes.iter().any(has_hidden_characters),
        Value::Map(entries) => entries
            .iter()
            .any(|entry| entry.key.chars().any(is_hidden) || has_hidden_characters(&entry.node)),
    }
}

/// Characters of no width, marks that turn the direction of text, tags, variation selectors of the
/// supplement, and controls other than line breaks and tabs.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    ) || letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}
