//! Results of agent-scan (once mcp-scan), in all three of its shapes: a map from configurations to
//! servers and issues (to 0.5), `scan_path_responses` with risk indexes (from 0.6), and the output of
//! `inspect`, which holds servers and no judgement. Also the signature of a single server.
//!
//! Messages, evidence, `extra_data`, `server_output` and the content of skills are never read.

use super::inspected::{self, Copied};
use super::names;
use super::reports::{about, cut_short, dated, report, result};
use crate::extract::{bool_at, has_keys, is_filled, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerReport, ScannerResult};
use syntax::{Entry, Node};

const TOOL: &str = "agent-scan";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "agent-scan results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["scan_path_responses"])
        || inspected::is_signature(root)
        || root.entries().first().is_some_and(|entry| has_keys(&entry.node, &["path", "servers"]))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    if inspected::is_signature(root) {
        inspected::signature(root, origin, facts);
        return;
    }
    let mut report = dated(report(TOOL, root, origin), origin);
    let responses = list_at(root, "scan_path_responses");
    for (number, path) in responses.iter().enumerate() {
        risks(path, &format!("/scan_path_responses/{number}"), origin, &mut report);
    }
    let paths = root.entries().iter().filter(|path| has_keys(&path.node, &["path", "servers"]));
    let servers = paths.clone().flat_map(|path| list_at(&path.node, "servers"));
    let copied = servers.filter_map(|server| {
        let name = raw_str(server, "name").unwrap_or_default();
        Some(Copied { name, entry: server.get("server")?, signature: server.get("signature") })
    });
    inspected::observe(copied, origin, facts);
    let judged = paths.clone().filter(|path| has_keys(&path.node, &["issues"]));
    judged.clone().for_each(|path| issues(path, origin, &mut report));
    if responses.is_empty() && judged.count() == 0 {
        // What was only inspected was not judged: that makes no report.
        if paths.count() > 0 {
            return;
        }
        cut_short(&mut report, "it contains no configuration: nothing was scanned");
    }
    facts.scanner_reports.push(report);
}

/// Whether a scan of something failed. Some errors only say that there was nothing to scan.
fn failed(node: &Node) -> bool {
    is_filled(node.get("error")) && bool_at(node, &["error", "is_failure"]) != Some(false)
}

/// Up to 0.5: issues that point to servers by number.
fn issues(path: &Entry, origin: &Origin<'_>, report: &mut ScannerReport) {
    let servers = list_at(&path.node, "servers");
    if failed(&path.node) || servers.iter().any(failed) {
        cut_short(report, "a configuration or server could not be scanned");
    }
    for (number, issue) in list_at(&path.node, "issues").iter().enumerate() {
        let code = raw_str(issue, "code").unwrap_or("unnamed rule");
        let says = match code {
            // Notes of the scanner to itself.
            "W003" | "W004" | "W005" | "W006" => continue,
            // The user allowed it: nothing was scanned.
            "X002" => ScanStatus::Manual,
            "W001" | "W014" => ScanStatus::Manual,
            "W009" | "W011" => ScanStatus::Capability,
            code if code.starts_with("TF") => ScanStatus::Capability,
            code if code.starts_with('X') => ScanStatus::Error,
            code if ("W015"..="W020").contains(&code) => ScanStatus::Capability,
            _ => ScanStatus::Fail,
        };
        let server = list_at(issue, "reference").first().and_then(Node::text);
        let server = server.and_then(|at| servers.get(at.parse::<usize>().ok()?));
        let named = |path: &[&str]| server.and_then(|server| raw_str(server, path));
        let known = [
            named(&["name"]).and_then(names::name),
            named(&["server", "url"]).and_then(names::address),
        ];
        let place =
            origin.place(issue, format!("/{}/issues/{number}", names::pointer_step(&path.key)));
        report.results.push(ScannerResult { about: about(known), ..result(code, says, place) });
    }
}

/// From 0.6: a score a risk, for servers and for skills.
fn risks(path: &Node, pointer: &str, origin: &Origin<'_>, report: &mut ScannerReport) {
    if failed(path) {
        cut_short(report, "a configuration could not be scanned");
    }
    for kind in ["server_risks", "skill_risks"] {
        for (number, thing) in list_at(path, kind).iter().enumerate() {
            if failed(thing) {
                cut_short(report, "a server could not be scanned");
            }
            let name = raw_str(thing, "name").and_then(names::name);
            // A skill is not a server: the two must not be joined by name.
            let name =
                name.map(|name| if kind == "skill_risks" { format!("skill:{name}") } else { name });
            for index in thing.get("risk_indexes").map(Node::entries).unwrap_or_default() {
                let score =
                    raw_str(&index.node, "score").and_then(|score| score.parse::<f64>().ok());
                if !index.node.is_map() || score == Some(0.0) {
                    continue;
                }
                let place = origin.place(
                    &index.node,
                    format!(
                        "{pointer}/{kind}/{number}/risk_indexes/{}",
                        names::pointer_step(&index.key)
                    ),
                );
                report.results.push(ScannerResult {
                    about: about([name.clone()]),
                    severity: score.map(|score| format!("{score} of 1000")),
                    ..result(&index.key, meaning(&index.key), place)
                });
            }
        }
    }
}

/// Most indexes say what a thing can do; few say that something is wrong with it.
fn meaning(index: &str) -> ScanStatus {
    match index {
        "untrusted_content"
        | "private_data"
        | "destructive_capabilities"
        | "direct_money_access"
        | "third_party_content_exposure"
        | "modifying_system_services" => ScanStatus::Capability,
        // Words that honest descriptions use too; a missing description of a skill.
        "dangerous_words" | "missing_skill_md" => ScanStatus::Manual,
        _ => ScanStatus::Fail,
    }
}
