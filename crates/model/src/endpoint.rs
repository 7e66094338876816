//! Addresses, as far as judging needs them: whether they are encrypted and whether they are local.

use std::net::{IpAddr, SocketAddr};

/// What a URL shows about the way to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// It never leaves the machine.
    Local,
    /// Over a network, encrypted.
    Encrypted,
    /// Over a network, in clear text.
    ClearText,
}

/// The channel a URL describes; `None` where it is not a URL, or of an unknown scheme.
pub fn channel(url: &str) -> Option<Channel> {
    let (scheme, rest) = url.trim().split_once("://")?;
    // Some clients take a backslash for a slash: ending the authority there is the safe reading.
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "unix" | "pipe" => Some(Channel::Local),
        "http" | "https" | "ws" | "wss" if host.is_empty() => None,
        "http" | "https" | "ws" | "wss" if is_loopback(host) => Some(Channel::Local),
        "https" | "wss" => Some(Channel::Encrypted),
        "http" | "ws" => Some(Channel::ClearText),
        _ => None,
    }
}

/// The name of the first query parameter that passes a credential along. Every log of the address keeps it.
pub fn credential_in_query(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once('?')?;
    let query = rest.split('#').next().unwrap_or_default();
    let names = query.split(['&', ';']).map(|pair| pair.split('=').next().unwrap_or_default());
    names.map(str::trim).find(|name| names_a_credential(name))
}

/// Names of query parameters that carry a credential, in lower case and without punctuation.
const CREDENTIALS: &str = "auth authorization bearer code credential credentials jwt key pat pwd \
                           passwd sas session sessionid sid sig signature";

/// How such names end.
const ENDINGS: [&str; 7] =
    ["token", "apikey", "accesskey", "subscriptionkey", "functionkey", "secret", "password"];

fn names_a_credential(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let name: String = letters.collect::<String>().to_lowercase();
    CREDENTIALS.split_whitespace().any(|listed| listed == name)
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether an address to listen on or call, with or without a port, stays on the machine.
pub fn is_loopback(address: &str) -> bool {
    let address = address.trim();
    if let Ok(socket) = address.parse::<SocketAddr>() {
        return socket.ip().is_loopback();
    }
    if let Ok(ip) = address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        return ip.is_loopback();
    }
    let host = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    // A path or `unix:` names a socket file, which no network reaches.
    host == "localhost" || host.ends_with(".localhost") || host == "unix" || host.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_local_encrypted_or_clear() {
        for (url, expected) in [
            ("https://mcp.example.com/sse", Some(Channel::Encrypted)),
            ("WSS://mcp.example.com", Some(Channel::Encrypted)),
            ("http://mcp.example.com:8080", Some(Channel::ClearText)),
            ("http://localhost:3000/mcp", Some(Channel::Local)),
            ("http://127.0.0.1", Some(Channel::Local)),
            ("http://[::1]:3000/", Some(Channel::Local)),
            ("unix:///run/mcp.sock", Some(Channel::Local)),
            ("ftp://mcp.example.com", None),
            ("https:///mcp", None),
            ("mcp.example.com", None),
            ("${URL}", None),
        ] {
            assert_eq!(channel(url), expected, "{url}");
        }
    }

    #[test]
    fn a_credential_in_a_query_is_found_by_its_name() {
        for (url, expected) in [
            ("https://h.test/mcp?api_key=x", Some("api_key")),
            ("https://h.test/mcp?v=2&access_token=${TOKEN}", Some("access_token")),
            ("https://h.test/mcp?X-Api-Key=x#top", Some("X-Api-Key")),
            ("https://h.test/mcp?key=x", Some("key")),
            ("https://h.test/mcp?region=eu&profile=read", None),
            ("https://h.test/token/mcp", None),
            ("https://h.test/mcp#token=x", None),
        ] {
            assert_eq!(credential_in_query(url), expected, "{url}");
        }
    }

    #[test]
    fn what_only_looks_local_is_not() {
        for url in [
            "http://127.0.0.1.example.com",
            "http://localhost@example.com/",
            "http://localhost.example.com",
            "http://example.com\\@localhost/",
            "http://0.0.0.0:3000",
        ] {
            assert_eq!(channel(url), Some(Channel::ClearText), "{url}");
        }
    }

    #[test]
    fn wide_addresses_are_not_loopback() {
        for address in ["0.0.0.0", "0.0.0.0:80", "::", "[::]:80", ":8080", "*", "", "10.0.0.4"] {
            assert!(!is_loopback(address), "{address}");
        }
        for address in ["127.0.0.1", "127.0.0.1:80", "::1", "[::1]:80", "localhost:80", "/run/s"] {
            assert!(is_loopback(address), "{address}");
        }
    }
}
