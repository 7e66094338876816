//! NDJSON: a list of records of our own, a document a line, or a report in a format of another tool.

use std::sync::Arc;

use super::document::{FOREIGN, is_named_as_records, list};
use super::foreign::{detect_foreign, mark_broken_rows, read_foreign};
use super::likeness;
use super::listed::Listed;
use super::native;
use super::reading::{Read, Recognised, SourceFile};
use model::{Diagnostic, Place, RecordKind, Source};
use syntax::{Budget, Fault, Node, Value};

/// What reports call records of our own in this form.
const TITLE: &str = "muster records (NDJSON)";

/// Reads NDJSON. `named` is the kind of record that the file is named after.
///
/// # Errors
/// Why it is not read.
pub(super) fn read(
    text: &str,
    named: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    // Only reports of programs begin with a banner; in records of ours it is a mistake.
    let rest = if named.is_some() { None } else { syntax::without_banner(text) };
    let text = rest.as_deref().unwrap_or(text);
    let stated = source.and_then(|source| native::kind(source.records.as_deref()?));
    let kind = stated.or(named);
    if let Some(kind) = kind
        && let Some(mut listed) = listed(text, kind)
        && !is_foreign(&mut listed, source, &file.path)
    {
        return records(listed, file, source, into);
    }
    trees(text, kind, file, source, into)
}

/// Looks at every line. None where none is a document, or where trees need more than there is for them.
fn listed(text: &str, kind: RecordKind) -> Option<Listed<'_>> {
    let mut budget = Budget::of_input(text.len());
    let listed = Listed::of(&syntax::ndjson_lines(text), kind, &mut budget)?;
    (listed.len() > 0).then_some(listed)
}

/// Whether they are in a format of another tool.
fn is_foreign(listed: &mut Listed<'_>, source: Option<&Source>, path: &str) -> bool {
    let rows = Node { line: 1, value: Value::List(listed.rows()) };
    let is_foreign = detect_foreign(&rows, source, path).is_some();
    if let Value::List(rows) = rows.value {
        listed.give_back(rows);
    }
    is_foreign
}

/// Reads every line as a tree.
fn trees(
    text: &str,
    kind: Option<RecordKind>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    let (nodes, faults) = syntax::ndjson_within(text, &mut Budget::of_input(text.len()));
    let rows = Node { line: 1, value: Value::List(nodes) };
    if let Some(format) = detect_foreign(&rows, source, &file.path) {
        let read = read_foreign(format, &rows, file, source, into);
        mark_broken_rows(faults, &file.path, &mut into.facts);
        return Ok(read);
    }
    let Some(kind) = kind else {
        return Err("an NDJSON file is named after its records, as in servers.ndjson");
    };
    let Value::List(nodes) = rows.value else { return Err(FOREIGN) };
    report(faults, &file.path, into);
    let named = is_named(file, source);
    let alike = named || nodes.is_empty() || likeness::are_ours(kind, &nodes);
    own(alike, named, into, |into| list(kind, nodes, file, into))
}

/// Reads records that were looked at.
fn records(
    mut listed: Listed<'_>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    report(std::mem::take(&mut listed.faults), &file.path, into);
    let named = is_named(file, source);
    let alike = named || listed.are_ours();
    own(alike, named, into, |into| {
        let no_ends = listed.mask(&file.path, into);
        into.facts.notices.extend(no_ends.notice(&file.path));
        listed.read(&file.path, "", into);
    })
}

fn is_named(file: &SourceFile, source: Option<&Source>) -> bool {
    source.is_some() || file.named || is_named_as_records(&file.path)
}

fn report(faults: Vec<Fault>, path: &Arc<str>, into: &mut Read) {
    into.errors.extend(faults.into_iter().map(|fault| {
        let place = Place::new(path, fault.line, fault.pointer());
        Diagnostic::at(&place, fault.message, fault.help)
    }));
}

