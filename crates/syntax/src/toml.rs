//! TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::json::Lines;
use super::{Budget, Entry, Fault, Node, OverBudget, Style, Value, few};

/// Reads one TOML document.
///
/// # Errors
/// Every fault the parser finds.
pub fn toml(text: &str) -> Result<Node, Vec<Fault>> {
    toml_within(text, &mut Budget::of_input(text.len()))
}

/// The same within a budget.
///
/// # Errors
/// Those of [`toml()`], and where it needs more than the budget has.
pub fn toml_within(text: &str, budget: &mut Budget) -> Result<Node, Vec<Fault>> {
    let lines = Lines::of(text);
    let over = |over: OverBudget| vec![over.at(1)];
    // The parser builds a tree of its own first: every value is separated by one of these.
    let separators = text.bytes().filter(|byte| matches!(byte, b',' | b'=' | b'[' | b'.')).count();
    budget.nodes(separators.saturating_mul(2), 0).map_err(over)?;
    budget.spend(text.len()).map_err(over)?;
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(map(table.get_ref(), 1, &lines));
    }
    let faults = errors.into_iter().map(|error| {
        let line = error.span().map_or(0, |span| lines.at(span.start));
        if error.message().contains("recurs") {
            return Fault::new(line, "this is nested too deeply", "flatten the document");
        }
        Fault::new(line, format!("not valid TOML: {}", error.message()), "correct this line")
    });
    Err(few(faults.collect()))
}

fn map(table: &DeTable<'_>, line: u32, lines: &Lines) -> Node {
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let start = key.span().start;
            let key = key.get_ref().to_string();
            (start, Entry { key, line: lines.at(start), node: node(value, lines) })
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    let entries = entries.into_iter().map(|(_, entry)| entry).collect();
    Node { line, value: Value::Map(entries) }
}

fn node(value: &Spanned<DeValue<'_>>, lines: &Lines) -> Node {
    let line = lines.at(value.span().start);
    match value.get_ref() {
        DeValue::String(text) => Node::scalar(line, text.as_ref(), Style::Quoted),
        DeValue::Integer(number) => Node::scalar(line, number.to_string(), Style::Plain),
        DeValue::Float(number) => Node::scalar(line, number.as_str(), Style::Plain),
        DeValue::Boolean(flag) => Node::scalar(line, flag.to_string(), Style::Plain),
        DeValue::Datetime(time) => Node::scalar(line, time.to_string(), Style::Plain),
        DeValue::Array(array) => {
            Node { line, value: Value::List(array.iter().map(|item| node(item, lines)).collect()) }
        }
        DeValue::Table(table) => map(table, line, lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_become_maps_with_lines() {
        let node = toml("[organisation]\nname = \"Northwind\"\n").expect("toml");
        let name = node.get("organisation").and_then(|table| table.get("name"));
        assert_eq!(name.map(|n| (n.line, n.text())), Some((2, Some("Northwind"))));
    }

    #[test]
    fn what_nests_too_deeply_is_refused() {
        let deep = 10_000;
        for text in [
            format!("a = {}", "[".repeat(deep)),
            format!("a = {}1{}", "[".repeat(deep), "]".repeat(deep)),
            format!("a = {}", "{ a = ".repeat(deep)),
            format!("{}a = 1", "a.".repeat(deep)),
            format!("[{}a]\nb = 1", "a.".repeat(deep)),
        ] {
            let faults = toml(&text).expect_err("refused");
            assert!(faults[0].message.contains("too deeply"), "{faults:?}");
        }
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let faults = toml("a = \nb = 1\nc = oops\n").expect_err("broken");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 3]);
    }
}
