//! Secrets inside addresses: a password before the host, a token in the query.

use super::entropy::{could_be_key, looks_random};
use super::found::Hit;
use super::names::{Named, named};
use super::signs::{Finder, Mark::At, Mark::Equals, Mark::Query, Sign::Has, Sign::Word};
use super::{placeholders, references};
use model::records::{Certainty, SecretKind};
use std::ops::Range;

/// Passwords that everybody tries first. A real server may well use one, so they are suspected;
/// documentation uses them too, so they are not confirmed.
const WEAK: [&str; 12] = [
    "pass", "password", "passwd", "secret", "postgres", "mysql", "root", "admin", "user", "test",
    "guest", "pwd",
];

pub(super) const PASSWORDS: Finder =
    Finder { needs: &[&[Word(&["://"]), Has(At)]], find: passwords };
pub(super) const QUERY: Finder = Finder { needs: &[&[Has(Query), Has(Equals)]], find: query };

/// Every password in front of a host: `postgres://user:password@host`.
fn passwords(text: &str) -> Vec<Hit> {
    text.match_indices("://")
        .filter_map(|(colon, mark)| password(text, colon + mark.len()))
        .collect()
}

/// Where a password is in front of a host, also one that is a reference.
pub(super) fn password_places(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices("://");
    starts.filter_map(|(colon, mark)| password_place(text, colon + mark.len())).collect()
}

fn password_place(text: &str, start: usize) -> Option<Range<usize>> {
    // The limit keeps an address without an end from being read again and again.
    let rest = text.get(start..)?;
    let rest = &rest[..rest.floor_char_boundary(2048)];
    let word = rest.find([' ', '\t', '\n', '\r', '"', '\'', '<', '>', '`']).unwrap_or(rest.len());
    let head = rest.get(..word)?;
    let head = head.get(..head.find("://").unwrap_or(word))?;
    let at = raw_password(head).or_else(|| {
        let authority = head.find(['/', '?', '#']).unwrap_or(head.len());
        head.get(..authority)?.rfind('@')
    })?;
    let colon = head.get(..at)?.find(':')?;
    (colon + 1 < at).then_some(start + colon + 1..start + at)
}

fn password(text: &str, start: usize) -> Option<Hit> {
    let range = password_place(text, start)?;
    let secret = text.get(range.clone())?;
    if placeholders::is_placeholder(secret) || references::is_reference(secret) {
        return None;
    }
    let hit = Hit::confirmed(range, "password in an address", Some(SecretKind::Password));
    let weak = WEAK.contains(&secret.to_ascii_lowercase().as_str());
    Some(Hit { certainty: if weak { Certainty::Suspected } else { hit.certainty }, ..hit })
}

/// The at sign of an address whose password holds a raw `/`, `?`, `#` or `@`.
///
/// An at sign in a path (`https://host:8080/@scope/name`) looks the same, so the text after
/// the first colon must not be a port. Taking too much is harmless, leaving some is not.
fn raw_password(head: &str) -> Option<usize> {
    let path = head.find(['/', '?', '#'])?;
    let colon = head.get(..path)?.find(':')?;
    let port = head.get(colon + 1..path)?;
    if port.is_empty() || port.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // An at sign in a query is a value: `…@host/x?mail=a@b`.
    let query = head.find('/').and_then(|slash| Some(slash + head.get(slash..)?.find(['?', '#'])?));
    let head = head.get(..query.unwrap_or(head.len()))?;
    let at = head.rfind('@').filter(|at| path < *at)?;
    let before = head.get(..path)?.contains('@') && head.get(path..at)?.contains('=');
    (!before).then_some(at)
}

/// Every secret in a query: `?api_key=…`, `&token=…`.
fn query(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(mark) = text.get(at..).and_then(|r| r.find(['?', '&'])).map(|o| at + o + 1) {
        at = mark;
        let Some((name, value)) = parameter(text, mark) else { continue };
        at = value.end;
        let Some(announced) = named(name) else { continue };
        let secret = text.get(value.clone()).unwrap_or_default();
        if placeholders::is_placeholder(secret) || references::is_reference(secret) {
            continue;
        }
        let sure = announced.strong && (could_be_key(secret) || looks_random(secret));
        if sure || announced.strong && secret.len() >= 8 || could_be_key(secret) {
            let hit = Hit::confirmed(value, "secret in a query", announced.secret_kind);
            let certainty = if sure { Certainty::Confirmed } else { Certainty::Suspected };
            hits.push(Hit { certainty, ..hit });
        }
    }
    hits
}

/// Where the parameters of a query are whose names announce a secret.
pub(super) fn parameter_places(text: &str) -> Vec<(Range<usize>, Named)> {
    let places = text.match_indices(['?', '&']).filter_map(|(at, mark)| {
        let (name, value) = parameter(text, at + mark.len())?;
        Some((value, named(name)?))
    });
    places.collect()
}

/// The name and the value of the parameter that begins at `start`.
fn parameter(text: &str, start: usize) -> Option<(&str, Range<usize>)> {
    let rest = text.get(start..)?;
    let name = rest.bytes().take(64).position(|b| b == b'=')?;
    let body = rest.get(name + 1..)?;
    let end = body
        .find(['&', '#', ' ', '"', '\'', '\n', '\t', '<', '>', '`', '|', ')'])
        .unwrap_or(body.len());
    Some((rest.get(..name)?, start + name + 1..start + name + 1 + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Option<(&str, Certainty)> {
        let hits: Vec<_> = passwords(text).into_iter().chain(query(text)).collect();
        assert!(hits.len() < 2, "{hits:?}");
        hits.first().map(|hit| (&text[hit.range.clone()], hit.certainty))
    }

    #[test]
    fn a_password_before_the_host_is_found() {
        let sure = |secret| Some((secret, Certainty::Confirmed));
        assert_eq!(only("postgresql://app:hunter2@db:5432/x"), sure("hunter2"));
        assert_eq!(only("use redis://:s3cr3t!@h, please"), sure("s3cr3t!"));
        assert_eq!(only("mysql://u:p@ss/w0rd@h/db"), sure("p@ss/w0rd"));
        assert_eq!(only("mysql://u:pass#w0rd@h/db"), sure("pass#w0rd"));
        assert_eq!(only("mysql://u:passw0rd@h?mail=a@b"), sure("passw0rd"));
        assert_eq!(only("mysql://u:pass?w0rd@h/db?mail=a@b"), sure("pass?w0rd"));
        assert_eq!(only("postgres://u:pass@h/db"), Some(("pass", Certainty::Suspected)));
        for text in [
            "https://host:8080/@scope/name",
            "postgres://u:${PW}@h/db",
            "postgres://u:<password>@h",
            "postgres://user@h/db",
            "mailto:a@b.example",
            "https://host/a:b@c",
            "https://host:8080?mail=a@b",
            "https://host?time=10:20&mail=a@b",
            "https://host/x?mail=a@b",
        ] {
            assert_eq!(only(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_in_the_query_is_found() {
        let text = "https://h/mcp?profile=a&api_key=k7Qx2Lm9Tv4Rz8Wp&x=1";
        assert_eq!(only(text), Some(("k7Qx2Lm9Tv4Rz8Wp", Certainty::Confirmed)));
        assert_eq!(only("https://h/?token=abcdefgh"), Some(("abcdefgh", Certainty::Suspected)));
        for text in ["https://h/?token=${T}", "https://h/?q=what&page=2", "https://h/?token_type=x"]
        {
            assert_eq!(only(text), None, "{text}");
        }
    }
}
