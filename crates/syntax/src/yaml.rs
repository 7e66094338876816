//! YAML, by the event parser beneath serde-saphyr.

use std::collections::{HashMap, HashSet};

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle};

use super::budget::NODE;
use super::node::unique;
use super::{Budget, Entry, Fault, MAX_DEPTH, Node, Scalar, Style, Value};

/// How many nodes aliases may add: enough for honest reuse, too few for an explosion.
const MAX_ALIASED_NODES: usize = 100_000;

/// Reads one YAML document. An empty one is null.
///
/// # Errors
/// The first fault in the text: YAML cannot be read past it. A second document is one.
pub fn yaml(text: &str) -> Result<Node, Fault> {
    let (mut documents, starts) = read(text, &mut Budget::of_input(text.len()))?;
    match starts.get(1) {
        Some(line) if documents.len() > 1 => {
            Err(Fault::new(*line, "a second document begins here", "keep one document a file"))
        }
        _ => Ok(documents.pop().unwrap_or(Node::null(1))),
    }
}

/// Reads every document of a YAML stream. Documents without content are left out, so that a `---`
/// at the end of a file adds nothing; a stream of nothing else is one null.
///
/// # Errors
/// The first fault in the text: YAML cannot be read past it.
pub fn yaml_stream(text: &str) -> Result<Vec<Node>, Fault> {
    yaml_stream_within(text, &mut Budget::of_input(text.len()))
}

/// The same within a budget.
///
/// # Errors
/// Those of [`yaml_stream`], and where it needs more than the budget has.
pub fn yaml_stream_within(text: &str, budget: &mut Budget) -> Result<Vec<Node>, Fault> {
    let (documents, _) = read(text, budget)?;
    Ok(if documents.is_empty() { vec![Node::null(1)] } else { documents })
}

/// The documents that hold something, and the line on which each begins.
fn read(text: &str, budget: &mut Budget) -> Result<(Vec<Node>, Vec<u32>), Fault> {
    let mut builder = Builder::of(budget);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().line();
            let info = error.info();
            if info.contains("recursion") {
                return too_deep(line(at));
            }
            if info.contains("unknown anchor") {
                return no_anchor(line(at));
            }
            explain(text, at, &info)
        })?;
        builder.take(event, line(span.start.line()))?;
    }
    Ok((builder.documents, builder.starts))
}

fn no_anchor(line: u32) -> Fault {
    let help = "define it with `&` above this line, in the same document";
    Fault::new(line, "this alias names an anchor that is not defined", help)
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
    key: Option<Key>,
    /// What `<<` asks to take over, and the line of the `<<`.
    merged: Option<(Node, u32)>,
}

/// A key whose value is still to come.
enum Key {
    Named(String, u32),
    Merge(u32),
}

struct Builder<'b> {
    budget: &'b mut Budget,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    started: u32,
    documents: Vec<Node>,
    starts: Vec<u32>,
}

