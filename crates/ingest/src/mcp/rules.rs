//! Rules about servers that other files define: Claude Code's permissions, allow-lists of managed
//! settings, the tools an agent's file trusts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::approvals;
use crate::extract::pointer_step;
use model::records::Status;
use model::{Diagnostic, Field, Observed, Place};
use syntax::Node;

/// How many rules a server cites; the first of them.
const MOST_CITED: usize = 100;

/// How many tools rules approve one by one; of more, all are approved.
const MOST_TOOLS: usize = 1_000;

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

/// Applies the rules of all files to the servers of all files. What rules about one name add up to is found once,
/// however many servers have that name.
pub(crate) fn apply(rules: &[Rule], observed: &mut [Observed], notices: &mut Vec<Diagnostic>) {
    let known: HashSet<String> = observed.iter().map(name_in_rules).collect();
    let mut strangers = HashSet::new();
    let mut named: HashMap<&str, Sum> = HashMap::new();
    let mut every = Sum::default();
    for (number, rule) in rules.iter().enumerate() {
        let Some(name) = rule.server.as_deref() else {
            every.add(number, rule);
            continue;
        };
        if known.contains(name) {
            named.entry(name).or_default().add(number, rule);
        } else if strangers.insert((rule.place.file.clone(), name)) {
            notices.push(Diagnostic::at(
                &rule.place,
                format!(
                    "a rule names the server `{name}`, which no configuration among the inputs defines"
                ),
                "add the configuration that defines it, or remove the rule",
            ));
        }
    }
    for seen in observed {
        let about = named.get(name_in_rules(seen).as_str());
        let every = Some(&every).filter(|every| !every.places.is_empty() && is_of_claude(seen));
        Sum::apply([about, every], seen);
    }
}

/// What rules add up to.
#[derive(Default)]
struct Sum {
    approved: Names,
    approves_all: bool,
    denied: Names,
    off: bool,
    /// The number and the place of each rule, of the first ones.
    places: Vec<(usize, Place)>,
}

/// Names of tools in the order of their rules, each once.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    known: HashSet<String>,
}

impl Names {
    /// Whether there is room for it.
    fn add(&mut self, tool: &str) -> bool {
        if self.known.contains(tool) {
            return true;
        }
        if self.all.len() == MOST_TOOLS {
            return false;
        }
        self.known.insert(tool.to_string());
        self.all.push(tool.to_string());
        true
    }
}

impl Sum {
    fn add(&mut self, number: usize, rule: &Rule) {
        match &rule.effect {
            // More than anybody could have looked at is approval of everything.
            Effect::Approved(Some(tool)) => self.approves_all |= !self.approved.add(tool),
            Effect::Approved(None) => self.approves_all = true,
            Effect::Denied(tool) => {
                self.denied.add(tool.as_deref().unwrap_or("*"));
            }
            Effect::Off => self.off = true,
        }
        if self.places.len() < MOST_CITED {
            self.places.push((number, rule.place.clone()));
        }
    }

    /// Applies what rules about a server and rules about every server add up to.
    fn apply(sums: [Option<&Sum>; 2], seen: &mut Observed) {
        let server = &mut seen.server.record;
        let mut places: Vec<(usize, &Place)> = Vec::new();
        for sum in sums.into_iter().flatten() {
            if sum.approves_all || !sum.approved.all.is_empty() {
                let approved = sum.approved.all.clone();
                approvals::grant(&mut server.auto_approve, approved, sum.approves_all);
            }
            if !sum.denied.all.is_empty() {
                let mut known = server.tool_filter.given().cloned().unwrap_or_default();
                approvals::extend(&mut known.except, sum.denied.all.clone());
                server.tool_filter = Field::Given(known);
            }
            if sum.off {
                server.status = Field::Given(Status::Disabled);
                seen.off = true;
            }
            places.extend(sum.places.iter().map(|(number, place)| (*number, place)));
        }
        places.sort_by_key(|(number, _)| *number);
        if let Some(configuration) = &mut server.configuration {
            let mut known: HashSet<Place> = configuration.rules.iter().cloned().collect();
            let more = places.into_iter().map(|(_, place)| place);
            let more = more.filter(|place| known.insert((*place).clone())).take(MOST_CITED);
            configuration.rules.extend(more.cloned());
        }
    }
}

/// The name of a server, as rules write it.
fn name_in_rules(seen: &Observed) -> String {
    let server = &seen.server.record;
    fold(server.name.given().unwrap_or(&server.id))
}

/// Whether an entry is in a file that Claude Code reads.
fn is_of_claude(seen: &Observed) -> bool {
    let file = seen.server.place.file.rsplit('/').next().unwrap_or_default();
    matches!(file, ".mcp.json" | ".claude.json" | "managed-mcp.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, SourceFile, ingest};

    /// The same settings in many repositories: what each server takes from the rules does not grow with them.
    #[test]
    fn many_rules_about_many_servers_of_one_name_are_added_up_once() {
        const REPOSITORIES: usize = 600;
        let mut files = Vec::new();
        for at in 0..REPOSITORIES {
            let servers =
                format!("{{\"mcpServers\":{{\"web\":{{\"command\":\"x\",\"args\":[\"{at}\"]}}}}}}");
            files.push(SourceFile::new(format!("r{at}/.mcp.json"), servers.into_bytes()));
            let rules = format!(
                "{{\"permissions\":{{\"defaultMode\":\"bypassPermissions\",\"allow\":[{}]}}}}",
                (0..4)
                    .map(|tool| format!("\"mcp__web__t{}\"", at * 4 + tool))
                    .collect::<Vec<_>>()
                    .join(",")
            );
            files.push(SourceFile::new(format!("r{at}/.claude/settings.json"), rules.into_bytes()));
        }
        let (facts, errors) = ingest(&files, Options::default());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(facts.observed.len(), REPOSITORIES);
        for seen in &facts.observed {
            let server = &seen.server.record;
            let auto = server.auto_approve.given().expect("approved");
            assert_eq!(auto.everything, Field::Given(true));
            assert_eq!(auto.tools.items().len(), MOST_TOOLS);
            let cited = server.configuration.as_ref().map_or(0, |it| it.rules.len());
            assert_eq!(cited, MOST_CITED);
        }
    }

    #[test]
    fn more_tools_than_are_kept_are_approved_as_all_and_denied_as_listed() {
        let place = Place::file("settings.json");
        let (mut approved, mut denied) = (Sum::default(), Sum::default());
        let rule = |effect| Rule { server: Some("web".into()), effect, place: place.clone() };
        for at in 0..MOST_TOOLS {
            approved.add(at, &rule(Effect::Approved(Some(at.to_string()))));
            denied.add(at, &rule(Effect::Denied(Some(at.to_string()))));
        }
        approved.add(MOST_TOOLS, &rule(Effect::Approved(Some("0".into()))));
        assert!(!approved.approves_all, "it is known");
        approved.add(MOST_TOOLS, &rule(Effect::Approved(Some("more".into()))));
        denied.add(MOST_TOOLS, &rule(Effect::Denied(Some("more".into()))));
        assert!(approved.approves_all && denied.denied.all.len() == MOST_TOOLS);
    }
}
