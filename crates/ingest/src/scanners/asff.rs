//! AWS Security Finding Format, as Security Hub hands it out: under `Findings` (its API), `findings`
//! (an event), or as a bare list.
//!
//! `Title`, `Description`, `Note`, `Resources[].Details` and the values of `ProductFields` other than
//! ids are never read.

use super::names;
use super::reports::{Reports, about, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{has_keys, list_at, raw_str, records, redact, redacted_text, row_pointer};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanScope, ScanStatus, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("asff"), title: "AWS security findings (ASFF)", recognise, read };

/// The findings and the pointer to their list, from any of the roots; an event bus wraps them once more.
fn findings(root: &Node) -> (&[Node], String) {
    let (inner, above) = match root.get("detail") {
        Some(detail) => (detail, "/detail"),
        None => (root, ""),
    };
    let page = ["Findings", "findings"].iter().find_map(|key| Some((inner.get(key)?, key)));
    match page {
        Some((page, key)) => (page.list(), format!("{above}/{key}")),
        None => (records(inner), above.to_string()),
    }
}

fn recognise(root: &Node) -> bool {
    let finding = |node: &Node| {
        has_keys(node, &["GeneratorId"])
            && (has_keys(node, &["ProductArn"]) || has_keys(node, &["SchemaVersion"]))
    };
    findings(root).0.first().is_some_and(finding)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut reports = Reports::default();
    let mut strange = matches!(root.value, Value::Scalar(_));
    let (nodes, list) = findings(root);
    for (number, node) in nodes.iter().enumerate() {
        if !has_keys(node, &["GeneratorId"]) {
            strange = true;
            continue;
        }
        let tool = &product(node);
        let taken = ["UpdatedAt", "LastObservedAt"].iter().find_map(|key| raw_str(node, key));
        let finding = finding(node, row_pointer(root, &list, number), origin);
        let scope = account(node, origin);
        reports.of(&names::tool(tool), || report(tool, root, origin)).add(finding, taken, scope);
    }
    if reports.0.is_empty() {
        reports.0.push(report("security-hub", root, origin));
    }
    let cut = raw_str(root, "NextToken").is_some();
    for mut report in reports.0 {
        if strange {
            cut_short(&mut report, "an entry is not a finding");
        }
        if cut {
            cut_short(&mut report, "it is one page of several");
        }
        facts.scanner_reports.push(dated(report, origin));
    }
}

/// The account and region that a finding is about.
fn account(node: &Node, origin: &Origin<'_>) -> Option<ScanScope> {
    let resource = list_at(node, "Resources").first();
    // Masked before it is cut: a part of a text may lack what shows that it holds a secret.
    let product = redacted_text(node, "ProductArn").filter(|arn| arn.starts_with("arn:"));
    let region = raw_str(node, "Region")
        .or_else(|| raw_str(resource?, "Region"))
        .or_else(|| product.as_deref()?.split(':').nth(3));
    scope::cloud(Some("aws"), raw_str(node, "AwsAccountId"), region, origin)
}

/// Who found it: Security Hub itself, or a product that reports through it.
fn product(node: &Node) -> String {
    redacted_text(node, "ProductName")
        .or_else(|| redacted_text(node, &["ProductFields", "aws/securityhub/ProductName"]))
        .or_else(|| redacted_text(node, "ProductArn")?.rsplit('/').next().map(str::to_string))
        .unwrap_or_else(|| "unnamed tool".into())
}

fn finding(node: &Node, pointer: String, origin: &Origin<'_>) -> Option<ScannerResult> {
    let workflow =
        raw_str(node, &["Workflow", "Status"]).or_else(|| raw_str(node, "WorkflowState"));
    let verdict = raw_str(node, &["Compliance", "Status"]);
    let gone = raw_str(node, "RecordState") == Some("ARCHIVED");
    // A product's finding that people closed is past; a check that still fails is not.
    if gone || workflow == Some("RESOLVED") && verdict.is_none() {
        return None;
    }
    let says = match verdict {
        Some("PASSED") if looked_at_nothing(node) => ScanStatus::Error,
        Some("PASSED") => ScanStatus::Pass,
        Some("WARNING" | "NOT_AVAILABLE") => ScanStatus::Error,
        // Products that check nothing report only what is wrong.
        _ => ScanStatus::Fail,
    };
    let things = list_at(node, "Resources").iter();
    let things = things.map(|resource| raw_str(resource, "Id").and_then(names::address));
    let severity = ["Label", "Original", "Product"];
    let severity = severity.iter().find_map(|key| raw_str(node, &["Severity", key]));
    Some(ScannerResult {
        about: about(things),
        severity: severity.and_then(names::words),
        tags: tags(
            list_at(node, &["Compliance", "RelatedRequirements"]).iter().filter_map(Node::text),
        ),
        suppressed: (workflow == Some("SUPPRESSED")).then(|| "suppressed in the product".into()),
        ..result(&rule(node), says, origin.place(node, pointer))
    })
}

/// A check without any resource in its scope counts as passed there. It proves nothing here.
fn looked_at_nothing(node: &Node) -> bool {
    let reasons = list_at(node, &["Compliance", "StatusReasons"]).iter();
    let mut codes = reasons.filter_map(|reason| raw_str(reason, "ReasonCode"));
    codes.any(|code| code == "CONFIG_EVALUATIONS_EMPTY")
}

/// The check: a control's id, a vulnerability's, the type of a detection, or the generator.
fn rule(node: &Node) -> String {
    let control = raw_str(node, &["Compliance", "SecurityControlId"])
        .or_else(|| raw_str(node, &["ProductFields", "ControlId"]));
    let flaw = || raw_str(list_at(node, &["Vulnerabilities"]).first()?, "Id");
    if let Some(id) = control.or_else(flaw) {
        return id.to_string();
    }
    // Masked before it is cut, as above.
    let generator = redacted_text(node, "GeneratorId").unwrap_or_default();
    let last = generator.rsplit('/').next().unwrap_or_default();
    match generator.as_str() {
        // `security-control/IAM.3`
        _ if generator.contains('/') && !generator.starts_with("arn:") => last.to_string(),
        // A standard's rule: `arn:aws:securityhub:::ruleset/…/rule/1.4`
        _ if generator.contains(":::ruleset/") => {
            generator.split_once(":::ruleset/").map_or(last, |(_, tail)| tail).to_string()
        }
        // A detector's or account's own ARN is no check: the finding's type is.
        _ if generator.starts_with("arn:") || generator.is_empty() => {
            let kind = list_at(node, "Types").first().and_then(Node::text).map(redact);
            let kind = kind.as_deref().unwrap_or(last);
            kind.rsplit('/').next().unwrap_or(kind).to_string()
        }
        // Prowler puts its name before the check.
        _ => generator.strip_prefix("prowler-").unwrap_or(&generator).to_string(),
    }
}
