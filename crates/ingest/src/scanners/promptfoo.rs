//! Results of promptfoo: tests of a model's or agent's answers, by the plugin that wrote them.
//!
//! Prompts, answers, variables and reasons are never read.

use super::names;
use super::reports::{about, cut_short, dated, report, result};
use crate::extract::{at, bool_at, has_keys, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::{Node, Value};

const TOOL: &str = "promptfoo";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "promptfoo results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["evalId"]) && at(root, &["results", "results"]).is_some()
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    report.version = raw_str(root, &["metadata", "promptfooVersion"]).and_then(names::words);
    keep_later(&mut report.captured_at, raw_str(root, &["results", "timestamp"]));
    let results = at(root, &["results", "results"]);
    if !matches!(results.map(|results| &results.value), Some(Value::List(_))) {
        cut_short(&mut report, "the report contains no results");
    }
    for (number, node) in results.map(Node::list).unwrap_or_default().iter().enumerate() {
        let plugin = raw_str(node, &["metadata", "pluginId"]);
        let plugin = plugin.or_else(|| raw_str(node, &["testCase", "metadata", "pluginId"]));
        let assertion = || {
            let first = list_at(node, &["testCase", "assert"]).first()?;
            Some(format!("assert/{}", raw_str(first, "type")?))
        };
        let rule = plugin.map(str::to_string).or_else(assertion);
        // Reason 2 is an error of the test itself.
        let says = match (bool_at(node, "success"), raw_str(node, "failureReason")) {
            (_, Some("2")) | (None, _) => ScanStatus::Error,
            (Some(true), _) => ScanStatus::Pass,
            (Some(false), _) => ScanStatus::Fail,
        };
        let provider = ["label", "id"].map(|key| raw_str(node, &["provider", key]));
        let severity = raw_str(node, &["metadata", "severity"]);
        report.results.push(ScannerResult {
            about: about(provider.map(|name| name.and_then(names::address))),
            severity: severity.and_then(names::words),
            ..result(
                rule.as_deref().unwrap_or("unnamed rule"),
                says,
                origin.place(node, format!("/results/results/{number}")),
            )
        });
    }
    facts.scanner_reports.push(dated(report, origin));
}
