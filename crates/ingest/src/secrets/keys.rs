//! Private keys that are not in a PEM block: PuTTY, SSH2, JWK, XML, and bare Base64 of a key.

use super::found::Hit;
use super::signs::{Finder, Sign::Word};
use model::records::SecretKind;

/// How bare Base64 of a private key begins: PKCS #8, PKCS #1, SEC 1, OpenSSH.
const BARE: [&str; 9] = [
    "MIIEvQIBADAN",
    "MIIEvgIBADAN",
    "MIIEvAIBADAN",
    "MIIEpAIBAAKC",
    "MIIEowIBAAKC",
    "MIIEpQIBAAKC",
    "MHcCAQEE",
    "MIGHAgEAMBMG",
    "b3BlbnNzaC1rZXktdjE",
];

/// What the other forms contain.
const ARMOURS: [&str; 5] =
    ["Private-Lines:", "---- BEGIN SSH2", "<RSAKeyValue", "<Modulus>", "kty"];

pub(super) const FINDER: Finder = Finder { needs: &[&[Word(&ARMOURS)], &[Word(&BARE)]], find };

/// Every private key in one of these forms.
fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    // The code behind the key goes as well.
    for range in between(text, "Private-Lines:", "Private-MAC:") {
        let rest = text.get(range.end..).unwrap_or_default();
        let end = range.end + rest.find('\n').unwrap_or(rest.len());
        hits.push(key(range.start..end));
    }
    hits.extend(
        between(text, "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", "---- END").into_iter().map(key),
    );
    for tag in ["D", "P", "Q", "DP", "DQ", "InverseQ"] {
        if text.contains("<RSAKeyValue") || text.contains("<Modulus>") {
            let inside = between(text, &format!("<{tag}>"), &format!("</{tag}>"));
            hits.extend(inside.into_iter().map(key));
        }
    }
    if text.contains("kty") {
        for field in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            hits.extend(json_values(text, field).into_iter().map(key));
        }
    }
    for start in BARE {
        for (at, _) in text.match_indices(start) {
            let end = at + base64(text.get(at..).unwrap_or_default());
            if end - at >= 60 {
                hits.push(key(at..end));
            }
        }
    }
    hits
}

fn key(range: std::ops::Range<usize>) -> Hit {
    Hit::confirmed(range, "private key", Some(SecretKind::PrivateKey))
}

/// What is between two marks; to the end of the text where the second one is cut off.
fn between(text: &str, open: &str, close: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) =
        text.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at + open.len())
    {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(close).map_or(text.len(), |at| start + at);
        from = end;
        if end - start >= 16 {
            found.push(start..end);
        }
    }
    found
}

/// The long values of a field of a JSON object, wherever it is in the text.
fn json_values(text: &str, field: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for quote in ["\"", "\\\"", "'"] {
        let name = format!("{quote}{field}{quote}");
        for (at, _) in text.match_indices(&name) {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
            let Some(value) = value.and_then(|value| value.strip_prefix(quote)) else { continue };
            let end = value.find(quote).unwrap_or(value.len());
            let offset = at + name.len() + (rest.len() - value.len());
            if end >= 16 {
                found.push(offset..offset + end);
            }
        }
    }
    found
}

/// How far Base64 goes, also over line breaks.
fn base64(text: &str) -> usize {
    let letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_');
    let mut end = 0;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            byte if letter(byte) => end = at + 1,
            b'\n' | b'\r'
                if bytes.peek().is_some_and(|(_, next)| letter(*next) || *next == b'\n') => {}
            _ => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        find(text).into_iter().filter_map(|hit| text.get(hit.range)).collect()
    }

    #[test]
    fn every_armour_is_known() {
        let body = "a7Kq2Xb9Mz4T".repeat(6);
        let putty = format!(
            "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\n{body}\nPrivate-MAC: 00"
        );
        assert!(texts(&putty)[0].contains(&body));
        let jwk = format!(r#"{{"kty":"EC","x":"public","d":"{body}"}}"#);
        assert_eq!(texts(&jwk), [body.as_str()]);
        let xml = format!("<RSAKeyValue><Modulus>abc</Modulus><D>{body}</D></RSAKeyValue>");
        assert_eq!(texts(&xml), [body.as_str()]);
        let bare = format!("key MIIEvQIBADAN{body}\n{body} end");
        assert!(texts(&bare)[0].ends_with(&body));
        assert!(texts(r#"{"kty":"EC","x":"a7Kq2Xb9Mz4Ta7Kq2Xb9Mz4T"}"#).is_empty());
    }
}
