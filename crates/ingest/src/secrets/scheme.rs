//! Credentials behind an authorization scheme: `Bearer …`, `Basic …`.

use super::entropy::{could_be_key, looks_random};
use super::found::Hit;
use super::signs::{Finder, Mark::Digit, Sign::Has, Sign::Word};
use super::{placeholders, references};
use model::records::SecretKind;
use syntax::encoding::from_base64;

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

/// A token that bears has letters and digits; a login in Base64 may have letters alone.
pub(super) const FINDER: Finder =
    Finder { needs: &[&[Word(&["bearer "]), Has(Digit)], &[Word(&["basic "])]], find };

/// Every literal credential behind `Bearer` or `Basic`.
fn find(text: &str) -> Vec<Hit> {
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
        let login = printable_base64(text.get(range.clone())?)?;
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

/// Base64 that holds printable text. A character too many at the end is ignored.
fn printable_base64(text: &str) -> Option<String> {
    let text = text.trim_end_matches('=');
    let whole = if text.len() % 4 == 1 { text.get(..text.len() - 1)? } else { text };
    let text = String::from_utf8(from_base64(whole)?).ok()?;
    (!text.contains(char::is_control)).then_some(text)
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
