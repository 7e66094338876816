//! Results of mcp-audit: servers found in configurations and code, with flags of risk, and secrets
//! by the variable that holds them.
//!
//! `env`, `raw_config` and `value_masked` are never read; commands only as configurations are.

use super::inspected::{self, Copied};
use super::names;
use super::reports::{about, cut_short, dated, report, result};
use crate::extract::{has_keys, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::records::{Location, Secret, Server};
use model::{Facts, Field, FormatId, Placed, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "mcp-audit";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "mcp-audit results", recognise, read };

fn servers(root: &Node) -> &[Node] {
    if root.list().is_empty() { list_at(root, "mcps") } else { root.list() }
}

fn recognise(root: &Node) -> bool {
    servers(root).first().is_some_and(|server| has_keys(server, &["name", "source", "risk_flags"]))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    let taken = raw_str(root, "scanned_at").or_else(|| raw_str(root, "scan_time"));
    keep_later(&mut report.captured_at, taken);
    if servers(root).is_empty() {
        cut_short(&mut report, "it lists no server: nothing was scanned");
    }
    for (number, node) in servers(root).iter().enumerate() {
        let Some(name) = raw_str(node, "name").and_then(names::name) else {
            cut_short(&mut report, "a server has no name");
            continue;
        };
        let list = if root.list().is_empty() { "/mcps" } else { "" };
        let place = origin.place(node, format!("{list}/{number}"));
        // A source is a package or URL; a local program's may be its whole command line.
        let source = raw_str(node, "source").filter(|text| !text.contains(char::is_whitespace));
        let source = source.and_then(names::address);
        for flag in list_at(node, "risk_flags").iter().filter_map(Node::text) {
            report.results.push(ScannerResult {
                about: about([source.clone(), Some(name.clone())]),
                severity: raw_str(node, "risk").and_then(names::words),
                ..result(flag, meaning(flag), place.clone())
            });
        }
        for (at, secret) in list_at(node, "secrets").iter().enumerate() {
            let pointer = format!("{}/secrets/{at}", place.pointer);
            variable(secret, &pointer, &name, origin, facts);
        }
        // One with its entry is read as a configuration is, below.
        if !has_keys(node, &["command"]) && !has_keys(node, &["url"]) {
            let known_as = source.into_iter().collect::<Vec<_>>();
            let record = Server {
                id: name.clone(),
                name: Field::Given(name),
                known_as: Field::Given(known_as),
                ..Server::default()
            };
            facts.exported.servers.push(Placed::new(record, place));
        }
    }
    let copied = servers(root).iter().map(|entry| {
        let name = raw_str(entry, "name").unwrap_or_default();
        Copied { name, entry, signature: None }
    });
    inspected::observe(copied, origin, facts);
    for (at, secret) in list_at(root, "secrets").iter().enumerate() {
        if let Some(server) = raw_str(secret, "mcp_name").and_then(names::name) {
            variable(secret, &format!("/secrets/{at}"), &server, origin, facts);
        }
    }
    facts.scanner_reports.push(dated(report, origin));
}

/// A secret in a variable of a server's entry.
fn variable(node: &Node, pointer: &str, server: &str, origin: &Origin<'_>, facts: &mut Facts) {
    let Some(key) = raw_str(node, "env_key").and_then(names::name) else { return };
    let record = Secret {
        id: format!("{TOOL}:{server}/{key}"),
        used_by: Field::Given(vec![server.to_string()]),
        location: Field::Given(Location::Config),
        ..Secret::default()
    };
    let known = facts.exported.secrets.iter().any(|known| known.record.id == record.id);
    if !known {
        facts.exported.secrets.push(Placed::new(record, origin.place(node, pointer)));
    }
}

/// Few flags say that something is wrong; most say what a server can do or how it is reached.
fn meaning(flag: &str) -> ScanStatus {
    match flag {
        "secrets-detected"
        | "secrets-in-env"
        | "unverified-source"
        | "shell-injection-in-source"
        | "admin-credentials" => ScanStatus::Fail,
        "duplicate-capability" | "inferred-capability" => ScanStatus::Manual,
        _ => ScanStatus::Capability,
    }
}
