//! The older tools of the same name: `trufflehog3`, and TruffleHog 2 with one object a line.
//!
//! Of `secret`, which holds the value, a digest is taken. `context`, `diff` and `stringsFound` quote it,
//! and are never read.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{cut_short, dated, report, result};
use crate::extract::{has_keys, raw_str, records, row_pointer};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "trufflehog3";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "trufflehog3 results", recognise, read };

fn recognise(root: &Node) -> bool {
    let new = |node: &Node| {
        has_keys(node, &["path", "secret"]) && node.get("rule").is_some_and(Node::is_map)
    };
    let old = |node: &Node| has_keys(node, &["path", "reason", "stringsFound"]);
    records(root).first().is_some_and(|node| new(node) || old(node))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    if root.text().is_some() {
        cut_short(&mut report, "the report is not a list of hits");
    }
    let mut leaks = Leaks::of(TOOL);
    for (number, node) in records(root).iter().enumerate() {
        let place = origin.place(node, row_pointer(root, "", number));
        let rule = raw_str(node, &["rule", "id"]).or_else(|| raw_str(node, "reason"));
        let rule = rule.unwrap_or("unnamed rule");
        let Some(file) = raw_str(node, "path") else {
            cut_short(&mut report, "a hit has no file");
            continue;
        };
        report.results.push(ScannerResult {
            about: names::file(file).into_iter().collect(),
            severity: raw_str(node, &["rule", "severity"]).and_then(names::words),
            ..result(rule, ScanStatus::Fail, place.clone())
        });
        let line = raw_str(node, "line");
        let leak = Leak { line, values: &[raw_str(node, "secret")], ..Leak::of(rule, file, place) };
        leaks.add(leak, report.captured_at, origin);
    }
    facts.scanner_reports.push(report);
}
