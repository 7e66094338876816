//! Which values a report shows, and which it has redacted.

use crate::secrets::{SecretDigest, is_placeholder};

/// Shorter values are parts of one, or chance.
const SHORTEST: usize = 6;

/// The digest of a value; none where the report shows no value, or only a part of one.
pub(super) fn digest(value: &str) -> Option<SecretDigest> {
    let value = value.trim();
    (!is_redacted(value)).then(|| SecretDigest::of_value(value))
}

fn is_redacted(value: &str) -> bool {
    let upper = value.to_uppercase();
    let mut letters = value.chars();
    let first = letters.next();
    value.chars().count() < SHORTEST
        || letters.all(|letter| Some(letter) == first)
        || ["REDACTED", "***", "•••", "...", "…"].iter().any(|mark| upper.contains(mark))
        || is_placeholder(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redacted_values_are_no_values() {
        for value in
            ["", "REDACTED", "[redacted]", "AKIA***********", "abc", "xxxxxxxxxx", "AKIA4G..."]
        {
            assert!(digest(value).is_none(), "{value}");
        }
        assert!(digest("wF3kVhpdaCbEjquazkrtQiXC").is_some());
    }
}
