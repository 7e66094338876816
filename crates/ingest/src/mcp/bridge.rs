//! Remote servers behind a local bridge: `npx mcp-remote https://…`.

use super::entry::Entry;

/// The address behind the bridge, where the entry is one.
pub(super) fn remote(entry: &Entry<'_>) -> Option<String> {
    let known = entry.unwrapped.remote.as_ref().map(|(url, _)| url.clone());
    known.or_else(|| anywhere(entry))
}

/// The address behind a bridge in a command line that is not understood as a whole.
fn anywhere(entry: &Entry<'_>) -> Option<String> {
    let bridge = entry.words.iter().position(|word| is_bridge(&word.text))?;
    let behind = entry.words.get(bridge + 1..)?;
    let address =
        |text: &str| ["https://", "http://", "${", "$"].iter().any(|start| text.starts_with(start));
    behind.iter().map(|word| word.text.as_str()).find(|text| address(text)).map(str::to_string)
}

/// The transport that the bridge's command line names, if any.
pub(super) fn kind(entry: &Entry<'_>) -> Option<&'static str> {
    let line = if entry.unwrapped.remote.is_some() { &entry.unwrapped.line } else { &entry.words };
    let mut words = line.iter().map(|word| word.text.as_str());
    let choice = words.by_ref().find_map(|word| match word {
        "--transport" => Some(""),
        "--sse" => Some("sse"),
        "--streamableHttp" => Some("http"),
        other => other.strip_prefix("--transport="),
    })?;
    let choice = if choice.is_empty() { words.next()? } else { choice };
    match choice {
        "sse-only" | "sse-first" | "sse" => Some("sse"),
        "http-only" | "http-first" | "http" | "streamablehttp" | "streamable-http" => Some("http"),
        _ => None,
    }
}

fn is_bridge(word: &str) -> bool {
    let name = super::words::basename(word);
    name == "mcp-remote" || name.starts_with("mcp-remote@")
}
