//! Secrets in texts. The detectors come with the next commits.

/// A text with every unmistakable secret masked; none where there is nothing to mask.
pub fn redact(_: &str) -> Option<String> {
    None
}
