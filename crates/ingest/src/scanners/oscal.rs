//! OSCAL assessment results, as JSON or YAML, and the bare `results` that some converters write.
//!
//! Findings carry the verdicts. Where there are none, observations may carry one in a property
//! `result`. Descriptions and remarks are never read.

use std::collections::BTreeMap;

use super::names;
use super::reports::{about, cut_short, dated, report, result};
use crate::extract::{at, has_keys, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("oscal-ar"), title: "OSCAL assessment results", recognise, read };

fn recognise(root: &Node) -> bool {
    let bare = |node: &Node| {
        has_keys(node, &["uuid", "reviewed-controls"])
            && (has_keys(node, &["observations"]) || has_keys(node, &["findings"]))
    };
    root.get("assessment-results").is_some_and(Node::is_map)
        || list_at(root, "results").first().is_some_and(bare)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let (document, prefix) = match root.get("assessment-results") {
        Some(wrapped) => (wrapped, "/assessment-results"),
        None => (root, ""),
    };
    let results = list_at(document, "results");
    if results.is_empty() {
        let mut none = dated(report("oscal", root, origin), origin);
        cut_short(&mut none, "the document contains no results");
        facts.scanner_reports.push(none);
    }
    for (number, node) in results.iter().enumerate() {
        let pointer = format!("{prefix}/results/{number}");
        let mut report = report(property(node, "scanner_name").unwrap_or("oscal"), node, origin);
        report.place = origin.place(node, pointer.as_str());
        report.version = property(node, "scanner_version").and_then(names::words);
        let taken = raw_str(node, "end").or_else(|| raw_str(node, "start"));
        keep_later(&mut report.captured_at, taken);
        let subjects = Subjects::of(&[document, node]);
        let observations = list_at(node, "observations");
        let by_id = observations.iter().filter_map(|one| Some((raw_str(one, "uuid")?, one)));
        let by_id: BTreeMap<&str, &Node> = by_id.collect();
        let findings = list_at(node, "findings").iter().enumerate();
        report.results.extend(findings.filter_map(|(which, finding)| {
            let place = origin.place(finding, format!("{pointer}/findings/{which}"));
            let related = list_at(finding, "related-observations").iter();
            let related = related.filter_map(|one| raw_str(one, "observation-uuid"));
            let related = related.filter_map(|uuid| by_id.get(uuid));
            let about = about(related.flat_map(|one| subjects.seen(one)).map(Some));
            let rule = raw_str(finding, &["target", "target-id"]);
            let says = state(finding)?;
            Some(ScannerResult { about, ..result(rule.unwrap_or("unnamed rule"), says, place) })
        }));
        let observed = observations.iter().enumerate();
        report.results.extend(observed.filter_map(|(which, observation)| {
            let place = origin.place(observation, format!("{pointer}/observations/{which}"));
            let says = verdict(property(observation, "result")?)?;
            let rule = ["idref", "rule_id", "Rule_Id", "check_id"];
            let rule = rule.iter().find_map(|key| property(observation, key));
            Some(ScannerResult {
                about: about(subjects.seen(observation).into_iter().map(Some)),
                severity: property(observation, "severity").and_then(names::words),
                ..result(rule.unwrap_or("unnamed rule"), says, place)
            })
        }));
        if report.results.is_empty() {
            cut_short(&mut report, "it contains no verdict");
        }
        facts.scanner_reports.push(dated(report, origin));
    }
}

fn property<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    let props = list_at(node, "props").iter();
    let mut named = props.filter(|prop| raw_str(prop, "name") == Some(name));
    raw_str(named.next()?, "value")
}

fn state(finding: &Node) -> Option<ScanStatus> {
    let status = ["status", "objective-status"];
    let status = status.iter().find_map(|key| at(finding, &["target", key]));
    let status = status.or_else(|| finding.get("objective-status"))?;
    match raw_str(status, "state").or_else(|| status.text())? {
        "satisfied" => Some(ScanStatus::Pass),
        "not-satisfied" => Some(ScanStatus::Fail),
        _ => Some(ScanStatus::Error),
    }
}

/// The words of XCCDF, which converters keep.
fn verdict(word: &str) -> Option<ScanStatus> {
    match word.to_lowercase().as_str() {
        "pass" | "passed" | "fixed" => Some(ScanStatus::Pass),
        "fail" | "failed" | "failure" => Some(ScanStatus::Fail),
        "notselected" | "notapplicable" | "informational" => None,
        _ => Some(ScanStatus::Error),
    }
}

/// The names of the things that were looked at, as the document and one of its results define them.
struct Subjects<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Subjects<'a> {
    fn of(holders: &[&'a Node]) -> Self {
        const NAMES: [&str; 6] = ["target", "host_name", "fqdn", "asset-id", "uri", "name"];
        let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for holder in holders {
            for kind in ["inventory-items", "components"] {
                for item in list_at(holder, &["local-definitions", kind]) {
                    let Some(uuid) = raw_str(item, "uuid") else { continue };
                    let names = known.entry(uuid).or_default();
                    names.extend(NAMES.iter().filter_map(|name| property(item, name)));
                    names.extend(raw_str(item, "title"));
                }
            }
        }
        Subjects(known)
    }

    /// The subjects of an observation, by name.
    fn seen(&self, observation: &Node) -> Vec<String> {
        let mut found = Vec::new();
        for subject in list_at(observation, "subjects") {
            let known = raw_str(subject, "subject-uuid").and_then(|uuid| self.0.get(uuid));
            let known = known.into_iter().flatten().copied();
            found.extend(known.chain(raw_str(subject, "title")).filter_map(names::address));
        }
        found
    }
}
