//! Rules about servers that other files define: Claude Code's permissions, allow-lists of managed
//! settings, the tools an agent's file trusts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::approvals;
use crate::extract::pointer_step;
use model::records::Status;
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
    let by_name = by_name(observed);
    let every: Vec<usize> =
        (0..observed.len()).filter(|at| observed.get(*at).is_some_and(is_of_claude)).collect();
    let mut strangers = BTreeSet::new();
    // What the rules add up to for each server they concern, in their order.
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for rule in rules {
        let concerned = match &rule.server {
            Some(name) => by_name.get(name).map_or(&[][..], Vec::as_slice),
            None => &every,
        };
        concerned.iter().for_each(|at| sums.entry(*at).or_default().add(rule));
        if let (true, Some(name)) = (concerned.is_empty(), &rule.server)
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
    for (at, sum) in sums {
        if let Some(seen) = observed.get_mut(at) {
            sum.apply(seen);
        }
    }
}

/// What rules add up to for one server.
#[derive(Default)]
struct Sum {
    approved: Vec<String>,
    approves_all: bool,
    denied: Vec<String>,
    off: bool,
    places: Vec<Place>,
}

impl Sum {
    fn add(&mut self, rule: &Rule) {
        match &rule.effect {
            Effect::Approved(Some(tool)) => self.approved.push(tool.clone()),
            Effect::Approved(None) => self.approves_all = true,
            Effect::Denied(tool) => self.denied.push(tool.clone().unwrap_or("*".to_string())),
            Effect::Off => self.off = true,
        }
        self.places.push(rule.place.clone());
    }

    fn apply(self, seen: &mut Observed) {
        let server = &mut seen.server.record;
        if self.approves_all || !self.approved.is_empty() {
            approvals::grant(&mut server.auto_approve, self.approved, self.approves_all);
        }
        if !self.denied.is_empty() {
            let mut known = server.tool_filter.given().cloned().unwrap_or_default();
            approvals::extend(&mut known.except, self.denied);
            server.tool_filter = Field::Given(known);
        }
        if self.off {
            server.status = Field::Given(Status::Disabled);
            seen.off = true;
        }
        if let Some(configuration) = &mut server.configuration {
            let mut known: HashSet<Place> = configuration.rules.iter().cloned().collect();
            let more = self.places.into_iter().filter(|place| known.insert(place.clone()));
            configuration.rules.extend(more);
        }
    }
}

/// The servers by their name as rules write it.
fn by_name(observed: &[Observed]) -> HashMap<String, Vec<usize>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, seen) in observed.iter().enumerate() {
        let server = &seen.server.record;
        let written = server.name.given().unwrap_or(&server.id);
        by_name.entry(fold(written)).or_default().push(at);
    }
    by_name
}

/// Whether an entry is in a file that Claude Code reads.
fn is_of_claude(seen: &Observed) -> bool {
    let file = seen.server.place.file.rsplit('/').next().unwrap_or_default();
    matches!(file, ".mcp.json" | ".claude.json" | "managed-mcp.json")
}
