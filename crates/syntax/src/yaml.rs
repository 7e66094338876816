//! YAML, by the event parser beneath serde-saphyr.

use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle};

use super::node::unique;
use super::{Entry, Fault, MAX_DEPTH, Node, Scalar, Style, Value};

/// How many nodes aliases may add: enough for honest reuse, too few for an explosion.
const MAX_ALIASED_NODES: usize = 100_000;

/// Reads one YAML document. An empty one is null.
///
/// # Errors
/// The first fault in the text: YAML cannot be read past it.
pub fn yaml(text: &str) -> Result<Node, Fault> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            if error.info().contains("recursion") {
                return too_deep(line(error.marker().line()));
            }
            explain(text, error.marker().line(), &error.info())
        })?;
        builder.take(event, line(span.start.line()))?;
    }
    Ok(builder.root.unwrap_or(Node::null(1)))
}

/// A parser's error in the words of its most frequent causes, else as the parser states it.
fn explain(text: &str, at: usize, info: &str) -> Fault {
    let written = |number: usize| text.lines().nth(number.checked_sub(1)?);
    // The parser may notice a tab one line before or after it.
    let indented = |number: &usize| {
        let indent = |text: &str| text.len() - text.trim_start().len();
        written(*number).is_some_and(|text| text[..indent(text)].contains('\t'))
    };
    if let Some(number) = [at, at + 1, at.saturating_sub(1)].into_iter().find(indented) {
        let help = "use spaces instead of the tab";
        return Fault::new(line(number), "this line is indented with a tab", help);
    }
    if written(at).is_some_and(has_colon_in_value) {
        let message = "this value contains a colon followed by a space";
        return Fault::new(line(at), message, "put the value in quotes");
    }
    let help = "correct this line, or the one before it";
    Fault::new(line(at), format!("not valid YAML: {info}"), help)
}

/// Whether a line reads `key: a: b`: YAML takes the second colon for another key.
fn has_colon_in_value(text: &str) -> bool {
    let value = text.split_once(": ").map_or("", |(_, value)| value.trim());
    let plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']);
    plain && (value.contains(": ") || value.ends_with(':'))
}

fn too_deep(line: u32) -> Fault {
    Fault::new(line, "this is nested too deeply", "flatten the document")
}

fn line(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// A collection that is still open.
struct Open {
    node: Node,
    anchor: usize,
    key: Option<(String, u32)>,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, line: u32) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let node = Node { line, value: scalar(&text, style) };
                self.remember(anchor, &node);
                self.place(node)
            }
            Event::SequenceStart(_, anchor, _) => self.open(line, Value::List(Vec::new()), anchor),
            Event::MappingStart(_, anchor, _) => self.open(line, Value::Map(Vec::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { node, anchor, .. }) => {
                    unique(node.entries())?;
                    self.remember(anchor, &node);
                    self.place(node)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().unwrap_or(Node::null(line));
                self.aliased += size(&node);
                if self.aliased > MAX_ALIASED_NODES {
                    return Err(Fault::new(
                        line,
                        "aliases repeat too much of this document",
                        "write the records out instead of repeating them by alias",
                    ));
                }
                self.place(node)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Fault::new(line, "a second document begins here", "keep one document a file"))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, line: u32, value: Value, anchor: usize) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(line));
        }
        self.open.push(Open { node: Node { line, value }, anchor, key: None });
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn place(&mut self, node: Node) -> Result<(), Fault> {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut parent.node.value, parent.key.take()) {
            (Value::List(nodes), _) => nodes.push(node),
            (Value::Map(entries), Some((key, line))) => entries.push(Entry { key, line, node }),
            (Value::Map(_), None) => match node.value {
                Value::Scalar(Scalar { text, .. }) => parent.key = Some((text, node.line)),
                _ => {
                    return Err(Fault::new(
                        node.line,
                        "a key must be a single value",
                        "write the key as a word",
                    ));
                }
            },
            (Value::Null | Value::Scalar(_), _) => {}
        }
        Ok(())
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    let style = if plain { Style::Plain } else { Style::Quoted };
    Value::Scalar(Scalar { text: text.to_string(), style })
}

fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::List(nodes) => nodes.iter().map(size).sum(),
        Value::Map(entries) => entries.iter().map(|entry| size(&entry.node)).sum::<usize>(),
        Value::Null | Value::Scalar(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_keep_their_text_and_line() {
        let node = yaml("a: no\nb: 0123\nc:\n  - 1.10\n").expect("yaml");
        assert_eq!(node.get("a").and_then(Node::text), Some("no"));
        assert_eq!(node.get("b").and_then(Node::text), Some("0123"));
        assert_eq!(
            node.get("c").map(|c| (c.list()[0].line, c.list()[0].text())),
            Some((4, Some("1.10")))
        );
    }

    #[test]
    fn frequent_mistakes_are_named_with_their_line_and_fix() {
        let cases = [
            ("servers:\n  - id: crm\n\t  owner: ada\n", 3, "use spaces instead of the tab"),
            ("servers:\n\t- id: crm\n", 2, "use spaces instead of the tab"),
            ("- id: crm\n  purpose: Note: read only\n", 2, "put the value in quotes"),
        ];
        for (text, line, help) in cases {
            let fault = yaml(text).expect_err("a fault");
            assert_eq!((fault.line, fault.help.as_str()), (line, help), "{text}: {fault:?}");
        }
        assert!(yaml("- id: crm\n  purpose: \"Note: read only\"\n").is_ok());
    }

    #[test]
    fn null_is_not_the_word_in_quotes() {
        let node = yaml("a: null\nb: \"null\"\nc:\n").expect("yaml");
        assert_eq!(node.get("a").map(|n| n.value.clone()), Some(Value::Null));
        assert_eq!(node.get("b").and_then(Node::text), Some("null"));
        assert_eq!(node.get("c").map(|n| n.value.clone()), Some(Value::Null));
    }

    #[test]
    fn broken_doubled_and_exploding_documents_are_refused_with_a_line() {
        assert_eq!(yaml("a: 1\na: 2\n").expect_err("doubled").line, 2);
        assert!(yaml("a: [1,\n").is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let alias = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", vec![alias; 10].join(", "));
        }
        assert!(yaml(&bomb).expect_err("bomb").message.contains("aliases"));
        assert!(yaml(&"[".repeat(10_000)).is_err());
    }
}
