//! Why a document cannot be made.

/// Why a document cannot be made: sentences of the compiler or exporter, with the template's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// A failure with its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Failure(reason.into())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
