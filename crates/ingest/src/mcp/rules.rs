//! Rules about servers that other files define: Claude Code's permissions, allow-lists of managed
//! settings, the tools an agent's file trusts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::approvals;
use crate::extract::pointer_step;
use model::records::{Status, ToolFilter};
use model::{Diagnostic, Field, Observed, Place};
use syntax::Node;

/// One rule, about one server or all of one client.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// The server's name as the client folds it; none for every server of Claude Code.
    server: Option<String>,
    effect: Effect,
    place: Place,
}

#[derive(Debug, Clone)]
enum Effect {
    /// Called without asking: one tool, or all.
    Approved(Option<String>),
    /// Never called: one tool, or all.
    Denied(Option<String>),
    /// Not started.
    Off,
}

/// Keys that only Claude Code's settings have.
const OWN: [&str; 6] = [
    "allowedMcpServers",
    "deniedMcpServers",
    "enableAllProjectMcpServers",
    "enabledMcpjsonServers",
    "disabledMcpjsonServers",
    "allowManagedMcpServersOnly",
];

/// Whether the document holds settings of Claude Code.
pub(super) fn is_settings(root: &Node) -> bool {
    let permissions = root.get("permissions").is_some_and(|permissions| {
        let lists = ["allow", "deny", "ask"].iter().filter_map(|key| permissions.get(key));
        lists.filter(|list| !list.list().is_empty()).flat_map(Node::list).all(|rule| {
            // `Bash(npm test)`, `mcp__server__tool`, `Read`.
            rule.text().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphabetic()))
        }) && (permissions.get("defaultMode").is_some()
            || ["allow", "deny", "ask"]
                .iter()
                .any(|key| permissions.get(key).is_some_and(|list| !list.list().is_empty())))
    });
    permissions || OWN.iter().any(|key| root.get(key).is_some())
}

/// The rules of a document, with notices about them.
pub(super) fn read(root: &Node, file: &Arc<str>, notices: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let lists = |keys: &[&str]| keys.iter().try_fold(root, |node, key| node.get(key));
    let mut take = |node: Option<&Node>, pointer: &str, effect: fn(Option<String>) -> Effect| {
        for (index, node) in node.map_or(&[][..], Node::list).iter().enumerate() {
            let place = Place::new(file, node.line, format!("{pointer}/{index}"));
            if let Some((server, tool)) = node.text().and_then(parse) {
                rules.push(Rule { server: Some(server), effect: effect(tool), place });
            }
        }
    };
    take(lists(&["permissions", "allow"]), "/permissions/allow", Effect::Approved);
    take(lists(&["permissions", "deny"]), "/permissions/deny", Effect::Denied);
    take(lists(&["allowedTools"]), "/allowedTools", Effect::Approved);
    for project in root.get("projects").map_or(&[][..], Node::entries) {
        let pointer = format!("/projects/{}/allowedTools", pointer_step(&project.key));
        take(project.node.get("allowedTools"), &pointer, Effect::Approved);
    }
    let off = root.get("disabledMcpjsonServers");
    for (index, node) in off.map_or(&[][..], Node::list).iter().enumerate() {
        let place = Place::new(file, node.line, format!("/disabledMcpjsonServers/{index}"));
        let server = node.text().and_then(approvals::name).map(|name| fold(&name));
        rules.extend(server.map(|name| Rule { server: Some(name), effect: Effect::Off, place }));
    }
    if let Some(mode) = lists(&["permissions", "defaultMode"])
        && mode.text() == Some("bypassPermissions")
    {
        let place = Place::new(file, mode.line, "/permissions/defaultMode");
        rules.push(Rule { server: None, effect: Effect::Approved(None), place });
    }
    managed(root, file, notices);
    rules
}

/// `mcp__server__tool`, `mcp__server`, `@server/tool`, `@server`; `*` means every tool.
fn parse(rule: &str) -> Option<(String, Option<String>)> {
    let rule = rule.trim();
    let (server, tool) = match rule.strip_prefix("mcp__") {
        Some(rest) => rest.split_once("__").unwrap_or((rest, "*")),
        None => {
            let rest = rule.strip_prefix('@')?;
            rest.split_once('/').unwrap_or((rest, "*"))
        }
    };
    let server = approvals::name(server)?;
    let tool = if tool == "*" || tool.is_empty() { None } else { Some(approvals::name(tool)?) };
    Some((fold(&server), tool))
}

