//! A baseline of detect-secrets: possible secrets, a list a file, with what people said of them.
//!
//! `hashed_secret` is an unsalted digest of the value and is never read.

use super::leaks::{Leak, Leaks};
use super::reports::{cut_short, dated, report, result};
use super::rows::{flag, has, step, text};
use super::{moments, names};
use crate::format::{Format, Origin};
use model::{Facts, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "detect-secrets";

pub(crate) static FORMAT: Format =
    Format { id: TOOL, title: "detect-secrets baseline", recognise, read };

fn recognise(root: &Node) -> bool {
    root.get("results").is_some_and(Node::is_map) && has(root, &["plugins_used"])
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    report.version = text(root, &["version"]).and_then(names::words);
    moments::later(&mut report.captured_at, text(root, &["generated_at"]));
    let mut report = dated(report, origin);
    let results = root.get("results");
    if !results.is_some_and(Node::is_map) {
        cut_short(&mut report, "the report holds no results");
    }
    let mut leaks = Leaks::of(TOOL);
    for entry in results.map(Node::entries).unwrap_or_default() {
        for (number, node) in entry.node.list().iter().enumerate() {
            let rule = text(node, &["type"]).unwrap_or("unnamed rule");
            let place = origin.place(node, format!("/results/{}/{number}", step(&entry.key)));
            // An audit may have found that a hit is no secret.
            let cleared = flag(node, &["is_secret"]) == Some(false);
            report.results.push(ScannerResult {
                about: names::file(&entry.key).into_iter().collect(),
                suppressed: cleared.then(|| "audited: no secret".to_string()),
                ..result(rule, ScanStatus::Fail, place.clone())
            });
            if !cleared {
                let line = text(node, &["line_number"]);
                let verified = flag(node, &["is_verified"]) == Some(true);
                let file = &entry.key;
                let leak =
                    Leak { rule, within: None, file, line, verified, principal: None, place };
                leaks.add(leak, report.captured_at, facts);
            }
        }
    }
    facts.scanner_reports.push(report);
}
