//! Small steps through a report's tree.

use super::names;
use syntax::{Node, Value};

/// The records of a document that is a list of them, or a single one.
pub(super) fn rows(root: &Node) -> &[Node] {
    match &root.value {
        Value::List(nodes) => nodes,
        Value::Map(_) => std::slice::from_ref(root),
        _ => &[],
    }
}

/// What stands under a path of keys.
pub(super) fn at<'a>(node: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, key| node.get(key))
}

/// The text under a path of keys, if it says anything.
pub(super) fn text<'a>(node: &'a Node, path: &[&str]) -> Option<&'a str> {
    at(node, path)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The list under a path of keys.
pub(super) fn list<'a>(node: &'a Node, path: &[&str]) -> &'a [Node] {
    at(node, path).map_or(&[], Node::list)
}

/// Whether all keys are there.
pub(super) fn has(node: &Node, keys: &[&str]) -> bool {
    keys.iter().all(|key| node.get(key).is_some())
}

/// Whether something stands there that says more than nothing.
pub(super) fn is_filled(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value != Value::Null)
}

/// What a flag says, however the tool writes it.
pub(super) fn flag(node: &Node, path: &[&str]) -> Option<bool> {
    match text(node, path)?.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A key as a step of a pointer. Keys may be paths of people's homes, or hold what they should not.
pub(super) fn step(key: &str) -> String {
    let key = names::path_of(key).unwrap_or_default();
    key.replace('~', "~0").replace('/', "~1")
}
