//! Credentials behind an authorization scheme: `Bearer …`, `Basic …`.

use super::entropy::{could_be_key, looks_random};
use super::found::Hit;
use super::{placeholders, references};
use model::records::SecretKind;

/// The words that stand in front of a credential in a header.
const SCHEMES: [&str; 6] = ["bearer", "basic", "token", "apikey", "ssws", "key"];

/// The credential behind a scheme word; the whole value where there is none.
pub(super) fn credential(value: &str) -> &str {
    match value.split_once(' ') {
        Some((word, rest)) if SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) => {
            rest.trim()
        }
        _ => value,
    }
}

/// Every literal credential behind `Bearer` or `Basic`.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let lower = text.to_ascii_lowercase();
    let behind = |word: &'static str| lower.match_indices(word).map(|(at, _)| at + word.len());
    let bearer = behind("bearer ").filter_map(|at| {
        let range = at..run(text, at);
        let token = text.get(range.clone())?;
        let real = (could_be_key(token) || looks_random(token)) && !is_gap(token);
        real.then(|| Hit::confirmed(range, "bearer token", Some(SecretKind::Token)))
    });
    let basic = behind("basic ").filter_map(|at| {
        let range = at..run(text, at);
        let login = decode(text.get(range.clone())?)?;
        let (_, password) = login.split_once(':')?;
        let real = !password.is_empty() && !is_gap(password);
        real.then(|| Hit::confirmed(range, "user name and password", Some(SecretKind::Password)))
    });
    bearer.chain(basic).collect()
}

fn is_gap(secret: &str) -> bool {
    placeholders::is_placeholder(secret) || references::is_reference(secret)
}

/// The characters that RFC 9110 allows in a credential.
fn run(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let allowed = |b: &&u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(b);
    // Real ones are shorter; the limit keeps repeated scheme words from being read twice.
    from + rest.iter().take(8192).take_while(allowed).count()
}

/// Base64 that holds printable text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_behind_a_scheme_are_found() {
        assert_eq!(find("Authorization: Bearer k7Qx2Lm9Tv4Rz8Wp").len(), 1);
        assert_eq!(find("Basic YWRhOmxvdmVsYWNl").len(), 1);
        for text in ["Bearer ${TOKEN}", "Bearer YOUR_TOKEN", "basic authentication", "bearer token"]
        {
            assert!(find(text).is_empty(), "{text}");
        }
        assert_eq!(credential("Token abc"), "abc");
        assert_eq!(credential("two words"), "two words");
    }
}
