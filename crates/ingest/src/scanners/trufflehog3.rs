//! The older tools of the same name: `trufflehog3`, and TruffleHog 2 with one object a line.
//!
//! `secret`, `context`, `diff` and `stringsFound` hold values and are never read.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{cut_short, dated, report, result};
use super::rows::{has, rows, text};
use crate::format::{Format, Origin};
use model::{Facts, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "trufflehog3";

pub(crate) static FORMAT: Format =
    Format { id: TOOL, title: "trufflehog3 results", recognise, read };

fn recognise(root: &Node) -> bool {
    let new =
        |node: &Node| has(node, &["path", "secret"]) && node.get("rule").is_some_and(Node::is_map);
    let old = |node: &Node| has(node, &["path", "reason", "stringsFound"]);
    rows(root).first().is_some_and(|node| new(node) || old(node))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    if root.text().is_some() {
        cut_short(&mut report, "the report is no list of hits");
    }
    let mut leaks = Leaks::of(TOOL);
    for (number, node) in rows(root).iter().enumerate() {
        let place = origin.place(node, format!("/{number}"));
        let rule = text(node, &["rule", "id"]).or_else(|| text(node, &["reason"]));
        let rule = rule.unwrap_or("unnamed rule");
        let Some(file) = text(node, &["path"]) else {
            cut_short(&mut report, "a hit names no file");
            continue;
        };
        report.results.push(ScannerResult {
            about: names::file(file).into_iter().collect(),
            severity: text(node, &["rule", "severity"]).and_then(names::words),
            ..result(rule, ScanStatus::Fail, place.clone())
        });
        let line = text(node, &["line"]);
        let leak = Leak { rule, within: None, file, line, verified: false, principal: None, place };
        leaks.add(leak, report.captured_at, facts);
    }
    facts.scanner_reports.push(report);
}
