//! Results of ggshield: incidents a file, the files a commit, the commits a range.
//!
//! Of `match`, which holds the value, a digest is taken. The lines around it are never read.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{cut_short, dated, report, result};
use crate::extract::{has_keys, is_filled, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerReport, ScannerResult};
use syntax::Node;

const TOOL: &str = "ggshield";

/// Commits stand in ranges and ranges in scans; nothing real nests deeper.
const DEEPEST: usize = 8;

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "ggshield results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["type", "total_incidents", "total_occurrences"])
        && (has_keys(root, &["scans"])
            || has_keys(root, &["entities_with_incidents"])
            || has_keys(root, &["id"]))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    if !has_keys(root, &["total_incidents"]) {
        cut_short(&mut report, "the report counts no incidents");
    }
    let mut leaks = Leaks::of(TOOL);
    scan(root, "", DEEPEST, origin, &mut report, &mut leaks);
    facts.scanner_reports.push(report);
}

fn scan(
    node: &Node,
    pointer: &str,
    deeper: usize,
    origin: &Origin<'_>,
    report: &mut ScannerReport,
    leaks: &mut Leaks<'_>,
) {
    if !list_at(node, "errors").is_empty() {
        cut_short(report, "the tool reports errors of its own");
    }
    for (number, entity) in list_at(node, "entities_with_incidents").iter().enumerate() {
        let Some(file) = raw_str(entity, "filename") else { continue };
        for (which, incident) in list_at(entity, "incidents").iter().enumerate() {
            let pointer = format!("{pointer}/entities_with_incidents/{number}/incidents/{which}");
            let place = origin.place(incident, pointer);
            let rule = raw_str(incident, "type").or_else(|| raw_str(incident, "policy_id"));
            let rule = rule.unwrap_or("unnamed rule");
            let ignored = is_filled(incident.get("ignore_reason"));
            report.results.push(ScannerResult {
                about: names::file(file).into_iter().collect(),
                severity: raw_str(incident, "severity").and_then(names::words),
                suppressed: ignored.then(|| "ignored in the tool".to_string()),
                ..result(rule, ScanStatus::Fail, place.clone())
            });
            // Findings in infrastructure code have no occurrences: they are no secrets.
            let Some(first) = list_at(incident, "occurrences").first() else { continue };
            if !ignored {
                let line = raw_str(first, "line_start");
                let verified = raw_str(incident, "validity") == Some("valid");
                let leak = Leak {
                    line,
                    values: &[raw_str(first, "match")],
                    verified,
                    ..Leak::of(rule, file, place)
                };
                leaks.add(leak, report.captured_at, origin);
            }
        }
    }
    let Some(deeper) = deeper.checked_sub(1) else { return };
    for (number, inner) in list_at(node, "scans").iter().enumerate() {
        scan(inner, &format!("{pointer}/scans/{number}"), deeper, origin, report, leaks);
    }
}
