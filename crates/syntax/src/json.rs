//! JSON, with the comments and trailing commas that people's editors allow.

use jsonc_parser::ast::{ObjectPropName, Value as Ast};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::node::unique;
use super::{Entry, Fault, MAX_DEPTH, Node, Style, Value};

/// Reads one JSON document. An empty text is null.
///
/// # Errors
/// The first fault in the text: JSON cannot be read past it.
pub fn json(text: &str) -> Result<Node, Fault> {
    let lines = Lines::of(text);
    if let Some(offset) = too_deep(text) {
        return Err(Fault::new(
            lines.at(offset),
            "this is nested too deeply",
            "flatten the document",
        ));
    }
    // Comments and trailing commas are allowed; anything else that is not JSON is a mistake.
    let options = ParseOptions {
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        ..ParseOptions::default()
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    match parsed {
        Ok(result) => result.value.map_or(Ok(Node::null(1)), |value| node(value, &lines)),
        Err(error) => Err(Fault::new(
            lines.at(error.range().start),
            format!("not valid JSON: {}", error.kind().to_string().to_lowercase()),
            "correct this line, or the one before it",
        )),
    }
}

/// Reads JSON documents, one a line. Blank lines are skipped; every broken line is a fault.
pub fn ndjson(text: &str) -> (Vec<Node>, Vec<Fault>) {
    let mut nodes = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let shift = u32::try_from(index).unwrap_or(u32::MAX);
        match json(line) {
            Ok(mut node) => {
                move_down(&mut node, shift);
                nodes.push(node);
            }
            Err(fault) => faults.push(Fault { line: fault.line.saturating_add(shift), ..fault }),
        }
    }
    (nodes, faults)
}

fn node(value: Ast<'_>, lines: &Lines) -> Result<Node, Fault> {
    let line = lines.at(value.range().start);
    Ok(match value {
        Ast::NullKeyword(_) => Node::null(line),
        Ast::StringLit(text) => Node::scalar(line, text.value, Style::Quoted),
        Ast::NumberLit(number) => Node::scalar(line, number.value, Style::Plain),
        Ast::BooleanLit(flag) => Node::scalar(line, flag.value.to_string(), Style::Plain),
        Ast::Array(array) => {
            let nodes = array.elements.into_iter().map(|element| node(element, lines));
            Node { line, value: Value::List(nodes.collect::<Result<_, _>>()?) }
        }
        Ast::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let line = lines.at(property.range.start);
                let key = match property.name {
                    ObjectPropName::String(text) => text.value.into_owned(),
                    ObjectPropName::Word(word) => word.value.to_string(),
                };
                entries.push(Entry { key, line, node: node(property.value, lines)? });
            }
            unique(&entries)?;
            Node { line, value: Value::Map(entries) }
        }
    })
}

fn move_down(node: &mut Node, by: u32) {
    node.line = node.line.saturating_add(by);
    match &mut node.value {
        Value::List(nodes) => nodes.iter_mut().for_each(|node| move_down(node, by)),
        Value::Map(entries) => {
            for entry in entries {
                entry.line = entry.line.saturating_add(by);
                move_down(&mut entry.node, by);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// Where brackets nest beyond the limit. The parser recurses, so this is checked first.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(offset);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Line starts, for turning an offset into a line.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines(std::iter::once(0).chain(breaks.map(|(offset, _)| offset + 1)).collect())
    }

    pub(super) fn at(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_read() {
        let node = json("{\n  // why\n  \"a\": [1, 2,],\n}\n").expect("jsonc");
        assert_eq!(node.get("a").map(|a| (a.line, a.list().len())), Some((3, 2)));
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(json("{\n\"a\": \n}\n").expect_err("broken").line, 3);
        assert!(json(&"[".repeat(10_000)).expect_err("deep").message.contains("deep"));
    }

    #[test]
    fn a_broken_line_does_not_affect_the_others() {
        let (nodes, faults) = ndjson("{\"a\":1}\n\n{oops\n{\"a\":2}\n");
        assert_eq!(nodes.iter().map(|node| node.line).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    }
}
