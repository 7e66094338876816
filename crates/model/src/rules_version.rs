//! The version of the rules by which assets are judged.

/// Raised whenever the same inputs may be judged otherwise though the edition of their control stayed the same:
/// an edition covers its texts, weights and limits, and names itself by a hash. `tests/rules.rs` compares every
/// verdict on every fixture with its ledger, and refuses one that moved without either.
pub const RULES_VERSION: u32 = 3;

/// Whether a version of this program, as `1.2.3`, is later than another. A part that is no number counts as
/// none.
pub fn is_later_version(one: &str, other: &str) -> bool {
    let parts = |version: &str| -> Vec<u64> {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        core.split('.').map(|part| part.parse().unwrap_or(0)).collect()
    };
    parts(one) > parts(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_later_version("0.10.0", "0.9.12"));
        assert!(is_later_version("1.0.0", "0.99.0"));
        for other in ["0.9.0", "", "x", "0.1.0-beta"] {
            assert!(!is_later_version(other, "0.9.0"), "{other}");
        }
    }
}
