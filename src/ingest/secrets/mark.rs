//! Telling secrets apart without telling them.

use std::fmt;

use sha2::{Digest, Sha256};

/// What two sightings of one secret have in common. It is compared in memory and goes nowhere: the
/// digest of a weak password is as good as the password.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ingest) struct Mark([u8; 32]);

impl Mark {
    /// Of a secret's value.
    pub(in crate::ingest) fn of_value(value: &str) -> Self {
        Mark::of(&["value", value])
    }

    /// Of a place in a secret store, which means the same everywhere.
    pub(super) fn of_stored(address: &str) -> Self {
        Mark::of(&["stored", address])
    }

    /// Of a variable, which means the same within one file only.
    pub(in crate::ingest) fn of_variable(file: &str, name: &str) -> Self {
        Mark::of(&["variable", file, name])
    }

    fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        Mark(digest.finalize().into())
    }
}

/// Nothing of it may reach a message.
impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mark")
    }
}
