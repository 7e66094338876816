//! OCSF findings, classes 2001, 2003 and 2004, as Prowler and others write them.
//!
//! `message`, `status_detail` and `resources[].data` are never read: the last holds whole
//! configurations with their environment values.

use super::names;
use super::reports::{Reports, about, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{at, has_keys, list_at, raw_str, records, redact, row_pointer};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanScope, ScanStatus, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("ocsf"), title: "OCSF findings", recognise, read };

const CLASSES: [&str; 3] = ["2001", "2003", "2004"];

/// The findings and the pointer to their list: a list, one document, one a line, or under the key of an API's
/// page.
fn findings(root: &Node) -> (&[Node], String) {
    let page = ["Findings", "findings"].iter().find_map(|key| Some((root.get(key)?, key)));
    match page {
        Some((page, key)) => (page.list(), format!("/{key}")),
        None => (records(root), String::new()),
    }
}

fn recognise(root: &Node) -> bool {
    let finding = |node: &Node| raw_str(node, "class_uid").is_some_and(|id| CLASSES.contains(&id));
    findings(root).0.first().is_some_and(finding)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut reports = Reports::default();
    let mut strange = matches!(root.value, Value::Scalar(_));
    let (nodes, list) = findings(root);
    for (number, node) in nodes.iter().enumerate() {
        if !has_keys(node, &["class_uid"]) {
            strange = true;
            continue;
        }
        let tool = raw_str(node, &["metadata", "product", "name"]).unwrap_or("unnamed tool");
        let start = || {
            let mut report = report(tool, root, origin);
            let version = raw_str(node, &["metadata", "product", "version"]);
            report.version = version.and_then(names::words);
            report
        };
        let taken = ["time_dt", "event_time", "time"].iter().find_map(|key| raw_str(node, key));
        let finding = finding(node, row_pointer(root, &list, number), origin);
        let scope = account(node, origin);
        reports.of(&names::tool(tool), start).add(finding, taken, scope);
    }
    if reports.0.is_empty() {
        reports.0.push(report("ocsf", root, origin));
    }
    let cut = raw_str(root, "NextToken").is_some();
    for mut report in reports.0 {
        if cut {
            cut_short(&mut report, "it is one page of several");
        }
        if strange {
            cut_short(&mut report, "an entry is not a finding");
        }
        facts.scanner_reports.push(dated(report, origin));
    }
}

/// The account and region of the cloud, or the cluster, that a finding is about.
fn account(node: &Node, origin: &Origin<'_>) -> Option<ScanScope> {
    let resource = || list_at(node, "resources").first();
    let cloud = |path: &[&str]| raw_str(node, path).or_else(|| raw_str(resource()?, path));
    let region = cloud(&["cloud", "region"]).or_else(|| raw_str(resource()?, "region"));
    let provider =
        cloud(&["cloud", "provider"]).or_else(|| raw_str(node, &["unmapped", "provider"]));
    let uid = cloud(&["cloud", "account", "uid"])
        .or_else(|| raw_str(node, &["cloud", "account_uid"]))
        .or_else(|| raw_str(node, &["unmapped", "provider_uid"]));
    scope::cloud(provider, uid, region, origin)
}

fn finding(node: &Node, pointer: String, origin: &Origin<'_>) -> Option<ScannerResult> {
    // The word decides, not its number: some tools write numbers of another class.
    let status = raw_str(node, "status").unwrap_or_default().to_lowercase();
    if ["archived", "deleted", "resolved"].contains(&status.as_str()) {
        return None;
    }
    let resources = list_at(node, "resources").iter();
    let single = at(node, "resource").into_iter();
    let things = resources.chain(single).flat_map(|resource| {
        let uid = raw_str(resource, "uid").and_then(names::address);
        [uid, raw_str(resource, "name").and_then(names::address)]
    });
    Some(ScannerResult {
        about: about(things),
        severity: raw_str(node, "severity").and_then(names::words),
        tags: tags_of(node),
        suppressed: (status == "suppressed").then(|| "muted in the tool".to_string()),
        ..result(rule(node), says(node, &status)?, origin.place(node, pointer))
    })
}

/// The check, from wherever the tool keeps its id. The finding's own id names one hit, not a check.
fn rule(node: &Node) -> &str {
    const PLACES: [&[&str]; 5] = [
        &["metadata", "event_code"],
        &["metadata", "product", "feature", "uid"],
        &["finding_info", "analytic", "uid"],
        &["compliance", "control"],
        &["finding_info", "analytic", "name"],
    ];
    let named = PLACES.iter().find_map(|place| raw_str(node, *place));
    // Prowler's own ids begin `prowler-aws-<check>-`.
    let spelt = || {
        let uid = raw_str(node, &["finding_info", "uid"])?.strip_prefix("prowler-")?;
        // A part of a secret is not known for one.
        uid.split('-').nth(1).filter(|_| redact(uid) == uid)
    };
    let types = || list_at(node, &["finding_info", "types"]).first().and_then(Node::text);
    named.or_else(spelt).or_else(types).unwrap_or("unnamed rule")
}

fn says(node: &Node, status: &str) -> Option<ScanStatus> {
    let verdict = raw_str(node, "status_code")
        .or_else(|| raw_str(node, &["compliance", "status"]))
        .map(str::to_lowercase);
    let number = || match raw_str(node, &["compliance", "status_id"])? {
        "1" => Some("pass".to_string()),
        "2" => Some("warning".to_string()),
        "3" => Some("fail".to_string()),
        _ => Some("unknown".to_string()),
    };
    match verdict.or_else(number).as_deref().unwrap_or(status) {
        "pass" | "passed" | "success" => Some(ScanStatus::Pass),
        "fail" | "failed" | "failure" => Some(ScanStatus::Fail),
        "manual" => Some(ScanStatus::Manual),
        "not_applicable" | "not applicable" => None,
        // A detection reports what is wrong; a check without a verdict was not decided.
        _ if raw_str(node, "class_uid") == Some("2004") && at(node, "compliance").is_none() => {
            Some(ScanStatus::Fail)
        }
        _ => Some(ScanStatus::Error),
    }
}

/// The frameworks a tool attached: outside the schema, or in the compliance object.
fn tags_of(node: &Node) -> Vec<String> {
    let attached = at(node, &["unmapped", "compliance"]).map(Node::entries).unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for framework in attached {
        let ids = framework.node.list().iter().filter_map(Node::text);
        all.extend(ids.map(|id| format!("{} {id}", framework.key)));
    }
    for key in ["standards", "requirements"] {
        let texts = list_at(node, &["compliance", key]).iter().filter_map(Node::text);
        all.extend(texts.map(str::to_string));
    }
    tags(all.iter().map(String::as_str))
}
