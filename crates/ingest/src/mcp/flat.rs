//! Servers without a key around them, as people copy them out of a README.

use syntax::Node;

/// Every key that some client knows in an entry. One unknown key, and the map is something else:
/// a task list, a language server, a compose file.
#[rustfmt::skip]
const KEYS: [&str; 29] = [
    "type", "transport", "command", "args", "env", "envs", "environment", "envFile", "cwd", "url",
    "serverUrl", "httpUrl", "headers", "disabled", "enabled", "timeout", "autoApprove",
    "alwaysAllow", "disabledTools", "trust", "includeTools", "excludeTools", "oauth", "auth",
    "name", "description", "startup_timeout_sec", "tools", "authProviderType",
];

/// Whether each entry of the map plainly is a server.
pub(super) fn is_map_of_servers(root: &Node) -> bool {
    let entries = root.entries();
    !entries.is_empty() && entries.iter().all(|entry| is_plainly_server(&entry.node))
}

fn is_plainly_server(node: &Node) -> bool {
    let has = |key: &str| node.get(key).is_some();
    let known = node.entries().iter().all(|entry| KEYS.contains(&entry.key.as_str()));
    let local = has("command") && (has("args") && has("env") || started_by_launcher(node));
    let typed = ["stdio", "http", "streamable-http", "sse"];
    let kind = node.get("type").and_then(Node::text);
    let remote = has("serverUrl") || has("httpUrl") || has("url") && has("headers");
    let stated = kind.is_some_and(|kind| typed.contains(&kind)) && (has("command") || has("url"));
    known && (local || remote || stated)
}

fn started_by_launcher(node: &Node) -> bool {
    let program = node.get("command").and_then(Node::text).map(super::words::bare);
    let known = ["npx", "uvx", "bunx", "docker", "podman", "pipx", "dnx"];
    program.is_some_and(|program| known.contains(&program.as_str())) && node.get("args").is_some()
}
