//! Identifies a secret without holding it.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use syntax::encoding::hex;

/// A digest that is equal for two sightings of one secret. It is compared in memory and never
/// written: the digest of a weak password is as good as the password.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SecretDigest {
    digest: [u8; 32],
    /// The SHA-1 of the value: all that some reports keep of it.
    sha1: Option<[u8; 20]>,
    /// Whether it is of a value, rather than of a place where one is kept.
    of_value: bool,
}

impl SecretDigest {
    /// The digest of a secret's value.
    pub(crate) fn of_value(value: &str) -> Self {
        let sha1 = Some(Sha1::digest(value).into());
        SecretDigest { of_value: true, sha1, ..SecretDigest::of(&["value", value]) }
    }

    /// The digest of a value of which a report keeps the SHA-1 alone, in hexadecimal.
    pub(crate) fn of_sha1(text: &str) -> Option<Self> {
        let text = text.trim();
        let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..40).step_by(2).map(byte).collect();
        let sha1 = bytes.filter(|_| text.len() == 40)?.try_into().ok()?;
        Some(SecretDigest::twin_of(sha1))
    }

    /// The digest that a report has which keeps the SHA-1 alone: equal for equal values in any report that shows
    /// them. None where it is not of a value.
    pub(crate) fn twin(&self) -> Option<Self> {
        self.sha1.map(SecretDigest::twin_of)
    }

    /// Whether the value itself was seen, and not only its SHA-1.
    pub(crate) fn is_whole(&self) -> bool {
        self.twin().is_some_and(|twin| twin != *self)
    }

    fn twin_of(sha1: [u8; 20]) -> Self {
        SecretDigest { of_value: true, sha1: Some(sha1), ..SecretDigest::of(&["sha1", &hex(sha1)]) }
    }

    /// A fingerprint that only holders of the key can compare with: what may be written out, and
    /// only if a key was given. None where the value was not seen.
    pub(crate) fn fingerprint(&self, key: &[u8]) -> Option<String> {
        let mut keyed = Hmac::<Sha256>::new_from_slice(key).ok().filter(|_| self.is_whole())?;
        keyed.update(&self.digest);
        let bytes = keyed.finalize().into_bytes();
        bytes.get(..16).map(hex)
    }

    /// Whether it is of a value, rather than of a place where one is kept.
    pub(crate) fn is_of_value(&self) -> bool {
        self.of_value
    }

    /// The digest of a place in a secret store, which is the same secret in every file.
    pub(super) fn of_stored(address: &str) -> Self {
        SecretDigest::of(&["stored", address])
    }

    /// The digest of a variable, which is the same secret within one file only.
    pub(crate) fn of_variable(file: &str, name: &str) -> Self {
        SecretDigest::of(&["variable", file, name])
    }

    /// The digest of a list of words that are no secret as a whole: how a server is started.
    pub(crate) fn of_words(kind: &str, words: &[String]) -> Self {
        let parts: Vec<&str> =
            std::iter::once(kind).chain(words.iter().map(String::as_str)).collect();
        SecretDigest::of(&parts)
    }

    fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        SecretDigest { digest: digest.finalize().into(), sha1: None, of_value: false }
    }
}

/// No part of it may reach a message.
impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_and_its_sha1_are_twins() {
        // SHA-1 of "abc", as FIPS 180 prints it.
        let abc = "a9993e364706816aba3e25717850c26c9cd0d89d";
        let (whole, part) = (SecretDigest::of_value("abc"), SecretDigest::of_sha1(abc));
        let part = part.expect("a digest");
        assert_eq!(whole.twin().as_ref(), Some(&part));
        assert_eq!(part.twin().as_ref(), Some(&part));
        assert_eq!(SecretDigest::of_sha1(&abc.to_uppercase()), Some(part.clone()));
        assert!(whole != part && whole.is_whole() && !part.is_whole());
        assert!(whole.fingerprint(b"k").is_some() && part.fingerprint(b"k").is_none());
        let word = SecretDigest::of_words("launch", &["abc".into()]);
        assert!(word.twin().is_none() && !word.is_whole());
        for text in ["", "a9993e", "zz993e364706816aba3e25717850c26c9cd0d89d", "ä"] {
            assert_eq!(SecretDigest::of_sha1(text), None, "{text}");
        }
    }
}
