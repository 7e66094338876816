//! Telling secrets apart without telling them.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What two sightings of one secret have in common. It is compared in memory and goes nowhere: the
/// digest of a weak password is as good as the password.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    digest: [u8; 32],
    /// Whether it is of a value, rather than of a place where one is kept.
    of_value: bool,
}

impl Mark {
    /// Of a secret's value.
    pub(crate) fn of_value(value: &str) -> Self {
        Mark { of_value: true, ..Mark::of(&["value", value]) }
    }

    /// A fingerprint that only holders of the key can compare with: what may be written out, and
    /// only if a key was given. None for a mark that is not of a value.
    pub(crate) fn fingerprint(&self, key: &[u8]) -> Option<String> {
        let mut keyed = Hmac::<Sha256>::new_from_slice(key).ok().filter(|_| self.of_value)?;
        keyed.update(&self.digest);
        let bytes = keyed.finalize().into_bytes();
        Some(bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// Of a place in a secret store, which means the same everywhere.
    pub(super) fn of_stored(address: &str) -> Self {
        Mark::of(&["stored", address])
    }

    /// Of a variable, which means the same within one file only.
    pub(crate) fn of_variable(file: &str, name: &str) -> Self {
        Mark::of(&["variable", file, name])
    }

    fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        Mark { digest: digest.finalize().into(), of_value: false }
    }
}

/// Nothing of it may reach a message.
impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mark")
    }
}
