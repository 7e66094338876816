//! Short texts that were examined and hold no secret.
//!
//! Keys and values repeat from record to record, and each is examined when it is read and again when it leaves
//! this crate. A text is known by itself, not by a digest, so that none can pass for another.

use std::cell::RefCell;
use std::collections::HashSet;

use foldhash::fast::RandomState;

/// How many bytes a text that is noted has at most.
const MAX_BYTES: usize = 64;
/// How many texts a thread notes before it begins again.
const MOST_TEXTS: usize = 16_384;

thread_local! {
    static KNOWN: RefCell<HashSet<Box<str>, RandomState>> = RefCell::default();
}

/// Whether a text is known to hold no secret.
pub(super) fn is_known(text: &str) -> bool {
    text.len() <= MAX_BYTES && KNOWN.with_borrow(|known| known.contains(text))
}

/// Notes that a text holds no secret.
pub(super) fn note(text: &str) {
    if text.len() <= MAX_BYTES {
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= MOST_TEXTS {
                known.clear();
            }
            known.insert(text.into());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::redact_prose;

    #[test]
    fn a_text_is_known_after_it_was_examined_and_a_secret_never_is() {
        let (name, secret) = ("reports-reader-7", format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3)));
        assert_eq!(redact_prose(name), None);
        assert!(is_known(name));
        for _ in 0..2 {
            assert!(redact_prose(&secret).is_some());
            assert!(!is_known(&secret));
        }
        let long = format!("{name} {}", "word-1 ".repeat(20));
        assert_eq!(redact_prose(&long), None);
        assert!(!is_known(&long), "long texts are not kept");
    }
}
