//! Names of files from ids.
//!
//! A name holds nothing but lower-case letters, digits and `-`, `_`, `.`, `@`, `=`, so that it means the
//! same to every file system, server and link, also where `A` and `a` are one. Every other byte is written
//! as `=` and two digits. The name of an id never depends on the other ids, and no two ids share one.

use std::fmt::Write as _;

use model::AssetKey;
use sha2::{Digest, Sha256};
use syntax::encoding::hex;

/// Longest name that is written out, in bytes. With folder, prefix and ending it stays below the 255 that
/// file systems take.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, whatever the ending, and the names of pages that are no id's.
const RESERVED: [&str; 24] = [
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Which letters an id usually has: the others are spelled as digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// `server-payments`
    Lower,
    /// `OWN-01`
    Upper,
}

/// The name of an id, without an ending.
pub(super) fn name(id: &str, letters: Letters) -> String {
    // No other name begins with two signs in a row, because two digits follow the first.
    if id.is_empty() {
        return "==empty".into();
    }
    let first = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let reserved = first == "index" || RESERVED.contains(&first.as_str());
    let mut name = String::with_capacity(id.len());
    for (at, byte) in id.bytes().enumerate() {
        let is_end = at + 1 == id.len();
        let plain = match byte {
            _ if at == 0 && reserved => false,
            b'a'..=b'z' => letters == Letters::Lower,
            b'A'..=b'Z' => letters == Letters::Upper,
            b'0'..=b'9' => true,
            // Publishers leave out hidden files and those that begin with `_`; Windows drops a last dot.
            b'-' | b'_' | b'.' => at > 0 && !is_end,
            b'@' => true,
            _ => false,
        };
        match plain {
            true => name.push(char::from(byte.to_ascii_lowercase())),
            // Writing to a string cannot fail.
            false => _ = write!(name, "={byte:02x}"),
        }
    }
    if name.len() <= LONGEST {
        return name;
    }
    let digest = hex(Sha256::digest(id.as_bytes()));
    // Every character is ASCII, so that any cut is between characters.
    name.truncate(LONGEST - 34);
    name + "==" + digest.get(..32).unwrap_or_default()
}

/// The name of an asset: its kind and its id.
pub(super) fn asset(key: &AssetKey) -> String {
    match *key == AssetKey::organisation() {
        true => "organisation".into(),
        false => format!("{}-{}", key.kind, name(&key.id, Letters::Lower)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use model::AssetKind;
    use proptest::prelude::*;

    #[test]
    fn usual_ids_keep_their_letters() {
        assert_eq!(name("OWN-01", Letters::Upper), "own-01");
        assert_eq!(name("own-01", Letters::Upper), "=6f=77=6e-01");
        assert_eq!(name("nist-csf-2.0", Letters::Lower), "nist-csf-2.0");
        assert_eq!(name("Tomek", Letters::Lower), "=54omek");
        assert_eq!(name("con.txt", Letters::Lower), "=63on.txt");
        assert_eq!(name("../x", Letters::Lower), "=2e.=2fx");
        assert_eq!(
            asset(&AssetKey::new(AssetKind::Secret, "hub/wiki-pat")),
            "secret-hub=2fwiki-pat"
        );
        assert_eq!(asset(&AssetKey::organisation()), "organisation");
    }

    #[test]
    fn no_kind_is_the_beginning_of_another_kinds_name() {
        let ids = ["x", "account-x", "organisation", ""];
        let keys =
            AssetKind::ALL.into_iter().flat_map(|kind| ids.map(|id| AssetKey::new(kind, id)));
        let mut names: Vec<String> = keys.map(|key| asset(&key)).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[a-cA-C=._/@ -]{0,6}",
            "(?i)(con|nul|index|aux|com1)(\\.[a-z]{0,3})?",
            "[a-z/]{100,300}",
            "(=[0-9a-f]{2}){1,4}",
        ]
    }

    proptest! {
        #[test]
        fn names_are_safe_short_and_never_shared(ids in proptest::collection::vec(id(), 1..40)) {
            for letters in [Letters::Lower, Letters::Upper] {
                let mut known: HashMap<String, &str> = HashMap::new();
                for id in &ids {
                    let name = name(id, letters);
                    prop_assert!(name.len() <= LONGEST && !name.is_empty());
                    prop_assert!(name.bytes().all(|byte| {
                        byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.@=".contains(&byte)
                    }), "{name}");
                    prop_assert!(!name.starts_with(['.', '_', '-']) && !name.ends_with('.'));
                    let stem = name.split('.').next().unwrap_or_default();
                    prop_assert!(!RESERVED.contains(&stem) && stem != "index");
                    let first = known.insert(name.clone(), id);
                    prop_assert!(first.is_none_or(|first| first == id), "{first:?} {id:?} {name}");
                }
            }
        }
    }
}
