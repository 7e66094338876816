//! Prowler's own formats: a table separated by semicolons (from version 3), and the JSON list of
//! version 3. Later versions write OCSF.
//!
//! Extended statuses, resource details and tags are never read.

use super::names;
use super::reports::{about, covered, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{at, bool_at, has_keys, keep_later, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("prowler"), title: "Prowler results", recognise, read };

fn recognise(root: &Node) -> bool {
    root.list().first().is_some_and(|row| {
        has_keys(row, &["CHECK_ID", "STATUS", "RESOURCE_UID"])
            || has_keys(row, &["CheckID", "Status", "FindingUniqueId"])
    })
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report("prowler", root, origin);
    if !matches!(root.value, Value::Null | Value::List(_)) {
        cut_short(&mut report, "the report is not a list of checks");
    }
    for (number, row) in root.list().iter().enumerate() {
        // The heading of the table, or the key of the list.
        let cell = |heading, key| raw_str(row, heading).or_else(|| raw_str(row, key));
        let Some(rule) = cell("CHECK_ID", "CheckID") else {
            cut_short(&mut report, "a row has no check id");
            continue;
        };
        let says = match cell("STATUS", "Status") {
            Some("PASS") => ScanStatus::Pass,
            Some("FAIL") => ScanStatus::Fail,
            Some("MANUAL" | "INFO") => ScanStatus::Manual,
            _ => ScanStatus::Error,
        };
        let things = [cell("RESOURCE_UID", "ResourceArn"), cell("RESOURCE_NAME", "ResourceId")];
        let muted = bool_at(row, "MUTED") == Some(true);
        let account = cell("ACCOUNT_UID", "AccountId").or_else(|| cell("ACCOUNT_ID", "ProjectId"));
        let over = scope::cloud(
            cell("PROVIDER", "Provider"),
            account.or_else(|| raw_str(row, "SubscriptionId")),
            cell("REGION", "Region").or_else(|| raw_str(row, "Location")),
            origin,
        );
        let scope = covered(&mut report, over);
        report.results.push(ScannerResult {
            about: about(things.map(|name| name.and_then(names::address))),
            severity: cell("SEVERITY", "Severity").and_then(names::words),
            tags: attached(row),
            suppressed: muted.then(|| "muted in the tool".to_string()),
            scope,
            ..result(rule, says, origin.place(row, format!("/{number}")))
        });
        keep_later(&mut report.captured_at, cell("TIMESTAMP", "AssessmentStartTime"));
        let version = raw_str(row, "PROWLER_VERSION").and_then(names::words);
        report.version = report.version.or(version);
    }
    facts.scanner_reports.push(dated(report, origin));
}

/// The cell `A: 1, 2 | B: 3`, or the map it was made of, as `A 1`, `A 2`, `B 3`.
fn attached(row: &Node) -> Vec<String> {
    let cell = raw_str(row, "COMPLIANCE").unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for (framework, ids) in cell.split(" | ").filter_map(|part| part.split_once(": ")) {
        all.extend(ids.split(", ").map(|id| format!("{} {}", framework.trim(), id.trim())));
    }
    for framework in at(row, "Compliance").map(Node::entries).unwrap_or_default() {
        let ids = framework.node.list().iter().filter_map(Node::text);
        all.extend(ids.map(|id| format!("{} {id}", framework.key)));
    }
    tags(all.iter().map(String::as_str))
}
