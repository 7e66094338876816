//! How a client talks to the server of an entry.

use super::bridge;
use super::entry::Entry;
use crate::address;
use model::Field;
use model::records::Transport;

/// The way to a server.
pub(super) struct Way {
    /// How clients talk to it.
    pub transport: Field<Transport>,
    /// The address as written, for remote servers.
    pub url: Option<String>,
}

/// Decides by the type that the entry states, then by its address, then by its command.
pub(super) fn way(entry: &Entry<'_>) -> Way {
    let kind = entry.kind.as_deref().and_then(by_type);
    if let Some(url) = bridge::remote(entry) {
        let stated = bridge::kind(entry).and_then(by_type);
        let transport = stated.or_else(|| by_address(&url)).unwrap_or(Transport::Http);
        return Way { transport: transport.into(), url: Some(url) };
    }
    let remote = kind.is_some_and(|kind| kind != Transport::Stdio);
    match &entry.url {
        Some((key, url)) if entry.words.is_empty() || remote => {
            let by_key = match *key {
                "httpUrl" => Some(Transport::Http),
                "url" if entry.gemini => Some(Transport::Sse),
                _ => None,
            };
            let kind = kind.filter(|kind| *kind != Transport::Stdio);
            let transport = kind.or(by_key).or_else(|| by_address(url)).unwrap_or(Transport::Http);
            Way { transport: transport.into(), url: Some(url.clone()) }
        }
        _ if !entry.words.is_empty() => Way { transport: Transport::Stdio.into(), url: None },
        _ => Way { transport: kind.map_or(Field::Absent, Field::Given), url: None },
    }
}

/// `remote` and its like name no transport: the address decides.
fn by_type(kind: &str) -> Option<Transport> {
    match kind {
        "stdio" | "local" => Some(Transport::Stdio),
        "http" | "streamable-http" | "streamablehttp" | "streamable_http" => Some(Transport::Http),
        "sse" => Some(Transport::Sse),
        "ws" | "websocket" => Some(Transport::Ws),
        _ => None,
    }
}

fn by_address(url: &str) -> Option<Transport> {
    if url.starts_with("ws://") || url.starts_with("wss://") {
        return Some(Transport::Ws);
    }
    let address::Address::Known(url) = address::clean(url) else { return None };
    url.trim_end_matches('/').ends_with("/sse").then_some(Transport::Sse)
}
