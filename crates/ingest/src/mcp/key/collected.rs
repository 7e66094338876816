//! The words of a key while they are collected.

/// The words of a key.
#[derive(Default)]
pub(super) struct Words {
    /// What must be equal.
    pub whole: Vec<String>,
    /// What may differ between the places of one server.
    pub placement: Vec<String>,
}

/// Words sort by what they are, so that repeated ones keep their order.
pub(super) fn sort_name(word: &str) -> &str {
    word.split_once('=').map_or(word, |(name, _)| name)
}
