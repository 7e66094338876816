//! Gitleaks reports, version 7 and 8: secrets found in code.
//!
//! `Secret`, `Match`, `line` and `offender` hold values and are never read. `null` and `[]` both mean
//! that a finished scan found nothing.

use crate::ingest::format::{Format, Origin};
use crate::model::{Facts, Ran, Says, ScannerReport, ScannerResult};
use crate::syntax::{Node, Value};

pub(super) static FORMAT: Format =
    Format { id: "gitleaks", title: "Gitleaks report", recognise, read };

fn recognise(root: &Node) -> bool {
    let leak = |node: &Node| {
        let has = |keys: &[&str]| keys.iter().all(|key| node.get(key).is_some());
        has(&["RuleID", "File", "Fingerprint"]) || has(&["rule", "offender", "file"])
    };
    // An empty report is `null`; whether it is one of Gitleaks only the profile can say.
    root.list().first().is_some_and(leak)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let ran = match &root.value {
        Value::Null | Value::List(_) => Ran::Completed,
        _ => Ran::Incomplete("the report is no list of leaks".into()),
    };
    let leak = |(number, node): (usize, &Node)| {
        let text = |keys: [&str; 2]| keys.iter().find_map(|key| node.get(key)?.text());
        Some(ScannerResult {
            rule: text(["RuleID", "rule"])?.to_string(),
            says: Says::Fails,
            about: vec![format!("file:{}", text(["File", "file"])?)],
            severity: None,
            tags: Vec::new(),
            suppressed: None,
            place: origin.place(node, format!("/{number}")),
        })
    };
    facts.scanner_reports.push(ScannerReport {
        tool: "gitleaks".into(),
        version: None,
        place: origin.place(root, ""),
        captured_at: origin.captured_at,
        ran,
        results: root.list().iter().enumerate().filter_map(leak).collect(),
    });
}
