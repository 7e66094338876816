//! Names for places inside a page: every finding, control, requirement and asset has one.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use syntax::encoding::hex;

/// Longest name that is written out in full; a longer one ends in a digest.
const LONGEST: usize = 100;

/// The anchor of a thing: a letter for its kind, then its id with every byte that HTML ids,
/// fragments or Markdown could read otherwise written as `_` and two digits. Two ids never share
/// an anchor.
pub(super) fn anchor(kind: &str, within: &str, id: &str) -> String {
    let mut name = format!("{kind}-");
    for (part, text) in [within, id].into_iter().enumerate() {
        if part == 1 && !within.is_empty() {
            name.push(':');
        }
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'@' | b'/' => {
                    name.push(char::from(byte));
                }
                // Writing to a string cannot fail.
                other => _ = write!(name, "_{other:02x}"),
            }
        }
    }
    if name.len() <= LONGEST {
        return name;
    }
    let digest = Sha256::digest(name.as_bytes());
    // Every character is ASCII by now, so that any cut is between characters.
    name.truncate(LONGEST - 33);
    name.push('_');
    name.push_str(hex(digest).get(..32).unwrap_or_default());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_plain_short_and_never_shared() {
        assert_eq!(anchor("f", "", "OWN-01@server/pay ments"), "f-OWN-01@server/pay_20ments");
        assert_eq!(anchor("r", "nist-csf-2.0", "PR.AA-01"), "r-nist-csf-2.0:PR.AA-01");
        assert_ne!(anchor("a", "", "a b"), anchor("a", "", "a_20b"));
        assert_ne!(anchor("r", "a", "b:c"), anchor("r", "a:b", "c"));
        let long = anchor("a", "", &"né".repeat(4000));
        assert!(long.len() == LONGEST && long.is_ascii(), "{long}");
        assert_ne!(long, anchor("a", "", &"né".repeat(4001)));
    }
}
