//! Secrets in Base64, Base64url or hexadecimal.

use std::ops::Range;

use super::found::Hit;
use syntax::encoding::{from_base64, from_hex};

/// The shortest run of letters that is decoded.
const SHORTEST: usize = 20;
/// The longest: a key file of two lines of this length is found by its own shape.
const LONGEST: usize = 200_000;

/// Every run of letters that decodes to a text with a secret in it.
pub(super) fn find(text: &str, within: impl Fn(&str) -> Option<Hit>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for range in runs(text) {
        let run = text.get(range.clone()).unwrap_or_default();
        // A path or a name may be before it, whose signs are in the alphabet too.
        for start in starts(run) {
            let part = run.get(start..).unwrap_or_default();
            if let Some(hit) = decodings(part).iter().find_map(|decoded| within(decoded)) {
                hits.push(Hit { range: range.start + start..range.end, prefix: "", ..hit });
                break;
            }
        }
    }
    hits
}

/// Whether a text is the Base64 of a user and a password, which may have no digit: `auth` of a registry.
pub(super) fn is_login(text: &str) -> bool {
    let is_name = |name: &str| name.len() > 1 && !name.contains(char::is_whitespace);
    text.len() >= 12
        && decodings(text).iter().any(|decoded| {
            decoded
                .split_once(':')
                .is_some_and(|(user, password)| is_name(user) && is_name(password))
        })
}

/// Where the encoded part of a run may begin: at its beginning, or behind a sign.
fn starts(run: &str) -> Vec<usize> {
    let signs = run.match_indices(['/', '-', '_', '+']).map(|(at, _)| at + 1);
    let long = signs.filter(|at| run.len() - at >= SHORTEST);
    std::iter::once(0).chain(long.take(8)).collect()
}

/// The stretches of letters, digits and the signs of both alphabets.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    let letter =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        match (letter(byte), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                let padding = text.get(at..).unwrap_or_default().bytes().take(2);
                let padding = padding.take_while(|byte| *byte == b'=').count();
                if (SHORTEST..LONGEST).contains(&(at - from)) {
                    runs.push(from..at + padding);
                }
            }
            _ => {}
        }
    }
    runs
}

/// The texts that a run of letters may mean.
fn decodings(run: &str) -> Vec<String> {
    let bare = run.trim_end_matches('=');
    if bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let even = bare.get(..bare.len() - bare.len() % 2).unwrap_or_default();
        return from_hex(even).and_then(printable).into_iter().collect();
    }
    // A name with hyphens is Base64url as well, but it decodes to no text.
    let standard = bare.replace('-', "+").replace('_', "/");
    let whole = match standard.len() % 4 {
        1 => standard.get(..standard.len() - 1),
        _ => Some(standard.as_str()),
    };
    whole.and_then(from_base64).and_then(printable).into_iter().collect()
}

/// Bytes as text, where nearly all of them are printable ASCII; UTF-16 as PowerShell encodes it, too.
fn printable(bytes: Vec<u8>) -> Option<String> {
    let wide = bytes.len() >= 8 && bytes.iter().skip(1).step_by(2).all(|byte| *byte == 0);
    let bytes: Vec<u8> = if wide { bytes.into_iter().step_by(2).collect() } else { bytes };
    let good =
        bytes.iter().filter(|byte| matches!(byte, 0x20..=0x7e | b'\n' | b'\r' | b'\t')).count();
    if good * 10 < bytes.len() * 9 || bytes.len() < 8 {
        return None;
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::find::find as shapes;
    use syntax::encoding::{base64, hex};

    #[test]
    fn a_secret_is_found_in_either_encoding() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let bare = base64(&token).replace('=', "");
        for packed in [base64(&token), hex(&token), bare] {
            let text = format!("see inventory/servers-{packed} there");
            let hits = find(&text, |inner| shapes(inner).into_iter().next());
            assert_eq!(hits.len(), 1, "{text}");
            assert!(text[hits[0].range.clone()].ends_with(&packed), "{text}");
        }
        let words = "3f823c43847903de520d5457ab182300aa9f34e7 claude-3-5-sonnet-20241022-very-long";
        assert!(find(words, |inner| shapes(inner).into_iter().next()).is_empty());
    }
}
