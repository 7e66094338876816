//! Results of mcp-sentinel, of the present version and of the one before it.
//!
//! Its framework ids are its own reading and only quoted. Snippets and texts are never read.

use super::names;
use super::reports::{about, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{at, has_keys, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::{Node, Value};

const TOOL: &str = "mcp-sentinel";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "mcp-sentinel results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["vulnerabilities"])
        && (has_keys(root, &["scan_id", "target"])
            || at(root, "scan_metadata").is_some_and(|scan| has_keys(scan, &["target"])))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    report.version = raw_str(root, "version").and_then(names::words);
    let times: [&[&str]; 3] = [&["completed_at"], &["started_at"], &["scan_metadata", "timestamp"]];
    let taken = times.iter().find_map(|path| raw_str(root, *path));
    keep_later(&mut report.captured_at, taken);
    let found = list_at(root, "vulnerabilities");
    if !matches!(at(root, "vulnerabilities").map(|node| &node.value), Some(Value::List(_))) {
        cut_short(&mut report, "the report contains no list of results");
    }
    if raw_str(root, "status").is_some_and(|status| status != "completed") {
        cut_short(&mut report, "the scan did not finish");
    }
    let counted = raw_str(root, &["summary", "total_vulnerabilities"])
        .or_else(|| raw_str(root, &["statistics", "total_vulnerabilities"]));
    if let Some(counted) = counted.and_then(|count| count.parse::<usize>().ok())
        && counted > found.len()
    {
        cut_short(
            &mut report,
            &format!("it lists {} of the {counted} results it counts", found.len()),
        );
    }
    let target = raw_str(root, "target").or_else(|| raw_str(root, &["scan_metadata", "target"]));
    for (number, node) in found.iter().enumerate() {
        let file = raw_str(node, "file_path").or_else(|| raw_str(node, &["location", "file"]));
        let rule = raw_str(node, "type").or_else(|| raw_str(node, "vuln_type"));
        let place = origin.place(node, format!("/vulnerabilities/{number}"));
        report.results.push(ScannerResult {
            about: about([target.and_then(names::address), file.and_then(names::file)]),
            severity: raw_str(node, "severity").and_then(names::words),
            tags: tags_of(node),
            ..result(rule.unwrap_or("unnamed rule"), ScanStatus::Fail, place)
        });
    }
    if let Some(scope) = target.and_then(|target| scope::thing("target", target, origin)) {
        scope::over(&mut report, &scope);
    }
    facts.scanner_reports.push(dated(report, origin));
}

/// Ids under keys that end in `_id` or `_ids`, or beside the text of an impact.
fn tags_of(node: &Node) -> Vec<String> {
    let own = node.entries().iter().filter(|entry| is_id(&entry.key));
    let impact = node.get("impact").map(Node::entries).unwrap_or_default().iter();
    let impact = impact.filter(|entry| !["description", "cvss_score"].contains(&&*entry.key));
    let mut all: Vec<String> = Vec::new();
    for entry in own.chain(impact) {
        let texts = entry.node.text().into_iter();
        for text in texts.chain(entry.node.list().iter().filter_map(Node::text)) {
            // A bare number says nothing without its key.
            let bare = text.bytes().all(|byte| byte.is_ascii_digit());
            all.push(if bare { format!("{} {text}", entry.key) } else { text.to_string() });
        }
    }
    tags(all.iter().map(String::as_str))
}

fn is_id(key: &str) -> bool {
    key.ends_with("_id") || key.ends_with("_ids")
}
