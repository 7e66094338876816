//! Where in a document the servers stand.

use super::flat;
use syntax::{Node, Value};

/// A place that holds server entries.
pub(super) struct Container<'a> {
    /// What the file is, going by this place.
    pub client: &'static str,
    /// Keys that lead there.
    pub path: Vec<&'a str>,
    /// The value.
    pub node: &'a Node,
    /// What contains it: the document, or one project in it.
    pub home: &'a Node,
    /// Whether `url` without a type means server-sent events, as it does for Gemini.
    pub gemini: bool,
}

/// Every place in the document that holds, or could hold, server entries.
pub(super) fn containers(root: &Node) -> Vec<Container<'_>> {
    let mut found = Vec::new();
    let mut add = |client, path: &[&'static str], holds: fn(&Node, &Node) -> bool| {
        let node = path.iter().try_fold(root, |node, key| node.get(key));
        if let Some(node) = node.filter(|node| holds(root, node)) {
            let (path, gemini) = (path.to_vec(), is_gemini(root));
            found.push(Container { client, path, node, home: root, gemini });
        }
    };
    let client = match is_gemini(root) {
        true => "Gemini CLI config (mcpServers)",
        false => "MCP client config (mcpServers)",
    };
    add(client, &["mcpServers"], |_, _| true);
    add("VS Code settings (mcp.servers)", &["mcp", "servers"], |_, node| node.is_map());
    // Settings may be written with dots as well.
    add("VS Code settings (mcp.servers)", &["mcp.servers"], |_, node| node.is_map());
    add("Amp settings (amp.mcpServers)", &["amp.mcpServers"], |_, node| node.is_map());
    add("VS Code MCP config (servers)", &["servers"], are_vs_code_servers);
    add("Zed settings (context_servers)", &["context_servers"], |_, node| is_map_or_empty(node));
    add("opencode config (mcp)", &["mcp"], are_opencode_servers);
    add("Goose config (extensions)", &["extensions"], are_goose_extensions);
    add("Codex config (mcp_servers)", &["mcp_servers"], |_, node| is_map_or_empty(node));
    found.extend(projects(root));
    if found.is_empty() && flat::is_map_of_servers(root) {
        let client = "MCP client config (a bare map of servers)";
        found.push(Container { client, path: Vec::new(), node: root, home: root, gemini: false });
    }
    found
}

/// Claude Code keeps the servers of each project under the project's folder.
fn projects(root: &Node) -> impl Iterator<Item = Container<'_>> {
    let projects = root.get("projects").map_or(&[][..], Node::entries);
    projects.iter().filter_map(|project| {
        Some(Container {
            client: "Claude Code config (projects.*.mcpServers)",
            path: vec!["projects", &project.key, "mcpServers"],
            node: project.node.get("mcpServers")?,
            home: &project.node,
            gemini: false,
        })
    })
}

fn is_map_or_empty(node: &Node) -> bool {
    node.is_map() || is_empty(node)
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::List(nodes) => nodes.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Scalar(_) => false,
    }
}

/// `servers` is a common word: its entries must look the part. A list of servers is an inventory.
fn are_vs_code_servers(root: &Node, node: &Node) -> bool {
    if !node.is_map() {
        return false;
    }
    if is_empty(node) {
        const BESIDE: [&str; 4] = ["servers", "inputs", "sandbox", "$schema"];
        return root.entries().iter().all(|entry| BESIDE.contains(&entry.key.as_str()));
    }
    node.entries().iter().any(|entry| looks_like_server(&entry.node))
}

fn looks_like_server(node: &Node) -> bool {
    let has = |key| node.get(key).is_some();
    // An AsyncAPI document describes servers too, by address and protocol.
    (has("command") || has("url")) && !has("protocol")
}

/// opencode writes servers straight under `mcp`; VS Code and Gemini keep options there.
fn are_opencode_servers(_: &Node, node: &Node) -> bool {
    is_empty(node) || node.entries().iter().any(|entry| looks_like_server(&entry.node))
}

fn are_goose_extensions(root: &Node, node: &Node) -> bool {
    const TYPES: [&str; 6] =
        ["builtin", "platform", "stdio", "sse", "streamable_http", "inline_python"];
    if is_empty(node) {
        return root.entries().iter().any(|entry| entry.key.starts_with("GOOSE_"));
    }
    node.entries().iter().any(|entry| {
        let kind = entry.node.get("type").and_then(Node::text);
        kind.is_some_and(|kind| TYPES.contains(&kind))
    })
}

/// Gemini's files are recognised by keys that no other client has.
fn is_gemini(root: &Node) -> bool {
    let servers = root.get("mcpServers").map_or(&[][..], Node::entries);
    let only_gemini = ["httpUrl", "trust", "includeTools", "excludeTools", "authProviderType"];
    root.get("contextFileName").is_some()
        || root.get("selectedAuthType").is_some()
        || servers.iter().any(|entry| only_gemini.iter().any(|key| entry.node.get(key).is_some()))
}