fn own(
    alike: bool,
    named: bool,
    into: &mut Read,
    read: impl FnOnce(&mut Read),
) -> Result<Recognised, &'static str> {
    let read = |into: &mut Read| {
        read(into);
        true
    };
    match alike && into.if_ours(named, read) {
        true => Ok(Recognised::own(TITLE)),
        false => Err(FOREIGN),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::described::{described, read};
    use crate::extract::SAMPLE;
    use crate::listed::TOGETHER;

    fn of_lines(name: &str, lines: &[String]) -> Vec<String> {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        described(read(name, &text))
    }

    /// Whether all lines are read without trees.
    fn is_straight(lines: &[String], kind: RecordKind) -> bool {
        let text = lines.join("\n");
        listed(&text, kind).expect("lines").trees() == 0
    }

    /// The same lines, each with a comment, which only a tree has.
    fn commented(lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| format!("{line} // as a tree")).collect()
    }

    const ROWS: [(&str, RecordKind, &str); 4] = [
        (
            "servers.ndjson",
            RecordKind::Servers,
            r#"{"id":"crm","name":"CRM","owner":["ada"],"domains":{"identity":"iam"},"tier":"T2","environments":["production"],"reach":[{"target":"db","kind":"database","effect":"read"}],"tools":[{"id":"find","effect":"read"}],"auth":{"kind":"oauth","pkce":true},"first_seen":"2026-01-02","reference":"GRC-1"}"#,
        ),
        (
            "secrets.ndjson",
            RecordKind::Secrets,
            r#"{"id":"key","kind":"api-key","owner":"ada","used_by":["server/crm"],"expires_at":"9999-12-31","last_rotated":"2026-01-02","scopes":[]}"#,
        ),
        (
            "reviews.ndjson",
            RecordKind::Reviews,
            r#"{"asset":"server/crm","status":"completed","reviewer":"ada","completed_on":"2026-01-02","reference":"x.csv#sha256:00"}"#,
        ),
        (
            "vettings.ndjson",
            RecordKind::Vettings,
            r#"{"server":"crm","outcome":"accepted","evidence":"T-7","date":"2026-01-02"}"#,
        ),
    ];

    #[test]
    fn records_as_their_type_has_them_are_read_without_trees() {
        for (name, kind, row) in ROWS {
            let rows = vec![row.to_string(); 3];
            assert!(is_straight(&rows[..1], kind), "{name}");
            assert!(!is_straight(&commented(&rows), kind), "{name}");
        }
    }

    /// A change of one key or value of a record, as people and programs make them.
    fn changed(row: &str, (at, how): (usize, usize)) -> String {
        let mut row: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(row).expect("a record");
        let key = row.keys().nth(at % row.len()).expect("a key").clone();
        let value = row.get(&key).cloned().expect("a value");
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        match how {
            0 => {
                row.shift_remove(&key);
            }
            1 => drop(row.insert(key, serde_json::Value::Null)),
            2 => drop(row.insert(key, "".into())),
            3 => drop(row.insert(key, " x ".into())),
            4 => drop(row.insert(key, 7.into())),
            5 => drop(row.insert(key, serde_json::json!([value]))),
            6 => drop(row.insert(key, serde_json::json!({"kind": "OAuth", "x": 1}))),
            7 => drop(row.insert(key, serde_json::json!({"identity": "x"}))),
            8 => drop(row.insert(key, token.into())),
            9 => drop(row.insert("onwer".into(), value)),
            10 => drop(row.insert(token, value)),
            11 => drop(row.insert("last-used".into(), "2026-01-01".into())),
            12 => drop(row.insert(key, "x".repeat(1_100).into())),
            13 => drop(row.insert("reference".into(), serde_json::json!([1]))),
            14 => drop(row.insert("expires_at".into(), 253_402_300_799_u64.into())),
            15 => drop(row.insert(key, 1.5.into())),
            16 => drop(row.insert(key, "ÄÖ \u{1F600}\n".into())),
            _ => {}
        }
        serde_json::to_string(&row).expect("JSON")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Whatever the lines hold, they are read as their trees are.
        #[test]
        fn lines_are_read_as_their_trees_are(
            which in 0..ROWS.len(),
            changes in prop::collection::vec((0..12_usize, 0..40_usize), 1..6),
            broken in prop::option::of(0..6_usize),
        ) {
            let (name, _, row) = ROWS[which];
            let mut lines: Vec<String> =
                changes.into_iter().enumerate().map(|(number, change)| {
                    let row = row.replacen("\"crm\"", &format!("\"crm{number}\""), 1);
                    changed(&row.replacen("\"key\"", &format!("\"key{number}\""), 1), change)
                }).collect();
            if let Some(at) = broken {
                lines.insert(at.min(lines.len()), "{\"id\": \"oops\", \"zone\": 1".into());
            }
            prop_assert_eq!(of_lines(name, &lines), of_lines(name, &commented(&lines)));
        }
    }

    /// A report of another tool is recognised wherever its rows begin, under the name of our records, too.
    #[test]
    fn rows_of_another_tool_are_recognised_among_records() {
        let row = r#"{"id":"crm","owner":["ada"]}"#;
        let foreign =
            r#"{"SourceMetadata":{"Data":{}},"DetectorName":"AWS","Verified":false,"Raw":"x"}"#;
        for before in [0, 1, SAMPLE, 2 * TOGETHER] {
            let mut lines = vec![row; before];
            lines.extend([foreign, foreign]);
            let text = lines.join("\n");
            let whole = Value::List(syntax::ndjson(&text).0);
            let whole = detect_foreign(&Node { line: 1, value: whole }, None, "servers.ndjson");
            let mut lines = listed(&text, RecordKind::Servers).expect("lines");
            let found = is_foreign(&mut lines, None, "servers.ndjson");
            assert_eq!(found, whole.is_some(), "{before}");
            assert_eq!(lines.trees(), 2, "{before}");
        }
    }
}
