//! Tokens in the paths and queries of addresses of servers: `https://mcp.example/s/<token>/sse`.
//!
//! Who calls such an address needs nothing else, so anybody who reads it can call the server. In other
//! addresses a long step is an id: a commit, an article, a tenant.

use std::ops::Range;

use super::entropy::{has_both, looks_random, turns};
use super::found::Hit;
use super::path_token;
use super::signs::{Finder, Sign, Sign::Word};
use model::records::Certainty;

const WEB: Sign = Word(&["http://", "https://", "ws://", "wss://", "sse://"]);

/// In prose: the steps of addresses that look like those of servers.
pub(super) const OF_SERVERS: Finder =
    Finder { needs: &[&[WEB, Word(&["mcp", "sse", "message"])]], find: |text| find(text, false) };
/// In the address of a server.
pub(super) const OF_ALL: Finder = Finder { needs: &[&[WEB]], find: |text| find(text, true) };

/// Every token in the path or query of an address. With `all`, each address is of a server; without,
/// those are that look like it.
fn find(text: &str, all: bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, mark) in text.match_indices("://") {
        let head = text.get(..at).unwrap_or_default();
        let scheme = head.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !["http", "https", "ws", "wss", "sse"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
        {
            continue;
        }
        let start = at + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        let rest = rest.get(..rest.floor_char_boundary(4096)).unwrap_or_default();
        let end = rest
            .find([' ', '\t', '\n', '\r', '"', '\'', '<', '>', '`', '|', ')', ']'])
            .unwrap_or(rest.len());
        // Another address begins where this one ends, at the latest.
        let end = rest.find("://").unwrap_or(end).min(end);
        let address = rest.get(..end).unwrap_or_default();
        if !(all || is_server(address)) {
            continue;
        }
        for range in steps(address) {
            let token = address.get(range.clone()).unwrap_or_default();
            if is_token(token) {
                let range = start + range.start..start + range.end;
                let hit = Hit::confirmed(range, "token in an address", None);
                hits.push(Hit { certainty: Certainty::Suspected, step: true, ..hit });
            }
        }
    }
    hits
}

/// Whether an address in a text is that of an MCP server.
fn is_server(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let (host, path) = lower.split_at(lower.find('/').unwrap_or(lower.len()));
    let words = |text: &str, word: &str| {
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word)
    };
    words(host, "mcp") || ["mcp", "sse", "messages", "message"].iter().any(|word| words(path, word))
}

/// The steps of a path and the values of a query and fragment.
fn steps(address: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(path) = address.find(['/', '?', '#']) else { return found };
    let mut from = path;
    let ends = ['/', '?', '#', '&', '=', ';', ',', ':', '@'];
    while from < address.len() {
        let start = from + 1;
        let rest = address.get(start..).unwrap_or_default();
        let end = start + rest.find(ends).unwrap_or(rest.len());
        if end > start {
            found.push(start..end);
        }
        from = end;
    }
    found
}

/// Whether a step is too long and too mixed to be a word: random, hexadecimal or a UUID.
pub(crate) fn is_token(step: &str) -> bool {
    let bare = step.trim_end_matches(['.', ')', '=']);
    if bare.contains(['$', '{', '%', '…']) {
        return false;
    }
    let plain: String = bare.chars().filter(|c| !matches!(c, '-' | '_')).collect();
    let hexadecimal =
        plain.len() >= 20 && plain.bytes().all(|byte| byte.is_ascii_hexdigit()) && has_both(&plain);
    let mixed = bare
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.len() >= 20 && has_both(run) && turns(run) * 5 >= run.len());
    hexadecimal || looks_random(bare) || mixed || path_token::of_step(step).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_steps_of_servers_alone() {
        let token = |step: &str| find(&format!("https://mcp.test/api/s/{step}/sse"), false).len();
        for step in [
            "3f823c43847903de520d5457ab182300",
            "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c",
            "q7Xb2LmT9vRz4KdWp8Ns",
            "k3j9x2m8q4z7w1v5n6",
        ] {
            assert_eq!(token(step), 1, "{step}");
            assert_eq!(find(&format!("https://git.test/commit/{step}"), false).len(), 0, "{step}");
            assert_eq!(find(&format!("https://h.test/commit/{step}"), true).len(), 1, "{step}");
        }
        for step in [
            "v1",
            "customer-relationship-management-2024-production",
            "@scope",
            "claude-3-5-sonnet-20241022",
        ] {
            assert_eq!(token(step), 0, "{step}");
        }
    }
}