/// Claude Code writes names in rules with everything but letters, digits, `_` and `-` as `_`.
fn fold(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    name.trim().chars().map(letter).collect()
}

/// What administrators allow and forbid as a whole.
fn managed(root: &Node, file: &Arc<str>, notices: &mut Vec<Diagnostic>) {
    let entries = |count: usize| match count {
        1 => "one entry".to_string(),
        many => format!("{many} entries"),
    };
    let mut tell = |key: &str, message: String, help: &str| {
        let line = root.entries().iter().find(|entry| entry.key == key).map_or(0, |e| e.line);
        notices.push(Diagnostic::at(&Place::new(file, line, format!("/{key}")), message, help));
    };
    let count = |key: &str| root.get(key).filter(|node| !node.is_map()).map(|n| n.list().len());
    match count("allowedMcpServers") {
        Some(0) => tell(
            "allowedMcpServers",
            "these settings allow no MCP server at all".into(),
            "if that is meant, register the servers still in use as retired",
        ),
        Some(some) => tell(
            "allowedMcpServers",
            format!("these settings let Claude Code start servers of {} only", entries(some)),
            "name the list as enforcement point of the servers it covers",
        ),
        None => {}
    }
    if let Some(some) = count("deniedMcpServers").filter(|some| *some > 0) {
        let message = format!("these settings forbid Claude Code servers of {}", entries(some));
        tell("deniedMcpServers", message, "retire the servers that this list forbids");
    }
    if root.get("enableAllProjectMcpServers").and_then(Node::text) == Some("true") {
        tell(
            "enableAllProjectMcpServers",
            "every server that a project's file names is started without asking".into(),
            "name the servers to start in `enabledMcpjsonServers`",
        );
    }
}

/// Applies the rules of all files to the servers of all files.
pub(crate) fn apply(rules: &[Rule], observed: &mut [Observed], notices: &mut Vec<Diagnostic>) {
    let mut strangers = BTreeSet::new();
    for rule in rules {
        let mut met = false;
        for seen in observed.iter_mut().filter(|seen| concerns(rule, seen)) {
            met = true;
            let (server, off) = (&mut seen.server.record, &mut seen.off);
            match &rule.effect {
                Effect::Approved(tool) => {
                    approvals::grant(&mut server.auto_approve, tool.as_deref());
                }
                Effect::Denied(tool) => deny(&mut server.tool_filter, tool.as_deref()),
                Effect::Off => {
                    server.status = Field::Given(Status::Disabled);
                    *off = true;
                }
            }
            if let Some(configuration) = &mut server.configuration
                && !configuration.rules.contains(&rule.place)
            {
                configuration.rules.push(rule.place.clone());
            }
        }
        if let (false, Some(name)) = (met, &rule.server)
            && strangers.insert((rule.place.file.clone(), name.clone()))
        {
            notices.push(Diagnostic::at(
                &rule.place,
                format!(
                    "a rule names the server `{name}`, which no configuration among the inputs defines"
                ),
                "add the configuration that defines it, or remove the rule",
            ));
        }
    }
}

fn deny(filter: &mut Field<ToolFilter>, tool: Option<&str>) {
    let mut known = filter.given().cloned().unwrap_or_default();
    approvals::extend(&mut known.except, vec![tool.unwrap_or("*").to_string()]);
    *filter = Field::Given(known);
}

fn concerns(rule: &Rule, seen: &Observed) -> bool {
    let server = &seen.server.record;
    let file = seen.server.place.file.rsplit('/').next().unwrap_or_default();
    match &rule.server {
        Some(name) => {
            let written = server.name.given().unwrap_or(&server.id);
            fold(written) == *name
        }
        None => matches!(file, ".mcp.json" | ".claude.json" | "managed-mcp.json"),
    }
}
