//! Small readers of a document's tree: the value under a key or a path of keys, as a type.
//!
//! A key that is not there is absent; a key without content is blank. A text that leaves this crate
//! goes through [`redact`] first.

use jiff::Timestamp;

use crate::address::{self, Address};
use crate::no_end;
use crate::secrets;
use model::{Field, Moment};
use syntax::{Node, Value};

/// How many elements of a list are examined to recognise its format.
pub(crate) const SAMPLE: usize = 20;

/// A key, or the keys that lead to a value.
pub(crate) trait Path {
    /// The value at this path.
    fn find(self, node: &Node) -> Option<&Node>;
}

impl Path for &str {
    fn find(self, node: &Node) -> Option<&Node> {
        node.get(self)
    }
}

impl Path for &&str {
    fn find(self, node: &Node) -> Option<&Node> {
        node.get(self)
    }
}

impl<S: AsRef<str>> Path for &[S] {
    fn find(self, node: &Node) -> Option<&Node> {
        self.iter().try_fold(node, |node, key| node.get(key.as_ref()))
    }
}

impl<S: AsRef<str>, const N: usize> Path for &[S; N] {
    fn find(self, node: &Node) -> Option<&Node> {
        self.as_slice().find(node)
    }
}

/// The value at a path.
pub(crate) fn at(node: &Node, path: impl Path) -> Option<&Node> {
    path.find(node)
}

/// The text at a path, unless it is blank. It may hold a secret: compare with it, do not keep it.
pub(crate) fn raw_str(node: &Node, path: impl Path) -> Option<&str> {
    path.find(node)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The text at a path, with secrets masked.
pub(crate) fn redacted_text(node: &Node, path: impl Path) -> Option<String> {
    raw_str(node, path).map(redact)
}

/// The text under a key as a field, with secrets masked.
pub(crate) fn text_field(node: &Node, key: &str) -> Field<String> {
    match (node.get(key), redacted_text(node, key)) {
        (None, _) => Field::Absent,
        (Some(_), None) => Field::Blank,
        (Some(_), Some(text)) => Field::Given(text),
    }
}

/// The boolean at a path; none where the value is neither true nor false.
pub(crate) fn bool_at(node: &Node, path: impl Path) -> Option<bool> {
    match raw_str(node, path)?.to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The list at a path; empty for anything else.
pub(crate) fn list_at(node: &Node, path: impl Path) -> &[Node] {
    path.find(node).map_or(&[], Node::list)
}

/// The texts of the list under a key, with secrets masked. A cell of a table holds `a; b`.
pub(crate) fn string_list(node: &Node, key: &str) -> Vec<String> {
    let Some(value) = node.get(key) else { return Vec::new() };
    let one = value.text().into_iter().flat_map(|text| parts(text, |sign| sign == ';'));
    let many = value.list().iter().filter_map(Node::text).map(str::trim);
    one.chain(many.filter(|text| !text.is_empty()).map(redact)).collect()
}

/// The parts of a text that lists several. One that holds a secret is masked as a whole, since a part of a
/// secret is known by nothing.
pub(crate) fn parts(text: &str, between: impl Fn(char) -> bool) -> Vec<String> {
    if let Some(masked) = secrets::redact(text) {
        return vec![masked];
    }
    let parts = text.split(between).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_string).collect()
}

/// The records of a document that is a list of them, or a single one.
pub(crate) fn records(root: &Node) -> &[Node] {
    match &root.value {
        Value::List(nodes) => nodes,
        Value::Map(_) => std::slice::from_ref(root),
        _ => &[],
    }
}

/// The pointer to a record of a document that is a list of them, or a single one; `list` leads to the list.
pub(crate) fn row_pointer(root: &Node, list: &str, number: usize) -> String {
    match root.value {
        Value::Map(_) if list.is_empty() => String::new(),
        _ => format!("{list}/{number}"),
    }
}

/// The first rows of a list, to recognise its format: every list of every input is examined,
/// however long.
pub(crate) fn sample_rows(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().take(SAMPLE)
}

/// Whether a map has all these keys.
pub(crate) fn has_keys(node: &Node, keys: &[&str]) -> bool {
    keys.iter().all(|key| node.get(key).is_some())
}

/// Whether there is a value other than null.
pub(crate) fn is_filled(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value != Value::Null)
}

/// A text with every secret in it masked.
pub(crate) fn redact(text: &str) -> String {
    secrets::redact(text).unwrap_or_else(|| text.to_string())
}

