//! A table as rows of cells, wherever it comes from.

use std::collections::{HashMap, HashSet};

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
        let mut plan = Plan::default();
        for (column, fields) in targets.iter().enumerate() {
            for field in fields {
                let path: Vec<&str> = field.split('.').take(MAX_STEPS).collect();
                plan.plant(&path, column);
            }
        }
        let record = |(line, row): &(u32, Vec<String>)| {
            let mut root = plan.record(row, *line);
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
    let mut known = HashSet::with_capacity(headings.len());
    for heading in headings.iter().filter(|heading| !heading.is_empty()) {
        if !known.insert(heading) {
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

/// Where each column goes in a record, worked out once for all rows.
#[derive(Debug, Default)]
struct Plan {
    /// The parts of this place, in the order of their first column.
    parts: Vec<(String, Part)>,
    /// Where in `parts` each key is.
    index: HashMap<String, usize>,
}

#[derive(Debug)]
enum Part {
    Column(usize),
    Inside(Plan),
}

impl Plan {
    /// Puts a column at a path. What is planted later at the same place wins; nothing can be put
    /// inside a single value.
    fn plant(&mut self, path: &[&str], column: usize) {
        let Some((key, rest)) = path.split_first() else { return };
        let at = match self.index.get(*key) {
            Some(at) => *at,
            None => {
                self.parts.push(((*key).to_string(), Part::Inside(Plan::default())));
                self.index.insert((*key).to_string(), self.parts.len() - 1);
                self.parts.len() - 1
            }
        };
        match self.parts.get_mut(at) {
            Some((_, part)) if rest.is_empty() => *part = Part::Column(column),
            Some((_, Part::Inside(plan))) => plan.plant(rest, column),
            _ => {}
        }
    }

    /// The record of one row.
    fn record(&self, row: &[String], line: u32) -> Node {
        let entry = |(key, part): &(String, Part)| {
            let node = match part {
                Part::Inside(plan) => plan.record(row, line),
                Part::Column(column) => match row.get(*column).map_or("", String::as_str) {
                    "" => Node::null(line),
                    text => Node::scalar(line, text, Style::Cell),
                },
            };
            Entry { key: key.clone(), line, node }
        };
        Node { line, value: Value::Map(self.parts.iter().map(entry).collect()) }
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
