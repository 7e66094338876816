//! Identifies a secret without holding it.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use syntax::encoding::hex;

/// A digest that is equal for two sightings of one secret. It is compared in memory and never
/// written: the digest of a weak password is as good as the password.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SecretDigest {
    digest: [u8; 32],
    /// Whether it is of a value, rather than of a place where one is kept.
    of_value: bool,
}

impl SecretDigest {
    /// The digest of a secret's value.
    pub(crate) fn of_value(value: &str) -> Self {
        SecretDigest { of_value: true, ..SecretDigest::of(&["value", value]) }
    }

    /// A fingerprint that only holders of the key can compare with: what may be written out, and
    /// only if a key was given. None where it is not of a value.
    pub(crate) fn fingerprint(&self, key: &[u8]) -> Option<String> {
        let mut keyed = Hmac::<Sha256>::new_from_slice(key).ok().filter(|_| self.of_value)?;
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
        SecretDigest { digest: digest.finalize().into(), of_value: false }
    }
}

/// No part of it may reach a message.
impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest")
    }
}
