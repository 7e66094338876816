//! JSON of our own records: lists under the plural names of their kinds, or one list in a file that is named after
//! its kind.

use serde_json::value::RawValue;

use super::cited_text::{Lines, entries};
use super::document::{RECORDS, is_named_as_records};
use super::exports::tools_list;
use super::foreign::detect_foreign;
use super::listed::Listed;
use super::no_end::NoEnds;
use super::reading::{Read, Recognised, SourceFile};
use super::{mcp, native};
use model::{RecordKind, Source};
use syntax::{Budget, Entry, Node, Value};

/// What tools have that a server lists of itself: such a document may be such a list.
const OF_TOOL_LISTS: [&str; 3] = ["\"annotations\"", "\"inputSchema\"", "\"input_schema\""];

/// Reads a document of our own records without a tree. None where it is none, or is written otherwise: it is read as
/// any other document then. `named` is the kind of record that the file is named after.
pub(super) fn read(
    text: &str,
    named: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Option<Recognised> {
    let trimmed = text.trim_start();
    let lists = match trimmed.bytes().next()? {
        b'{' => of_kinds(trimmed)?,
        b'[' => vec![("", named?, trimmed)],
        _ => return None,
    };
    if OF_TOOL_LISTS.iter().any(|key| text.contains(key)) {
        return None;
    }
    let lines = Lines::of(text, 1);
    let mut budget = Budget::of_input(text.len());
    let mut read = Vec::new();
    for (key, kind, list) in lists {
        let records: Vec<&RawValue> = serde_json::from_str(list).ok()?;
        let placed = records.iter().map(|record| {
            let above = lines.of_part(record.get()).saturating_sub(1);
            (usize::try_from(above).unwrap_or(usize::MAX), record.get())
        });
        let line = lines.of_part(list);
        let listed = Listed::of(&placed.collect::<Vec<_>>(), kind, &mut budget)?;
        // Whatever cannot be read at all is a fault of the whole document.
        if !listed.faults.is_empty() {
            return None;
        }
        read.push(Part { key, line, listed });
    }
    let named = source.is_some() || file.named || is_named_as_records(&file.path);
    let is_list = trimmed.starts_with('[');
    if !are_ours(&read, is_list, named) || is_other(&mut read, is_list, source, &file.path) {
        return None;
    }
    let is_read = into.if_ours(named, |into| {
        let mut no_ends = NoEnds::default();
        for part in &mut read {
            no_ends.join(part.listed.mask(&file.path, into));
        }
        into.facts.notices.extend(no_ends.notice(&file.path));
        for Part { key, listed, .. } in read {
            let pointer = if is_list { String::new() } else { format!("/{key}") };
            listed.read(&file.path, &pointer, into);
        }
        true
    });
    is_read.then(|| Recognised::own(RECORDS))
}

/// A list in a document.
struct Part<'t> {
    key: &'t str,
    line: u32,
    listed: Listed<'t>,
}

/// The lists of a document; none where anything else is in it.
fn of_kinds(text: &str) -> Option<Vec<(&str, RecordKind, &str)>> {
    let entries = entries(text).into_iter();
    let lists = entries.map(|(key, value)| {
        let kind = native::kind(key).filter(|_| !key.contains(char::is_uppercase))?;
        value.starts_with('[').then_some((key, kind, value))
    });
    let lists: Vec<_> = lists.collect::<Option<_>>()?;
    let mut keys: Vec<&str> = lists.iter().map(|(key, ..)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    (!lists.is_empty() && keys.len() == lists.len()).then_some(lists)
}

/// Whether the records look like ours, as far as the document has to show it.
fn are_ours(parts: &[Part<'_>], is_list: bool, named: bool) -> bool {
    match is_list {
        true => parts.iter().all(|part| named || part.listed.len() == 0 || part.listed.are_ours()),
        false => {
            parts.iter().any(|part| part.listed.are_ours())
                || parts.iter().all(|part| part.listed.len() == 0)
        }
    }
}

/// Whether it is in a format of another tool, which its first records show.
fn is_other(parts: &mut [Part<'_>], is_list: bool, source: Option<&Source>, path: &str) -> bool {
    let entries = parts.iter_mut().map(|Part { key, line, listed }| {
        let node = Node { line: *line, value: Value::List(listed.rows()) };
        Entry { key: (*key).to_string(), line: *line, node }
    });
    let entries: Vec<Entry> = entries.collect();
    let root = match is_list {
        true => entries.into_iter().next().map_or(Node::null(1), |entry| entry.node),
        false => Node { line: 1, value: Value::Map(entries) },
    };
    let is_other = detect_foreign(&root, source, path).is_some()
        || tools_list::recognise(&root)
        || mcp::recognise(&root);
    let lists: Vec<Node> = match root.value {
        Value::Map(entries) => entries.into_iter().map(|entry| entry.node).collect(),
        value => vec![Node { line: 1, value }],
    };
    for (part, list) in parts.iter_mut().zip(lists) {
        if let Value::List(rows) = list.value {
            part.listed.give_back(rows);
        }
    }
    is_other
}

#[cfg(test)]
mod tests;