/// A key as a step of a JSON pointer, with secrets masked.
pub(crate) fn pointer_step(key: &str) -> String {
    redact(key).replace('~', "~0").replace('/', "~1")
}

/// A URL without credentials, query and other secrets; none where the text is not a URL.
pub(crate) fn url(text: &str) -> Option<String> {
    match address::clean(text) {
        Address::Known(url) if url.contains("://") => Some(url),
        _ => None,
    }
}

/// The names of an identity, each once; absent where there is none.
pub(crate) fn dedup_aliases(names: impl IntoIterator<Item = Option<String>>) -> Field<Vec<String>> {
    let names = distinct(names);
    if names.is_empty() { Field::Absent } else { Field::Given(names) }
}

/// The names that are given, each once, in their order.
pub(crate) fn distinct(names: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names.into_iter().flatten() {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// A date or time as tools write it: with `T` or a space in the middle, with or without an offset,
/// or as seconds or milliseconds since 1970. Without an offset it is taken as UTC.
///
/// What no program means, a time before the year 1, is not known.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if is_unset(text) {
        return None;
    }
    written(text).filter(|moment| moment.day().year() > 0)
}

fn written(text: &str) -> Option<Moment> {
    // As PowerShell 5 writes dates: milliseconds, perhaps with the zone of the one who asked.
    if let Some(date) = text.strip_prefix("/Date(").and_then(|text| text.strip_suffix(")/")) {
        let end = date.rfind(['+', '-']).filter(|at| *at > 0).unwrap_or(date.len());
        let milliseconds = date.get(..end)?.parse().ok()?;
        return Timestamp::from_millisecond(milliseconds).ok().map(Moment::from);
    }
    // Shorter numbers are years, or days written without separators.
    let whole = text.split('.').next().filter(|whole| whole.len() > 8);
    if let Some(number) = whole.and_then(|whole| whole.parse::<i64>().ok()) {
        let time = match number {
            // Beyond the year 5000 in seconds: these are milliseconds.
            100_000_000_000.. => Timestamp::from_millisecond(number),
            _ => Timestamp::from_second(number),
        };
        return time.ok().map(Moment::from);
    }
    let joined = text.replacen(' ', "T", 1);
    joined.parse().or_else(|_| format!("{joined}Z").parse()).ok()
}

/// Whether a date means "not set" or "never": some platforms write the first or the last year of
/// their calendar.
pub(crate) fn is_unset(text: &str) -> bool {
    text.is_empty() || text.starts_with("0001-") || no_end::is_no_end(text)
}

/// Keeps the later of two times.
pub(crate) fn keep_later(known: &mut Option<Moment>, other: Option<&str>) {
    *known = (*known).max(other.and_then(moment));
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::json;

    #[test]
    fn dates_are_read_in_every_notation() {
        let expected: Moment = "2026-03-04T05:06:07Z".parse().expect("a time");
        for text in [
            "2026-03-04T05:06:07Z",
            "2026-03-04 05:06:07",
            "2026-03-04 05:06:07+00:00",
            "2026-03-04T07:06:07+02:00",
            "1772600767",
            "1772600767.25",
            "1772600767000",
            "/Date(1772600767000)/",
            "/Date(1772600767000+0200)/",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        let others = [
            "",
            "yesterday",
            "03/01/2026",
            "2026",
            "20260301",
            "0001-01-01T00:00:00Z",
            "9999-12-31",
            "253402300799",
            "/Date(253402300799000)/",
            "/Date(soon)/",
            "-000001-01-01T00:00:00Z",
            "-62198755200",
            "/Date(-62198755200000)/",
            "99999999999999999999",
            "9223372036854775807",
            "-9223372036854775808",
        ];
        for text in others {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_and_a_path_of_keys_find_the_same_value() {
        let node = json(r#"{"a": {"b": " x ", "on": "Yes", "c": [1, 2]}}"#).expect("json");
        let inner = node.get("a").expect("a map");
        assert_eq!(raw_str(&node, &["a", "b"]), Some("x"));
        assert_eq!(raw_str(inner, "b"), Some("x"));
        assert_eq!(bool_at(&node, &["a", "on"]), Some(true));
        assert_eq!(list_at(inner, "c").len(), 2);
        assert_eq!(text_field(inner, "d"), Field::Absent);
    }

    #[test]
    fn secrets_are_masked_before_a_text_leaves() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        assert!(!redact(&format!("bot {token}")).contains("a7Kq"));
        assert_eq!(url("https://u:p@h.test/mcp?key=1"), Some("https://h.test/mcp".into()));
        assert_eq!(url("h.test"), None);
    }
}
