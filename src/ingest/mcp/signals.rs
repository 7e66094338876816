//! What an entry shows that the model has no field for: told as notices.

use super::entry::Entry;
use crate::model::Diagnostic;
use crate::syntax::{Node, Value};

/// The notices about one entry.
pub(super) fn notices(entry: &Entry<'_>, notices: &mut Vec<Diagnostic>) {
    let id = &entry.id;
    let mut tell = |message: String, mend: &str| {
        notices.push(Diagnostic::at(&entry.place, message, mend));
    };
    if ["envFile", "env_file"].iter().any(|key| entry.node.get(key).is_some()) {
        tell(
            format!("`{id}` takes variables from a file that was not read"),
            "check that file for secrets by other means",
        );
    }
    if approves(entry) {
        tell(
            format!("`{id}` has tool calls approved without asking"),
            "let the client ask before it calls tools that change something",
        );
    }
    if let Some(danger) = dangerous_container(entry) {
        tell(
            format!("`{id}` runs in a container that is not isolated: `{danger}`"),
            "drop the option, or say in the inventory why it is needed",
        );
    }
}

fn approves(entry: &Entry<'_>) -> bool {
    let listed = ["autoApprove", "alwaysAllow"].iter().any(|key| {
        entry.node.get(key).is_some_and(|node| match &node.value {
            Value::List(nodes) => !nodes.is_empty(),
            Value::Scalar(scalar) => scalar.text == "true",
            Value::Null | Value::Map(_) => false,
        })
    });
    let never = entry.node.get("default_tools_approval_mode").and_then(Node::text);
    listed || entry.switch("trust") == Some(true) || matches!(never, Some("approve" | "never"))
}

fn dangerous_container(entry: &Entry<'_>) -> Option<&'static str> {
    let words: Vec<_> = entry.words.iter().map(|word| word.text.as_str()).collect();
    let runs = words.windows(2).any(|pair| {
        matches!(super::words::bare(pair[0]).as_str(), "docker" | "podman") && pair[1] == "run"
    });
    let holds = |text: &str| words.iter().any(|word| word.contains(text));
    let pair = |name: &str, value: &str| {
        words.windows(2).any(|pair| pair[0] == name && pair[1] == value)
            || holds(&format!("{name}={value}"))
    };
    let mounts_root = words.iter().any(|word| word.starts_with("/:"));
    [
        ("--privileged", holds("--privileged")),
        ("/var/run/docker.sock", holds("/docker.sock")),
        ("--network host", pair("--network", "host") || pair("--net", "host")),
        ("--pid host", pair("--pid", "host")),
        ("-v /:", mounts_root),
    ]
    .into_iter()
    .find_map(|(danger, found)| (runs && found).then_some(danger))
}
