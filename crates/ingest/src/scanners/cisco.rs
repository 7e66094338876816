//! Results of Cisco's mcp-scanner: an envelope, a bare list, or a map from configurations to lists.
//!
//! `SAFE` is written before an analyzer has run and stays when it fails, so it is not evidence and
//! never a pass. A server that could not be reached looks like one without tools.

use super::names;
use super::reports::{about, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{has_keys, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerReport, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("mcp-scanner"), title: "mcp-scanner results", recognise, read };

fn is_item(node: &Node) -> bool {
    has_keys(node, &["is_safe", "findings"]) && node.get("findings").is_some_and(Node::is_map)
}

fn recognise(root: &Node) -> bool {
    let lists = |node: &Node| node.list().first().is_some_and(is_item);
    has_keys(root, &["scan_results", "server_url"])
        || lists(root)
        || root.entries().iter().any(|entry| lists(&entry.node))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report("mcp-scanner", root, origin);
    match &root.value {
        Value::List(items) => read_items(items, "", None, origin, &mut report),
        Value::Map(_) if has_keys(root, &["scan_results"]) => {
            let target = raw_str(root, "server_url");
            let items = list_at(root, "scan_results");
            read_items(items, "/scan_results", target, origin, &mut report);
        }
        Value::Map(entries) if !entries.is_empty() => {
            for entry in entries {
                let pointer = format!("/{}", names::pointer_step(&entry.key));
                read_items(entry.node.list(), &pointer, Some(&entry.key), origin, &mut report);
            }
        }
        _ => cut_short(&mut report, "the report is not a list of results"),
    }
    if let Some(scope) = raw_str(root, "server_url")
        .and_then(target_name)
        .and_then(|url| scope::thing("server", &url, origin))
    {
        scope::over(&mut report, &scope);
    }
    facts.scanner_reports.push(dated(report, origin));
}

fn read_items(
    items: &[Node],
    pointer: &str,
    target: Option<&str>,
    origin: &Origin<'_>,
    report: &mut ScannerReport,
) {
    if items.is_empty() {
        cut_short(report, "it contains no result for a server, which may have been unreachable");
    }
    for (number, item) in items.iter().enumerate() {
        if raw_str(item, "status").is_some_and(|status| status != "completed") {
            cut_short(report, "the scan of a tool did not finish");
        }
        if !is_item(item) {
            cut_short(report, "an entry is not a result");
        }
        let place = origin.place(item, format!("{pointer}/{number}"));
        let part = ["tool_name", "prompt_name", "resource_name"];
        let part = part.iter().find_map(|key| raw_str(item, key));
        let about = about([
            raw_str(item, "server_name").and_then(names::name),
            target.and_then(target_name),
            raw_str(item, "server_source").and_then(target_name),
            part.and_then(names::name).map(|part| format!("tool:{part}")),
        ]);
        for analyzer in item.get("findings").map(Node::entries).unwrap_or_default() {
            let grave = raw_str(&analyzer.node, "severity").unwrap_or("UNKNOWN");
            if grave.eq_ignore_ascii_case("safe") {
                continue;
            }
            if grave.eq_ignore_ascii_case("unknown") {
                cut_short(report, "an analyzer failed");
                continue;
            }
            for threat in threats(&analyzer.node) {
                let analyzer_name = analyzer.key.trim_end_matches("_analyzer");
                let rule = format!("{analyzer_name}/{}", names::slug(threat));
                report.results.push(ScannerResult {
                    about: about.clone(),
                    severity: names::words(grave),
                    tags: tags_of(&analyzer.node),
                    ..result(&rule, ScanStatus::Fail, place.clone())
                });
            }
        }
    }
}

/// The threats by name; the tool drops the rules behind them, and sometimes the names too.
fn threats(analyzer: &Node) -> Vec<&str> {
    let named: Vec<&str> =
        list_at(analyzer, "threat_names").iter().filter_map(Node::text).collect();
    if named.is_empty() { vec!["unknown"] } else { named }
}

/// The target is a URL or a configuration; a command line may hold secrets and is left out.
fn target_name(target: &str) -> Option<String> {
    let plain = !target.contains(char::is_whitespace) && !target.starts_with("stdio:");
    plain.then(|| names::address(target)).flatten()
}

fn tags_of(analyzer: &Node) -> Vec<String> {
    let taxonomies = list_at(analyzer, "mcp_taxonomies").iter();
    tags(taxonomies.flat_map(|one| [raw_str(one, "aitech"), raw_str(one, "aisubtech")]).flatten())
}
