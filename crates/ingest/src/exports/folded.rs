//! Documents as PowerShell writes them: every key begins with a capital letter, a list of one is the
//! element alone, and Windows PowerShell puts some lists and dates inside a map under `value`.

use std::borrow::Cow;

use syntax::{Entry, Node, Value};

/// A document with the keys that the platform itself writes. The document is returned as it is where
/// no key begins with a capital letter.
pub(super) fn folded(root: &Node) -> Cow<'_, Node> {
    if has_capitals(root) { Cow::Owned(fold(root)) } else { Cow::Borrowed(root) }
}

/// The elements under a key: those of a list, of a list inside a map, or a single one.
pub(super) fn elements<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    match node.get(key) {
        Some(one) if one.is_map() => match one.get("value") {
            Some(wrapped) if wrapped.is_map() => std::slice::from_ref(wrapped),
            Some(wrapped) if matches!(wrapped.value, Value::List(_)) => wrapped.list(),
            _ => std::slice::from_ref(one),
        },
        Some(list) => list.list(),
        None => &[],
    }
}

/// Whether a key holds text where the platform has a list of objects: PowerShell writes the name of a
/// type, or `@{…}`, in place of what lies deeper than it was asked to go.
pub(super) fn is_cut_off(node: &Node, key: &str) -> bool {
    let is_text = |one: &Node| one.text().is_some_and(|text| !text.trim().is_empty());
    node.get(key).is_some_and(|value| is_text(value) || value.list().iter().any(is_text))
}

fn has_capitals(node: &Node) -> bool {
    let capital = |entry: &Entry| entry.key.starts_with(char::is_uppercase);
    node.entries().iter().any(|entry| capital(entry) || has_capitals(&entry.node))
        || node.list().iter().any(has_capitals)
}

fn fold(node: &Node) -> Node {
    let value = match &node.value {
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry {
                    key: uncapitalised(&entry.key),
                    line: entry.line,
                    node: fold(&entry.node),
                })
                .collect(),
        ),
        Value::List(nodes) => Value::List(nodes.iter().map(fold).collect()),
        plain => plain.clone(),
    };
    Node { line: node.line, value }
}

fn uncapitalised(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::json;

    #[test]
    fn keys_lose_their_capital_at_every_depth() {
        let root = json(r#"[{"AppId": "a", "Keys": [{"KeyId": "k"}], "@odata.type": "T"}]"#);
        let root = root.expect("json");
        let folded = folded(&root);
        let first = &folded.list()[0];
        assert!(first.get("appId").is_some() && first.get("@odata.type").is_some());
        assert!(first.get("keys").expect("keys").list()[0].get("keyId").is_some());
        let plain = json(r#"{"a": [{"b": "C"}]}"#).expect("json");
        assert!(matches!(super::folded(&plain), Cow::Borrowed(_)));
    }

    #[test]
    fn one_element_and_a_wrapped_list_are_lists() {
        let node = json(
            r#"{"one": {"k": 1}, "many": {"value": [{"k": 1}, {"k": 2}], "count": 2},
                "list": [{"k": 1}], "cut": "Some.Type", "none": null}"#,
        )
        .expect("json");
        let count = |key| elements(&node, key).len();
        assert_eq!(["one", "many", "list", "cut", "none", "gone"].map(count), [1, 2, 1, 0, 0, 0]);
        assert!(is_cut_off(&node, "cut") && !is_cut_off(&node, "many"));
    }
}
