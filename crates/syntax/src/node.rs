//! The tree that every format becomes.

use std::collections::HashMap;

/// A value and the line it starts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Line, counted from 1.
    pub line: u32,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`, `~`, an empty cell.
    Null,
    /// Any single value, as text.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map, in file order.
    Map(Vec<Entry>),
}

/// A single value, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text, escapes resolved.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: a number, a keyword, a YAML plain scalar.
    Plain,
    /// In quotes: certainly text.
    Quoted,
    /// A cell of a table, where lists are written `a; b`.
    Cell,
}

/// One key of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The line of the key.
    pub line: u32,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// A null node.
    pub fn null(line: u32) -> Self {
        Node { line, value: Value::Null }
    }

    /// A scalar node.
    pub fn scalar(line: u32, text: impl Into<String>, style: Style) -> Self {
        Node { line, value: Value::Scalar(Scalar { text: text.into(), style }) }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The elements of a list; none for anything else.
    pub fn list(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// What it is, for a message.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a single value",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// Blanks the value at `path`, so that the rest can still be read.
    pub(super) fn blank(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else {
            self.value = Value::Null;
            return;
        };
        match &mut self.value {
            Value::Map(entries) => {
                let Some(at) = entries.iter().position(|entry| &entry.key == first) else { return };
                if rest.is_empty() {
                    entries.remove(at);
                } else if let Some(entry) = entries.get_mut(at) {
                    entry.node.blank(rest);
                }
            }
            Value::List(nodes) => {
                let Ok(at) = first.parse::<usize>() else { return };
                if rest.is_empty() && at < nodes.len() {
                    nodes.remove(at);
                } else if let Some(node) = nodes.get_mut(at) {
                    node.blank(rest);
                }
            }
            Value::Null | Value::Scalar(_) => self.value = Value::Null,
        }
    }
}

/// Refuses a map in which a key occurs twice.
pub(super) fn unique(entries: &[Entry]) -> Result<(), super::Fault> {
    let mut first: HashMap<&str, u32> = HashMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(line) = first.insert(&entry.key, entry.line) {
            return Err(super::Fault::new(
                entry.line,
                format!("the key `{}` occurs twice, first on line {line}", short(&entry.key)),
                "keep one of the two",
            ));
        }
    }
    Ok(())
}

/// A key that nobody knows, cut to a length fit for a message; of one that could be a pasted secret only the
/// start.
pub fn short(key: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/' | '=');
    let mut runs = key.split(|c| !word(c));
    let drawn = runs.any(|run| run.len() >= 12 && run.bytes().any(|byte| byte.is_ascii_digit()));
    // What is cut and has no words in it is no name.
    let joint = |c: char| matches!(c, '_' | '-' | '.' | ' ');
    let is_long = |word: &str| word.is_ascii() && word.len() > 24;
    let whole = key.len() > 40 && key.split(joint).any(is_long);
    match key.char_indices().nth(if drawn || whole { 4 } else { 40 }) {
        Some((cut, _)) => format!("{}…", &key[..cut]),
        None => key.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_key_in_a_message_is_short_and_no_secret() {
        assert_eq!(short("purpose_approved_by"), "purpose_approved_by");
        assert_eq!(short("reach.1.environment"), "reach.1.environment");
        assert_eq!(short(&format!("ghp_{}", "a7Kq".repeat(9))), "ghp_…");
        assert_eq!(short(&"QTMtWkhDUjRFLTJTSkhLVUgz".replace('3', "x").repeat(2)), "QTMt…");
        assert_eq!(short(&"word_of_a_name_".repeat(4)).chars().count(), 41);
        assert_eq!(short(&"ä".repeat(50)), format!("{}…", "ä".repeat(40)));
    }
}
