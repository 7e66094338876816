//! A table as rows of cells, wherever it comes from.

use super::node::short;
use super::{Entry, Fault, Node, Style, Value};

/// How many steps a heading may name.
const MAX_STEPS: usize = 8;

/// A table whose headings do not mean anything yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The line of the headings.
    pub line: u32,
    /// The headings, as written.
    pub headings: Vec<String>,
    rows: Vec<(u32, Vec<String>)>,
}

impl Grid {
    /// A table out of numbered rows, the first filled one being the headings. Empty rows and empty
    /// columns without a heading are left out; a row that does not fit is a fault.
    pub fn of(rows: Vec<(u32, Vec<String>)>) -> (Self, Vec<Fault>) {
        let mut rows = rows.into_iter().filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
        let Some((line, mut headings)) = rows.next() else { return (Grid::default(), Vec::new()) };
        let mut faults = heading_faults(line, &headings);
        let written = headings.len();
        while headings.last().is_some_and(String::is_empty) {
            headings.pop();
        }
        let mut kept = Vec::new();
        let mut nameless = false;
        for (number, mut row) in rows {
            let filled = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
            if row.len() < headings.len() || filled > written {
                let cells = row.len();
                let message = format!("this row has {cells} cells, the headings have {written}");
                faults.push(Fault::new(number, message, "quote cells that hold the separator"));
                continue;
            }
            let within = headings.iter().zip(&row);
            nameless |= filled > headings.len();
            nameless |=
                within.into_iter().any(|(heading, cell)| heading.is_empty() && !cell.is_empty());
            row.truncate(headings.len());
            kept.push((number, row));
        }
        if nameless {
            let help = "name the column, or empty it";
            faults.push(Fault::new(line, "a column with values has no heading", help));
        }
        (Grid { line, headings, rows: kept }, faults)
    }

    /// One record a row, each column under the fields that `targets` names for it.
    pub fn records(&self, targets: &[Vec<String>]) -> Vec<Node> {
        self.first(self.rows.len(), targets)
    }

    fn first(&self, rows: usize, targets: &[Vec<String>]) -> Vec<Node> {
        let record = |(line, row): &(u32, Vec<String>)| {
            let mut root = Node { line: *line, value: Value::Map(Vec::new()) };
            for (fields, cell) in targets.iter().zip(row) {
                for field in fields {
                    let leaf = match cell.as_str() {
                        "" => Node::null(*line),
                        text => Node::scalar(*line, text, Style::Cell),
                    };
                    let path: Vec<&str> = field.split('.').take(MAX_STEPS).collect();
                    plant(&mut root, &path, leaf, *line);
                }
            }
            lists(&mut root);
            root
        };
        self.rows.iter().take(rows).map(record).collect()
    }

    /// One record a row, each column under its heading.
    pub fn as_headed(&self) -> Vec<Node> {
        self.head(self.rows.len())
    }

    /// The same for the first rows, to recognise the table's format.
    pub fn head(&self, rows: usize) -> Vec<Node> {
        let named = |heading: &String| match heading.is_empty() {
            true => Vec::new(),
            false => vec![heading.clone()],
        };
        self.first(rows, &self.headings.iter().map(named).collect::<Vec<_>>())
    }
}

fn heading_faults(line: u32, headings: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
        if headings.iter().take(at).any(|first| first == heading) {
            let message = format!("the heading `{}` occurs twice", short(heading));
            faults.push(Fault::new(line, message, "give the columns different headings"));
        }
        if heading.split('.').count() > MAX_STEPS {
            let message = format!("the heading `{}` has too many steps", short(heading));
            faults.push(Fault::new(line, message, "write at most eight, as in `reach.1.kind`"));
        }
    }
    faults
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
