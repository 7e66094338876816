//! What clients approve without asking, and which tools they allow, as the entry itself states.

use std::collections::HashSet;

use super::entry::Entry;
use crate::secrets;
use model::Field;
use model::records::{AutoApprove, ToolFilter};
use syntax::{Node, Value};

/// What the whole file states about approvals, for every server in it.
pub(super) fn of_file(root: &Node) -> Option<bool> {
    let at =
        |keys: &[&str]| keys.iter().try_fold(root, |node, key| node.get(key)).and_then(Node::text);
    let unasked = [
        at(&["approval_policy"]) == Some("never"),
        at(&["GOOSE_MODE"]) == Some("auto"),
        at(&["chat.tools.autoApprove"]) == Some("true"),
        at(&["chat.tools.global.autoApprove"]) == Some("true"),
        at(&["agent", "always_allow_tool_actions"]) == Some("true"),
        at(&["agent", "tool_permissions", "default"]) == Some("allow"),
    ];
    if unasked.contains(&true) {
        return Some(true);
    }
    // These two modes ask for every call, or make none.
    matches!(at(&["GOOSE_MODE"]), Some("approve" | "chat")).then_some(false)
}

/// What is approved without asking. A client may keep approvals elsewhere too, so what the entry
/// does not state stays absent.
pub(super) fn auto_approve(entry: &Entry<'_>, of_file: Option<bool>) -> Field<AutoApprove> {
    let mut tools = Field::Absent;
    let mut everything = of_file.or(entry.switch("trust"));
    for node in ["autoApprove", "alwaysAllow"].iter().filter_map(|key| entry.node.get(key)) {
        match &node.value {
            Value::List(_) => {
                let names = texts(node);
                if names.iter().any(|name| name == "*") {
                    everything = Some(true);
                }
                extend(&mut tools, names);
            }
            Value::Scalar(scalar) if scalar.text == "true" => everything = Some(true),
            Value::Scalar(scalar) if scalar.text == "false" => {
                everything = everything.or(Some(false))
            }
            Value::Scalar(_) | Value::Null | Value::Map(_) => {}
        }
    }
    // Codex: `auto` goes by the hints of the server, which is neither.
    match entry.node.get("default_tools_approval_mode").and_then(Node::text) {
        Some("approve" | "never") => everything = Some(true),
        Some("prompt") => everything = everything.or(Some(false)),
        _ => {}
    }
    let each = entry.node.get("tools").map_or(&[][..], Node::entries);
    let approved = each
        .iter()
        .filter(|tool| tool.node.get("approval_mode").and_then(Node::text) == Some("approve"));
    let approved: Vec<_> = approved.filter_map(|tool| name(&tool.key)).collect();
    if !approved.is_empty() {
        extend(&mut tools, approved);
    }
    // VS Code asks for nothing where it keeps the server in its sandbox.
    if entry.switch("sandboxEnabled") == Some(true) {
        everything = Some(true);
    }
    if everything.is_none() && tools.is_absent() {
        return Field::Absent;
    }
    let everything = everything.map_or(Field::Absent, Field::Given);
    Field::Given(AutoApprove { everything, tools })
}

/// Adds to what is approved without asking: tools, or all of them.
pub(super) fn grant(auto: &mut Field<AutoApprove>, tools: Vec<String>, everything: bool) {
    let mut known = match std::mem::take(auto) {
        Field::Given(known) => known,
        Field::Absent | Field::Blank => {
            AutoApprove { everything: Field::Absent, tools: Field::Absent }
        }
    };
    if everything {
        known.everything = Field::Given(true);
    }
    if !tools.is_empty() {
        extend(&mut known.tools, tools);
    }
    *auto = Field::Given(known);
}

/// Which tools the client lets through. A client that knows such a list and has none for this
/// server left it blank.
pub(super) fn tool_filter(entry: &Entry<'_>) -> Field<ToolFilter> {
    let lists = |keys: &[&str]| {
        let mut names = Field::Absent;
        for node in keys.iter().filter_map(|key| entry.node.get(key)) {
            extend(&mut names, texts(node));
        }
        names
    };
    let only = lists(&["includeTools", "enabled_tools", "available_tools"]);
    let except = lists(&["excludeTools", "disabled_tools", "disabledTools"]);
    match (&only, &except) {
        (Field::Absent, Field::Absent) if entry.lists_tools => Field::Blank,
        (Field::Absent, Field::Absent) => Field::Absent,
        _ => Field::Given(ToolFilter { only, except }),
    }
}

/// Adds tools to a list, each once.
pub(super) fn extend(list: &mut Field<Vec<String>>, names: Vec<String>) {
    let mut all = list.items().to_vec();
    let mut known: HashSet<String> = all.iter().cloned().collect();
    all.extend(names.into_iter().filter(|name| known.insert(name.clone())));
    *list = Field::Given(all);
}

fn texts(node: &Node) -> Vec<String> {
    node.list().iter().filter_map(Node::text).filter_map(name).collect()
}

/// A tool's name, unless it is something else that was pasted there.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim();
    let secret = secrets::looks_random(text) || secrets::redact(text).is_some();
    (!text.is_empty() && text.len() <= 200 && !secret).then(|| text.to_string())
}
