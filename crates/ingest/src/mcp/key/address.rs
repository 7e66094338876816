//! The words of a server at an address. Its account may differ between the places of one server.

use super::super::arguments::is_header;
use super::super::certificates;
use super::super::entry::{Entry, headers};
use super::super::unwrap::{Options, programs};
use super::collected::Words;
use super::text::Text;
use super::{arguments, neutral};
use crate::secrets::{self, Inspected};

/// Collects the words of an address with its headers, query and variables.
pub(super) fn words(entry: &Entry<'_>, url: &str, text: &mut Text, words: &mut Words) {
    let url = address(url, text, words);
    words.whole.push(format!("url={url}"));
    let variables: Vec<(String, String)> =
        entry.variables().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let mut used = Vec::new();
    let mut sent: Vec<(String, String)> = headers(entry.node);
    let bridge = bridge_words(entry);
    sent.extend(bridge.headers);
    for (name, value) in sent.into_iter().filter(|(name, _)| !neutral::header(name)) {
        // A bridge gets a header's value from a variable of the same entry.
        let mut value = value;
        for (variable, held) in &variables {
            let reference = format!("${{{variable}}}");
            if value.contains(&reference) {
                value = value.replace(&reference, held);
                used.push(variable.clone());
            }
        }
        let word = format!("header {}={}", name.to_ascii_lowercase(), text.value(value.trim()));
        match is_account(&name, &value) {
            true => words.placement.push(word),
            false => words.whole.push(word),
        }
    }
    let left =
        variables.iter().filter(|(name, _)| !used.contains(name) && !neutral::variable(name));
    for (name, value) in left {
        let word = format!("env {name}={}", text.value(value));
        match certificates::is_switch(name, value) || is_account(name, value) {
            true => words.placement.push(word),
            false => words.whole.push(word),
        }
    }
    let rest: Vec<&str> = bridge.rest.iter().map(String::as_str).collect();
    for word in arguments::words(&rest, &neutral::bridge, text) {
        let plain = word.split_once(' ').map_or(word.as_str(), |(_, rest)| rest);
        let name = plain.split('=').next().unwrap_or(plain);
        let value = plain.split_once('=').map_or("", |(_, value)| value);
        match certificates::is_switch_flag(name) || is_account(name, value) {
            true => words.placement.push(word),
            false => words.whole.push(word),
        }
    }
}

/// Whether a setting shows who calls, rather than what is called.
fn is_account(name: &str, value: &str) -> bool {
    secrets::named(name).is_some()
        || matches!(secrets::inspect(name, value), Inspected::Secret(_))
        || secrets::referred(name, value).is_some()
}

#[derive(Default)]
struct BridgeWords {
    headers: Vec<(String, String)>,
    rest: Vec<String>,
}

/// What a bridge's command line holds beside the address.
fn bridge_words(entry: &Entry<'_>) -> BridgeWords {
    let Some((_, at)) = entry.unwrapped.remote else { return BridgeWords::default() };
    let line = &entry.unwrapped.line;
    // The two words of `--headers NAME VALUE` belong together in one bridge.
    let pairs =
        line.first().is_some_and(|program| programs(&program.text)[1].starts_with("mcp-proxy"));
    let mut found = BridgeWords::default();
    let mut position = 1;
    while let Some(word) = line.get(position) {
        let text = word.text.as_str();
        let next = line.get(position + 1).map(|word| word.text.clone());
        if position == at {
            position += 1;
        } else if pairs && matches!(text, "-H" | "--headers") {
            let value = line.get(position + 2).map(|word| word.text.clone()).unwrap_or_default();
            found.headers.push((next.unwrap_or_default(), value));
            position += Options(&["-H 2", "--headers 2"]).width(text);
        } else if is_header(text) {
            let header = next.unwrap_or_default();
            let (name, value) = header.split_once(':').unwrap_or((&header, ""));
            found.headers.push((name.trim().to_string(), value.trim().to_string()));
            position += 2;
        } else {
            let port = position == at + 1 && text.bytes().all(|b| b.is_ascii_digit());
            if !port {
                found.rest.push(word.text.clone());
            }
            position += 1;
        }
    }
    found
}

/// Scheme, host, port, path and sorted query. User and password are the account.
fn address(url: &str, text: &mut Text, words: &mut Words) -> String {
    let url = text.value(&filled(url));
    let Some((scheme, rest)) = url.split_once("://") else { return url };
    let rest = rest.split('#').next().unwrap_or(rest);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) =
        rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if !user.is_empty() {
        words.placement.push(format!("user={user}"));
    }
    let scheme = scheme.to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "https" | "wss" => ":443",
        _ => ":80",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    let mut parameters: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    parameters.sort_by_key(|part| part.split('=').next().unwrap_or(part).to_string());
    format!("{scheme}://{host}{}?{}", path.trim_end_matches('/'), parameters.join("&"))
}

/// A default in the place of its variable: `${BASE:-https://host}/mcp`.
fn filled(url: &str) -> String {
    let filled = url.trim().strip_prefix("${").and_then(|rest| {
        let (_, rest) = rest.split_once(":-")?;
        let (default, rest) = rest.split_once('}')?;
        Some(format!("{default}{rest}"))
    });
    filled.unwrap_or_else(|| url.trim().to_string())
}
