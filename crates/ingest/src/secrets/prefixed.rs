//! Finding structured prefixes in a text.

use std::sync::OnceLock;

use super::found::Hit;
use super::placeholders;
use super::shapes::{Charset, SHAPES, Shape};
use super::signs::{Finder, Mark::Token, Sign::Has, Sign::Listed};
use model::records::Certainty;

pub(super) const FINDER: Finder = Finder { needs: &[&[Listed(prefixes), Has(Token)]], find };

fn prefixes() -> Vec<String> {
    SHAPES.iter().map(|shape| shape.prefix.to_string()).collect()
}

/// Every structured secret in `text`.
fn find(text: &str) -> Vec<Hit> {
    let bytes = text.as_bytes();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match starts_here(bytes, at).then(|| longest(text, at)).flatten() {
            Some((shape, end)) => {
                hits.push(Hit {
                    range: at..end,
                    kind: shape.kind,
                    prefix: shape.prefix,
                    secret_kind: Some(shape.secret),
                    principal_kind: shape.principal,
                    certainty: Certainty::Confirmed,
                    step: false,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    hits
}

/// A prefix inside a word is chance: `risk_live_` holds no Stripe key.
fn starts_here(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_none_or(|b| !b.is_ascii_alphanumeric())
}

fn longest(text: &str, at: usize) -> Option<(&'static Shape, usize)> {
    let rest = text.as_bytes().get(at..)?;
    by_first_byte(*rest.first()?)
        .iter()
        .copied()
        .filter(|shape| rest.starts_with(shape.prefix.as_bytes()))
        .filter_map(|shape| Some((shape, at + matched(rest, shape)?)))
        .max_by_key(|(shape, _)| shape.prefix.len())
}

/// The shapes that begin with a byte. Every text of every record is looked through, so that no
/// prefix is compared where its first letter does not stand.
fn by_first_byte(byte: u8) -> &'static [&'static Shape] {
    static INDEX: OnceLock<Vec<Vec<&'static Shape>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let begins = |byte: u8| {
            SHAPES.iter().filter(move |shape| shape.prefix.as_bytes().first() == Some(&byte))
        };
        (0..=u8::MAX).map(|byte| begins(byte).collect()).collect()
    });
    index.get(usize::from(byte)).map(Vec::as_slice).unwrap_or_default()
}

/// How many bytes of `rest` the shape covers.
fn matched(rest: &[u8], shape: &Shape) -> Option<usize> {
    let (fewest, most) = shape.length;
    let body = rest.get(shape.prefix.len()..)?;
    // One more than allowed is enough to know that it is too long.
    let run = body.iter().take(most + 1).take_while(|byte| shape.charset.holds(**byte)).count();
    if run < fewest || run > most {
        return None;
    }
    let body = std::str::from_utf8(body.get(..run)?).ok()?;
    // Hyphenated English fits the loosest shapes; a real key of that length has a digit.
    let loose = shape.prefix.len() <= 3 && shape.charset == Charset::Word;
    if loose && !body.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    (!placeholders::inside(body)).then_some(shape.prefix.len() + run)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::secrets::shapes::{Charset, SHAPES};
    use crate::secrets::signs;

    /// A value of the right shape, put together here so that no scanner takes it for a real one.
    pub(crate) fn sample(charset: Charset, length: usize) -> String {
        let letters = match charset {
            Charset::Upper => "A7K2QX9BM4ZT",
            Charset::Hex => "a7c2f90b4d1e",
            _ => "a7Kq2Xb9Mz4T",
        };
        letters.chars().cycle().take(length).collect()
    }

    #[test]
    fn no_secret_is_shorter_than_a_token_or_has_other_letters() {
        for shape in SHAPES {
            assert!(shape.prefix.len() + shape.length.0 >= signs::TOKEN, "{}", shape.prefix);
            assert!(shape.prefix.bytes().all(signs::in_token), "{}", shape.prefix);
            let others = (0..=u8::MAX).filter(|byte| !signs::in_token(*byte));
            assert!(others.into_iter().all(|byte| !shape.charset.holds(byte)), "{}", shape.prefix);
        }
    }

    #[test]
    fn every_shape_is_found_at_both_ends_of_its_length_and_nowhere_beyond() {
        for shape in SHAPES {
            for length in [shape.length.0, shape.length.1] {
                let value = format!("{}{}", shape.prefix, sample(shape.charset, length));
                let hits = find(&format!("before {value} after"));
                assert_eq!(hits.len(), 1, "{} {length}", shape.prefix);
                assert_eq!(hits[0].range, 7..7 + value.len(), "{}", shape.prefix);
                assert_eq!(hits[0].prefix, shape.prefix);
            }
            let short = format!("{}{}", shape.prefix, sample(shape.charset, shape.length.0 - 1));
            assert!(find(&short).iter().all(|hit| hit.prefix != shape.prefix), "{}", shape.prefix);
        }
    }

    #[test]
    fn a_prefix_inside_a_word_or_before_prose_is_not_a_secret() {
        for text in [
            "task-management-for-everybody-here",
            "sk-this-is-how-a-key-would-begin",
            "AKIAIOSFODNN7EXAMPLE",
            "risk_live_0123456789abcdef0123456789",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
