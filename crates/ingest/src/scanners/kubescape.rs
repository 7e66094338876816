//! Kubescape results, format v2: the controls of each resource.
//!
//! `resources[].object` holds whole manifests and is never read.

use super::names;
use super::reports::{about, cut_short, dated, report, result};
use super::scope;
use crate::extract::{at, has_keys, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "kubescape";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "Kubescape results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["summaryDetails", "results"])
        && at(root, "summaryDetails").is_some_and(|summary| has_keys(summary, &["controls"]))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    let version = raw_str(root, &["metadata", "scanMetadata", "kubescapeVersion"]);
    report.version = version.and_then(names::words);
    keep_later(&mut report.captured_at, raw_str(root, "generationTime"));
    if root.get("results").is_none() {
        cut_short(&mut report, "the report contains no results of single resources");
    }
    // A whole report says `false` too, but counts no chunks.
    let chunk =
        raw_str(root, &["paginationInfo", "chunkNumber"]).is_some_and(|number| number != "0");
    if chunk && raw_str(root, &["paginationInfo", "isLastChunk"]) == Some("false") {
        cut_short(&mut report, "it is one page of several");
    }
    for (number, resource) in list_at(root, "results").iter().enumerate() {
        let about = raw_str(resource, "resourceID").map(names_of).unwrap_or_default();
        for (which, control) in list_at(resource, "controls").iter().enumerate() {
            let place = origin.place(control, format!("/results/{number}/controls/{which}"));
            let rule = raw_str(control, "controlID").unwrap_or("unnamed rule");
            let sub = raw_str(control, &["status", "subStatus"]).unwrap_or_default();
            let says = match (status(control), sub) {
                (_, "irrelevant") => continue,
                (_, "manual review" | "requires review") => ScanStatus::Manual,
                // A pass that rests on an exception.
                (_, "w/exceptions") | ("failed", _) => ScanStatus::Fail,
                ("passed", _) => ScanStatus::Pass,
                _ => ScanStatus::Error,
            };
            let excepted = (sub == "w/exceptions").then(|| "excepted in the tool".to_string());
            report.results.push(ScannerResult {
                about: about.clone(),
                suppressed: excepted,
                ..result(rule, says, place)
            });
        }
    }
    if let Some(scope) = scope::of_kubescape(root, origin) {
        scope::over(&mut report, &scope);
    }
    facts.scanner_reports.push(dated(report, origin));
}

/// The status of a control; older versions wrote only those of its rules, of which the worst counts.
fn status(control: &Node) -> &str {
    let own = raw_str(control, &["status", "status"]).or_else(|| raw_str(control, "status"));
    let rules = list_at(control, "rules");
    let all = |word: &str| rules.iter().all(|rule| raw_str(rule, "status") == Some(word));
    let any = |word: &str| rules.iter().any(|rule| raw_str(rule, "status") == Some(word));
    match own {
        Some(own) => own,
        None if any("failed") => "failed",
        None if !rules.is_empty() && all("passed") => "passed",
        None => "unknown",
    }
}

/// `path=1/api=apps/v1/ns/Deployment/name` as the names a cluster's identities go by.
fn names_of(id: &str) -> Vec<String> {
    // Before it is taken apart: half of a secret is not known for one.
    let Some(id) = names::name(id) else { return Vec::new() };
    let mut parts = id.rsplit('/');
    let (name, kind, space) = (parts.next(), parts.next(), parts.next());
    let (Some(name), Some(kind)) = (name, kind) else { return Vec::new() };
    let space = space.filter(|space| !space.is_empty());
    let account = (kind == "ServiceAccount").then_some(space).flatten();
    let full = match space {
        Some(space) => format!("{space}/{kind}/{name}"),
        None => format!("{kind}/{name}"),
    };
    about([
        account.and_then(|space| names::name(&format!("system:serviceaccount:{space}:{name}"))),
        names::name(&full),
        names::name(name),
    ])
}
