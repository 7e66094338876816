//! CSV and its cousins. A heading `domains.identity` or `reach.1.environment` names a place inside
//! the record; a list stands in one cell as `a; b`.

use super::{Entry, Fault, Node, Style, Value};

/// Reads a table with headings as one map a row. The separator is `,`, `;` or a tab: whichever
/// the heading line holds most of. Every broken row is a fault.
pub fn table(text: &str) -> (Vec<Node>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(_) => return (Vec::new(), vec![Fault::new(1, "the heading row cannot be read", "")]),
    };
    let mut rows = Vec::new();
    for row in reader.records() {
        let Ok(row) = row else {
            faults.push(Fault::new(0, "a row cannot be read", "save the table as UTF-8"));
            continue;
        };
        let line = row.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        if row.iter().all(str::is_empty) {
            continue;
        }
        if row.len() != headings.len() {
            faults.push(Fault::new(
                line,
                format!("this row has {} cells, the headings have {}", row.len(), headings.len()),
                "quote cells that hold the separator",
            ));
            continue;
        }
        rows.push(record(headings.iter().zip(row.iter()), line));
    }
    (rows, faults)
}

fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |byte: u8| first.bytes().filter(|b| *b == byte).count();
    // `max_by_key` takes the last of equals, so the comma wins a tie.
    [b'\t', b';', b','].into_iter().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

fn record<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>, line: u32) -> Node {
    let mut root = Node { line, value: Value::Map(Vec::new()) };
    for (heading, cell) in cells {
        let leaf = match cell {
            "" => Node::null(line),
            text => Node::scalar(line, text, Style::Cell),
        };
        let path: Vec<&str> = heading.split('.').collect();
        plant(&mut root, &path, leaf, line);
    }
    lists(&mut root);
    root
}

fn plant(node: &mut Node, path: &[&str], leaf: Node, line: u32) {
    let (Some((key, rest)), Value::Map(entries)) = (path.split_first(), &mut node.value) else {
        return;
    };
    let at = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
        let node = Node { line, value: Value::Map(Vec::new()) };
        entries.push(Entry { key: (*key).to_string(), line, node });
        entries.len() - 1
    });
    if let Some(entry) = entries.get_mut(at) {
        if rest.is_empty() { entry.node = leaf } else { plant(&mut entry.node, rest, leaf, line) }
    }
}

/// Turns maps whose keys are all numbers into lists, and drops elements with no filled cell.
fn lists(node: &mut Node) {
    let Value::Map(entries) = &mut node.value else { return };
    for entry in entries.iter_mut() {
        lists(&mut entry.node);
    }
    if !entries.is_empty() && entries.iter().all(|entry| entry.key.parse::<usize>().is_ok()) {
        let nodes = std::mem::take(entries).into_iter().map(|entry| entry.node);
        let filled: Vec<Node> = nodes.filter(|node| !is_empty(node)).collect();
        node.value = if filled.is_empty() { Value::Null } else { Value::List(filled) };
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(_) => false,
        Value::List(nodes) => nodes.iter().all(is_empty),
        Value::Map(entries) => entries.iter().all(|entry| is_empty(&entry.node)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_headings_nest_and_numbers_make_lists() {
        let text = "id,domains.identity,reach.1.kind,reach.1.effect,reach.2.kind\ncrm,iam,database,read,\n";
        let (rows, faults) = table(text);
        assert!(faults.is_empty());
        assert_eq!(
            rows[0].get("domains").and_then(|d| d.get("identity")).and_then(Node::text),
            Some("iam")
        );
        assert_eq!(rows[0].get("reach").map(|reach| reach.list().len()), Some(1));
    }

    #[test]
    fn semicolons_tabs_and_short_rows() {
        assert_eq!(
            table("id;owner\ncrm;ada\n").0[0].get("owner").and_then(Node::text),
            Some("ada")
        );
        assert_eq!(
            table("id\towner\ncrm\tada\n").0[0].get("owner").and_then(Node::text),
            Some("ada")
        );
        assert_eq!(table("id,owner\ncrm\n").1[0].line, 2);
    }
}
