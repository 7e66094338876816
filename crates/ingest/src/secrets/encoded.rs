//! Secrets in Base64, Base64url or hexadecimal.

use std::ops::Range;

use super::found::Hit;
use super::signs::{Mark::Token, Need, Sign::Has};
use syntax::encoding::{from_base64, from_hex};

/// The shortest run of letters that is decoded.
pub(super) const SHORTEST: usize = 20;
/// The longest: a key file of two lines of this length is found by its own shape.
const LONGEST: usize = 200_000;

/// A run that is decoded is at least as long as a token, and of the same letters.
pub(super) const NEEDS: &[Need] = &[&[Has(Token)]];

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
fn starts(run: &str) -> impl Iterator<Item = usize> {
    let signs = run.match_indices(['/', '-', '_', '+']).map(|(at, _)| at + 1);
    let long = signs.filter(|at| run.len() - at >= SHORTEST);
    std::iter::once(0).chain(long.take(8))
}

/// The stretches of letters, digits and the signs of both alphabets, with what pads them.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let letter =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let mut next = 0;
    let runs = text.as_bytes().split(move |byte| !letter(byte)).map(move |run| {
        let start = next;
        next += run.len() + 1;
        start..start + run.len()
    });
    let long = runs.filter(|run| (SHORTEST..LONGEST).contains(&run.len()));
    long.map(|run| {
        let behind = text.as_bytes().get(run.end..).unwrap_or_default().iter().take(2);
        let padding = behind.take_while(|byte| **byte == b'=').count();
        run.start..run.end + padding
    })
}

/// The texts that a run of letters may mean.
fn decodings(run: &str) -> Vec<String> {
    let bare = run.trim_end_matches('=');
    if !may_mean(bare) {
        return Vec::new();
    }
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

/// Whether the first letters leave it open that a run means a text: most runs are names, which mean bytes that
/// are not printable, and are not decoded to the end. Letters that are in no alphabet are left to the decoder.
fn may_mean(bare: &str) -> bool {
    if bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let digits = bare.as_bytes().chunks_exact(2);
        return may_print(
            bare.len() / 2,
            digits.map(|pair| Some(nibble(pair[0]) << 4 | nibble(pair[1]))),
        );
    }
    let letters = bare.as_bytes().chunks(4).flat_map(|four| {
        let at = |place: usize| four.get(place).map_or(Some(0), |letter| sextet(*letter));
        let bytes = || Some([at(0)?, at(1)?, at(2)?, at(3)?]);
        let bytes = bytes().map(|[a, b, c, d]| [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        (0..3.min(four.len().saturating_sub(1))).map(move |place| bytes.map(|bytes| bytes[place]))
    });
    may_print(bare.len() * 3 / 4, letters)
}

/// Whether so many bytes could be a text as [`printable`] has it, before all of them are known.
fn may_print(length: usize, bytes: impl Iterator<Item = Option<u8>>) -> bool {
    let (mut others, mut wide) = (0, true);
    for (at, byte) in bytes.enumerate() {
        let Some(byte) = byte else { return true };
        wide &= at % 2 == 0 || byte == 0;
        others += usize::from(!is_printable(byte));
        if others * 10 > length && !wide {
            return false;
        }
    }
    true
}

fn nibble(digit: u8) -> u8 {
    char::from(digit).to_digit(16).map_or(0, |digit| digit as u8)
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e | b'\n' | b'\r' | b'\t')
}

/// Bytes as text, where nearly all of them are printable ASCII; UTF-16 as PowerShell encodes it, too.
fn printable(bytes: Vec<u8>) -> Option<String> {
    let wide = bytes.len() >= 8 && bytes.iter().skip(1).step_by(2).all(|byte| *byte == 0);
    let bytes: Vec<u8> = if wide { bytes.into_iter().step_by(2).collect() } else { bytes };
    let good = bytes.iter().filter(|byte| is_printable(**byte)).count();
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