impl<'b> Builder<'b> {
    fn of(budget: &'b mut Budget) -> Self {
        Builder {
            budget,
            open: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            started: 0,
            documents: Vec::new(),
            starts: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, line: u32) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                // Only a bare `<<` merges; in quotes it is a key like any other.
                let merges = style == ScalarStyle::Plain && text == "<<";
                self.budget.node(text.len()).map_err(|over| over.at(line))?;
                let node = Node { line, value: scalar(&text, style) };
                self.remember(anchor, &node)?;
                self.place(node, merges)
            }
            Event::SequenceStart(_, anchor, _) => self.open(line, Value::List(Vec::new()), anchor),
            Event::MappingStart(_, anchor, _) => self.open(line, Value::Map(Vec::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { mut node, anchor, merged, .. }) => {
                    unique(node.entries())?;
                    if let Some((from, line)) = merged {
                        merge(&mut node, from, line)?;
                    }
                    self.remember(anchor, &node)?;
                    self.place(node, false)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                // An anchor that is still open would contain itself.
                let node = self.anchors.get(&anchor).ok_or_else(|| no_anchor(line))?;
                let (nodes, bytes) = size(node);
                self.budget.spend(bytes).map_err(|over| over.at(line))?;
                self.aliased += nodes;
                if self.aliased > MAX_ALIASED_NODES {
                    return Err(Fault::new(
                        line,
                        "aliases repeat too much of this document",
                        "write the records out instead of repeating them by alias",
                    ));
                }
                let node = node.clone();
                self.place(node, false)
            }
            Event::DocumentStart(..) => {
                self.started = line;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, line: u32, value: Value, anchor: usize) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(line));
        }
        self.budget.node(0).map_err(|over| over.at(line))?;
        self.open.push(Open { node: Node { line, value }, anchor, key: None, merged: None });
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Fault> {
        if anchor != 0 {
            let (_, bytes) = size(node);
            self.budget.spend(bytes).map_err(|over| over.at(node.line))?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(())
    }

    fn place(&mut self, node: Node, merges: bool) -> Result<(), Fault> {
        let Some(parent) = self.open.last_mut() else {
            if node.value != Value::Null {
                self.documents.push(node);
                self.starts.push(self.started);
            }
            return Ok(());
        };
        match (&mut parent.node.value, parent.key.take()) {
            (Value::List(nodes), _) => nodes.push(node),
            (Value::Map(entries), Some(Key::Named(key, line))) => {
                entries.push(Entry { key, line, node });
            }
            (Value::Map(_), Some(Key::Merge(line))) => {
                if let Some((_, first)) = parent.merged {
                    let message = format!("the key `<<` is written twice, first on line {first}");
                    return Err(Fault::new(
                        line,
                        message,
                        "write one `<<` with a list: `[*a, *b]`",
                    ));
                }
                parent.merged = Some((node, line));
            }
            (Value::Map(_), None) => match node.value {
                Value::Scalar(_) if merges => parent.key = Some(Key::Merge(node.line)),
                Value::Scalar(Scalar { text, .. }) => {
                    parent.key = Some(Key::Named(text, node.line));
                }
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

/// Takes over the entries of a map, or of several, where `into` has none of that key. What is
/// written in the map itself wins, then the earlier of several. Each entry keeps its line.
fn merge(into: &mut Node, from: Node, line: u32) -> Result<(), Fault> {
    let sources = match from.value {
        Value::List(nodes) => nodes,
        _ => vec![from],
    };
    let Value::Map(entries) = &mut into.value else { return Ok(()) };
    let mut known: HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    for source in sources {
        let kind = source.kind();
        let Value::Map(more) = source.value else {
            let message = format!("`<<` merges a map or a list of maps, found {kind}");
            return Err(Fault::new(line, message, "write an alias of a map, as in `<<: *common`"));
        };
        entries.extend(more.into_iter().filter(|entry| known.insert(entry.key.clone())));
    }
    Ok(())
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    let style = if plain { Style::Plain } else { Style::Quoted };
    Value::Scalar(Scalar { text: text.to_string(), style })
}

/// How many values a node holds, itself included, and how many bytes they take.
fn size(node: &Node) -> (usize, usize) {
    let own = NODE + node.text().map_or(0, str::len);
    let inner = node.list().iter().map(size);
    let keyed = node.entries().iter().map(|entry| {
        let (nodes, bytes) = size(&entry.node);
        (nodes, bytes + entry.key.len())
    });
    inner.chain(keyed).fold((1, own), |sum, more| (sum.0 + more.0, sum.1 + more.1))
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

    #[test]
    fn every_document_of_a_stream_is_read() {
        let keys = |text: &str| -> Vec<(u32, String)> {
            let nodes = yaml_stream(text).expect("a stream");
            nodes.iter().map(|n| (n.line, n.entries().iter().map(|e| &*e.key).collect())).collect()
        };
        let of = |line, key: &str| (line, key.to_string());
        assert_eq!(keys("a: 1\n---\nb: 2\n...\n---\nc: 3\n"), [of(1, "a"), of(3, "b"), of(6, "c")]);
        assert_eq!(keys("---\na: 1\n---\n# nothing more\n"), [of(2, "a")]);
        assert_eq!(keys("---\n---\na: 1\n---\n~\n--- \n"), [of(3, "a")]);
        assert_eq!(keys("%YAML 1.2\n---\na: 1\r\n---\r\nb: 1\r\n").len(), 2);
        assert_eq!(keys("# only a comment\n"), [of(1, "")]);
        assert_eq!(yaml("a: 1\n---\n").expect("one").line, 1);
        assert_eq!(yaml("a: 1\n---\nb: 1\n").expect_err("two").line, 2);
        // A fault in a later document is a fault of the file; a key may return in each.
        assert_eq!(yaml_stream("a: 1\n---\na: 1\na: 2\n").expect_err("twice").line, 4);
    }

    #[test]
    fn merge_keys_take_over_what_is_not_written() {
        let node = yaml(
            "base: &base\n  owner: ines\n  tier: T1\nmore: &more {tier: T2, note: x}\n\
             one:\n  <<: *base\n  tier: T3\ntwo:\n  note: y\n  <<: [*base, *more]\n\
             three: {<<: {a: 1}, b: 2}\nfour: {\"<<\": c}\n",
        );
        let node = node.expect("yaml");
        let of = |name: &str| -> Vec<(String, u32)> {
            let entries = node.get(name).map(Node::entries).unwrap_or_default();
            let shown = entries.iter().map(|entry| {
                (format!("{}={}", entry.key, entry.node.text().unwrap_or_default()), entry.line)
            });
            shown.collect()
        };
        let row = |text: &str, line| (text.to_string(), line);
        assert_eq!(of("one"), [row("tier=T3", 7), row("owner=ines", 2)]);
        assert_eq!(of("two"), [row("note=y", 9), row("owner=ines", 2), row("tier=T1", 3)]);
        assert_eq!(of("three"), [row("b=2", 11), row("a=1", 11)]);
        assert_eq!(of("four"), [row("<<=c", 12)]);
    }

    #[test]
    fn merges_nest_and_bad_ones_are_refused_with_their_line() {
        let node = yaml("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n").expect("yaml");
        let merged = node.get("c").map(|c| (c.line, c.get("x").is_some(), c.get("y").is_some()));
        assert_eq!(merged, Some((6, true, true)));
        for (text, line) in [
            ("a:\n  <<: *missing\n", 2),
            ("a:\n  b: *missing\n", 2),
            ("a: &a\n  <<: *a\n", 2),
            ("x: &x 1\na:\n  b: 1\n  <<: *x\n", 4),
            ("x: &x {}\na:\n  <<: *x\n  <<: *x\n", 4),
            ("x: &x {}\na:\n  <<: [*x, 1]\n", 3),
            ("a: &a {}\n---\nb:\n  <<: *a\n", 4),
        ] {
            assert_eq!(yaml_stream(text).expect_err(text).line, line, "{text}");
        }
    }
}
